"""Placing and withdrawing sealed bids, and the seller's decision over the opened ones."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import asyncpg

from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id
from kernel.money import Money
from marketplace.bids import policies
from marketplace.bids.facts import BidAccepted, BidPlaced, BidRejected, BidWithdrawn
from marketplace.bids.sealed import LONGEST_FUNDING, Offer, seal_offer
from marketplace.bids.states import BIDS
from marketplace.listings.states import LISTINGS
from marketplace.listings.wanted import amount_of
from marketplace.settlement.opening import open_sale


@dataclass(frozen=True, slots=True)
class BidReceipt:
    """What the bidder holds until the close: the number that counts, and the hash of the sealed box."""

    bid_id: UUID
    number: int
    placed_at: datetime
    sealed_sha256: str


async def place_bid(
    actor: Actor,
    lot_id: UUID,
    *,
    amount: str,
    purchaser_id: UUID,
    servicer_id: UUID | None,
    valid_until: date,
    funding: str,
) -> BidReceipt:
    """Seals an offer for a lot. The amount is readable by nobody until the listing closes.

    Invalid for an amount that cannot be read, is below the minimum or off the tick; Refused by licence, mandate, NDA,
    time, or a bid that stands already. The database's clock decides whether the bid came before the close.
    """
    actor.must("bids.place")
    async with db.transaction(actor):
        listing = await _listing_of(lot_id)
        price = amount_of(amount, listing["currency"], "amount")
        offer = Offer(price.minor, price.currency, valid_until, funding.strip())
        complaints = offer_complaints(offer, listing, today=actor.today("UTC"))
        if complaints:
            raise Invalid("The bid cannot be taken as it is.", places=complaints)
        obstacle = await policies.why_not_bid(
            actor, listing, purchaser_id=purchaser_id, servicer_id=servicer_id, today=actor.today("UTC")
        )
        if obstacle is not None:
            raise Refused(obstacle.sentence, places=[obstacle])
        number = await db.fetch_value("SELECT bids_take_number($1)", listing["id"])
        if number is None:
            raise _not_open(listing)
        return await _write(actor, listing, lot_id, number, offer, purchaser_id, servicer_id)


async def _write(
    actor: Actor,
    listing: db.Row,
    lot_id: UUID,
    number: int,
    offer: Offer,
    purchaser_id: UUID,
    servicer_id: UUID | None,
) -> BidReceipt:
    bid_id = new_id()
    box = seal_offer(offer, bid_id=bid_id, lot_id=lot_id)
    try:
        row = await db.fetch_sure(
            "INSERT INTO bids (id, listing_id, lot_id, organisation_id, seller_organisation_id,"
            " purchaser_organisation_id, servicer_organisation_id, person_id, number, placed_at, sealed, currency,"
            " status) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, house_clock(), $10, $11, 'placed')"
            " RETURNING placed_at",
            bid_id,
            listing["id"],
            lot_id,
            actor.organisation,
            listing["organisation_id"],
            purchaser_id,
            servicer_id,
            actor.person_id,
            number,
            box,
            offer.currency,
        )
    except asyncpg.UniqueViolationError as error:
        stands = "A bid of this purchasing vehicle stands already. Withdraw it before you place another."
        raise Refused(stands, places=[Place("purchaser", str(purchaser_id), stands)]) from error
    digest = sha256(box).hexdigest()
    placed = BidPlaced(subject_id=bid_id, listing_id=listing["id"], lot_id=lot_id, number=number, sealed_sha256=digest)
    await facts.record(actor, placed, about=listing["organisation_id"])
    return BidReceipt(bid_id, number, row["placed_at"], digest)


async def withdraw_bid(actor: Actor, bid_id: UUID) -> None:
    """Takes back a bid before the close; afterwards it binds."""
    actor.must("bids.place")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "UPDATE bids SET status = 'withdrawn', version = version + 1 WHERE id = $1 AND organisation_id = $2"
            " AND status = 'placed' AND opened_at IS NULL"
            " AND house_clock() < (SELECT l.bids_close_at FROM listings l WHERE l.id = listing_id)"
            " RETURNING listing_id, lot_id, seller_organisation_id",
            bid_id,
            actor.organisation,
        )
        if row is None:
            await _why_not_withdrawn(actor, bid_id)
        else:
            gone = BidWithdrawn(subject_id=bid_id, listing_id=row["listing_id"], lot_id=row["lot_id"])
            await facts.record(actor, gone, about=row["seller_organisation_id"])


async def _why_not_withdrawn(actor: Actor, bid_id: UUID) -> None:
    known = await db.fetch_value(
        "SELECT status FROM bids WHERE id = $1 AND organisation_id = $2", bid_id, actor.organisation
    )
    if known is None:
        raise NotFound("There is no such bid here.")
    raise Refused("Bids are closed or this one was decided: it can no longer be withdrawn.")


async def award_bid(actor: Actor, bid_id: UUID, *, shown: Money) -> UUID:
    """The seller accepts an opened bid at the amount the page showed; the lot's others are rejected with the reason.

    Returns the sale's id. Refused if the amount is not the bid's, the bid lapsed, or the lot was awarded before.
    """
    actor.must("listings.award")
    async with db.transaction(actor):
        bid = await db.fetch_one(
            "SELECT * FROM bids WHERE id = $1 AND seller_organisation_id = $2 AND opened_at IS NOT NULL",
            bid_id,
            actor.organisation,
        )
        if bid is None:
            raise NotFound("There is no such opened bid here.")
        allowed = policies.can_award(bid, shown=shown, today=actor.today("UTC"))
        if allowed is not True:
            raise Refused(allowed)
        listing = await db.fetch_sure("SELECT * FROM listings WHERE id = $1 FOR UPDATE", bid["listing_id"])
        if listing["status"] != "closed":
            raise Refused(f"The listing is {listing['status']}: an award follows the close.")
        won = await db.move("bids", bid_id, BIDS["accept"])
        accepted = BidAccepted(subject_id=bid_id, listing_id=bid["listing_id"], lot_id=bid["lot_id"])
        await facts.record(actor, accepted, about=bid["organisation_id"])
        await _reject_others(actor, won)
        sale_id = await open_sale(actor, bid=won, listing=listing)
        await _settle_decisions(actor, listing["id"], "No lot was awarded.")
        await jobs.defer("bids.tell", queue="mail", listing_id=bid["listing_id"])
    await db.count_anew(actor, "sale_claims")
    return sale_id


async def decline_bids(actor: Actor, listing_id: UUID, *, reason: str, lot_id: UUID | None = None) -> None:
    """The seller takes none of the bids on a lot (without one: on any lot left); every bidder reads the reason.

    The listing fails if nothing of it was awarded; claims of lots without a sale may be listed again.
    """
    actor.must("listings.award")
    said = reason.strip()
    if not said:
        raise Invalid("Say why you decline.", places=[Place("reason", reason, "The bidders will read it.")])
    async with db.transaction(actor):
        listing = await db.fetch_one(
            "SELECT status FROM listings WHERE id = $1 AND organisation_id = $2 FOR UPDATE",
            listing_id,
            actor.organisation,
        )
        if listing is None:
            raise NotFound("There is no such listing here.")
        if listing["status"] != "closed":
            raise Refused(f"The listing is {listing['status']}: bids are declined between the close and the award.")
        rows = await db.fetch(
            "UPDATE bids SET status = 'rejected', reason = $3, version = version + 1"
            " WHERE listing_id = $1 AND seller_organisation_id = $2 AND status IN ('placed', 'shortlisted')"
            " AND ($4::uuid IS NULL OR lot_id = $4) RETURNING id, organisation_id, listing_id, lot_id, reason",
            listing_id,
            actor.organisation,
            f"The seller declined all bids: {said}"[:300],
            lot_id,
        )
        if lot_id is not None and not rows:
            raise Refused("There is no bid on this lot to decline, or it was decided before.")
        await _record_rejections(actor, rows)
        await _settle_decisions(actor, listing_id, said)
        await jobs.defer("bids.tell", queue="mail", listing_id=listing_id)


async def _reject_others(actor: Actor, won: db.Row) -> None:
    rows = await db.fetch(
        "UPDATE bids SET status = 'rejected', version = version + 1, reason = CASE WHEN rank < $4"
        " THEN 'The seller accepted another bid.' ELSE $5 END"
        " WHERE lot_id = $1 AND id <> $2 AND seller_organisation_id = $3 AND status IN ('placed', 'shortlisted')"
        " RETURNING id, organisation_id, listing_id, lot_id, reason",
        won["lot_id"],
        won["id"],
        actor.organisation,
        won["rank"],
        "Another bid was accepted: it offered more, or as much and earlier.",
    )
    await _record_rejections(actor, rows)


async def _record_rejections(actor: Actor, rows: list[db.Row]) -> None:
    for row in rows:
        lost = BidRejected(
            subject_id=row["id"],
            listing_id=row["listing_id"],
            lot_id=row["lot_id"],
            reason_sha256=sha256(row["reason"].encode()).hexdigest(),
        )
        await facts.record(actor, lost, about=row["organisation_id"])


async def _settle_decisions(actor: Actor, listing_id: UUID, reason: str) -> None:
    """Once no bid waits for a decision: awarded if anything was, else failed. What was not sold is free again."""
    waiting = await db.fetch_value(
        "SELECT count(*) FROM bids WHERE listing_id = $1 AND seller_organisation_id = $2"
        " AND status IN ('placed', 'shortlisted')",
        listing_id,
        actor.organisation,
    )
    if waiting:
        return
    sold = await db.fetch_value(
        "SELECT count(*) FROM sales WHERE listing_id = $1 AND seller_organisation_id = $2 AND status <> 'cancelled'",
        listing_id,
        actor.organisation,
    )
    await jobs.defer("diligence.ask_losers", listing_id=listing_id)
    if sold == 0:
        await db.move("listings", listing_id, LISTINGS["fail"], status_reason=reason)
        return
    await db.move("listings", listing_id, LISTINGS["award"])
    await db.execute(
        "UPDATE lot_claims x SET live = false WHERE x.listing_id = $1 AND x.organisation_id = $2 AND x.live"
        " AND NOT EXISTS (SELECT 1 FROM sales s WHERE s.lot_id = x.lot_id AND s.status <> 'cancelled')",
        listing_id,
        actor.organisation,
    )


async def _listing_of(lot_id: UUID) -> db.Row:
    row = await db.fetch_one(
        "SELECT l.* FROM lots t JOIN listings l ON l.id = t.listing_id WHERE t.id = $1 AND l.status <> 'draft'", lot_id
    )
    if row is None:
        raise NotFound("There is no such lot here.")
    return row


def offer_complaints(offer: Offer, listing: db.Row, *, today: date) -> list[Place]:
    """What is wrong with an offer by itself; also asked at the close, when the box is open."""
    found = []
    minimum, tick = (
        Money(listing["minimum_minor"], listing["currency"]),
        Money(listing["tick_minor"], listing["currency"]),
    )
    bid = Money(offer.amount_minor, offer.currency)
    if offer.currency != listing["currency"]:
        return [Place("currency", offer.currency, f"Bid in {listing['currency']}.")]
    if bid < minimum:
        found.append(Place("amount", bid.text(), f"The lowest bid is {minimum}."))
    elif (bid.minor - minimum.minor) % tick.minor:
        found.append(Place("amount", bid.text(), f"Bid in steps of {tick} above {minimum}."))
    if offer.valid_until < max(today, listing["bids_close_at"].date()):
        found.append(Place("valid_until", offer.valid_until.isoformat(), "The bid must outlast the close."))
    if not 0 < len(offer.funding) <= LONGEST_FUNDING:
        found.append(Place("funding", None, f"Say how the price is funded, in at most {LONGEST_FUNDING} characters."))
    elif not offer.funding.isprintable():
        # A letter that the database cannot hold would be met at the close only, and keep every bid from being opened.
        found.append(Place("funding", None, "Say how the price is funded in one line of plain letters."))
    return found


def _not_open(listing: db.Row) -> Refused:
    opens, closes = listing["bids_open_at"], listing["bids_close_at"]
    said = f"Bids are taken from {opens:%d %b %Y %H:%M:%S} to {closes:%d %b %Y %H:%M:%S} UTC; it is not that time."
    return Refused(said, places=[Place("bids_close_at", closes.isoformat(), said)])
