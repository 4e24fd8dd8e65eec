"""Whether an organisation may bid, as True or the sentence that says why not."""

from datetime import date
from typing import Literal
from uuid import UUID

from accounts.licences.queries import why_not_licensed
from accounts.mandates.queries import has_mandate
from kernel import db
from kernel.actor import Actor

Allowed = Literal[True] | str


async def can_bid(
    actor: Actor, listing: db.Row, *, purchaser_id: UUID, servicer_id: UUID | None, today: date
) -> Allowed:
    """Vetted, licensed, mandated, under the NDA, and not the seller. Inside the caller's transaction."""
    seller = listing["organisation_id"]
    if seller in (actor.organisation_id, purchaser_id, servicer_id):
        return "A seller cannot bid on its own listing."
    if (
        await db.fetch_value(
            "SELECT 1 FROM nda_acceptances WHERE listing_id = $1 AND organisation_id = $2",
            listing["id"],
            actor.organisation,
        )
        is None
    ):
        return "Accept the confidentiality agreement of this listing first."
    if not await has_mandate(principal_id=purchaser_id, agent_id=actor.organisation, kind="bidding", on=today):
        return "There is no bidding mandate of that purchasing vehicle for your organisation on this day."
    debtor_kinds = list(listing["debtor_kinds"])
    lack = await why_not_licensed(
        purchaser_id,
        role="purchaser",
        country=listing["country"],
        originator_kind=listing["originator_kind"],
        debtor_kinds=debtor_kinds,
        on=today,
    )
    if lack is None and servicer_id is not None:
        lack = await why_not_licensed(
            servicer_id,
            role="servicer",
            country=listing["country"],
            originator_kind=listing["originator_kind"],
            debtor_kinds=debtor_kinds,
            on=today,
        )
    return lack or True
