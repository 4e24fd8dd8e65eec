"""Opening deliveries, and what a person decides about the files in the tray."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from uuid import UUID

from cases.deliveries.archive import LARGEST_ARCHIVE, MOST_FILES, Archive, prefix_of
from cases.deliveries.facts import DeliveredFileAssigned, DeliveredFileReturned, DeliveryClosed, DeliveryOpened
from cases.deliveries.keeping import Kept, keep_files
from cases.deliveries.matching import Known
from cases.deliveries.states import DELIVERED_FILES, DELIVERIES, DeliveryStatus
from cases.desk.exhibits import KINDS
from documents.vault.commands import Put, keep_key, put, store
from kernel import data_keys, db, facts, jobs, progress
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id

RIGHT = "documents.deliver"
WORK = "delivery"
SECONDS = 3600
"""How long an address that takes one file stays open."""
CLAIMS = (
    "SELECT c.id, c.reference FROM claims c WHERE c.organisation_id = $1 AND c.status = 'live' AND ($2::uuid IS NULL"
    " OR c.id IN (SELECT x.claim_id FROM sale_claims x WHERE x.sale_id = $2 AND x.dropped_reason IS NULL))"
)
"""The live claims of an organisation ($1), or those of them that belong to a sale ($2, or null)."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a browser or a program PUTs one file."""

    path: str
    url: str


async def deliver_archive(actor: Actor, file: Path, *, name: str, sale_id: UUID | None) -> UUID:
    """Stores the archive as it came and has its files taken in by a job. Invalid for one that cannot be read whole."""
    actor.must(RIGHT)
    if (await asyncio.to_thread(file.stat)).st_size > LARGEST_ARCHIVE:
        mend = f"At most {LARGEST_ARCHIVE >> 30} GiB. Divide it, or deliver under a prefix."
        raise Invalid("The archive is too large.", places=[Place("file", None, mend)])
    many = await asyncio.to_thread(_count, file)
    await _may_deliver(actor, sale_id)
    stored = await put(file, media_type="application/zip")
    async with db.transaction(actor):
        await keep_key(actor, stored)
        delivery_id = await _open(actor, name, sale_id, DeliveryStatus.RECEIVED, stored)
        await _begin(actor, delivery_id, many)
    return delivery_id


async def deliver_under_prefix(actor: Actor, *, name: str, sale_id: UUID | None) -> UUID:
    """A delivery whose files come one by one to addresses of `addresses`; `receive` says that all are there."""
    actor.must(RIGHT)
    await _may_deliver(actor, sale_id)
    async with db.transaction(actor):
        return await _open(actor, name, sale_id, DeliveryStatus.ARRIVING, None)


async def addresses(actor: Actor, delivery_id: UUID, paths: Sequence[str]) -> list[Address]:
    """One address for each path, open for an hour, each for one file of the quarantine and for nothing else."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        row = await _own(actor, delivery_id)
    if row["status"] != DeliveryStatus.ARRIVING:
        raise Refused("This delivery takes no more files. Open another.")
    wrong = [one for one in paths if not _is_plain(one)]
    if wrong or len(paths) > 1000:
        places = [Place("paths", one[:120], "Name a file below the prefix, without “..”.") for one in wrong[:20]]
        raise Invalid("Addresses are given for up to 1,000 plain paths at once.", places=places)
    prefix = prefix_of(delivery_id)
    return [Address(one, await store().presigned_put(prefix + one, seconds=SECONDS)) for one in paths]


async def receive(actor: Actor, delivery_id: UUID) -> None:
    """All files are under the prefix: they are taken in by a job."""
    actor.must(RIGHT)
    many = len(await store().landed(prefix_of(delivery_id)))
    async with db.transaction(actor):
        await _own(actor, delivery_id)
        if not 0 < many <= MOST_FILES:
            raise Refused(f"{many} files lie under the prefix of this delivery; 1 to {MOST_FILES} are taken.")
        await db.move("deliveries", delivery_id, DELIVERIES["receive"])
        await _begin(actor, delivery_id, many)


async def resume_delivery(actor: Actor, delivery_id: UUID) -> None:
    """Has the files taken in that a job left because something around it failed; what was taken in stays."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        row = await _own(actor, delivery_id)
        work = await progress.latest(actor, delivery_id, WORK)
        if row["status"] != DeliveryStatus.RECEIVED or row["failure"] or work is None or work.state != "failed":
            raise Refused(
                "There is nothing to go on with: the work goes on by itself, is done, or needs a new delivery."
            )
        await _begin(actor, delivery_id, work.total or 0)


async def assign_file(actor: Actor, file_id: UUID, *, reference: str, kind: str) -> UUID:
    """Gives a file of the tray to the claim a person named. Returns the document's id."""
    actor.must(RIGHT)
    if kind not in KINDS:
        raise Invalid("Say what the document is.", places=[Place("kind", kind, "Choose one of the list.")])
    async with db.transaction(actor):
        row = await _in_tray(actor, file_id)
        known = await known_claims(actor, row["sale_id"])
        found = known.exact.get(reference.strip(), ())
        if len(found) != 1:
            said = "No claim has" if not found else f"{len(found)} claims have"
            place = Place("reference", reference[:60], "Write it as the claim's page shows it.")
            raise Invalid(f"{said} this reference here.", places=[place])
        key = await open_key(row["data_key_id"])
        stored = Put(key, row["object_key"], row["sha256"], row["size_bytes"], row["media_type"])
        kept = Kept.of(row, stored, found[0], "person", kind=kind, key_is_kept=True)
        (document_id,) = await keep_files(actor, row["delivery_id"], [kept])
        fact = DeliveredFileAssigned(
            subject_id=row["delivery_id"],
            claim_id=found[0],
            document_id=document_id,
            sha256=stored.sha256.hex(),
        )
        await facts.record(actor, fact)
    return document_id


