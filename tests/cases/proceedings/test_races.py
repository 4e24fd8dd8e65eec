"""Two people at the same paper at the same moment: one of them happens, and nothing is left between the two."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from uuid import UUID

import pytest

from cases.instructions.commands import end_instruction
from cases.proceedings.drafting import draft_chunk
from cases.proceedings.filing_commands import approve_filings, withdraw_filing
from cases.proceedings.preparing import prepare_filings
from cases.studio.letterheads import save_letterhead
from cases.submissions.accounts import enter_account
from cases.submissions.approving import approve_submission, withdraw_submission
from cases.submissions.lodging import order_lodging
from cases.submissions.queries import submissions
from documents.vault.queries import open_document
from kernel import db
from kernel.errors import Problem, Refused, StaleState
from kernel.money import Money
from tests.builders.cases import Desk, a_desk, a_firm
from tests.builders.instructions import an_accepted_instruction
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_claims
from tests.cases.proceedings.test_filings import filings, ready_for_court

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
RACES = 3


async def at_once(*tries: Coroutine[Any, Any, object]) -> list[object]:
    """What each came to; whatever fails says so to people."""
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert [one for one in ends if isinstance(one, BaseException) and not isinstance(one, Problem)] == []
    return ends


def happened(ends: list[object]) -> int:
    return sum(not isinstance(one, Problem) for one in ends)


async def drafts(desk: Desk, count: int, run_jobs: Run) -> list[UUID]:
    case_ids = await ready_for_court(desk, count=count)
    await prepare_filings(desk.lawyer, case_ids, "monitorio_petition")
    await run_jobs()
    return [row["id"] for row in await filings(desk.lawyer)]


async def test_a_paper_is_approved_once_or_withdrawn_and_a_letterhead_saved_meanwhile_changes_none(
    run_jobs: Run,
) -> None:
    desk = await a_desk()
    papers = await drafts(desk, 3, run_jobs)
    rows = {row["id"]: row for row in await filings(desk.lawyer)}
    seen = {one: await (await open_document(desk.lawyer, rows[one]["document_id"])).content() for one in papers}
    shown = {one: [Money(rows[one]["total_minor"], "EUR")] for one in papers}
    both, either, headed = papers
    ends = await at_once(*(approve_filings(desk.lawyer, [both], shown=shown[both]) for _ in range(RACES)))
    assert happened(ends) == 1
    ends = await at_once(
        approve_filings(desk.lawyer, [either], shown=shown[either]), withdraw_filing(desk.lawyer, either)
    )
    assert happened(ends) >= 1
    saving = save_letterhead(desk.buyer, was=0, sender="", footer="Otra nota", clauses=())
    await at_once(saving, approve_filings(desk.lawyer, [headed], shown=shown[headed]))
    with pytest.raises(Problem):
        await approve_filings(desk.lawyer, [headed], shown=shown[headed])
    async with db.transaction(desk.lawyer):
        told = await db.fetch("SELECT subject_id FROM facts WHERE kind = 'proceedings:filings:approved'")
        status = dict(await db.fetch("SELECT id, status FROM filings"))  # type: ignore[arg-type]
    approved = {one for one in papers if status[one] == "approved"}
    assert len([row for row in told if row["subject_id"] == both]) == 1
    assert {row["subject_id"] for row in told} >= approved
    for one in papers:
        assert await (await open_document(desk.lawyer, rows[one]["document_id"])).content() == seen[one]


async def test_a_chunk_that_two_workers_print_is_printed_once(run_jobs: Run) -> None:
    desk = await a_desk()
    case_ids = await ready_for_court(desk, count=2)
    batch_id = (await prepare_filings(desk.lawyer, case_ids, "monitorio_petition")).batch_id
    written = await at_once(*(draft_chunk(desk.system, batch_id, 0) for _ in range(2)))
    assert written[0] + written[1] == 2  # type: ignore[operator]
    async with db.transaction(desk.lawyer):
        kept = await db.fetch_value("SELECT count(*) FROM documents WHERE kind = 'monitorio_petition'")
    assert kept == 2


async def test_a_paper_lies_in_one_file_whoever_lodges_it_twice(run_jobs: Run) -> None:
    desk = await a_filing_desk()
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    papers = await sealed_claims(desk, count=2)
    ends = await at_once(*(order_lodging(desk.lawyer, papers, "sdt") for _ in range(RACES)))
    assert happened(ends) == 1
    assert all(isinstance(one, Refused) for one in ends if isinstance(one, Problem))
    await run_jobs()
    (file,) = await submissions(desk.lawyer, "own")
    ends = await at_once(
        *(approve_submission(desk.lawyer, file.id, shown=file.fee) for _ in range(3)),
        *(withdraw_submission(desk.lawyer, file.id) for _ in range(3)),
    )
    assert happened(ends) in {1, 2}, "approved, withdrawn, or withdrawn after approval"
    assert all(isinstance(one, StaleState | Refused) for one in ends if isinstance(one, Problem))


async def test_what_is_queued_as_the_instruction_ends_does_not_stay_in_the_queue(run_jobs: Run) -> None:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    case_ids = await ready_for_court(desk)
    instruction_id = await an_accepted_instruction(desk.buyer, firm.organisation_id, case_ids)
    queued = asyncio.Event()

    async def prepare() -> None:
        async with db.transaction(firm.clerk):
            await prepare_filings(firm.clerk, case_ids, "monitorio_petition")
            queued.set()
            await asyncio.sleep(0.2)  # the end of the instruction waits for the case meanwhile

    async def recall() -> None:
        await queued.wait()
        await end_instruction(desk.buyer, instruction_id, "We do it ourselves.")

    await asyncio.gather(prepare(), recall())
    await run_jobs()
    (row,) = await filings(desk.lawyer)
    assert (row["status"], row["firm_organisation_id"]) == ("stopped", None)
    await prepare_filings(desk.lawyer, case_ids, "monitorio_petition")
    await run_jobs()
    assert [row["status"] for row in await filings(desk.lawyer)] == ["drafted"]


async def test_a_firm_recalled_while_its_paper_is_printed_keeps_nothing_of_it(run_jobs: Run) -> None:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    case_ids = await ready_for_court(desk)
    instruction_id = await an_accepted_instruction(desk.buyer, firm.organisation_id, case_ids)
    batch_id = (await prepare_filings(firm.clerk, case_ids, "monitorio_petition")).batch_id
    await at_once(
        draft_chunk(firm.lawyer, batch_id, 0), end_instruction(desk.buyer, instruction_id, "We do it ourselves.")
    )
    async with db.transaction(firm.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM documents WHERE subject_kind = 'case'") == 0
        assert await db.fetch_value("SELECT count(*) FROM filings") == 0
    (row,) = await filings(desk.lawyer)
    assert row["status"] in {"stopped", "drafted"}
