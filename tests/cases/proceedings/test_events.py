"""Events of a proceeding: their provenance, their deadlines, and what they change."""

from datetime import date

import msgspec
import pytest

from cases.jurisdictions.contract import Step
from cases.proceedings.commands import Happened, choose_procedure, record_event, record_events
from kernel import db
from kernel.errors import Invalid, Refused
from tests.builders.cases import ALL_THE_SAME, a_desk, an_open_case, open_cases, put_through_the_gate

pytestmark = pytest.mark.usefixtures("database")


async def test_an_event_sets_deadlines_that_explain_themselves_and_a_second_supersedes_the_first() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    await put_through_the_gate(desk, [case_id])
    first = Happened("masc_request_received", date(2026, 9, 15), "burofax, receipt of 15 September")

    await record_event(desk.lawyer, case_id, first)
    event_id = await record_event(
        desk.lawyer, case_id, Happened("masc_request_received", date(2026, 9, 21), "the receipt, corrected")
    )

    async with db.transaction(desk.lawyer):
        rows = await db.fetch("SELECT * FROM deadlines WHERE rule = 'ES-MASC-30' ORDER BY created_at, id")
        status = await db.fetch_value("SELECT status FROM cases WHERE id = $1", case_id)
    superseded, standing = sorted(rows, key=lambda row: row["status"] == "open")
    steps = msgspec.json.decode(standing["reckoning"], type=list[Step])
    assert status == "pre-action"
    assert (superseded["status"], superseded["superseded_by"]) == ("superseded", standing["id"])
    assert (standing["event_id"], standing["verified"]) == (event_id, True)
    assert "LO 1/2025" in standing["authority"]
    assert steps
    assert standing["safe_on"] <= standing["statutory_on"] == date(2026, 10, 21)


async def test_many_cases_at_once_get_the_same_law() -> None:
    desk = await a_desk()
    case_ids = await open_cases(desk=desk, count=40)
    await put_through_the_gate(desk, case_ids)

    ids = await record_events(
        desk.lawyer, case_ids, Happened("masc_request_received", date(2026, 9, 15), "list of the post")
    )

    async with db.transaction(desk.lawyer):
        counted = await db.fetch_sure(
            "SELECT count(*) AS many, count(DISTINCT case_id) AS cases, count(DISTINCT statutory_on) AS days,"
            " count(DISTINCT event_id) AS events FROM deadlines WHERE rule = 'ES-MASC-30'"
        )
        told = await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'proceedings:event:recorded'")
    assert len(set(ids)) == 40
    assert dict(counted) == {"many": 40, "cases": 40, "days": 1, "events": 40}
    assert told == 1


async def test_what_cannot_happen_is_refused_and_says_what_can() -> None:
    desk = await a_desk()
    onboarding, ready = await open_cases(desk=desk, count=2)
    await put_through_the_gate(desk, [ready])

    with pytest.raises(Refused, match="masc_request_received"):
        await record_event(desk.lawyer, ready, Happened("requerimiento_served", date(2026, 9, 1), "court"))
    with pytest.raises(Refused, match="still in onboarding"):
        await record_event(
            desk.lawyer, onboarding, Happened("petition_filed", date(2026, 9, 1), "LexNET", despite=ALL_THE_SAME)
        )
    with pytest.raises(Invalid, match="knows no event"):
        await record_event(desk.lawyer, ready, Happened("claim_issued", date(2026, 9, 1), "court"))
    with pytest.raises(Invalid, match="cannot be recorded"):
        await record_event(desk.lawyer, ready, Happened("petition_filed", date(2027, 9, 1), ""))
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM case_events") == 0


async def test_a_case_without_a_jurisdiction_gets_no_procedure() -> None:
    desk = await a_desk(country="US")
    case_id = await an_open_case(desk=desk)

    with pytest.raises(Refused, match="No jurisdiction of this platform answers for US"):
        await choose_procedure(desk.lawyer, [case_id], "monitorio")
