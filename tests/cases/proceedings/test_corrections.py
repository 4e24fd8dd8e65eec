"""A corrected event takes its place in the chain: what follows from it is reckoned anew, and nothing is lost."""

from datetime import date
from uuid import UUID

import pytest

from cases.proceedings.commands import Happened, record_event
from cases.proceedings.corrections import correct_event, withdraw_event
from cases.proceedings.telling import tell_correction
from kernel import db
from kernel.errors import Invalid, NotFound, Refused, StaleState
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import ALL_THE_SAME, Desk, a_desk, an_open_case, put_through_the_gate

pytestmark = pytest.mark.usefixtures("database")
FILED = ("petition_filed", date(2026, 9, 1))
SERVED = ("requerimiento_served", date(2026, 9, 10))


async def a_chain(*events: tuple[str, date], country: str = "ES") -> tuple[Desk, UUID, list[UUID]]:
    desk = await a_desk(country=country)
    case_id = await an_open_case(desk=desk)
    await put_through_the_gate(desk, [case_id])
    ids = [
        await record_event(desk.lawyer, case_id, Happened(event, on, "notice", despite=ALL_THE_SAME))
        for event, on in events
    ]
    return desk, case_id, ids


async def deadlines(desk: Desk, case_id: UUID, rule: str) -> list[db.Row]:
    async with db.transaction(desk.lawyer):
        return await db.fetch(
            "SELECT * FROM deadlines WHERE case_id = $1 AND rule = $2 ORDER BY superseded_by IS NULL, id", case_id, rule
        )


async def standing(desk: Desk, case_id: UUID) -> tuple[str, str]:
    async with db.transaction(desk.lawyer):
        row = await db.fetch_sure("SELECT status, procedure_step FROM cases WHERE id = $1", case_id)
    return row["status"], row["procedure_step"]


async def test_a_corrected_day_moves_the_deadline_and_both_stay_on_record() -> None:
    desk, case_id, (_, served) = await a_chain(FILED, SERVED)

    corrected = await correct_event(
        desk.lawyer, served, Happened("requerimiento_served", date(2026, 9, 8), "the court's own record")
    )

    (change,) = corrected.changes
    before, after = await deadlines(desk, case_id, "ES-MON-20")
    assert (change.rule, change.safe_before, change.safe_after) == ("ES-MON-20", before["safe_on"], after["safe_on"])
    assert after["safe_on"] < before["safe_on"]
    assert (before["status"], before["superseded_by"], after["status"]) == ("superseded", after["id"], "open")
    assert (before["event_id"], after["event_id"]) == (served, corrected.event_id)
    async with db.transaction(desk.lawyer):
        events = await db.fetch(
            "SELECT id, on_date, superseded_by FROM case_events WHERE event = $1 ORDER BY id", SERVED[0]
        )
        fact = await db.fetch_sure("SELECT person_id, data FROM facts WHERE kind = 'proceedings:event:corrected'")
    assert [(row["on_date"].day, row["superseded_by"]) for row in events] == [(10, corrected.event_id), (8, None)]
    assert fact["person_id"] == desk.lawyer.person_id


async def test_a_deadline_met_meanwhile_stays_met_with_its_new_date() -> None:
    desk, case_id, ids = await a_chain(FILED, SERVED, ("opposition_served_verbal", date(2026, 10, 2)))

    await correct_event(desk.lawyer, ids[1], Happened(SERVED[0], date(2026, 9, 8), "the court's own record"))

    before, after = await deadlines(desk, case_id, "ES-MON-20")
    assert (before["status"], before["superseded_by"], after["status"]) == ("met", after["id"], "met")
    assert after["closing_event_id"] == ids[2]
    assert await standing(desk, case_id) == ("contested", "opposed, verbal")


async def test_what_a_wrong_event_closed_opens_again_and_what_it_set_falls_away() -> None:
    desk, case_id, ids = await a_chain(FILED, SERVED, ("opposition_served_ordinary", date(2026, 10, 2)))

    await withdraw_event(desk.lawyer, ids[2], on=date(2026, 10, 5), reason="it was another debtor's opposition")

    closed, again = await deadlines(desk, case_id, "ES-MON-20")
    (fallen,) = await deadlines(desk, case_id, "ES-MON-ORD")
    assert (closed["status"], closed["superseded_by"], again["status"]) == ("met", again["id"], "open")
    assert (again["safe_on"], again["event_id"]) == (closed["safe_on"], ids[1])
    assert fallen["status"] == "cancelled"
    assert await standing(desk, case_id) == ("served", "served")
    await record_event(desk.lawyer, case_id, Happened("decreto_issued", date(2026, 11, 2), "the decreto"))
    assert await standing(desk, case_id) == ("enforceable", "decreed")


