"""What a bidder needs to fill in the form of a lot."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from accounts.organisations.queries import partners
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound
from kernel.money import Money
from marketplace.bids.queries import Vehicle, vehicles
from marketplace.listings.queries import LISTED, ListingShown, LotShown, shown


@dataclass(frozen=True, slots=True)
class BidForm:
    """`under_nda` is False as long as the agreement is not accepted; then the form sends the bidder there."""

    listing: ListingShown
    lot: LotShown
    vehicles: tuple[Vehicle, ...]
    servicers: tuple[tuple[UUID, str], ...]
    under_nda: bool
    takes_bids: bool


async def bid_form(actor: Actor, lot_id: UUID) -> BidForm:
    """The lot with whom the actor may bid for; NotFound outside the listing's circle."""
    actor.must("bids.place")
    async with db.transaction(actor):
        listing_id = await db.fetch_value(
            "SELECT t.listing_id FROM lots t JOIN listings l ON l.id = t.listing_id"
            " WHERE t.id = $1 AND l.status <> 'draft'",
            lot_id,
        )
        rows = await db.fetch(f"{LISTED} WHERE l.id = $1", listing_id)
        if not rows:
            raise NotFound("There is no such lot here.")
        listing = (await shown(rows))[0]
        accepted = await db.fetch_value(
            "SELECT 1 FROM nda_acceptances WHERE listing_id = $1 AND organisation_id = $2",
            listing_id,
            actor.organisation,
        )
        found = await vehicles(actor, rows[0])
        servicers = await partners(actor, kinds=("servicer",))
    return BidForm(
        listing=listing,
        lot=next(lot for lot in listing.lots if lot.id == lot_id),
        vehicles=tuple(found),
        servicers=tuple(one for one in servicers if one[0] != listing.seller_id),
        under_nda=accepted is not None,
        takes_bids=listing.bids_open_at <= actor.now() < listing.bids_close_at
        and listing.status in ("open", "bidding"),
    )


def per_cent_of(text: str, balance: Money) -> Decimal | None:
    """The typed amount in per cent of the balance at cut-off; None for what is no amount."""
    try:
        amount = Money.parse(text, balance.currency)
    except Invalid:
        return None
    return (Decimal(100) * amount.minor / balance.minor).quantize(Decimal("0.0001"))
