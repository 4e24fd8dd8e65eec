"""Certified extracts of an executed deed: one for each claim, rendered in bulk after the transfer."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from documents.render.pool import PaperJob, Printed, RenderPool, Unprinted
from documents.vault.batch import SealedFile, seal_files
from documents.vault.commands import put
from kernel import db, jobs
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock, day_in
from kernel.errors import NotFound, Refused
from marketplace.settlement.papers import (
    PACKAGES,
    SaleTerms,
    ScheduleRow,
    Signed,
    Signers,
    extract_paper,
    source_digest,
)
from marketplace.settlement.schedules import sale_terms, schedule_row

EXTRACT = "assignment"
"""Kind of the document: the exhibit by which a claimant shows how the claim came to him."""

CHUNK = 200
MOST_UNASKED = 5_000
"""A larger sale gets its extracts when somebody asks for them: a hundred thousand pages are an hour's work."""


@dataclass(frozen=True, slots=True)
class _Basis:
    """What the extracts of one sale have in common."""

    terms: SaleTerms
    deed_sha256: bytes
    count: int
    executed_on: date
    transferred_on: date
    signers: Signers

    def paper(self, claim_id: UUID, row: ScheduleRow) -> PaperJob:
        return extract_paper(
            claim_id,
            self.terms,
            row,
            count=self.count,
            deed_sha256=self.deed_sha256.hex(),
            executed_on=self.executed_on,
            transferred_on=self.transferred_on,
            signers=self.signers,
        )


async def make_extracts(
    buyer_id: UUID, sale_id: UUID, *, of: Sequence[UUID] | None = None, clock: Clock = SYSTEM_CLOCK
) -> int:
    """Makes the next CHUNK extracts that are missing and, unless claims were named, enqueues the rest.

    Returns how many were made. Doing it again makes what is still missing.
    """
    buyer = Actor.system(buyer_id, clock)
    async with db.transaction(buyer):
        basis = await _basis(buyer, sale_id)
        rows = await _missing(buyer, sale_id, of)
    if not rows:
        return 0
    made = await asyncio.to_thread(_rendered, [basis.paper(claim_id, row) for claim_id, row in rows])
    files = [await _stored(job, printed, basis.terms) for job, printed in made]
    async with db.transaction(buyer):
        # Taken in turn: a second worker waits here, and then finds them made.
        await db.fetch_value("SELECT 1 FROM sales WHERE id = $1 FOR UPDATE", sale_id)
        still = {claim_id for claim_id, _ in await _missing(buyer, sale_id, of)}
        fresh = [file for file in files if file.subject_id in still]
        await seal_files(buyer, fresh, about=sale_id)
        if of is None and len(rows) == CHUNK:
            await jobs.defer("settlement.extracts", organisation_id=buyer_id, sale_id=sale_id)
    return len(fresh)


async def ask_for_extracts(actor: Actor, sale_id: UUID) -> None:
    """Has every missing extract of a transferred sale made."""
    actor.must("cases.onboard")
    async with db.transaction(actor):
        await _basis(actor, sale_id)
        await jobs.defer(
            "settlement.extracts", once=f"extracts:{sale_id}", organisation_id=actor.organisation, sale_id=sale_id
        )


async def _basis(buyer: Actor, sale_id: UUID) -> _Basis:
    sale = await db.fetch_one(
        "SELECT * FROM sales WHERE id = $1 AND buyer_organisation_id = $2", sale_id, buyer.organisation
    )
    if sale is None:
        raise NotFound("There is no such sale here.")
    if sale["transferred_at"] is None:
        raise Refused("Extracts follow the transfer: the deed is not executed or the claims have not passed yet.")
    known = await db.fetch_sure(
        "SELECT (SELECT max(accepted_at) FROM acceptances WHERE sale_id = $1 AND what = 'deed') AS executed,"
        " (SELECT count(*) FROM sale_claims WHERE sale_id = $1 AND dropped_reason IS NULL) AS count",
        sale_id,
    )
    return _Basis(
        await sale_terms(sale),
        sale["deed_sha256"],
        known["count"],
        day_in(known["executed"], "UTC"),
        day_in(sale["transferred_at"], "UTC"),
        await _signers(sale),
    )


async def _signers(sale: db.Row) -> Signers:
    sides = (sale["seller_organisation_id"], sale["buyer_organisation_id"])
    seller, buyer = [await _signed(sale["id"], one) for one in sides]
    return Signers(seller, buyer)


async def _signed(sale_id: UUID, organisation_id: UUID) -> Signed | None:
    """Who executed the deed for this side, with the authority recorded then."""
    row = await db.fetch_one(
        "SELECT signatory_name AS name, signatory_position AS position, signatory_authority AS authority"
        " FROM acceptances WHERE sale_id = $1 AND what = 'deed' AND organisation_id = $2 AND signatory_name IS NOT NULL"
        " ORDER BY accepted_at DESC LIMIT 1",
        sale_id,
        organisation_id,
    )
    return Signed(**dict(row)) if row else None


async def _missing(buyer: Actor, sale_id: UUID, of: Sequence[UUID] | None) -> list[tuple[UUID, ScheduleRow]]:
    """Claims still the buyer's that lack their extract, in order, at most CHUNK."""
    rows = await db.fetch(
        "SELECT x.claim_id, x.position, x.reference, '' AS released, x.debtor_name, x.balance_minor, x.receipts_minor,"
        " x.price_minor, x.currency FROM sale_claims x JOIN claims c ON c.id = x.claim_id"
        " WHERE x.sale_id = $1 AND x.dropped_reason IS NULL AND c.organisation_id = $2"
        " AND ($3::uuid[] IS NULL OR x.claim_id = ANY($3)) AND NOT EXISTS (SELECT 1 FROM documents d"
        " WHERE d.organisation_id = $2 AND d.subject_id = x.claim_id AND d.kind = $4 AND d.created_at >="
        " (SELECT s.transferred_at FROM sales s WHERE s.id = $1)) ORDER BY x.position LIMIT $5",
        sale_id,
        buyer.organisation,
        list(of) if of is not None else None,
        EXTRACT,
        CHUNK,
    )
    return [(row["claim_id"], schedule_row(row)) for row in rows]


def _rendered(papers: Sequence[PaperJob]) -> list[tuple[PaperJob, Printed]]:
    by_id = {one.job_id: one for one in papers}
    made: list[tuple[PaperJob, Printed]] = []
    with RenderPool(PACKAGES, workers=2 if len(papers) > 4 else 1) as pool:
        for outcome in pool.render_many(papers):
            if isinstance(outcome, Unprinted):
                raise Refused(outcome.sentence)
            made.append((by_id[outcome.job_id], outcome))
    return made


async def _stored(job: PaperJob, printed: Printed, terms: SaleTerms) -> SealedFile:
    claim_id = UUID(job.job_id)
    stored = await put(printed.paper.pdf, media_type="application/pdf")
    return SealedFile(
        put=stored,
        subject_kind="claim",
        subject_id=claim_id,
        kind=EXTRACT,
        title=f"{terms.title('extract')} {terms.reference}",
        language=terms.language,
        file_name=f"extract-{terms.reference}-{claim_id.hex[-8:]}.pdf",
        pages=printed.paper.pages,
        source_digest=source_digest(job),
    )
