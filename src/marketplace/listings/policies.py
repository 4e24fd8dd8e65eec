"""What may be done with a listing now, as True or the sentence that says why not."""

from datetime import datetime
from typing import Literal

from kernel import db
from kernel.actor import Actor
from marketplace.listings.states import LISTINGS, ListingStatus

Allowed = Literal[True] | str


def can_open(actor: Actor, *, status: str, released: bool, bids_close_at: datetime) -> Allowed:
    """Only a draft with its release made, in time."""
    if not actor.may("listings.open"):
        return "Your role does not include opening listings."
    if ListingStatus(status) not in LISTINGS["open"].sources:
        return f"The listing is {status}."
    if not released:
        return "The anonymised tape is not made yet."
    if bids_close_at <= actor.now():
        return "The close of bids has passed. Withdraw this draft and make a new one."
    return True


def can_withdraw(actor: Actor, *, status: str, bids_close_at: datetime) -> Allowed:
    """As long as bids are closed: afterwards the seller awards or declines."""
    if not actor.may("listings.edit"):
        return "Your role does not include withdrawing listings."
    if ListingStatus(status) not in LISTINGS["withdraw"].sources:
        return f"The listing is {status}."
    if status != "draft" and bids_close_at <= actor.now():
        return "Bids are closed and about to be opened: award one, or decline them with your reason."
    return True


def can_settle(actor: Actor, *, status: str) -> Allowed:
    """The anonymity is the seller's to set while nobody else has seen the listing."""
    if not actor.may("listings.edit"):
        return "Your role does not include drafting listings."
    if status != "draft":
        return f"The listing is {status}: what its circle was shown stays as it is. Withdraw it and draft another."
    return True


async def may_sell(actor: Actor) -> Allowed:
    """Vetted, and a seller (or somebody who bought and sells on). Inside the caller's transaction."""
    row = await db.fetch_one("SELECT name, status FROM organisations WHERE id = $1", actor.organisation)
    if row is None or row["status"] != "vetted":
        return "Your organisation has not been vetted by the operator yet; until then nothing can be listed."
    return True
