"""Who may look at a listing more closely, as True or the sentence that says why not."""

from typing import Literal

from accounts.organisations.queries import why_not_vetted
from kernel import db
from kernel.actor import Actor

Allowed = Literal[True] | str
LOOKED_INTO = ("open", "bidding")


async def can_accept_nda(actor: Actor, listing: db.Row) -> Allowed:
    """A vetted organisation that is not the seller, while the listing is on the market. In the open transaction."""
    if not actor.may("diligence.accept"):
        return "Your role does not include accepting confidentiality agreements."
    if listing["organisation_id"] == actor.organisation_id:
        return "This is your own listing."
    if listing["status"] not in LOOKED_INTO:
        return f"The listing is {listing['status']}; nobody new is let in."
    return await why_not_vetted(actor.organisation) or True
