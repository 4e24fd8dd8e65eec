"""Bringing in a file of payments: stored and hashed first, its columns named by a person, then read by a job."""

import asyncio
from hashlib import sha256
from uuid import UUID

import msgspec

from cases.desk.policies import must_enter
from cases.receipts.facts import ReceiptFileMapped, ReceiptFileStored
from cases.receipts.lines import SOURCES
from cases.receipts.mapping import Mapping, confirmed
from cases.receipts.sheets import Format, format_of, headers_of
from cases.receipts.states import RECEIPT_FILES
from documents.intake.clamd import scan
from documents.intake.names import plain_name
from documents.vault.commands import keep_key, put
from kernel import data_keys, db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id

LARGEST = 96 << 20
MEDIA: dict[Format, tuple[str, str]] = {
    "camt": ("application/xml", ".xml"),
    "csv": ("text/csv", ".csv"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
}


async def store_file(actor: Actor, content: bytes, sent_name: str, *, source: str) -> UUID:
    """Keeps the file as it came. A bank's statement is read at once; one in columns waits until they are named.

    Refused where the same file is here already; Invalid for one that cannot be such a file.
    """
    must_enter(actor)
    kind, headers = await asyncio.to_thread(_looked_at, content, source)
    await _refuse_known(actor, sha256(content).digest())
    media_type, ending = MEDIA[kind]
    if (await scan(content, now=actor.now())).state == "infected":
        raise Invalid("The scanner found something harmful in the file. It was not stored.")
    stored = await put(content, media_type=media_type)
    file_id = new_id()
    async with db.transaction(actor):
        await keep_key(actor, stored)
        key = await data_keys.make(actor, "object")
        await db.execute(
            "INSERT INTO receipt_files (id, organisation_id, source, format, file_name, size_bytes, sha256, object_key,"
            " file_key_id, data_key_id, headers, status, uploaded_by, uploaded_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'stored', $12, $13)",
            file_id,
            actor.organisation,
            source,
            kind,
            plain_name(sent_name, (ending,))[:200],
            stored.size,
            stored.sha256,
            stored.object_key,
            stored.key.id,
            key.id,
            msgspec.json.encode(headers).decode(),
            actor.person_id,
            actor.now(),
        )
        await facts.record(actor, ReceiptFileStored(subject_id=file_id, sha256=stored.sha256.hex()))
        if kind == "camt":
            await _read_on(actor, file_id, None)
    return file_id


def _looked_at(content: bytes, source: str) -> tuple[Format, list[str]]:
    if source not in SOURCES:
        places = [Place("source", source, f"Choose one of {', '.join(SOURCES)}.")]
        raise Invalid("It is not said who the payments come from.", places=places)
    if not content or len(content) > LARGEST:
        places = [Place("file", None, f"A file of at most {LARGEST >> 20} MB that is not empty.")]
        raise Invalid("The file was not taken.", places=places)
    kind = format_of(content)
    return kind, headers_of(content, kind)


async def _refuse_known(actor: Actor, digest: bytes) -> None:
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT file_name, uploaded_at FROM receipt_files WHERE organisation_id = $1 AND sha256 = $2"
            " AND status <> 'refused'",
            actor.organisation,
            digest,
        )
    if row is not None:
        raise Refused(
            f"This very file came on {row['uploaded_at']:%-d %B %Y} as {row['file_name']}. It is booked once."
        )


async def map_file(actor: Actor, file_id: UUID, mapping: Mapping) -> None:
    """Names the columns and has the file read. The same header is proposed like this the next time."""
    must_enter(actor)
    async with db.transaction(actor):
        headers = await db.fetch_value(
            "SELECT headers FROM receipt_files WHERE id = $1 AND organisation_id = $2 FOR UPDATE",
            file_id,
            actor.organisation,
        )
        if headers is None:
            raise NotFound("There is no such file here.")
        confirmed(mapping, msgspec.json.decode(headers, type=list[str]))
        await _read_on(actor, file_id, mapping)


async def _read_on(actor: Actor, file_id: UUID, mapping: Mapping | None) -> None:
    text = None if mapping is None else msgspec.json.encode(mapping).decode()
    await db.move("receipt_files", file_id, RECEIPT_FILES["map"], mapping=text)
    digest = sha256((text or "").encode()).hexdigest()
    await facts.record(actor, ReceiptFileMapped(subject_id=file_id, digest=digest))
    await jobs.defer(
        "receipts.read",
        queue="bulk",
        lock=f"receipts:{actor.organisation}",
        organisation_id=actor.organisation,
        file_id=file_id,
    )
