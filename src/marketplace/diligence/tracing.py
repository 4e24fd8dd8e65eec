"""Whose copy a found file is: asked by the seller of the listing or by the operator, and recorded."""

import asyncio
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from uuid import UUID

from kernel import db, facts
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.errors import NotFound
from marketplace.anonymity import key_of
from marketplace.diligence.facts import CopyTraced
from marketplace.diligence.judging import Marks, judge


@dataclass(frozen=True, slots=True)
class Traced:
    """`organisation` is None where nobody is named. `chance` is that of a false alarm for anybody of the `copies`."""

    organisation_id: UUID | None
    organisation: str | None
    values: int
    copies: int
    chance: float
    sha256: str


@dataclass(frozen=True, slots=True)
class _Asked:
    seller_id: UUID
    currency: str
    marks: Marks
    names: dict[str, str]


async def trace_copy(actor: Actor, listing_id: UUID, found: Path) -> Traced:
    """Says which buyer's copy of the listing's tape the file is, from about two hundred of its lines on.

    For the seller (`listings.edit`), the operator (`trade.watch`) and the platform; NotFound for everybody else. The
    question is a fact, whatever the answer; the one who is named does not read it.
    """
    asked = await _asked(actor, listing_id)
    with found.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    judged = await asyncio.to_thread(judge, found, asked.marks, asked.currency)
    named = None if judged.named is None else UUID(judged.named)
    told = CopyTraced(
        subject_id=listing_id, sha256=digest, named_id=named, values=judged.values, copies=len(asked.names)
    )
    async with db.transaction(actor):
        about = None if actor.organisation_id == asked.seller_id else asked.seller_id
        await facts.record(actor, told, about=about)
    return Traced(
        organisation_id=named,
        organisation=None if judged.named is None else asked.names[judged.named],
        values=judged.values,
        copies=len(asked.names),
        chance=judged.chance,
        sha256=digest,
    )


async def may_trace(actor: Actor, listing_id: UUID) -> db.Row:
    """The listing, in the open transaction, for who may ask about its copies."""
    if not actor.may("trade.watch"):
        actor.must("listings.edit")
    listing = await db.fetch_one(
        "SELECT * FROM listings WHERE id = $1 AND ($2 OR organisation_id = $3)",
        listing_id,
        actor.may("trade.watch") and await _watches(actor),
        actor.organisation_id,
    )
    if listing is None:
        raise NotFound("There is no such listing here.")
    return listing


async def _watches(actor: Actor) -> bool:
    return actor.kind == "platform" or bool(await db.fetch_value("SELECT is_operator()"))


async def _asked(actor: Actor, listing_id: UUID) -> _Asked:
    async with db.transaction(actor):
        listing = await may_trace(actor, listing_id)
        rows = await db.fetch(
            "SELECT DISTINCT c.organisation_id, c.mark_key_id, c.level = 'tape' AS tape, coalesce(o.name, '') AS name"
            " FROM released_copies c LEFT JOIN organisations o ON o.id = c.organisation_id"
            " WHERE c.seller_organisation_id = $1 AND c.listing_id = $2",
            listing["organisation_id"],
            listing_id,
        )
        keys: dict[bool, dict[str, bytes]] = {True: {}, False: {}}
        for row in rows:
            buyer, secret = str(row["organisation_id"]), await open_key(row["mark_key_id"])
            keys[row["tape"]][buyer] = key_of(secret.secret, str(listing_id), buyer)
    names = {str(row["organisation_id"]): row["name"] for row in rows}
    return _Asked(listing["organisation_id"], listing["currency"], Marks(keys[True], keys[False]), names)
