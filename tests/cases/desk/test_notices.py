"""The notice of assignment: printed, sealed and sent by the job; the gate and the chain of title know it."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from cases.desk.commands import reconcile_files, record_returned_notice
from cases.proceedings.preparing import send_notices
from documents.vault.queries import documents_of
from kernel import db
from kernel.errors import Forbidden, Invalid, Refused
from tests.builders.cases import a_desk, a_firm, an_open_case, open_cases

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]


async def test_notices_are_sent_once_and_leave_their_mark_everywhere(run_jobs: Run) -> None:
    desk = await a_desk(country="GB")
    case_ids = await open_cases(desk=desk, count=3)
    await reconcile_files(desk.buyer, case_ids[:2])

    requested = await send_notices(desk.buyer, case_ids)
    await run_jobs()

    async with db.transaction(desk.buyer):
        cases = await db.fetch("SELECT id, notice_sent_on FROM cases ORDER BY id")
        told = await db.fetch_value("SELECT count(*) FROM claim_titles WHERE current AND notice_on = '2026-11-20'")
        exhibits = await db.fetch_value("SELECT count(*) FROM case_exhibits WHERE kind = 'notice'")
        locks = await db.fetch_value("SELECT count(*) FROM filings WHERE status = 'filed' AND approved_by IS NOT NULL")
    assert (requested.outcome.done, requested.outcome.left_out) == (2, 1)
    assert [row["notice_sent_on"] for row in cases] == [date(2026, 11, 20), date(2026, 11, 20), None]
    assert (told, exhibits, locks) == (2, 2, 2)
    (letter,) = await documents_of(desk.buyer, cases[0]["id"])
    assert (letter.kind, letter.status) == ("assignment_notice", "sealed")


async def test_a_notice_that_came_back_is_sent_anew(run_jobs: Run) -> None:
    desk = await a_desk(country="GB")
    case_id = await an_open_case(desk=desk)
    await reconcile_files(desk.buyer, [case_id])
    await send_notices(desk.buyer, [case_id])
    await run_jobs()
    with pytest.raises(Refused, match="already"):
        await send_notices(desk.buyer, [case_id])

    with pytest.raises(Invalid, match="How is it known"):
        await record_returned_notice(desk.buyer, case_id, on=date(2026, 11, 20), provenance="x" * 201)
    await record_returned_notice(desk.buyer, case_id, on=date(2026, 11, 20), provenance="returned by Royal Mail")
    await send_notices(desk.buyer, [case_id])
    await run_jobs()

    async with db.transaction(desk.buyer):
        returned = await db.fetch_value("SELECT notice_returned_on FROM cases WHERE id = $1", case_id)
    assert returned is None
    assert len(await documents_of(desk.buyer, case_id)) == 2


async def test_a_clerk_of_the_firm_sends_no_notice() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)

    with pytest.raises(Forbidden):
        await send_notices((await a_firm(desk=desk)).clerk, [case_id])