async def return_file(actor: Actor, file_id: UUID, *, reason: str) -> None:
    """Sends a file of the tray back: its bytes become unreadable here, its hash and the reason stay."""
    actor.must(RIGHT)
    if not reason.strip():
        raise Invalid("Say why it goes back.", places=[Place("reason", None, "A few words the sender understands.")])
    async with db.transaction(actor):
        row = await _in_tray(actor, file_id)
        await db.move(
            "delivered_files",
            file_id,
            DELIVERED_FILES["return"],
            reason=reason.strip()[:500],
            decided_by=actor.person_id,
            decided_at=actor.now(),
        )
        await data_keys.destroy(actor, row["data_key_id"])
        fact = DeliveredFileReturned(subject_id=row["delivery_id"], sha256=row["sha256"].hex())
        await facts.record(actor, fact)


async def close_delivery(actor: Actor, delivery_id: UUID) -> None:
    """Nothing waits in the tray any more: the archive, of which every file is kept or decided, becomes unreadable."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        row = await _own(actor, delivery_id)
        waiting = await db.fetch_value(
            "SELECT count(*) FROM delivered_files WHERE organisation_id = $1 AND delivery_id = $2 AND status = 'tray'",
            actor.organisation,
            delivery_id,
        )
        if waiting:
            raise Refused(f"{waiting} files wait in the tray. Give each to its claim or send it back.")
        await db.move("deliveries", delivery_id, DELIVERIES["close"])
        if row["data_key_id"] is not None:
            await data_keys.destroy(actor, row["data_key_id"])
        await facts.record(actor, DeliveryClosed(subject_id=delivery_id))


async def known_claims(actor: Actor, sale_id: UUID | None) -> Known:
    """The live claims a delivery may be about: the organisation's, or those of one sale. In the open transaction."""
    rows = await db.fetch(CLAIMS, actor.organisation, sale_id)
    return Known.of((row["id"], row["reference"]) for row in rows)


async def _open(actor: Actor, name: str, sale_id: UUID | None, status: DeliveryStatus, stored: Put | None) -> UUID:
    delivery_id = new_id()
    source = "archive" if stored else "prefix"
    await db.execute(
        "INSERT INTO deliveries (id, organisation_id, sale_id, name, source, status, sha256, size_bytes, object_key,"
        " data_key_id, opened_by, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        delivery_id,
        actor.organisation,
        sale_id,
        (PurePosixPath(name.strip()).name or "Delivery")[:200],
        source,
        status.value,
        stored.sha256 if stored else None,
        stored.size if stored else None,
        stored.object_key if stored else None,
        stored.key.id if stored else None,
        actor.person_id,
        actor.now(),
    )
    digest = stored.sha256.hex() if stored else None
    await facts.record(actor, DeliveryOpened(subject_id=delivery_id, source=source, sha256=digest, sale_id=sale_id))
    return delivery_id


async def _begin(actor: Actor, delivery_id: UUID, many: int) -> None:
    progress_id = await progress.announce(actor, delivery_id, WORK, many)
    await jobs.defer(
        "deliveries.take_in",
        queue="bulk",
        lock=f"delivery:{delivery_id}",
        organisation_id=actor.organisation,
        delivery_id=delivery_id,
        progress_id=progress_id,
    )


async def _may_deliver(actor: Actor, sale_id: UUID | None) -> None:
    async with db.transaction(actor):
        if not (await known_claims(actor, sale_id)).exact:
            raise NotFound("Your organisation owns no claims that these documents could be about.")


async def _own(actor: Actor, delivery_id: UUID) -> db.Row:
    row = await db.fetch_one(
        "SELECT * FROM deliveries WHERE organisation_id = $1 AND id = $2 FOR UPDATE", actor.organisation, delivery_id
    )
    if row is None:
        raise NotFound("There is no such delivery here.")
    return row


async def _in_tray(actor: Actor, file_id: UUID) -> db.Row:
    row = await db.fetch_one(
        "SELECT f.*, d.sale_id FROM delivered_files f JOIN deliveries d ON d.id = f.delivery_id"
        " WHERE f.organisation_id = $1 AND f.id = $2 FOR UPDATE OF f",
        actor.organisation,
        file_id,
    )
    if row is None:
        raise NotFound("There is no such file here.")
    if row["status"] != "tray":
        raise Refused("This file no longer waits in the tray. Reload the page to see what became of it.")
    return row


def _count(file: Path) -> int:
    archive = Archive(file)
    archive.close()
    return len(archive)


def _is_plain(path: str) -> bool:
    return 0 < len(path) <= 400 and path.isprintable() and ".." not in path.split("/") and not path.startswith("/")
