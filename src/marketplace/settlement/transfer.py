"""The transfer: ownership, title, cases and limitation of a whole sale in one transaction, or nothing."""

import asyncio
from collections.abc import Awaitable
from datetime import date, timedelta
from uuid import UUID

from cases.claims.commands import assign
from cases.deadlines.limitation import Answer, judge_limitation, limitation_questions, register_limitations
from cases.desk.closing import close_sold
from cases.desk.opening import open_cases
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import NotFound
from kernel.progress import working
from marketplace.listings.states import LISTINGS
from marketplace.settlement.extracts import MOST_UNASKED
from marketplace.settlement.facts import SaleTransferred
from marketplace.settlement.opening import schedule_digest
from marketplace.settlement.states import SALES

DONE = ("transferred", "final")


async def transfer_sale(buyer_id: UUID, sale_id: UUID, *, clock: Clock = SYSTEM_CLOCK) -> int:
    """Transfers a paid sale with its executed deed; returns the number of claims. Doing it again does nothing.

    What the law is asked is read by the seller's own transaction, which sees the claims where they are until this one
    commits, and judged in a thread while the database moves them; everything that is written, is written in one
    transaction, and only if the facts of the claims are those that were judged.
    """
    buyer = Actor.system(buyer_id, clock)
    sale = await _ready(buyer, sale_id)
    if sale is None:
        return 0
    on = buyer.today("UTC")
    async with working(buyer, sale_id, "transfer") as progress:
        seller = Actor.system(sale["seller_organisation_id"], clock)
        await progress.report(0, sentence="Judging limitation and moving the claims")
        judging = asyncio.create_task(_judged(seller, sale_id, on))
        try:
            async with db.transaction(buyer):
                # The lock makes a second worker wait, and then find the sale transferred.
                locked = await db.fetch_sure("SELECT * FROM sales WHERE id = $1 FOR UPDATE", sale_id)
                mine = locked["status"] not in DONE
                moved = await _move_everything(buyer, locked, judging, on) if mine else 0
        finally:
            await asyncio.wait([judging])
        await progress.finish(moved, f"{moved} claims transferred" if mine else "Transferred before")
    return moved


async def _judged(seller: Actor, sale_id: UUID, on: date) -> list[Answer]:
    questions = await limitation_questions(seller, sale_id)
    return await asyncio.to_thread(judge_limitation, questions, on)


async def _ready(buyer: Actor, sale_id: UUID) -> db.Row | None:
    async with db.transaction(buyer):
        sale = await db.fetch_one(
            "SELECT * FROM sales WHERE id = $1 AND buyer_organisation_id = $2", sale_id, buyer.organisation
        )
    if sale is None:
        raise NotFound("There is no such sale here.")
    return None if sale["status"] in DONE else sale


async def _move_everything(buyer: Actor, sale: db.Row, judging: Awaitable[list[Answer]], on: date) -> int:
    sale_id, seller_id = sale["id"], sale["seller_organisation_id"]
    digest = await schedule_digest(sale_id)
    moved = await assign(
        buyer, sale_id, on=on, seller_id=seller_id, deed_sha256=sale["deed_sha256"], schedule_sha256=digest
    )
    await close_sold(Actor.system(seller_id, buyer.clock), sale_id, buyer_id=buyer.organisation)
    cases = await open_cases(buyer, sale_id)
    registered = await register_limitations(buyer, sale_id, await judging)
    await db.move(
        "sales",
        sale_id,
        SALES["transfer"],
        transferred_at=buyer.now(),
        putback_until=on + timedelta(days=sale["putback_days"]),
    )
    transferred = SaleTransferred(
        subject_id=sale_id, claims=moved, cases=cases, deadlines=registered.count, schedule_sha256=digest
    )
    await facts.record(buyer, transferred, about=seller_id)
    await _settle_listing(buyer, sale)
    await jobs.defer("cases.after_transfer", queue="bulk", organisation_id=buyer.organisation, sale_id=sale_id)
    if moved <= MOST_UNASKED:
        await jobs.defer("settlement.extracts", queue="bulk", organisation_id=buyer.organisation, sale_id=sale_id)
    return moved


async def _settle_listing(buyer: Actor, sale: db.Row) -> None:
    """The listing is sold once the last of its sales is transferred."""
    seller = Actor.system(sale["seller_organisation_id"], buyer.clock)
    async with db.transaction(seller, as_system=True):
        await db.fetch_value("SELECT 1 FROM listings WHERE id = $1 FOR UPDATE", sale["listing_id"])
        waiting = await db.fetch_value(
            "SELECT count(*) FROM sales WHERE listing_id = $1 AND seller_organisation_id = $2"
            " AND status NOT IN ('transferred', 'final', 'cancelled')",
            sale["listing_id"],
            seller.organisation,
        )
        status = await db.fetch_value("SELECT status FROM listings WHERE id = $1", sale["listing_id"])
        if waiting == 0 and status == "awarded":
            await db.move("listings", sale["listing_id"], LISTINGS["settle"])
