"""Bids that end without a decision: their listing was withdrawn, or their validity ran out."""

from uuid import UUID

from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from marketplace.bids.facts import BidLapsed
from marketplace.bids.states import BIDS


async def lapse_withdrawn(listing_id: UUID, *, clock: Clock = SYSTEM_CLOCK) -> int:
    """Ends the bids on a withdrawn listing, unread. Returns how many; doing it again does nothing."""
    actor = Actor.platform(clock)
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT b.id, b.listing_id, b.lot_id, b.organisation_id FROM bids b JOIN listings l ON l.id = b.listing_id"
            " WHERE l.id = $1 AND l.status = 'withdrawn' AND b.status IN ('placed', 'shortlisted') FOR UPDATE OF b",
            listing_id,
        )
        await _lapse(actor, rows, "The seller withdrew the listing; the bid was not opened.")
        if rows:
            await jobs.defer("bids.tell", queue="mail", listing_id=listing_id)
    return len(rows)


async def lapse_expired(*, clock: Clock = SYSTEM_CLOCK) -> int:
    """Ends the opened bids whose validity is over and that nobody decided on."""
    actor = Actor.platform(clock)
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT b.id, b.listing_id, b.lot_id, b.organisation_id FROM bids b"
            " WHERE b.status IN ('placed', 'shortlisted') AND b.opened_at IS NOT NULL AND b.valid_until < $1"
            " FOR UPDATE OF b",
            actor.today("UTC"),
        )
        await _lapse(actor, rows, "The bid's validity ended before the seller decided.")
        for listing_id in {row["listing_id"] for row in rows}:
            await jobs.defer("bids.tell", queue="mail", listing_id=listing_id)
    return len(rows)


async def _lapse(actor: Actor, rows: list[db.Row], reason: str) -> None:
    for row in rows:
        await db.move("bids", row["id"], BIDS["lapse"], reason=reason)
        gone = BidLapsed(subject_id=row["id"], listing_id=row["listing_id"], lot_id=row["lot_id"])
        await facts.record(actor, gone, about=row["organisation_id"])
