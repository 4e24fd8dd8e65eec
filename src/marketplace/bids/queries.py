"""Bids as they are shown: to their bidder always, to the seller once they are opened."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.money import Money
from marketplace.bids import policies
from marketplace.bids.states import BIDS, BidStatus

PAGE = 50


@dataclass(frozen=True, slots=True)
class BidShown:
    """`amount` and what was in the box are None until the close. `rank` counts compliant bids of the lot from one.

    `overdue` counts the certificates of destruction that the bidder owes after their day, to any seller.
    """

    id: UUID
    listing_id: UUID
    lot_id: UUID
    title: str
    lot: str
    seller: str
    purchaser: str
    bidder: str
    servicer: str | None
    number: int
    placed_at: datetime
    closes_at: datetime
    sealed_sha256: str
    status: str
    amount: Money | None
    per_cent: Decimal | None
    valid_until: date | None
    funding: str | None
    rank: int | None
    reason: str | None
    sale_id: UUID | None
    overdue: int

    @property
    def open_to_decision(self) -> bool:
        return self.amount is not None and BidStatus(self.status) in BIDS["accept"].sources


@dataclass(frozen=True, slots=True)
class LotBids:
    lot_id: UUID
    name: str
    balance: Money
    bids: tuple[BidShown, ...]

    @property
    def undecided(self) -> bool:
        return any(bid.open_to_decision for bid in self.bids)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A purchaser the actor may bid for, and what it lacks for the listing, if anything."""

    id: UUID
    name: str
    lack: str | None


_SHOWN = (
    "SELECT b.*, l.title, l.bids_close_at AS closes_at, t.name AS lot,"
    " coalesce(s.name, '') AS seller, coalesce(p.name, '') AS purchaser, coalesce(o.name, '') AS bidder,"
    " v.name AS servicer, x.id AS sale_id, certificates_overdue(b.organisation_id) AS overdue FROM bids b"
    " JOIN listings l ON l.id = b.listing_id JOIN lots t ON t.id = b.lot_id"
    " LEFT JOIN organisations s ON s.id = b.seller_organisation_id"
    " LEFT JOIN organisations p ON p.id = b.purchaser_organisation_id"
    " LEFT JOIN organisations o ON o.id = b.organisation_id"
    " LEFT JOIN organisations v ON v.id = b.servicer_organisation_id"
    " LEFT JOIN sales x ON x.bid_id = b.id"
)


_SAME = (
    *("id", "listing_id", "lot_id", "title", "lot", "seller", "purchaser", "bidder", "servicer", "number"),
    *("placed_at", "closes_at", "status", "per_cent", "valid_until", "funding", "rank", "reason", "sale_id"),
    "overdue",
)


async def bids_of(actor: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[BidShown]:
    """The organisation's own bids, newest first; `after` is the last one of the page before."""
    actor.must("bids.place")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"{_SHOWN} WHERE b.organisation_id = $1 AND ($2::uuid IS NULL OR (b.placed_at, b.id) <"
            " (SELECT y.placed_at, y.id FROM bids y WHERE y.id = $2)) ORDER BY b.placed_at DESC, b.id DESC LIMIT $3",
            actor.organisation,
            after,
            limit,
        )
    return [_shown(row) for row in rows]


async def own_bid(actor: Actor, bid_id: UUID) -> BidShown:
    """One of the organisation's own bids, with its receipt; NotFound for anybody else's."""
    actor.must("bids.place")
    async with db.transaction(actor):
        row = await db.fetch_one(f"{_SHOWN} WHERE b.id = $1 AND b.organisation_id = $2", bid_id, actor.organisation)
    if row is None:
        raise NotFound("There is no such bid here.")
    return _shown(row)


async def opened_bids(actor: Actor, listing_id: UUID) -> list[LotBids]:
    """The seller's opened bids, lot by lot, ranked ones first. Empty before the close: nobody reads a bid then."""
    actor.must("listings.edit")
    async with db.transaction(actor):
        lots = await db.fetch(
            "SELECT * FROM lots WHERE listing_id = $1 AND organisation_id = $2 ORDER BY position",
            listing_id,
            actor.organisation,
        )
        rows = await db.fetch(
            f"{_SHOWN} WHERE b.listing_id = $1 AND b.seller_organisation_id = $2 AND b.opened_at IS NOT NULL"
            " ORDER BY b.lot_id, b.rank NULLS LAST, b.number",
            listing_id,
            actor.organisation,
        )
    bids = [_shown(row) for row in rows]
    return [
        LotBids(
            lot["id"],
            lot["name"],
            Money(lot["balance_minor"], lot["currency"]),
            tuple(bid for bid in bids if bid.lot_id == lot["id"]),
        )
        for lot in lots
    ]


async def vehicles(actor: Actor, listing: db.Row) -> list[Vehicle]:
    """The own organisation if it purchases, and those whose bidding mandate it holds today. In the open transaction."""
    today = actor.today("UTC")
    rows = await db.fetch(
        "SELECT o.id, o.name FROM organisations o WHERE 'purchaser' = ANY (o.kinds) AND (o.id = $1 OR EXISTS"
        " (SELECT 1 FROM mandates m WHERE m.organisation_id = o.id AND m.agent_organisation_id = $1"
        " AND m.kind = 'bidding' AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on >= $2)))"
        " ORDER BY o.id <> $1, o.name LIMIT 100",
        actor.organisation,
        today,
    )
    return [
        Vehicle(
            row["id"],
            row["name"],
            await policies.why_not_licensed_for(listing, row["id"], role="purchaser", on=today),
        )
        for row in rows
    ]


async def why_no_vehicle(actor: Actor, listing: db.Row) -> str | None:
    """None if the actor may bid for at least one licensed purchaser; else what the nearest one lacks."""
    found = await vehicles(actor, listing)
    if not found:
        return "Your organisation is no purchaser and holds no bidding mandate of one."
    return None if any(one.lack is None for one in found) else found[0].lack


def _shown(row: db.Row) -> BidShown:
    return BidShown(
        **{name: row[name] for name in _SAME},
        sealed_sha256=sha256(row["sealed"]).hexdigest(),
        amount=None if row["amount_minor"] is None else Money(row["amount_minor"], row["currency"]),
    )
