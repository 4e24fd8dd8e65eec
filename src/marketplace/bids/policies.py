"""Whether an organisation may bid and a seller award, as True or the sentence that says why not."""

from datetime import date
from typing import Literal
from uuid import UUID

from accounts.licences.queries import why_not_licensed
from accounts.mandates.queries import has_mandate
from accounts.organisations.queries import why_not_vetted
from kernel import db
from kernel.actor import Actor
from kernel.errors import Place
from kernel.money import Money
from marketplace.bids.states import BIDS, BidStatus

Allowed = Literal[True] | str


async def can_bid(
    actor: Actor, listing: db.Row, *, purchaser_id: UUID, servicer_id: UUID | None, today: date
) -> Allowed:
    """Vetted, licensed, mandated, under the NDA, and not the seller. Inside the caller's transaction."""
    obstacle = await why_not_bid(actor, listing, purchaser_id=purchaser_id, servicer_id=servicer_id, today=today)
    return True if obstacle is None else obstacle.sentence


async def why_not_bid(
    actor: Actor, listing: db.Row, *, purchaser_id: UUID, servicer_id: UUID | None, today: date
) -> Place | None:
    """The first obstacle, and which part of the bid it concerns: bidder, nda, purchaser or servicer."""
    seller = listing["organisation_id"]
    if seller in (actor.organisation_id, purchaser_id, servicer_id):
        return Place("purchaser", str(purchaser_id), "A seller cannot bid on its own listing.")
    lack = await why_not_vetted(actor.organisation)
    if lack is not None:
        return Place("bidder", str(actor.organisation_id), lack)
    if not await _under_nda(actor, listing["id"]):
        return Place("nda", None, "Accept the confidentiality agreement of this listing first.")
    if not await has_mandate(principal_id=purchaser_id, agent_id=actor.organisation, kind="bidding", on=today):
        unmandated = "There is no bidding mandate of that purchasing vehicle for your organisation on this day."
        return Place("purchaser", str(purchaser_id), unmandated)
    lack = await why_not_licensed_for(listing, purchaser_id, role="purchaser", on=today)
    if lack is not None:
        return Place("purchaser", str(purchaser_id), lack)
    if servicer_id is not None:
        lack = await why_not_licensed_for(listing, servicer_id, role="servicer", on=today)
        if lack is not None:
            return Place("servicer", str(servicer_id), lack)
    return None


async def why_not_licensed_for(listing: db.Row, organisation_id: UUID, *, role: str, on: date) -> str | None:
    """What an organisation lacks to buy, or service, what the listing offers."""
    return await why_not_licensed(
        organisation_id,
        role=role,
        country=listing["country"],
        originator_kind=listing["originator_kind"],
        debtor_kinds=list(listing["debtor_kinds"]),
        on=on,
    )


def can_award(bid: db.Row, *, shown: Money, today: date) -> Allowed:
    """An opened bid that still stands, at the amount the page showed."""
    if bid["amount_minor"] is None or Money(bid["amount_minor"], bid["currency"]) != shown:
        return "The amount on your page is not the bid's. Load the page again before you award."
    if BidStatus(bid["status"]) not in BIDS["accept"].sources:
        return f"The bid is {bid['status']}."
    if bid["valid_until"] < today:
        return f"The bid was valid until {bid['valid_until'].isoformat()} and has lapsed."
    return True


async def _under_nda(actor: Actor, listing_id: UUID) -> bool:
    accepted = await db.fetch_value(
        "SELECT 1 FROM nda_acceptances WHERE listing_id = $1 AND organisation_id = $2", listing_id, actor.organisation
    )
    return accepted is not None
