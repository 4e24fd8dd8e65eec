"""Award without a seller at the desk: the highest bid that reaches the reserve, lot by lot."""

from datetime import date
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.money import Money
from marketplace.bids.commands import award_bid, decline_bids

BELOW_RESERVE = "No bid reached what the seller needs."
"""The reserve itself is the seller's secret."""


async def award_automatically(actor: Actor, listing_id: UUID) -> list[UUID]:
    """Awards every lot of a closed listing that still waits; returns the sales. Doing it again does nothing.

    Of each lot the best ranked bid that is still valid wins if it reaches the reserve; else its bids are declined.
    """
    sales = []
    for lot_id in await _waiting_lots(actor, listing_id):
        best = await _best(actor, lot_id, today=actor.today("UTC"))
        if best is None:
            await decline_bids(actor, listing_id, lot_id=lot_id, reason=BELOW_RESERVE)
        else:
            sales.append(await award_bid(actor, best[0], shown=best[1]))
    return sales


async def _waiting_lots(actor: Actor, listing_id: UUID) -> list[UUID]:
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT t.id, t.position FROM lots t JOIN listings l ON l.id = t.listing_id"
            " JOIN bids b ON b.lot_id = t.id AND b.status IN ('placed', 'shortlisted')"
            " WHERE l.id = $1 AND l.organisation_id = $2 AND l.status = 'closed' AND l.award_rule = 'automatic'"
            " ORDER BY t.position",
            listing_id,
            actor.organisation,
        )
    return [row["id"] for row in rows]


async def _best(actor: Actor, lot_id: UUID, *, today: date) -> tuple[UUID, Money] | None:
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT b.id, b.amount_minor, b.currency FROM bids b"
            " LEFT JOIN listing_reserves r ON r.listing_id = b.listing_id"
            " WHERE b.lot_id = $1 AND b.seller_organisation_id = $2 AND b.status IN ('placed', 'shortlisted')"
            " AND b.valid_until >= $3 AND b.amount_minor >= coalesce(r.reserve_minor, 0) ORDER BY b.rank LIMIT 1",
            lot_id,
            actor.organisation,
            today,
        )
    return None if row is None else (row["id"], Money(row["amount_minor"], row["currency"]))
