"""A person is erased while papers about them are being made: whichever comes first, no paper of theirs stays."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from cases.erasure.commands import approve_request, carry_out_request, open_request
from cases.parties.commands import Ground
from cases.proceedings.drafting import draft_chunk
from cases.proceedings.preparing import prepare_filings
from documents.vault.queries import open_document
from kernel import db
from kernel.errors import Problem
from tests.builders.cases import Desk, a_desk
from tests.cases.proceedings.test_filings import ready_for_court

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]


async def decided(desk: Desk) -> None:
    """Until the case's facts were read for the paper, which is set after it."""
    async with asyncio.timeout(20):
        while True:
            async with db.transaction(desk.system):
                if await db.fetch_value("SELECT 1 FROM debtor_reads WHERE purpose = 'preparing monitorio_petition'"):
                    return
            await asyncio.sleep(0.01)


async def test_a_paper_that_is_being_set_of_somebody_erased_is_not_kept(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    batch_id = (await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")).batch_id

    async def erase() -> None:
        await decided(desk)
        async with db.transaction(desk.system):
            await db.execute("UPDATE cases SET status = 'closed', closed_reason = 'paid' WHERE id = $1", case_id)
            party_id = await db.fetch_value("SELECT id FROM parties")
        request_id = await open_request(desk.buyer, party_id, ground=Ground.OBJECTION, asked_on=date(2026, 11, 2))
        await approve_request(desk.buyer, request_id)
        await carry_out_request(desk.system, request_id)

    await asyncio.gather(draft_chunk(desk.system, batch_id, 0), erase())

    async with db.transaction(desk.lawyer):
        assert [row["name"] for row in await db.fetch("SELECT name FROM parties")] == ["erased"]
        papers = await db.fetch("SELECT id FROM documents WHERE kind = 'monitorio_petition'")
    for paper in papers:
        with pytest.raises(Problem):
            await open_document(desk.lawyer, paper["id"])
