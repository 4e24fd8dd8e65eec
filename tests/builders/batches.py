"""Batches of drafts at the desk, their samples opened, ready for a decision about all of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from cases.proceedings.filing_queries import filing_ids
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.samples import samples_of
from documents.vault.viewing import look_at
from kernel import db
from kernel.actor import Actor
from kernel.money import Money
from tests.builders.cases import Desk
from tests.cases.proceedings.test_filings import ready_for_court

type Run = Callable[[], Awaitable[None]]
PETITION = "monitorio_petition"


@dataclass(frozen=True, slots=True)
class DraftBatch:
    """`papers` and their `cases` in the order in which a decision comes to them; `total` is what all demand."""

    id: UUID
    papers: list[UUID]
    cases: list[UUID]
    total: Money


async def a_draft_batch(
    desk: Desk, run_jobs: Run, *, count: int, lawyer: Actor | None = None, case_ids: list[UUID] | None = None
) -> DraftBatch:
    """Drafts of one batch, prepared and signed by the lawyer, who has opened the samples."""
    signs = lawyer or desk.lawyer
    case_ids = case_ids or await ready_for_court(desk, count=count)
    batch_id = (await prepare_filings(signs, case_ids, PETITION)).batch_id
    await run_jobs()
    for one in (await samples_of(signs, await filing_ids(signs, batch_id, status="drafted"))).rows:
        await look_at(signs, one.document_id)
    async with db.transaction(signs):
        rows = await db.fetch(
            "SELECT id, case_id, status, total_minor FROM filings WHERE batch_id = $1 ORDER BY id", batch_id
        )
    assert [row["status"] for row in rows] == ["drafted"] * count
    total = Money(sum(row["total_minor"] for row in rows), "EUR")
    return DraftBatch(batch_id, [row["id"] for row in rows], [row["case_id"] for row in rows], total)
