"""Who may look at a listing more closely and take what of it, as True or the sentence that says why not."""

from typing import Literal
from uuid import UUID

from accounts.organisations.queries import why_not_vetted
from kernel import db
from kernel.actor import Actor
from marketplace.diligence.states import DestructionStatus, Level, LevelStatus, PickStatus

Allowed = Literal[True] | str
LOOKED_INTO = ("open", "bidding")
SECOND_STAGE = ("open", "bidding", "closed")


async def can_accept_nda(actor: Actor, listing: db.Row) -> Allowed:
    """A vetted organisation that is not the seller, while the listing is on the market. In the open transaction."""
    if not actor.may("diligence.accept"):
        return "Your role does not include accepting confidentiality agreements."
    if listing["organisation_id"] == actor.organisation_id:
        return "This is your own listing."
    if listing["status"] not in LOOKED_INTO:
        return f"The listing is {listing['status']}; nobody new is let in."
    return await why_not_vetted(actor.organisation) or True


async def can_take(actor: Actor, listing_id: UUID, level: Level) -> Allowed:
    """Whether a buyer may take a level now: opened by its seller, and not asked to destroy it. In the transaction."""
    asked = await db.fetch_value(
        "SELECT status FROM destruction_requests WHERE listing_id = $1 AND organisation_id = $2",
        listing_id,
        actor.organisation,
    )
    if asked == DestructionStatus.CERTIFIED:
        return "Your organisation certified that it destroyed what it was handed of this listing."
    if asked is not None:
        return "The listing is over for you: destroy what you were handed of it, and certify that."
    status = await level_status(listing_id, level)
    return status is LevelStatus.OPEN or "The seller closed this level."


async def level_status(listing_id: UUID, level: Level) -> LevelStatus:
    """The anonymised tape is open unless its seller closed it; what follows it only once he opened it."""
    found = await db.fetch_value(
        "SELECT status FROM release_levels WHERE listing_id = $1 AND level = $2", listing_id, level
    )
    if found is None:
        return LevelStatus.OPEN if level is Level.TAPE else LevelStatus.CLOSED
    return LevelStatus(found)


async def is_picked(actor: Actor, listing_id: UUID) -> bool:
    """Whether the actor's organisation stands on the listing's shortlist. In the open transaction."""
    status = await db.fetch_value(
        "SELECT status FROM shortlist_picks WHERE listing_id = $1 AND organisation_id = $2",
        listing_id,
        actor.organisation,
    )
    return bool(status == PickStatus.PICKED)


def can_open_second_stage(status: str) -> Allowed:
    """Rows of single claims are for a sale that is under way, not for one that is decided."""
    if status in SECOND_STAGE:
        return True
    return f"The listing is {status}: the second stage is for the time before the award."
