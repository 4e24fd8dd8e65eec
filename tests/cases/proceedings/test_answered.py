"""An event closes the deadlines it answers, with itself as the evidence; which, says the law data."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from cases.deadlines.queries import deadline, deadlines_in, today_of
from cases.proceedings.commands import Happened, record_event
from kernel import db
from tests.builders.cases import ALL_THE_SAME, Desk, a_desk, an_open_case, put_through_the_gate


async def a_case_after(desk: Desk, *events: tuple[str, date]) -> UUID:
    case_id = await an_open_case(desk=desk)
    await put_through_the_gate(desk, [case_id])
    for event, on in events:
        await record_event(desk.lawyer, case_id, Happened(event, on, "the court's paper", despite=ALL_THE_SAME))
    return case_id


async def standing(desk: Desk, case_id: UUID) -> dict[str, str]:
    async with db.transaction(desk.lawyer):
        rows = await db.fetch("SELECT rule, status FROM deadlines WHERE case_id = $1 AND kind = 'procedure'", case_id)
    return {row["rule"]: row["status"] for row in rows}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("event", "status"),
    [("opposition_served_verbal", "met"), ("debtor_paid", "met"), ("decreto_issued", "superseded")],
)
async def test_the_time_to_pay_or_oppose_ends_with_what_the_debtor_or_the_court_did(event: str, status: str) -> None:
    desk = await a_desk()
    case_id = await a_case_after(
        desk, ("petition_filed", date(2026, 9, 1)), ("requerimiento_served", date(2026, 9, 10))
    )
    assert (await standing(desk, case_id))["ES-MON-20"] == "open"

    event_id = await record_event(desk.lawyer, case_id, Happened(event, date(2026, 10, 5), "LexNET of 5 October"))

    async with db.transaction(desk.lawyer):
        row = await db.fetch_sure("SELECT * FROM deadlines WHERE case_id = $1 AND rule = 'ES-MON-20'", case_id)
    shown = await deadline(desk.lawyer, row["id"])
    assert (row["status"], row["closing_event_id"]) == (status, event_id)
    assert (shown.closing_event, shown.closing_on) == (event, date(2026, 10, 5))
    assert shown.closing_provenance == "LexNET of 5 October"


@pytest.mark.usefixtures("database")
async def test_an_acknowledgment_leaves_the_longer_time_for_the_defence_alone() -> None:
    desk = await a_desk(country="GB")
    case_id = await a_case_after(
        desk,
        ("claim_issued", date(2026, 9, 1)),
        ("particulars_served", date(2026, 9, 7)),
    )
    before = await standing(desk, case_id)
    assert {before[rule] for rule in ("EW-AOS", "EW-DEF", "EW-DEF-AOS", "EW-DJ", "EW-DJ-AOS", "EW-STAY")} == {"open"}

    await record_event(desk.lawyer, case_id, Happened("service_acknowledged", date(2026, 9, 18), "notice of the court"))
    acknowledged = await standing(desk, case_id)
    await record_event(desk.lawyer, case_id, Happened("defence_filed", date(2026, 10, 2), "notice of the court"))
    defended = await standing(desk, case_id)

    assert (acknowledged["EW-AOS"], acknowledged["EW-DEF"], acknowledged["EW-DJ"]) == (
        "met",
        "superseded",
        "superseded",
    )
    assert (acknowledged["EW-DEF-AOS"], acknowledged["EW-DJ-AOS"], acknowledged["EW-STAY"]) == ("open", "open", "open")
    assert (defended["EW-DEF-AOS"], defended["EW-DJ-AOS"], defended["EW-STAY"]) == ("met", "superseded", "superseded")


@pytest.mark.usefixtures("database")
async def test_an_event_that_ends_the_case_leaves_nothing_open() -> None:
    desk = await a_desk()
    case_id = await a_case_after(
        desk,
        ("masc_request_received", date(2026, 7, 1)),
        ("petition_filed", date(2026, 9, 1)),
        ("debtor_not_found", date(2026, 9, 20)),
    )
    async with db.transaction(desk.lawyer):
        open_ones = await db.fetch_value(
            "SELECT count(*) FROM deadlines WHERE case_id = $1 AND status = 'open'", case_id
        )
    assert open_ones == 0
    assert (await standing(desk, case_id))["ES-MASC-1Y"] == "met"


@pytest.mark.usefixtures("database")
async def test_the_debtors_time_that_ran_out_is_nothing_we_are_late_with() -> None:
    desk = await a_desk()
    case_id = await a_case_after(
        desk, ("petition_filed", date(2026, 8, 1)), ("requerimiento_served", date(2026, 9, 10))
    )
    today = await today_of(desk.lawyer)

    overdue = await deadlines_in(desk.lawyer, "overdue", today=today)
    (ready,) = await deadlines_in(desk.lawyer, "ready", today=today)

    assert overdue == []
    assert (ready.case_id, ready.rule, ready.who) == (case_id, "ES-MON-20", "debtor")
    assert "LEC 816.1" in str(ready.opens)
    assert ready.opens_on == ready.statutory_on + timedelta(days=1) <= today  # type: ignore[operator]
