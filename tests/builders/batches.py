"""Batches of drafts at the desk, not printed, their samples opened: ready for a decision about all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.proceedings.filing_queries import filing_ids
from cases.proceedings.samples import samples_of
from documents.vault.viewing import look_at
from kernel import db
from kernel.ids import new_id
from kernel.money import Money
from tests.builders.cases import Desk, Firm
from tests.builders.lodging import sealed_papers
from tests.cases.proceedings.test_filings import ready_for_court


@dataclass(frozen=True, slots=True)
class DraftBatch:
    """`papers` and their `cases` in the order in which a decision comes to them; `total` is what all demand."""

    id: UUID
    papers: list[UUID]
    cases: list[UUID]
    total: Money


async def a_draft_batch(
    desk: Desk, *, count: int = 2, firm: Firm | None = None, case_ids: Sequence[UUID] = ()
) -> DraftBatch:
    """Each with the sum and the facts of its case today, naming the lawyer of desk or firm, who opened the samples."""
    batch_id, signs = new_id(), (firm or desk).lawyer
    await sealed_papers(desk, case_ids or await ready_for_court(desk, count=count), firm=firm, drafts_of=batch_id)
    for one in (await samples_of(signs, await filing_ids(signs, batch_id, status="drafted"))).rows:
        await look_at(signs, one.document_id)
    async with db.transaction(signs):
        rows = await db.fetch(
            "SELECT id, case_id, total_minor, currency FROM filings WHERE batch_id = $1 ORDER BY id", batch_id
        )
    total = Money(sum(row["total_minor"] for row in rows), rows[0]["currency"])
    return DraftBatch(batch_id, [row["id"] for row in rows], [row["case_id"] for row in rows], total)
