"""Handing out what a listing releases: to each buyer his own copy, to the seller the tape itself."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from documents.vault.commands import put
from kernel import data_keys, db, facts
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.errors import NotFound, Refused
from kernel.facts import Fact
from marketplace.anonymity import key_of
from marketplace.diligence import policies
from marketplace.diligence.commands import visible_listing
from marketplace.diligence.copies import write_copy
from marketplace.diligence.facts import CopyRefused, PapersDownloaded, RowsDownloaded, TapeDownloaded
from marketplace.diligence.keeping import copy_of, keep_copy
from marketplace.diligence.overlap import refuse_overlap
from marketplace.diligence.states import Level
from marketplace.diligence.stored import StoredFile

ENDED = ("sold", "failed", "withdrawn")
LOOKED: dict[Level, type[TapeDownloaded | RowsDownloaded | PapersDownloaded]] = {
    Level.TAPE: TapeDownloaded,
    Level.ROWS: RowsDownloaded,
    Level.PAPERS: PapersDownloaded,
}


async def download_tape(actor: Actor, listing_id: UUID) -> StoredFile:
    """The anonymised tape. A buyer behind the agreement gets his own marked copy, the same file every time.

    NotFound without the agreement; Refused where the seller closed the level, where destruction was asked for, or where
    the copy, laid over what he took before, would single somebody out. The first download makes the copy, outside of
    any transaction.
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
        if listing["organisation_id"] == actor.organisation:
            return tape
        await _refuse(actor, listing_id, Level.TAPE)
        known = await copy_of(actor, listing_id, Level.TAPE)
        if known is None and listing["status"] in ENDED:
            raise Refused(f"The listing is {listing['status']}: no new copy of its tape is handed out.")
    if known is None:
        await _make_copy(actor, listing, tape)
    return await _handed_out(actor, listing, Level.TAPE)


async def download_second_stage(actor: Actor, listing_id: UUID, level: Level) -> StoredFile:
    """The shortlisted buyer's own pseudonymised rows or summaries; NotFound for everybody else, the seller too."""
    actor.must("listings.view")
    async with db.transaction(actor):
        listing = await visible_listing(actor, listing_id)
        if not await policies.is_picked(actor, listing_id):
            raise NotFound("There is nothing of this level for you: the seller opens it to bidders of his choice.")
        await _refuse(actor, listing_id, level)
        if await copy_of(actor, listing_id, level) is None:
            raise Refused("Your copy is being made. Come back in a few minutes.")
    return await _handed_out(actor, listing, level)


async def _refuse(actor: Actor, listing_id: UUID, level: Level) -> None:
    allowed = await policies.can_take(actor, listing_id, level)
    if allowed is not True:
        raise Refused(allowed)


async def _handed_out(actor: Actor, listing: db.Row, level: Level) -> StoredFile:
    async with db.transaction(actor):
        copy = await copy_of(actor, listing["id"], level)
        if copy is None:
            raise RuntimeError("a copy that was made is not there")
        taken: Fact = LOOKED[level](subject_id=listing["id"], sha256=copy.sha256.hex())
        await facts.record(actor, taken, about=listing["organisation_id"])
    return copy


async def _make_copy(buyer: Actor, listing: db.Row, tape: StoredFile) -> None:
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
    await keep_copy(
        seller,
        listing_id,
        Level.TAPE,
        buyer.organisation,
        mark_key_id=secret.id,
        stored=stored,
        file_name=tape.file_name,
        rows=lines,
    )
