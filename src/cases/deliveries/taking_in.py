"""The job that takes a delivery in: file by file through the door, matched, sealed, and told while it goes on."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from cases.deliveries.archive import Archive, Landed, Sent, Source, prefix_of
from cases.deliveries.commands import known_claims
from cases.deliveries.facts import DeliveryTakenIn
from cases.deliveries.keeping import UNSAID, Kept, keep_files
from cases.deliveries.listing import list_files
from cases.deliveries.matching import Known, Match, match
from cases.deliveries.states import DELIVERIES
from cases.desk.exhibits import LARGEST
from documents.intake.door import Taken, take_in
from documents.shelves import Shelf
from documents.vault.commands import Put, keep_key, put, store
from kernel import db, facts
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.errors import Invalid, Problem, Unavailable
from kernel.progress import Progress

CHUNK = 100
AT_ONCE = 8
"""Files under way at the same time: the store's answer is waited for, not worked for."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that passed the door and lies in the store."""

    row: db.Row
    taken: Taken
    put: Put


@dataclass(frozen=True, slots=True)
class Denied:
    """A file that stays outside."""

    row: db.Row
    sentence: str


async def take_in_delivery(actor: Actor, delivery_id: UUID, progress_id: UUID) -> None:
    """Safe to be killed and to run again: a file counts from the commit of its chunk, and is passed over from then on.

    What stops the whole (an index that cannot be read) is told on the delivery and nothing is kept.
    """
    account = Progress(actor, progress_id)
    async with db.transaction(actor):
        delivery = await db.fetch_sure(
            "SELECT * FROM deliveries WHERE organisation_id = $1 AND id = $2", actor.organisation, delivery_id
        )
    if delivery["status"] != "received":
        return
    try:
        with TemporaryDirectory(prefix="recourse-delivery-") as folder:
            source = await _source(actor, delivery, Path(folder))
            total = await list_files(actor, delivery_id, source)
            await _all_chunks(actor, delivery, source, account, total)
        told = await _finish(actor, delivery_id)
    except Unavailable as error:
        await account.fail(f"{error.sentence} What was taken in stays; the rest is tried again.")
        raise
    except Problem as problem:
        await _fail(actor, delivery_id, account, problem.located[:500])
        return
    except Exception:
        await account.fail("It stopped half-way. What was taken in stays; the rest is tried again.")
        raise
    await _empty_landing(delivery)
    await account.finish(total, told)


async def _source(actor: Actor, delivery: db.Row, folder: Path) -> Source:
    if delivery["source"] == "prefix":
        return Landed(delivery["id"], folder)
    async with db.transaction(actor):
        key = await open_key(delivery["data_key_id"])
    path = folder / "delivery.zip"
    with path.open("wb") as file:
        async for frame in store().stream(delivery["object_key"], data_key=key.secret):
            await asyncio.to_thread(file.write, frame)
    return await asyncio.to_thread(Archive, path)


async def _all_chunks(actor: Actor, delivery: db.Row, source: Source, account: Progress, total: int) -> None:
    async with db.transaction(actor):
        known = await known_claims(actor, delivery["sale_id"])
    gate = asyncio.Semaphore(AT_ONCE)
    while rows := await _waiting(actor, delivery["id"]):
        looked = await asyncio.gather(*(_look(actor, source, row, gate) for row in rows))
        async with db.transaction(actor):
            await _keep(actor, delivery["id"], known, looked)
            left = await db.fetch_value(
                "SELECT count(*) FROM delivered_files WHERE organisation_id = $1 AND delivery_id = $2"
                " AND status = 'waiting'",
                actor.organisation,
                delivery["id"],
            )
        await account.report(total - left, total)


async def _waiting(actor: Actor, delivery_id: UUID) -> list[db.Row]:
    async with db.transaction(actor):
        return await db.fetch(
            "SELECT * FROM delivered_files WHERE organisation_id = $1 AND delivery_id = $2 AND status = 'waiting'"
            " ORDER BY number LIMIT $3",
            actor.organisation,
            delivery_id,
            CHUNK,
        )


async def _look(actor: Actor, source: Source, row: db.Row, gate: asyncio.Semaphore) -> Stored | Denied:
    async with gate:
        try:
            content = await source.read(Sent(row["number"] - 1, row["path"]), LARGEST)
            taken = await take_in(actor, content, row["path"], largest=LARGEST)
        except Invalid as refused:
            return Denied(row, " ".join(one.sentence for one in refused.places) or refused.sentence)
        return Stored(row, taken, await put(taken.content, media_type=taken.media_type))


