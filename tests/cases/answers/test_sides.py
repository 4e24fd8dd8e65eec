"""Who has what of an answer: the firm that took it in, the owner of the case, and two workers at the same file."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from cases.agenda.queries import agenda_of
from cases.answers.matching import match_file
from cases.answers.queries import tray
from cases.answers.reading import read_file
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import take_in
from documents.vault.queries import documents_of, open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from tests.builders.cases import a_desk, a_firm
from tests.builders.instructions import instruct_firm
from tests.cases.answers.at_court import FILE, filings_at_court
from tests.cases.answers.feedback import SDT, Told, defence, feedback

pytestmark = pytest.mark.usefixtures("database", "object_store")
type RunJobs = Callable[[], Awaitable[None]]
NUMBER = "9QZ12345"


async def test_the_firm_takes_answers_in_and_its_client_has_the_paper_and_the_event_alone(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    firm = await a_firm(desk=desk, name="Calder Solicitors LLP")
    issued, rejected = await filings_at_court(desk, count=2)
    await instruct_firm(desk.buyer, firm.organisation_id, [issued.case_id, rejected.case_id])
    told = [
        Told(issued.request_id, claim_number=NUMBER, issued_on="2026-11-04"),
        Told(rejected.request_id, "Rejected", error=("D021", "The postcode is not in England or Wales")),
    ]
    await take_in(firm.clerk, "sdt", feedback(told, file=FILE))
    await take_in(firm.clerk, "sdt", defence(NUMBER))
    await run_jobs()

    assert await tray(firm.clerk, AnswerStatus.WAITING) == []
    assert await tray(desk.buyer, AnswerStatus.MATCHED) == []
    (paper,) = await documents_of(desk.buyer, issued.case_id)
    assert await (await open_document(desk.buyer, paper.id)).content() == b"I paid it all."
    async with db.transaction(desk.buyer):
        events = await db.fetch(
            "SELECT event, document_id FROM case_events WHERE case_id = $1 AND recorded_by IS NULL"
            " AND event IN ('claim_issued', 'defence_filed') ORDER BY id",
            issued.case_id,
        )
    assert [(row["event"], row["document_id"]) for row in events] == [
        ("claim_issued", None),
        ("defence_filed", paper.id),
    ]
    (task,) = (await agenda_of(firm.lawyer, rejected.case_id)).tasks
    assert "D021" in task.what
    assert (await agenda_of(desk.buyer, rejected.case_id)).tasks == ()
    (file,) = {one.document_id for one in await tray(firm.clerk, AnswerStatus.MATCHED) if one.event == "claim_issued"}
    with pytest.raises(NotFound):
        await open_document(desk.buyer, file)


async def test_two_workers_at_one_file_record_each_answer_once() -> None:
    desk = await a_desk(country="GB")
    filings = await filings_at_court(desk, count=4)
    told = [Told(one.request_id, claim_number=f"9QZ0000{at}", issued_on="2026-11-04") for at, one in enumerate(filings)]
    file_id = await take_in(desk.lawyer, "sdt", feedback(told, file=FILE))
    worker = Actor.system(desk.owner_id)
    await read_file(worker, file_id)
    await asyncio.gather(*(match_file(worker, file_id) for _ in range(3)))
    await read_file(worker, file_id)
    await match_file(worker, file_id)

    async with db.transaction(desk.lawyer):
        events = await db.fetch("SELECT case_id FROM case_events WHERE event = 'claim_issued'")
        facts = await db.fetch("SELECT data FROM facts WHERE kind = 'answers:answers:matched'")
    assert sorted(row["case_id"] for row in events) == sorted(one.case_id for one in filings)
    assert len(facts) == 1


def acknowledged(file: str, *, error: tuple[str, str] | None = None) -> bytes:
    """The court's answer to a file as a whole."""
    said = f"<b:error><b:code>{error[0]}</b:code><b:description>{error[1]}</b:description></b:error>" if error else ""
    return f"""<r:bulkResponse xmlns:r="{SDT}/BulkResponseSchema" xmlns:b="{SDT}/BaseSchema">
        <b:status code="{"Error" if error else "Ok"}">{said}</b:status>
        <r:customerReference>{file}</r:customerReference><r:submittedDate>2026-11-22T09:00:00Z</r:submittedDate>
        <r:sdtService>SDT</r:sdtService><r:requestCount>1</r:requestCount></r:bulkResponse>""".encode()


async def test_a_file_that_the_court_refused_gives_its_filings_back(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    filings = await filings_at_court(desk, count=2)
    await take_in(desk.lawyer, "sdt", acknowledged("NEVER-OURS"))
    await take_in(desk.lawyer, "sdt", acknowledged(FILE, error=("REQ_COUNT_MISMATCH", "Count differs")))
    await run_jobs()

    (waits,) = await tray(desk.lawyer, AnswerStatus.WAITING)
    assert waits.reason == "No case of ours is known by file NEVER-OURS."
    async with db.transaction(desk.lawyer):
        rows = await db.fetch("SELECT status FROM filings WHERE id = ANY($1)", [one.filing_id for one in filings])
        file = await db.fetch_sure("SELECT status, reason FROM submissions WHERE reference = $1", FILE)
    assert {row["status"] for row in rows} == {"sealed"}
    assert file["status"] == "refused"
    assert "Count differs" in file["reason"]


async def test_a_name_that_came_again_is_that_of_the_file_which_the_court_may_still_answer(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    (former,) = await filings_at_court(desk)
    async with db.transaction(desk.system):
        await db.execute("UPDATE submissions SET status = 'answered' WHERE id = $1", former.submission_id)
    (living,) = await filings_at_court(desk)
    await take_in(desk.lawyer, "sdt", acknowledged(FILE, error=("REQ_COUNT_MISMATCH", "Count differs")))
    await run_jobs()

    assert await tray(desk.lawyer, AnswerStatus.WAITING) == []
    async with db.transaction(desk.lawyer):
        rows = await db.fetch("SELECT id, status FROM submissions")
    assert {row["id"]: row["status"] for row in rows} == {
        former.submission_id: "answered",
        living.submission_id: "refused",
    }
