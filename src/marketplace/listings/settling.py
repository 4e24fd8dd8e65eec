"""The seller settles the anonymity of a draft; its tape is made anew under what was settled."""

from dataclasses import replace
from uuid import UUID

import msgspec

from kernel import data_keys, db, facts, progress
from kernel.actor import Actor
from kernel.errors import Place, Refused
from marketplace.listings import policies
from marketplace.listings.columns import columns_under
from marketplace.listings.commands import make_soon, own_listing
from marketplace.listings.demanded import Demanded, check_demanded, demanded_of, stored_t
from marketplace.listings.facts import AnonymitySettled
from marketplace.listings.forms_anonymity import whole
from marketplace.listings.release import steps_of


async def settle_anonymity(actor: Actor, listing_id: UUID, demanded: Demanded) -> bool:
    """Confirms the roles with k, l and t of a draft. True if the tape is made anew, since something changed.

    Invalid with every role that cannot be and why; Refused once the listing is open, and for a k above the debtors of
    a lot.
    """
    actor.must("listings.edit")
    check_demanded(demanded)
    async with db.transaction(actor):
        row = await _draft(actor, listing_id)
        await _refuse_few(listing_id, demanded.k)
        same = demanded_of(row) == demanded
        await db.execute(
            "UPDATE listings SET k_wanted = $2, l_wanted = $3, t_wanted = $4, column_roles = $5::jsonb,"
            " roles_confirmed_at = $6, roles_confirmed_by = $7, version = version + 1 WHERE id = $1",
            listing_id,
            demanded.k,
            demanded.l,
            stored_t(demanded.t),
            msgspec.json.encode(demanded.roles).decode(),
            actor.now(),
            actor.person_id,
        )
        settled = AnonymitySettled(
            subject_id=listing_id,
            k=demanded.k,
            l=demanded.l,
            t_thousandths=round(demanded.t * 1000),
            changed=sum(one.changed for one in columns_under(demanded.roles)),
            sha256=demanded.under.hex(),
        )
        await facts.record(actor, settled)
        if not same:
            await _anew(actor, listing_id)
    return not same


async def choose_k(actor: Actor, listing_id: UUID, text: str) -> bool:
    """Another k for a draft, everything else as it stands; as `settle_anonymity`."""
    actor.must("listings.edit")
    k = whole(text, "k")
    async with db.transaction(actor):
        demanded = demanded_of(await own_listing(actor, listing_id))
        return await settle_anonymity(actor, listing_id, replace(demanded, k=k))


async def make_again(actor: Actor, listing_id: UUID) -> None:
    """Puts the making of a draft's tape back into the queue, after it failed. Refused where the tape is there."""
    actor.must("listings.edit")
    async with db.transaction(actor):
        await _draft(actor, listing_id)
        if await db.fetch_value("SELECT 1 FROM releases WHERE listing_id = $1", listing_id) is not None:
            raise Refused("The anonymised tape is there already. Change its settings to have another one.")
        await _anew(actor, listing_id)


async def _draft(actor: Actor, listing_id: UUID) -> db.Row:
    row = await own_listing(actor, listing_id)
    allowed = policies.can_settle(actor, status=row["status"])
    if allowed is not True:
        raise Refused(allowed)
    return row


async def _refuse_few(listing_id: UUID, k: int) -> None:
    rows = await db.fetch(
        "SELECT name, debtors_count FROM lots WHERE listing_id = $1 AND debtors_count < $2 ORDER BY position",
        listing_id,
        k,
    )
    if rows:
        told = "; ".join(f"“{row['name']}” has {row['debtors_count']:,} distinct debtors" for row in rows)
        said = f"{told}. No more than those of the smallest lot can stand behind every line."
        raise Refused(said, places=[Place("k", str(k), said)])


async def _anew(actor: Actor, listing_id: UUID) -> None:
    """The tape under other settings goes, unseen by anybody but its seller, and its file with its key."""
    freed = await db.fetch_value("SELECT releases_discard($1)", listing_id)
    if freed is not None:
        await data_keys.destroy(actor, freed)
    lots = await db.fetch_value("SELECT count(*) FROM lots WHERE listing_id = $1", listing_id)
    await progress.announce(actor, listing_id, "release", steps_of(lots))
    await make_soon(actor, listing_id)
