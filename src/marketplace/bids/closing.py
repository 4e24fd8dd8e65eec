"""The close: the worker that holds the private key opens the boxes and ranks the compliant bids."""

from decimal import Decimal
from hashlib import sha256
from uuid import UUID

import msgspec

from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Refused
from kernel.keys import load_closing_key
from kernel.settings import settings
from marketplace.bids.commands import offer_complaints
from marketplace.bids.facts import BidRejected, BidsOpened
from marketplace.bids.policies import why_not_licensed_for
from marketplace.bids.sealed import LONGEST_FUNDING, Offer, open_offer
from marketplace.listings.states import LISTINGS

MOST_PER_CENT = Decimal("99999.9999")
"""What the column holds; nobody pays more than a thousand times the balance."""


async def close_listing(listing_id: UUID, *, clock: Clock = SYSTEM_CLOCK) -> int | None:
    """Closes a listing whose time has come, opens and ranks its bids. None if it is not time or was done before.

    Bidders hold the listing's row while they take a number, so the lock taken here waits for every bid that was in
    time; who comes after finds it closed.
    """
    actor = Actor.platform(clock)
    async with db.transaction(actor):
        listing = await db.fetch_one(
            "SELECT *, house_clock() >= bids_close_at AS due FROM listings WHERE id = $1 FOR UPDATE", listing_id
        )
        if listing is None or not listing["due"] or listing["status"] not in ("open", "bidding"):
            return None
        await db.move("listings", listing_id, LISTINGS["close"])
        bids = await db.fetch(
            "SELECT b.*, t.balance_minor FROM bids b JOIN lots t ON t.id = b.lot_id"
            " WHERE b.listing_id = $1 AND b.status = 'placed' AND b.opened_at IS NULL ORDER BY b.number"
            " FOR UPDATE OF b",
            listing_id,
        )
        private_key = load_closing_key(settings().closing_key, settings().var)
        unreadable = 0
        for bid in bids:
            unreadable += not await _open_one(actor, listing, bid, private_key)
        ranked = await _rank(listing_id)
        opened = BidsOpened(
            subject_id=listing_id,
            opened=len(bids),
            ranked=ranked,
            unreadable=unreadable,
            digest=sha256(b"".join(b["number"].to_bytes(4) + sha256(b["sealed"]).digest() for b in bids)).hexdigest(),
        )
        await facts.record(actor, opened, about=listing["organisation_id"])
        if ranked == 0:
            await db.move("listings", listing_id, LISTINGS["fail"], status_reason="No compliant bid was placed.")
        elif listing["award_rule"] == "automatic":
            await jobs.defer("bids.award", organisation_id=listing["organisation_id"], listing_id=listing_id)
        await jobs.defer("bids.tell", queue="mail", listing_id=listing_id)
    return ranked


async def _open_one(actor: Actor, listing: db.Row, bid: db.Row, private_key: bytes) -> bool:
    """Opens one box; a bid that does not comply is rejected with its reason. False if the box could not be read."""
    offer: Offer | None
    try:
        offer = open_offer(private_key, bid["sealed"], bid_id=bid["id"], lot_id=bid["lot_id"])
        reason = await _why_not_compliant(actor, listing, bid, offer)
    except (Refused, msgspec.DecodeError):
        offer, reason = None, "The sealed offer could not be opened: it had been changed."
    readable = offer is not None and offer.amount_minor > 0
    await db.execute(
        "UPDATE bids SET opened_at = $2, amount_minor = $3, per_cent = $4, valid_until = $5, funding = $6,"
        " status = CASE WHEN $7::text IS NULL THEN status ELSE 'rejected' END, reason = $7, version = version + 1"
        " WHERE id = $1",
        bid["id"],
        actor.now(),
        offer.amount_minor if offer and readable else None,
        min(offer.per_cent_of(bid["balance_minor"]), MOST_PER_CENT) if offer and readable else None,
        offer.valid_until if offer else None,
        "".join(filter(str.isprintable, offer.funding))[:LONGEST_FUNDING] if offer else None,
        reason,
    )
    if reason is not None:
        told = sha256(reason.encode()).hexdigest()
        lost = BidRejected(subject_id=bid["id"], listing_id=listing["id"], lot_id=bid["lot_id"], reason_sha256=told)
        await facts.record(actor, lost, about=bid["organisation_id"])
    return offer is not None


async def _why_not_compliant(actor: Actor, listing: db.Row, bid: db.Row, offer: Offer) -> str | None:
    today = actor.today("UTC")
    complaints = offer_complaints(offer, listing, today=today)
    if complaints:
        return complaints[0].sentence
    return await why_not_licensed_for(listing, bid["purchaser_organisation_id"], role="purchaser", on=today)


async def _rank(listing_id: UUID) -> int:
    """Highest first in each lot; of equal bids the earlier number. Returns how many comply."""
    return await db.execute(
        "UPDATE bids b SET rank = r.place FROM (SELECT id, row_number() OVER"
        " (PARTITION BY lot_id ORDER BY amount_minor DESC, number) AS place"
        " FROM bids WHERE listing_id = $1 AND status = 'placed' AND opened_at IS NOT NULL) r WHERE b.id = r.id",
        listing_id,
    )


async def listings_due() -> list[UUID]:
    """Listings whose close has passed and that nobody closed yet."""
    async with db.transaction(Actor.platform()):
        rows = await db.fetch(
            "SELECT id FROM listings WHERE status IN ('open', 'bidding') AND bids_close_at <= house_clock()"
        )
    return [row["id"] for row in rows]
