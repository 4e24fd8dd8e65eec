"""Each procedure from its beginning to enforcement, day by day: what every event sets, and what is met by the next."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest

from cases.proceedings.chain_shown import chain_shown
from cases.proceedings.commands import Happened, choose_procedure, record_event
from cases.proceedings.notices import note_notice_sent
from kernel import db
from kernel.errors import Invalid, Refused
from tests.builders.cases import ALL_THE_SAME, DEBTORS, Desk, a_desk, a_document, an_open_case, put_through_the_gate

pytestmark = pytest.mark.usefixtures("database")
type Told = tuple[str, str, dict[str, str]]
"""An event, its day, and what then stands: the safe date of a rule that is open, or the word for one that is closed."""


async def a_case_at_the_gate(country: str, **claim: Any) -> tuple[Desk, UUID]:
    desk = await a_desk(country=country)
    case_id = await an_open_case(desk=desk, **claim)
    await put_through_the_gate(desk, [case_id])
    return desk, case_id


async def live_through(desk: Desk, case_id: UUID, *story: Told) -> None:
    for event, on, expected in story:
        day = date.fromisoformat(on)
        desk.clock.move_to(datetime.combine(day, time(9), UTC))
        await record_event(desk.lawyer, case_id, Happened(event, day, "the court's paper", despite=ALL_THE_SAME))
        assert expected.items() <= (await what_stands(desk, case_id)).items(), event


async def what_stands(desk: Desk, case_id: UUID) -> dict[str, str]:
    async with db.transaction(desk.lawyer):
        rows = await db.fetch(
            "SELECT rule, safe_on, status FROM deadlines WHERE case_id = $1 AND kind = 'procedure' ORDER BY id", case_id
        )
    return {row["rule"]: row["safe_on"].isoformat() if row["status"] == "open" else row["status"] for row in rows}


async def stands_at(desk: Desk, case_id: UUID) -> tuple[str, str | None]:
    shown = await chain_shown(desk.lawyer, case_id)
    return shown.case.status, shown.step


async def test_poland_from_the_epu_through_its_end_and_the_suit_to_the_bailiff() -> None:
    desk, case_id = await a_case_at_the_gate("PL")

    await live_through(
        desk,
        case_id,
        ("epu_filed", "2026-02-02", {}),
        ("nakaz_issued_epu", "2026-03-02", {}),
        ("service_failed_epu", "2026-03-09", {"PL-EPU-ADDRESS": "2026-04-09"}),
        ("nakaz_served_epu", "2026-03-16", {"PL-EPU-SPRZ": "2026-03-30", "PL-EPU-ADDRESS": "superseded"}),
        ("sprzeciw_filed_epu", "2026-03-27", {"PL-EPU-SPRZ": "met"}),
        ("epu_discontinued", "2026-04-10", {"PL-EPU-3M": "2026-07-10"}),
    )
    assert await stands_at(desk, case_id) == ("contested", "discontinued")
    await choose_procedure(desk.lawyer, [case_id], "pozew")
    assert await stands_at(desk, case_id) == ("contested", "preparing")
    await live_through(
        desk,
        case_id,
        ("suit_filed", "2026-06-15", {"PL-EPU-3M": "met"}),
        ("writ_returned", "2026-06-22", {"PL-FORM-7": "2026-06-29"}),
        ("writ_filed_again", "2026-06-26", {"PL-FORM-7": "met"}),
        ("nakaz_issued", "2026-07-13", {}),
        ("bailiff_service_ordered", "2026-07-20", {"PL-BAILIFF-2M": "2026-09-21"}),
        ("nakaz_served", "2026-08-01", {"PL-BAILIFF-2M": "met", "PL-NAK-SPRZ": "2026-08-17"}),
        ("clause_given", "2026-09-15", {"PL-NAK-SPRZ": "superseded"}),
        ("enforcement_requested", "2026-09-21", {"PL-ENF-INACT": "2027-03-21"}),
        ("enforcement_act", "2026-11-02", {"PL-ENF-INACT": "2027-05-02"}),
        ("enforcement_discontinued", "2027-05-10", {"PL-ENF-INACT": "superseded"}),
    )
    assert await stands_at(desk, case_id) == ("enforcement", "enforceable")


async def test_sweden_contested_in_time_and_handed_over() -> None:
    desk, case_id = await a_case_at_the_gate("SE")

    await live_through(
        desk,
        case_id,
        ("application_made", "2026-03-02", {}),
        ("application_served", "2026-03-16", {"SE-BF-SVAR": "2026-03-30"}),
        ("contest_notice_sent", "2026-03-27", {"SE-BF-SVAR": "met", "SE-BF-4V": "2026-04-24"}),
        ("handover_requested", "2026-04-20", {"SE-BF-4V": "met"}),
        ("judgment_given", "2026-10-01", {}),
        ("enforcement_started", "2026-11-02", {}),
    )
    assert await stands_at(desk, case_id) == ("enforcement", "enforcement")


async def test_sweden_uncontested_to_utslag_which_the_kronofogden_enforces_itself() -> None:
    desk, case_id = await a_case_at_the_gate("SE")

    await live_through(
        desk,
        case_id,
        ("application_made", "2026-03-02", {}),
        ("application_served", "2026-03-16", {"SE-BF-SVAR": "2026-03-30"}),
        ("utslag_issued", "2026-04-07", {"SE-BF-SVAR": "superseded", "SE-BF-ATERV": "2026-05-07"}),
        ("enforcement_started", "2026-04-20", {}),
        ("reopening_asked_for", "2026-05-04", {"SE-BF-ATERV": "met"}),
    )
    assert await stands_at(desk, case_id) == ("enforcement", "handed over to the court")


async def test_germany_through_einspruch_and_the_suit_to_the_appeal() -> None:
    desk, case_id = await a_case_at_the_gate("DE")

    await live_through(
        desk,
        case_id,
        ("mahnbescheid_applied_for", "2026-01-12", {}),
        ("mahnbescheid_issued", "2026-01-19", {}),
        ("mahnbescheid_served", "2026-01-22", {"DE-MB-WID": "2026-02-05", "DE-MB-6M": "2026-07-22"}),
        ("vollstreckungsbescheid_applied_for", "2026-02-10", {"DE-MB-6M": "met", "DE-VB-EARLY": "met"}),
        ("vollstreckungsbescheid_issued", "2026-02-16", {"DE-MB-WID": "superseded"}),
        ("vollstreckungsbescheid_served", "2026-02-20", {"DE-VB-EIN": "2026-03-06"}),
        ("einspruch_raised", "2026-03-03", {"DE-VB-EIN": "met"}),
        ("handed_over", "2026-03-16", {}),
        ("reasons_requested", "2026-03-20", {"DE-STREIT": "2026-04-07"}),
        ("reasons_filed", "2026-04-02", {"DE-STREIT": "met"}),
        ("judgment_served", "2026-06-15", {"DE-BERUF": "2026-07-15", "DE-BERUF-REASONS": "2026-08-17"}),
        ("judgment_final", "2026-07-16", {"DE-BERUF": "superseded", "DE-BERUF-REASONS": "superseded"}),
        ("enforcement_requested", "2026-08-03", {}),
    )
    assert await stands_at(desk, case_id) == ("enforcement", "enforcement")


async def test_germany_a_widerspruch_lets_the_suspension_of_limitation_run_out_unless_it_is_handed_over() -> None:
    desk, case_id = await a_case_at_the_gate("DE")

    await live_through(
        desk,
        case_id,
        ("mahnbescheid_applied_for", "2026-01-12", {}),
        ("mahnbescheid_issued", "2026-01-19", {}),
        ("mahnbescheid_served", "2026-01-22", {}),
        ("widerspruch_raised", "2026-02-02", {"DE-MB-6M": "superseded", "DE-HEMM": "2026-08-02"}),
        ("handed_over", "2026-03-16", {"DE-HEMM": "superseded"}),
    )
    assert await stands_at(desk, case_id) == ("contested", "handed over to the court")


async def test_a_european_order_across_a_border_to_enforcement() -> None:
    desk, case_id = await a_case_at_the_gate("DE", debtor={**DEBTORS["DE"], "country": "AT"})
    await choose_procedure(desk.lawyer, [case_id], "european_order")

    await live_through(
        desk,
        case_id,
        ("application_lodged", "2026-05-04", {"EU-EOP-ISS": "2026-06-03"}),
        ("order_issued", "2026-05-28", {"EU-EOP-ISS": "met"}),
        ("order_served", "2026-11-24", {"EU-EOP-30": "2026-12-24"}),
        ("declared_enforceable", "2027-01-15", {"EU-EOP-30": "superseded"}),
        ("enforcement_requested", "2027-02-01", {}),
    )
    assert await stands_at(desk, case_id) == ("enforcement", "enforcement")


async def test_spain_from_the_negotiation_to_the_opposed_enforcement() -> None:
    desk, case_id = await a_case_at_the_gate("ES")

    await live_through(
        desk,
        case_id,
        ("masc_request_received", "2026-04-01", {"ES-MASC-30": "2026-05-01", "ES-MASC-1Y": "2027-04-01"}),
        ("petition_filed", "2026-05-20", {"ES-MASC-30": "superseded", "ES-MASC-1Y": "met"}),
        ("requerimiento_served", "2026-06-02", {"ES-MON-20": "2026-06-30"}),
        ("decreto_issued", "2026-07-10", {"ES-MON-20": "superseded", "ES-EXE-5Y": "2031-07-10"}),
        ("enforcement_requested", "2026-07-20", {"ES-EXE-5Y": "met", "ES-MON-816": "met"}),
        ("enforcement_ordered", "2026-09-07", {"ES-EXE-OPP": "2026-09-21"}),
        ("enforcement_opposed", "2026-09-15", {"ES-EXE-OPP": "met"}),
        ("enforcement_upheld", "2026-10-20", {}),
    )
    assert await stands_at(desk, case_id) == ("enforcement", "enforcement")


async def test_england_from_the_letter_to_the_warrant() -> None:
    desk, case_id = await a_case_at_the_gate("GB")

    await live_through(
        desk,
        case_id,
        ("letter_sent", "2026-03-02", {"EW-PAP-30": "2026-04-01"}),
        ("claim_issued", "2026-04-07", {"EW-PAP-30": "superseded", "EW-CLAIM": "2026-08-07"}),
        ("particulars_served", "2026-04-13", {"EW-CLAIM": "met", "EW-AOS": "2026-04-27", "EW-DEF-AOS": "2026-05-11"}),
        ("judgment_entered", "2026-05-05", {"EW-DJ": "met", "EW-STAY": "met", "EW-ENF-6": "2032-05-05"}),
        ("warrant_requested", "2026-05-11", {"EW-ENF-6": "met"}),
        ("enforcement_started", "2026-06-01", {"EW-ENF-ACT": "2032-05-05"}),
    )
    assert await stands_at(desk, case_id) == ("enforcement", "enforcement")


@pytest.mark.parametrize(
    ("country", "debtor", "procedure", "why"),
    [
        ("GB", {"postcode": "EH1 1AA", "city": "Edinburgh"}, "money_claim", "Scots law"),
        ("GB", {"postcode": "BT1 1AA", "city": "Belfast"}, "money_claim", "Northern Ireland"),
        ("GB", {"country": "IE"}, "money_claim", "A debtor lives in IE"),
        ("PL", {"country": "DE"}, "epu", "KPC 505²⁸ §2"),
        ("DE", {}, "european_order", "cross-border"),
        ("ES", {"country": "FR"}, "monitorio", "LEC 813"),
    ],
)
async def test_a_procedure_the_law_closes_is_not_chosen_and_the_reason_is_told(
    country: str, debtor: dict[str, str], procedure: str, why: str
) -> None:
    desk, case_id = await a_case_at_the_gate(country, debtor={**DEBTORS[country], **debtor})

    with pytest.raises(Refused, match=why):
        await choose_procedure(desk.lawyer, [case_id], procedure)


@pytest.mark.parametrize("event", ["claim_issued", "online_claim_issued"])
async def test_no_english_claim_against_a_scottish_debtor_is_even_recorded(event: str) -> None:
    desk, case_id = await a_case_at_the_gate("GB", debtor={**DEBTORS["GB"], "postcode": "G2 3BZ", "city": "Glasgow"})

    with pytest.raises(Refused, match="Scots law"):
        await record_event(desk.lawyer, case_id, Happened(event, date(2026, 9, 1), "HMCTS"))


@pytest.mark.parametrize(
    ("status", "country", "step"),
    [
        ("filed", "PL", "filed"),
        ("enforceable", "PL", "enforceable"),
        ("enforcement", "SE", "enforcement"),
        ("enforceable", "DE", "Vollstreckungsbescheid"),
    ],
)
async def test_a_proceeding_that_came_with_the_tape_stands_at_its_stage_and_goes_on(
    status: str, country: str, step: str
) -> None:
    desk = await a_desk(country=country)
    case_id = await an_open_case(desk=desk, status=status)
    shown = await chain_shown(desk.lawyer, case_id)

    assert shown.step == step
    assert shown.turn is not None
    await record_event(
        desk.lawyer, case_id, Happened(shown.events[0], date(2026, 9, 1), "the court's paper", despite=ALL_THE_SAME)
    )


async def test_a_proceeding_from_a_tape_may_be_told_to_be_another_as_long_as_nothing_was_entered_in_it() -> None:
    desk = await a_desk(country="PL")
    case_id = await an_open_case(desk=desk, status="enforceable")
    await choose_procedure(desk.lawyer, [case_id], "pozew")
    await record_event(desk.lawyer, case_id, Happened("enforcement_requested", date(2026, 9, 1), "the bailiff"))

    with pytest.raises(Refused, match="in court already"):
        await choose_procedure(desk.lawyer, [case_id], "european_order")


async def test_bad_input_is_refused_with_the_rule_that_says_so() -> None:
    desk, case_id = await a_case_at_the_gate("ES")
    await record_event(
        desk.lawyer, case_id, Happened("petition_filed", date(2026, 9, 1), "LexNET", despite=ALL_THE_SAME)
    )
    served = date(2026, 9, 10)

    with pytest.raises(Invalid, match="cannot have happened before “petition filed” of 2026-09-01"):
        await record_event(desk.lawyer, case_id, Happened("requerimiento_served", date(2026, 8, 3), "the court"))
    with pytest.raises(Invalid, match="no seat of court “Atlantis”"):
        await record_event(desk.lawyer, case_id, Happened("requerimiento_served", served, "court", seat="Atlantis"))
    with pytest.raises(Invalid, match=r"Service by 'carrier pigeon' is not known here \(LEC 151.2\)"):
        await record_event(
            desk.lawyer, case_id, Happened("requerimiento_served", served, "court", method="carrier pigeon")
        )
    assert await stands_at(desk, case_id) == ("filed", "filed")


async def test_the_seats_calendar_and_the_day_of_service_move_the_deadline() -> None:
    desk, case_id = await a_case_at_the_gate("ES")
    await record_event(
        desk.lawyer,
        case_id,
        Happened("petition_filed", date(2026, 6, 1), "LexNET", seat="Bilbao", despite=ALL_THE_SAME),
    )

    await record_event(
        desk.lawyer, case_id, Happened("requerimiento_served", date(2026, 7, 10), "LexNET", method="LexNET")
    )

    shown = await chain_shown(desk.lawyer, case_id)
    entered = shown.entered[0]
    assert (entered.seat, entered.method, entered.counts_from) == ("bilbao", "LexNET", date(2026, 7, 13))
    async with db.transaction(desk.lawyer):
        row = await db.fetch_sure(
            "SELECT statutory_on, reckoning::text AS steps FROM deadlines WHERE rule = 'ES-MON-20'"
        )
    assert "Served by LexNET on 2026-07-10: service takes effect on this day (LEC 151.2)." in row["steps"]
    assert "San Ignacio" in row["steps"]


async def test_a_notice_sent_elsewhere_opens_the_gate_once() -> None:
    desk = await a_desk(country="PL")
    case_id = await an_open_case(desk=desk)
    with pytest.raises(Invalid, match="The notice itself is missing"):
        await note_notice_sent(desk.lawyer, case_id, on=date(2026, 10, 1), provenance="post", document_id=None)
    document_id = await a_document(desk.system, kind="notice")

    await note_notice_sent(desk.lawyer, case_id, on=date(2026, 10, 1), provenance="post", document_id=document_id)

    shown = await chain_shown(desk.lawyer, case_id)
    assert shown.notice_sent_on == date(2026, 10, 1)
    assert shown.entered[0].event == "assignment_notice_sent"
    with pytest.raises(Refused, match="was sent on 2026-10-01 already"):
        await note_notice_sent(desk.lawyer, case_id, on=date(2026, 10, 2), provenance="post", document_id=document_id)
