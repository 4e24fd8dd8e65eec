"""Contract and deed are written by jobs: read, render, store, and then one transaction that names them on the sale."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from documents.render.engine import Rendered
from documents.render.pool import PaperJob, RenderPool, Unprinted
from documents.vault.commands import Put, add_document, put
from kernel import db, jobs
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock, day_in
from kernel.errors import NotFound, Refused
from kernel.money import Money
from marketplace.settlement.disclosing import disclosure_of
from marketplace.settlement.papers import LANGUAGE, PACKAGES, contract_paper, deed_paper, source_digest
from marketplace.settlement.schedules import kept_rows, left_by_law, sale_terms


@dataclass(frozen=True, slots=True)
class SalePaper:
    """A paper the sale names: `column` is the stem of its two columns, `waits_for` the state it is written in."""

    column: str
    kind: str
    title: str
    waits_for: str


CONTRACT = SalePaper("contract", "contract_of_sale", "Contract of sale of receivables", "awarded")
DEED = SalePaper("deed", "deed_of_assignment", "Deed of assignment", "paid")
LATER = timedelta(minutes=5)
"""Between two looks whether the register numbers that a deed waits for are entered."""
READING_COPY = "deed_reading_copy"
"""The deed without debtors: what the buyer reads before he executes it."""


async def draft_contract(seller_id: UUID, sale_id: UUID, *, clock: Clock = SYSTEM_CLOCK) -> None:
    """Writes the contract of an awarded sale. Doing it again does nothing."""
    seller = Actor.system(seller_id, clock)
    async with db.transaction(seller):
        sale = await _waiting(seller, sale_id, CONTRACT)
        if sale is None:
            return
        terms, rows = await sale_terms(sale), await kept_rows(sale)
        disclosure, _ = await disclosure_of(sale)
        left = await left_by_law(sale)
    day = day_in(sale["awarded_at"], "UTC")
    job = await asyncio.to_thread(contract_paper, terms, rows, as_of=day, disclosure=disclosure, left=left)
    paper = await render_one(job)
    stored = await put(paper.pdf, media_type="application/pdf")
    await keep_paper(seller, sale_id, CONTRACT, stored, pages=paper.pages, source_digest=source_digest(job))


async def draft_deed(seller_id: UUID, sale_id: UUID, *, clock: Clock = SYSTEM_CLOCK) -> None:
    """Writes the deed of a paid sale, and the copy without debtors. Doing it again does nothing.

    While a party's register number is missing, it waits and looks again: the deed names both.
    """
    seller = Actor.system(seller_id, clock)
    async with db.transaction(seller):
        sale = await _waiting(seller, sale_id, DEED)
        if sale is None:
            return
        terms, rows = await sale_terms(sale), await kept_rows(sale)
        if terms.unnumbered:
            await _look_later(seller, sale_id)
            return
        facts = await _facts(sale)
    job = await asyncio.to_thread(deed_paper, terms, rows, **facts)
    paper = await render_one(job)
    copy = await asyncio.to_thread(deed_paper, terms, rows, **facts, copy_of=paper.sha256)
    copied = await render_one(copy)
    stored, stored_copy = [await put(one.pdf, media_type="application/pdf") for one in (paper, copied)]
    async with db.transaction(seller):
        fresh = await keep_paper(
            seller, sale_id, DEED, stored, pages=paper.pages, source_digest=source_digest(job), language=terms.language
        )
        if fresh:
            await add_document(
                seller,
                stored_copy,
                subject_kind="sale",
                subject_id=sale_id,
                kind=READING_COPY,
                title=f"{DEED.title} {terms.reference}: copy without debtors",
                language=terms.language,
                file_name=f"deed-{terms.reference}-copy.pdf",
                pages=copied.pages,
                source_digest=source_digest(copy),
                other_organisation_id=sale["buyer_organisation_id"],
            )


async def _look_later(seller: Actor, sale_id: UUID) -> None:
    await jobs.defer(
        "settlement.draft_deed",
        once=f"settlement.draft_deed:{sale_id}",
        at=seller.now() + LATER,
        organisation_id=seller.organisation,
        sale_id=sale_id,
    )


async def _facts(sale: db.Row) -> dict[str, Any]:
    """What the deed says beside the terms and the rows, by the names of `deed_paper`."""
    _, disclosed = await disclosure_of(sale)
    left = await db.fetch_sure(
        "SELECT count(*) FILTER (WHERE x.dropped_reason IS NOT NULL) AS dropped,"
        " (SELECT c.paid_at FROM charges c WHERE c.sale_id = $1 AND c.kind = 'price' AND c.status = 'paid') AS paid"
        " FROM sale_claims x WHERE x.sale_id = $1",
        sale["id"],
    )
    return {
        "contract_sha256": sale["contract_sha256"].hex(),
        "adjusted": Money(sale["adjusted_price_minor"], sale["currency"]),
        "dropped": left["dropped"],
        "as_of": day_in(left["paid"], "UTC"),
        "disclosed": disclosed,
        "left": await left_by_law(sale),
    }


async def keep_paper(
    seller: Actor,
    sale_id: UUID,
    paper: SalePaper,
    stored: Put,
    *,
    pages: int,
    source_digest: bytes,
    language: str = LANGUAGE,
) -> bool:
    """Makes what was stored the sale's paper, for both sides; False if the sale has one already."""
    async with db.transaction(seller):
        sale = await db.fetch_one(
            "SELECT * FROM sales WHERE id = $1 AND seller_organisation_id = $2 FOR UPDATE", sale_id, seller.organisation
        )
        if sale is None or sale["status"] != paper.waits_for or sale[f"{paper.column}_document_id"] is not None:
            return False
        reference = sale["creditor_reference"]
        document_id = await add_document(
            seller,
            stored,
            subject_kind="sale",
            subject_id=sale_id,
            kind=paper.kind,
            title=f"{paper.title} {reference}",
            language=language,
            file_name=f"{paper.column}-{reference}.pdf",
            pages=pages,
            source_digest=source_digest,
            other_organisation_id=sale["buyer_organisation_id"],
        )
        await db.execute(
            f"UPDATE sales SET {paper.column}_document_id = $2, {paper.column}_sha256 = $3 WHERE id = $1",
            sale_id,
            document_id,
            stored.sha256,
        )
    return True


async def render_one(job: PaperJob) -> Rendered:
    """One paper from a process of its own; Refused with the reason if it cannot be rendered."""

    def rendered() -> Rendered:
        with RenderPool(PACKAGES, workers=1) as pool:
            outcome = next(pool.render_many([job]))
        if isinstance(outcome, Unprinted):
            raise Refused(outcome.sentence)
        return outcome.paper

    return await asyncio.to_thread(rendered)


async def _waiting(seller: Actor, sale_id: UUID, paper: SalePaper) -> db.Row | None:
    """The sale if it still waits for this paper."""
    sale = await db.fetch_one(
        "SELECT * FROM sales WHERE id = $1 AND seller_organisation_id = $2", sale_id, seller.organisation
    )
    if sale is None:
        raise NotFound("There is no such sale here.")
    done = sale["status"] != paper.waits_for or sale[f"{paper.column}_document_id"] is not None
    return None if done else sale
