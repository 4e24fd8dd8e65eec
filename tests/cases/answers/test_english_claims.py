"""A batch of English claims is answered: issued, rejected or still worked; then a defendant defends."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import pytest

from cases.agenda.queries import agenda_of
from cases.answers.taking_in import take_in
from cases.deadlines.queries import deadlines_of_case
from cases.jurisdictions.gb_ew import GB_EW
from documents.vault.queries import documents_of, open_document
from kernel import db
from kernel.actor import Actor
from tests.builders.cases import Desk, a_desk
from tests.cases.answers.at_court import FILE, AtCourt, filings_at_court
from tests.cases.answers.feedback import Told, defence, feedback

pytestmark = pytest.mark.usefixtures("database", "object_store")
type RunJobs = Callable[[], Awaitable[None]]
NUMBER = "9QZ12345"


async def became(actor: Actor) -> dict[str, str]:
    """What became of each answer, by what it answers."""
    async with db.transaction(actor):
        rows = await db.fetch("SELECT request_id, court_number, status, reason FROM court_answers ORDER BY id")
    return {row["request_id"] or row["court_number"] or "file": row["reason"] or row["status"] for row in rows}


async def case_stands(actor: Actor, case_id: UUID) -> tuple[str, str | None]:
    async with db.transaction(actor):
        row = await db.fetch_sure(
            "SELECT k.status, p.court_number FROM cases k LEFT JOIN proceedings p ON p.claim_id = k.claim_id"
            " WHERE k.id = $1",
            case_id,
        )
    return row["status"], row["court_number"]


async def filing_status(actor: Actor, one: AtCourt) -> str:
    async with db.transaction(actor):
        status: str = await db.fetch_value("SELECT status FROM filings WHERE id = $1", one.filing_id)
    return status


async def test_feedback_files_rejects_and_waits_then_a_defence_sets_its_deadlines(run_jobs: RunJobs) -> None:
    desk: Desk = await a_desk(country="GB")
    issued, rejected, worked = await filings_at_court(desk, count=3)
    first = feedback(
        [
            Told(issued.request_id, claim_number=NUMBER, issued_on="2026-11-04"),
            Told(rejected.request_id, "Rejected", error=("D021", "The postcode is not in England or Wales")),
            Told(worked.request_id, "Awaiting Data"),
        ],
        file=FILE,
    )

    await take_in(desk.lawyer, "sdt", first)
    await run_jobs()

    assert set((await became(desk.lawyer)).values()) == {"matched"}
    assert await filing_status(desk.lawyer, issued) == "filed"
    assert await case_stands(desk.lawyer, issued.case_id) == ("filed", NUMBER)
    assert await filing_status(desk.lawyer, rejected) == "rejected"
    (task,) = (await agenda_of(desk.lawyer, rejected.case_id)).tasks
    assert "D021" in task.what
    assert "postcode" in task.what
    assert await filing_status(desk.lawyer, worked) == "submitted"

    await take_in(desk.lawyer, "sdt", defence(NUMBER))
    await run_jobs()

    assert await became(desk.lawyer) == await became(desk.lawyer) | {NUMBER: "matched"}
    assert (await case_stands(desk.lawyer, issued.case_id))[0] == "contested"
    (paper,) = await documents_of(desk.lawyer, issued.case_id)
    assert await (await open_document(desk.lawyer, paper.id)).content() == b"I paid it all."
    rules = {one.rule: one for one in await deadlines_of_case(desk.lawyer, issued.case_id)}
    reckoned = GB_EW.reckon("EW-CLAIM", date(2026, 11, 4))
    assert (rules["EW-CLAIM"].safe_on, rules["EW-CLAIM"].statutory_on) == (reckoned.safe_on, reckoned.statutory_on)
    assert rules["EW-CLAIM"].status == "superseded"
