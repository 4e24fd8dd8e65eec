"""From sealed papers to the court by Secure Data Transfer, and its answers back: once, whatever breaks on the way."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from cases.submissions.accounts import accounts, enter_account
from cases.submissions.approving import approve_submission, withdraw_submission
from cases.submissions.collecting import collect_answers
from cases.submissions.lodging import order_lodging
from cases.submissions.request_ids import request_id_of
from cases.submissions.sending import send_submission
from kernel import db
from kernel.errors import StaleState
from kernel.money import Money
from tests.builders.cases import Desk
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_claims
from tests.fakes.sdt_court import FakeSdt

pytestmark = pytest.mark.usefixtures("object_store")
type Run = Callable[[], Awaitable[None]]


async def the_file(desk: Desk) -> db.Row:
    async with db.transaction(desk.lawyer):
        return await db.fetch_sure("SELECT * FROM submissions ORDER BY made_at DESC, id DESC LIMIT 1")


async def statuses(desk: Desk) -> list[str]:
    async with db.transaction(desk.lawyer):
        rows = await db.fetch("SELECT status FROM filings ORDER BY id")
    return [row["status"] for row in rows]


async def an_approved_file(desk: Desk, run: Run, *, count: int = 2) -> tuple[list[UUID], db.Row]:
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT, connector="sdt")
    filings = await sealed_claims(desk, count=count)
    await order_lodging(desk.lawyer, filings, "sdt")
    await run()
    row = await the_file(desk)
    await approve_submission(desk.lawyer, row["id"], shown=Money(row["fee_minor"], row["currency"]))
    return filings, row


async def test_a_file_is_sent_once_and_its_filings_follow_the_court_s_answers(sdt: FakeSdt, run_jobs: Run) -> None:
    desk = await a_filing_desk()
    _, row = await an_approved_file(desk, run_jobs)

    assert await send_submission(desk.system, row["id"]) == "sent"

    sent = await the_file(desk)
    assert (sent["status"], sent["parts"]) == ("sent", 2)
    assert sent["court_reference"] == sdt.held[row["reference"]].bulk_reference
    assert await statuses(desk) == ["submitted", "submitted"]
    assert (await accounts(desk.lawyer))["sdt"].status == "verified"
    assert await send_submission(desk.system, row["id"]) == "nothing to send"
    assert sdt.calls == ["bulkRequest"]


async def test_what_the_court_took_and_what_it_rejected_becomes_of_each_filing(sdt: FakeSdt, run_jobs: Run) -> None:
    desk = await a_filing_desk()
    filings, row = await an_approved_file(desk, run_jobs)
    await send_submission(desk.system, row["id"])
    sdt.decide(request_id_of(filings[0]), "Accepted", "4QZ12345")
    sdt.decide(request_id_of(filings[1]), "Rejected", "The defendant's address is not in England or Wales.")
    account = (await accounts(desk.lawyer))["sdt"]

    assert await collect_answers(desk.system, account.id) == 2
    await run_jobs()
    await collect_answers(desk.system, account.id)
    await run_jobs()

    async with db.transaction(desk.lawyer):
        rows = await db.fetch("SELECT id, status, rejected_reason FROM filings ORDER BY id")
        number = await db.fetch_value("SELECT court_number FROM proceedings WHERE court_number IS NOT NULL")
        events = await db.fetch_value("SELECT count(*) FROM case_events WHERE event = 'claim_issued'")
    assert [(one["status"]) for one in rows] == ["filed", "rejected"]
    assert "not in England or Wales" in rows[1]["rejected_reason"]
    assert (number, events) == ("4QZ12345", 1)
    assert (await the_file(desk))["status"] == "answered"


async def test_an_answer_lost_on_the_way_is_asked_for_and_nothing_goes_twice(sdt: FakeSdt, run_jobs: Run) -> None:
    desk = await a_filing_desk()
    sdt.silent = 1
    _, row = await an_approved_file(desk, run_jobs, count=1)

    assert await send_submission(desk.system, row["id"]) == "sending"
    assert (await the_file(desk))["reason"].startswith("The court's service answered what is no SOAP message")
    with pytest.raises(StaleState):
        await withdraw_submission(desk.lawyer, row["id"])
    assert await send_submission(desk.system, row["id"]) == "sent"

    assert len(sdt.held) == 1
    assert (await the_file(desk))["court_reference"] == sdt.held[row["reference"]].bulk_reference
    assert await statuses(desk) == ["submitted"]


async def test_a_busy_court_is_tried_again_later_and_an_unknown_customer_is_not(sdt: FakeSdt, run_jobs: Run) -> None:
    desk = await a_filing_desk()
    sdt.busy = 1
    _, row = await an_approved_file(desk, run_jobs, count=1)

    assert await send_submission(desk.system, row["id"]) == "failed"
    assert "TAR_APP_BUSY" in (await the_file(desk))["reason"]
    async with db.transaction(desk.system):
        later = await db.fetch_value(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'submissions.resume' AND lock IS NULL"
            " AND scheduled_at IS NOT NULL"
        )
    assert later == 1

    sdt.customers.clear()
    assert await send_submission(desk.system, row["id"]) == "failed"
    assert (await accounts(desk.lawyer))["sdt"].status == "refused"
    assert await statuses(desk) == ["sealed"]
    await withdraw_submission(desk.lawyer, row["id"])
    assert (await the_file(desk))["status"] == "withdrawn"


async def test_a_request_the_court_knows_refuses_the_file_and_frees_its_papers(sdt: FakeSdt, run_jobs: Run) -> None:
    desk = await a_filing_desk()
    filings, row = await an_approved_file(desk, run_jobs, count=1)
    sdt.used.add(request_id_of(filings[0]))

    assert await send_submission(desk.system, row["id"]) == "refused"

    assert "DUP_CUST_REQID" in (await the_file(desk))["reason"]
    assert await statuses(desk) == ["sealed"]
    assert await order_lodging(desk.lawyer, filings, "sdt")