async def test_an_event_of_another_kind_takes_the_case_where_it_leads() -> None:
    desk, case_id, ids = await a_chain(FILED, SERVED, ("opposition_served_verbal", date(2026, 10, 2)))

    await correct_event(
        desk.lawyer, ids[2], Happened("opposition_served_ordinary", date(2026, 10, 2), "above the limit after all")
    )

    (verbal,), (ordinary,) = [await deadlines(desk, case_id, rule) for rule in ("ES-MON-VERBAL", "ES-MON-ORD")]
    (answered,) = await deadlines(desk, case_id, "ES-MON-20")
    assert (verbal["status"], ordinary["status"], answered["status"]) == ("cancelled", "open", "met")
    assert await standing(desk, case_id) == ("contested", "opposed, ordinary")


async def test_a_correction_that_breaks_the_chain_is_refused_and_changes_nothing() -> None:
    desk, _, ids = await a_chain(FILED, SERVED, ("decreto_issued", date(2026, 10, 20)))

    with pytest.raises(Invalid, match="cannot have happened before “requerimiento served” of 2026-10-21"):
        await correct_event(desk.lawyer, ids[1], Happened(SERVED[0], date(2026, 10, 21), "the post"))
    with pytest.raises(Refused, match="“requerimiento served” of 2026-09-10 could not have followed"):
        await correct_event(desk.lawyer, ids[0], Happened("masc_ended", date(2026, 9, 1), "the post"))
    with pytest.raises(Invalid, match="knows no event"):
        await correct_event(desk.lawyer, ids[0], Happened("claim_issued", date(2026, 9, 1), "the post"))
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM case_events WHERE superseded_by IS NOT NULL") == 0


async def test_an_event_is_corrected_once_and_its_correction_may_be_corrected_again() -> None:
    desk, case_id, (_, served) = await a_chain(FILED, SERVED)
    first = await correct_event(desk.lawyer, served, Happened(SERVED[0], date(2026, 9, 8), "the record"))

    with pytest.raises(StaleState):
        await correct_event(desk.lawyer, served, Happened(SERVED[0], date(2026, 9, 9), "the record"))
    await correct_event(desk.lawyer, first.event_id, Happened(SERVED[0], date(2026, 9, 9), "the record again"))

    rows = await deadlines(desk, case_id, "ES-MON-20")
    assert sorted(row["status"] for row in rows) == ["open", "superseded", "superseded"]


async def test_a_stranger_finds_no_event_to_correct() -> None:
    _, _, (_, served) = await a_chain(FILED, SERVED)
    other = await an_organisation(kinds=("law_firm",), name="Otro Despacho")
    stranger = await a_member(organisation_id=other, roles=("lawyer",))

    with pytest.raises(NotFound):
        await correct_event(stranger, served, Happened(SERVED[0], date(2026, 9, 8), "curiosity"))


async def test_those_who_keep_the_moved_deadline_are_written_to_once() -> None:
    desk, _, (_, served) = await a_chain(FILED, SERVED)
    colleague = await a_member(organisation_id=desk.owner_id, roles=("lawyer",), name="Nuria Sanz")
    corrected = await correct_event(desk.lawyer, served, Happened(SERVED[0], date(2026, 9, 8), "the record"))

    told = await tell_correction(desk.system, corrected.event_id)
    await tell_correction(desk.system, corrected.event_id)

    async with db.transaction(desk.system):
        mails = await db.fetch("SELECT person_id, subject, body_text FROM mails WHERE kind = 'event_corrected'")
    assert (told, [row["person_id"] for row in mails]) == (1, [colleague.person_id])
    assert "2026-09-08" in mails[0]["subject"]
    assert "Lucía" not in mails[0]["body_text"]
    assert "safe date before:" in mails[0]["body_text"]
