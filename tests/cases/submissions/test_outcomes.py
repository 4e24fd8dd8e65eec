"""What an answer makes of a filing: told once or twice, in any order, and never two things at once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import pytest

from cases.desk.reach import cases_at_hand
from cases.proceedings.preparing import why_not_prepared
from cases.submissions.accounts import enter_account
from cases.submissions.approving import approve_submission, hand_over
from cases.submissions.arriving import refuse_whole
from cases.submissions.lodging import order_lodging
from cases.submissions.outcomes import accept_filing, receive_filing, reject_filing
from cases.submissions.queries import SubmissionShown, submissions
from kernel import db
from kernel.errors import NotFound, Refused
from tests.builders.cases import Desk, a_desk
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_claims

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
ON = date(2026, 11, 20)


async def handed_over(run: Run, *, count: int = 1) -> tuple[Desk, list[UUID], SubmissionShown]:
    desk = await a_filing_desk()
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    filings = await sealed_claims(desk, count=count)
    await order_lodging(desk.lawyer, filings, "sdt")
    await run()
    (file,) = await submissions(desk.lawyer, "own")
    await approve_submission(desk.lawyer, file.id, shown=file.fee)
    await hand_over(desk.lawyer, file.id, court_reference="4711")
    return desk, filings, file


async def row_of(desk: Desk, filing_id: UUID) -> db.Row:
    async with db.transaction(desk.lawyer):
        return await db.fetch_sure(
            "SELECT f.status, f.rejected_reason, p.outcome, k.status AS case_status, k.procedure_step"
            " FROM filings f JOIN submission_parts p ON p.filing_id = f.id JOIN cases k ON k.id = f.case_id"
            " WHERE f.id = $1",
            filing_id,
        )


async def test_received_then_accepted_however_often_it_is_told(run_jobs: Run) -> None:
    desk, (filing,), _ = await handed_over(run_jobs)
    await receive_filing(desk.system, filing, on=ON)
    assert (await row_of(desk, filing))["outcome"] == "received"

    done = await asyncio.gather(*(accept_filing(desk.system, filing, on=ON, court_number="4QZ12345") for _ in range(3)))
    await receive_filing(desk.system, filing, on=ON)

    assert done == [None, None, None]
    row = await row_of(desk, filing)
    assert (row["status"], row["outcome"], row["case_status"]) == ("filed", "accepted", "filed")
    async with db.transaction(desk.lawyer):
        events = await db.fetch_value("SELECT count(*) FROM case_events WHERE event = 'claim_issued'")
        number = await db.fetch_value("SELECT court_number FROM proceedings WHERE court_number IS NOT NULL")
    assert (events, number) == (1, "4QZ12345")
    (closed,) = await submissions(desk.lawyer, "own")
    assert closed.status == "answered"


async def test_what_was_rejected_keeps_its_reason_and_makes_room_for_another(run_jobs: Run) -> None:
    desk, (filing,), _ = await handed_over(run_jobs)

    await reject_filing(desk.system, filing, on=ON, reason="The postcode is not in England or Wales.")
    await reject_filing(desk.system, filing, on=ON, reason="Told again.")

    row = await row_of(desk, filing)
    assert (row["status"], row["outcome"]) == ("rejected", "rejected")
    assert row["rejected_reason"] == "The postcode is not in England or Wales."
    async with db.transaction(desk.lawyer):
        case_id = await db.fetch_value("SELECT case_id FROM filings WHERE id = $1", filing)
        answers = await why_not_prepared(desk.lawyer, await cases_at_hand(desk.lawyer, [case_id]), "claim", on=ON)
    assert answers == {case_id: True}


async def test_two_answers_that_contradict_each_other_are_for_a_person(run_jobs: Run) -> None:
    desk, (first, second), _ = await handed_over(run_jobs, count=2)
    await accept_filing(desk.system, first, on=ON, court_number="4QZ12345")
    await reject_filing(desk.system, second, on=ON)

    with pytest.raises(Refused, match="filed already and the court now rejects"):
        await reject_filing(desk.system, first, on=ON)
    with pytest.raises(Refused, match="rejected this filing before"):
        await accept_filing(desk.system, second, on=ON)


async def test_a_file_refused_as_a_whole_gives_its_papers_back(run_jobs: Run) -> None:
    desk, filings, file = await handed_over(run_jobs, count=2)

    await refuse_whole(desk.system, file.id, reason="REQ_COUNT_MISMATCH")
    await refuse_whole(desk.system, file.id, reason="told again")

    assert [(await row_of(desk, one))["status"] for one in filings] == ["sealed", "sealed"]
    assert await order_lodging(desk.lawyer, filings, "sdt")


async def test_a_stranger_tells_nothing_of_a_filing(run_jobs: Run) -> None:
    desk, (filing,), _ = await handed_over(run_jobs)
    stranger = (await a_desk(country="GB", name="Other Debts Ltd")).lawyer

    with pytest.raises(NotFound):
        await accept_filing(stranger, filing, on=ON)

    assert (await row_of(desk, filing))["status"] == "submitted"
