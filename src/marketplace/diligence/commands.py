"""Accepting the confidentiality agreement, and noting who looks at what lies behind it."""

from uuid import UUID

from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.ids import new_id
from marketplace.diligence.facts import ListingLookedAt, NdaAccepted
from marketplace.diligence.policies import can_accept_nda


async def accept_nda(actor: Actor, listing_id: UUID, *, shown_sha256: str) -> UUID:
    """Accepts the listing's agreement for the actor's organisation; version, hash, time, person and address are kept.

    `shown_sha256` is the hash of the text the page showed, as hex. Accepting twice gives the first acceptance.
    """
    actor.must("diligence.accept")
    async with db.transaction(actor):
        listing = await visible_listing(actor, listing_id)
        allowed = await can_accept_nda(actor, listing)
        if allowed is not True:
            raise Refused(allowed)
        if listing["nda_sha256"].hex() != shown_sha256:
            raise Refused("The agreement on your page is not this listing's. Load the page and read it again.")
        acceptance_id = new_id()
        written = await db.execute(
            "INSERT INTO nda_acceptances (id, listing_id, organisation_id, seller_organisation_id, person_id,"
            " nda_version, nda_sha256, accepted_at, ip) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            " ON CONFLICT (listing_id, organisation_id) DO NOTHING",
            acceptance_id,
            listing_id,
            actor.organisation,
            listing["organisation_id"],
            actor.person_id,
            listing["nda_version"],
            listing["nda_sha256"],
            actor.now(),
            actor.ip,
        )
        if written == 0:
            return await _accepted_before(actor, listing_id)
        accepted = NdaAccepted(
            subject_id=listing_id, acceptance_id=acceptance_id, version=listing["nda_version"], sha256=shown_sha256
        )
        await facts.record(actor, accepted, about=listing["organisation_id"])
    return acceptance_id


async def _accepted_before(actor: Actor, listing_id: UUID) -> UUID:
    row = await db.fetch_sure(
        "SELECT id FROM nda_acceptances WHERE listing_id = $1 AND organisation_id = $2", listing_id, actor.organisation
    )
    known: UUID = row["id"]
    return known


async def note_look(actor: Actor, listing_id: UUID, seller_id: UUID, *, closely: bool) -> None:
    """Writes that the listing was looked at, in the open transaction. A seller's look at its own is nothing."""
    if seller_id != actor.organisation_id:
        await facts.record(actor, ListingLookedAt(subject_id=listing_id, closely=closely), about=seller_id)


async def visible_listing(actor: Actor, listing_id: UUID) -> db.Row:
    """A listing of the actor's circle, in the open transaction; NotFound for one it does not see or another's draft."""
    row = await db.fetch_one(
        "SELECT * FROM listings l WHERE l.id = $1 AND (l.organisation_id = $2 OR (l.status <> 'draft'"
        " AND (l.circle = 'open' OR EXISTS (SELECT 1 FROM listing_invitees i WHERE i.listing_id = l.id"
        " AND i.invited_organisation_id = $2))))",
        listing_id,
        actor.organisation,
    )
    if row is None:
        raise NotFound("There is no such listing here.")
    return row
