"""The Mahngericht answers: a receipt, the Mahnbescheid's cost notice, its service, and a Widerspruch."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from cases.answers.queries import tray
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import take_in
from cases.deadlines.queries import deadlines_of_case
from cases.jurisdictions.de import DE
from kernel import db
from tests.builders.cases import a_desk
from tests.cases.answers.at_court import filings_at_court
from tests.cases.jurisdictions.de_eda.test_answers import NUMBER, a_file, record

pytestmark = pytest.mark.usefixtures("database", "object_store")
type RunJobs = Callable[[], Awaitable[None]]


async def test_receipt_costs_service_and_widerspruch_set_what_the_law_counts(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="DE")
    (one,) = await filings_at_court(
        desk,
        channel="eda",
        procedure="mahnverfahren",
        kind="mahnantrag",
        step="preparing",
        currency="EUR",
        file="RUF021",
    )
    named = (29, one.reference)
    for content in (
        a_file("90", record("90QU   00", (10, "Datei RUF021.EDA ist eingegangen"))),
        a_file("03", record("03KS   00", (18, NUMBER), (73, one.reference), (108, "261121"))),
        a_file("05", record("05KS   00", (18, NUMBER), named, (73, "05"), (75, "261121"))),
    ):
        await take_in(desk.lawyer, "eda", content)
    await run_jobs()

    assert await tray(desk.lawyer, AnswerStatus.WAITING) == []
    found = {each.rule: each for each in await deadlines_of_case(desk.lawyer, one.case_id)}
    for rule in DE.procedures["mahnverfahren"].events["mahnbescheid_served"]:
        reckoned = DE.reckon(rule, date(2026, 11, 21))
        assert (found[rule].safe_on, found[rule].statutory_on) == (reckoned.safe_on, reckoned.statutory_on)

    opposed = record("18WIPG 00", (10, "1"), (109, "261122"))
    await take_in(desk.lawyer, "eda", a_file("18", record("18KS   00", (18, NUMBER), named), opposed))
    await run_jobs()

    async with db.transaction(desk.lawyer):
        events = await db.fetch("SELECT event, on_date FROM case_events WHERE case_id = $1 ORDER BY id", one.case_id)
        case = await db.fetch_sure("SELECT status, procedure_step FROM cases WHERE id = $1", one.case_id)
    assert [tuple(row) for row in events] == [
        ("mahnbescheid_applied_for", date(2026, 11, 20)),
        ("mahnbescheid_issued", date(2026, 11, 21)),
        ("mahnbescheid_served", date(2026, 11, 21)),
        ("widerspruch_raised", date(2026, 11, 22)),
    ]
    assert (case["status"], case["procedure_step"]) == ("contested", "Widerspruch")


async def test_what_can_only_follow_our_application_says_that_the_court_has_it(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="DE")
    (one,) = await filings_at_court(
        desk, channel="eda", procedure="mahnverfahren", kind="mahnantrag", step="preparing", currency="EUR"
    )
    key = record("20KS   00", (18, one.reference), (53, NUMBER), (108, "261121"), (114, "261120"), (120, "01"))
    await take_in(desk.lawyer, "eda", a_file("20", key, record("20MO   00", (10, "047"), (13, "AGPLZ"))))
    await run_jobs()

    assert await tray(desk.lawyer, AnswerStatus.WAITING) == []
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT status FROM filings WHERE id = $1", one.filing_id) == "filed"
        events = await db.fetch("SELECT event, on_date FROM case_events WHERE case_id = $1 ORDER BY id", one.case_id)
    assert [tuple(row) for row in events] == [
        ("mahnbescheid_applied_for", date(2026, 11, 20)),
        ("monierung_received", date(2026, 11, 21)),
    ]
