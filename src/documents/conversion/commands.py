"""Renditions: a document's file as PDF/A with words to search, made once by each version of each engine and kept."""

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from documents.conversion.converting import Source, converted, engine_for
from documents.conversion.facts import DocumentConverted
from documents.conversion.faults import NotConverted
from documents.intake.sniffing import PDF
from documents.vault.commands import store
from documents.vault.queries import Opened, open_document
from kernel import db, facts
from kernel.actor import Actor
from kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Rendition:
    """The bytes for a bundle. `engine` is None for a PDF that is taken as it is."""

    source: Opened
    version_id: UUID
    pdf: bytes
    sha256: bytes
    engine: str | None


async def rendition_of(actor: Actor, document_id: UUID) -> Rendition:
    """A document's newest version as PDF: itself, the kept rendition, or a new one, kept from now on.

    NotFound for a stranger; NotConverted or NoConverter, with the reason, where there is none. Never inside a
    transaction. Two at once make two and keep one: the same bytes.
    """
    opened = await open_document(actor, document_id)
    content = await opened.content()
    if not content:
        raise NotConverted("The file is empty.")
    version_id = await _version_of(actor, document_id, opened)
    engine = await asyncio.to_thread(engine_for, opened.shown.media_type, content, opened.shown.file_name)
    if engine is None and opened.shown.media_type == PDF.media_type:
        return Rendition(opened, version_id, content, opened.shown.sha256, None)
    kept = await _kept(actor, version_id, engine)
    if kept is not None:
        pdf = await store().get(kept["object_key"], data_key=opened.key.secret)
        if sha256(pdf).digest() == kept["sha256"]:
            return Rendition(opened, version_id, pdf, kept["sha256"], engine)
    return await _made(actor, opened, version_id, content)


async def _version_of(actor: Actor, document_id: UUID, opened: Opened) -> UUID:
    async with db.transaction(actor):
        found: UUID = await db.fetch_value(
            "SELECT id FROM document_versions WHERE document_id = $1 AND object_key = $2",
            document_id,
            opened.object_key,
        )
    return found


async def _kept(actor: Actor, version_id: UUID, engine: str | None) -> db.Row | None:
    async with db.transaction(actor):
        return await db.fetch_one(
            "SELECT object_key, sha256 FROM document_renditions WHERE version_id = $1 AND engine = $2",
            version_id,
            engine,
        )


async def _made(actor: Actor, opened: Opened, version_id: UUID, content: bytes) -> Rendition:
    shown = opened.shown
    source = Source(content, shown.file_name, shown.title, shown.language, shown.created_at.date())
    made = await asyncio.to_thread(converted, source)
    digest = sha256(made.pdf)
    rendition_id = new_id()
    # Under the version's own key, so that erasing the document erases every form of it.
    stored = await store().put(
        f"{opened.key.id}/{rendition_id}",
        made.pdf,
        sha256=digest.hexdigest(),
        media_type=PDF.media_type,
        data_key=opened.key.secret,
    )
    async with db.transaction(actor):
        fresh = await db.execute(
            "INSERT INTO document_renditions (id, version_id, engine, object_key, sha256, size_bytes, pages, made_by,"
            " made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (version_id, engine) DO NOTHING",
            rendition_id,
            version_id,
            made.engine[:100],
            stored.key,
            digest.digest(),
            stored.size,
            made.pages,
            actor.person_id,
            actor.now(),
        )
        if fresh:
            told = DocumentConverted(
                subject_id=shown.id,
                version_id=version_id,
                source_sha256=shown.sha256.hex(),
                sha256=digest.hexdigest(),
                engine=made.engine,
            )
            await facts.record(actor, told)
    return Rendition(opened, version_id, made.pdf, digest.digest(), made.engine)