async def _keep(actor: Actor, delivery_id: UUID, known: Known, looked: Sequence[Stored | Denied]) -> None:
    stored = [one for one in looked if isinstance(one, Stored)]
    await _refuse(actor, [one for one in looked if isinstance(one, Denied)])
    await _note_contents(actor, stored)
    kept = []
    for one in stored:
        # Lines that contradict each other leave that as the reason why the file waits.
        found = one.row["reason"] or match(known, one.row["reference"], one.row["path"])
        if isinstance(found, Match):
            row = dict(one.row) | {"pages": one.taken.pages}
            kept.append(Kept.of(row, one.put, found.claim_id, found.basis, kind=one.row["kind"] or UNSAID))
        else:
            await keep_key(actor, one.put)
            await _into_tray(actor, one, found if isinstance(found, str) else found.sentence)
    if kept:
        await keep_files(actor, delivery_id, kept)


async def _note_contents(actor: Actor, stored: Sequence[Stored]) -> None:
    await db.execute(
        "UPDATE delivered_files f SET sha256 = n.sha256, size_bytes = n.size, media_type = n.media_type,"
        " pages = n.pages, scan = n.scan, scan_finding = n.finding, scan_definitions_at = n.defined"
        " FROM unnest($2::uuid[], $3::bytea[], $4::bigint[], $5::text[], $6::int[], $7::text[], $8::text[],"
        " $9::timestamptz[]) AS n(id, sha256, size, media_type, pages, scan, finding, defined)"
        " WHERE f.organisation_id = $1 AND f.id = n.id",
        actor.organisation,
        [one.row["id"] for one in stored],
        [one.put.sha256 for one in stored],
        [one.put.size for one in stored],
        [one.put.media_type for one in stored],
        [one.taken.pages for one in stored],
        [one.taken.scan.state for one in stored],
        [one.taken.scan.finding for one in stored],
        [one.taken.scan.definitions_at for one in stored],
    )


async def _into_tray(actor: Actor, one: Stored, sentence: str) -> None:
    await db.execute(
        "UPDATE delivered_files SET status = 'tray', version = version + 1, reason = $3, object_key = $4,"
        " data_key_id = $5 WHERE organisation_id = $1 AND id = $2 AND status = 'waiting'",
        actor.organisation,
        one.row["id"],
        sentence[:500],
        one.put.object_key,
        one.put.key.id,
    )


async def _refuse(actor: Actor, denied: Sequence[Denied]) -> None:
    await db.execute(
        "UPDATE delivered_files f SET status = 'refused', version = version + 1, reason = n.reason"
        " FROM unnest($2::uuid[], $3::text[]) AS n(id, reason)"
        " WHERE f.organisation_id = $1 AND f.id = n.id AND f.status = 'waiting'",
        actor.organisation,
        [one.row["id"] for one in denied],
        [one.sentence[:500] for one in denied],
    )


async def _finish(actor: Actor, delivery_id: UUID) -> str:
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT path, sha256, status FROM delivered_files WHERE organisation_id = $1 AND delivery_id = $2"
            " ORDER BY number",
            actor.organisation,
            delivery_id,
        )
        counts = {status: 0 for status in ("kept", "known", "tray", "refused", "missing")}
        for row in rows:
            counts[row["status"]] += 1
        await db.move("deliveries", delivery_id, DELIVERIES["take_in"])
        digest = _digest([(row["path"], row["sha256"]) for row in rows])
        await facts.record(actor, DeliveryTakenIn(subject_id=delivery_id, digest=digest, **counts))
    return (
        f"{counts['kept'] + counts['known']} files are with their claims, {counts['tray']} wait in the tray,"
        f" {counts['refused']} were refused, {counts['missing']} did not come."
    )


async def _fail(actor: Actor, delivery_id: UUID, account: Progress, sentence: str) -> None:
    async with db.transaction(actor):
        await db.execute(
            "UPDATE deliveries SET failure = $3 WHERE organisation_id = $1 AND id = $2",
            actor.organisation,
            delivery_id,
            sentence,
        )
    await account.fail(sentence)


async def _empty_landing(delivery: db.Row) -> None:
    """What lies on the landing is plain; everything of it is in the vault or refused by now."""
    if delivery["source"] == "prefix":
        for key in await store().landed(prefix_of(delivery["id"])):
            await store().delete(key, shelf=Shelf.LANDING)


def _digest(files: Sequence[tuple[str, bytes | None]]) -> str:
    """SHA-256 over paths and hashes in the order of arrival: what one fact says of all files."""
    whole = sha256()
    for path, digest in files:
        whole.update(sha256(path.encode()).digest() + (digest or bytes(32)))
    return whole.hexdigest()
