"""Handing out the anonymised tape: to each buyer his own copy, to the seller the tape itself."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from documents.vault.commands import keep_key, put
from kernel import data_keys, db, facts
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.errors import NotFound, Refused
from kernel.ids import new_id
from marketplace.anonymity import key_of
from marketplace.diligence.commands import visible_listing
from marketplace.diligence.copies import write_copy
from marketplace.diligence.facts import CopyRefused, TapeDownloaded
from marketplace.diligence.overlap import refuse_overlap
from marketplace.diligence.stored import StoredFile


async def download_tape(actor: Actor, listing_id: UUID) -> StoredFile:
    """The anonymised tape. A buyer behind the agreement gets his own marked copy, the same file every time.

    NotFound without the agreement; Refused where the copy, laid over what he took before, would single somebody out.
    The first download makes the copy, outside of any transaction.
    """
    if not actor.may("listings.edit"):
        actor.must("listings.view")
    async with db.transaction(actor):
        listing = await visible_listing(actor, listing_id)
        # Row-level security shows a release only to the seller and behind the agreement.
        release = await db.fetch_one("SELECT * FROM releases WHERE listing_id = $1", listing_id)
        if release is None:
            raise NotFound("There is no anonymised tape of this listing for you: accept its agreement first.")
        tape = StoredFile.of(release, await open_key(release["data_key_id"]))
        own = listing["organisation_id"] == actor.organisation
        known = own or await _copy_of(actor, listing_id) is not None
    if own:
        return tape
    if not known:
        await _make_copy(actor, listing, tape)
    return await _handed_out(actor, listing)


async def _copy_of(actor: Actor, listing_id: UUID) -> db.Row | None:
    return await db.fetch_one(
        "SELECT * FROM released_copies WHERE listing_id = $1 AND organisation_id = $2 AND level = 'tape'",
        listing_id,
        actor.organisation,
    )


async def _handed_out(actor: Actor, listing: db.Row) -> StoredFile:
    async with db.transaction(actor):
        row = await _copy_of(actor, listing["id"])
        if row is None:
            raise RuntimeError("a copy that was made is not there")
        taken = TapeDownloaded(subject_id=listing["id"], sha256=row["sha256"].hex())
        await facts.record(actor, taken, about=listing["organisation_id"])
        return StoredFile.of(row, await open_key(row["data_key_id"]))


async def _make_copy(buyer: Actor, listing: db.Row, tape: StoredFile) -> None:
    """By the seller's house: it keeps the key of the mark. Of two that are made at once, one stays."""
    listing_id, seller = listing["id"], Actor.system(listing["organisation_id"], buyer.clock)
    try:
        await refuse_overlap(listing_id, buyer.organisation, clock=buyer.clock)
    except Refused:
        async with db.transaction(buyer):
            await facts.record(buyer, CopyRefused(subject_id=listing_id), about=seller.organisation)
        raise
    async with db.transaction(seller):
        secret = await data_keys.make(seller, "object")
    with TemporaryDirectory(prefix="recourse-copy-") as folder:
        plain, copy = await tape.saved(Path(folder) / "tape.csv"), Path(folder) / "copy.csv"
        mark = key_of(secret.secret, str(listing_id), str(buyer.organisation))
        lines = await asyncio.to_thread(write_copy, plain, copy, mark)
        stored = await put(copy, media_type=tape.media_type)
    async with db.transaction(seller):
        await keep_key(seller, stored)
        await db.execute(
            "INSERT INTO released_copies (id, listing_id, level, organisation_id, seller_organisation_id, mark_key_id,"
            " file_name, media_type, object_key, data_key_id, sha256, size_bytes, rows_count, made_at)"
            " VALUES ($1, $2, 'tape', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
            " ON CONFLICT (listing_id, level, organisation_id) DO NOTHING",
            new_id(),
            listing_id,
            buyer.organisation,
            seller.organisation,
            secret.id,
            tape.file_name,
            stored.media_type,
            stored.object_key,
            stored.key.id,
            stored.sha256,
            stored.size,
            lines,
            buyer.now(),
        )
