"""Putting documents into the vault. Bytes first, outside any transaction; the row with its cause afterwards."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Literal
from uuid import UUID

from documents.store import ObjectStore
from documents.vault.facts import DocumentAdded, DocumentSealed
from documents.vault.states import DOCUMENTS
from kernel import db, facts
from kernel.actor import Actor
from kernel.data_keys import DataKey
from kernel.errors import NotFound
from kernel.ids import new_id
from kernel.keys import new_data_key, platform_key
from kernel.settings import settings

SubjectKind = Literal["tape", "listing", "sale", "claim", "case", "organisation", "mandate", "statement"]


@dataclass(frozen=True, slots=True)
class Put:
    """Bytes that lie in the store, encrypted, and are not yet anybody's document. Its key exists only here."""

    key: DataKey
    object_key: str
    sha256: bytes
    size: int
    media_type: str


@cache
def store() -> ObjectStore:
    """This process's object store, by its settings."""
    here = settings()
    return ObjectStore.at(here.s3_endpoint, here.s3_access_key, here.s3_secret_key, here.s3_bucket)


async def put(content: bytes | Path, *, media_type: str) -> Put:
    """Encrypts and stores; returns once the store gave the same bytes back. Never call it inside a transaction."""
    if db.in_transaction():
        raise RuntimeError("the object store must not be called inside a transaction")
    if isinstance(content, Path):
        with content.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    else:
        digest = sha256(content).hexdigest()
    key = DataKey(new_id(), new_data_key())
    stored = await store().put(f"{key.id}/{digest}", content, sha256=digest, media_type=media_type, data_key=key.secret)
    return Put(key, stored.key, bytes.fromhex(digest), stored.size, media_type)


async def keep_key(actor: Actor, put: Put) -> None:
    """Writes the data key of what was put, in the open transaction; without it the bytes are noise."""
    await db.execute(
        "INSERT INTO data_keys (id, organisation_id, purpose, wrapped, created_at) VALUES ($1, $2, 'object', $3, $4)",
        put.key.id,
        actor.organisation,
        platform_key().wrap(put.key.secret, put.key.id),
        actor.now(),
    )


async def add_document(
    actor: Actor,
    put: Put,
    *,
    subject_kind: SubjectKind,
    subject_id: UUID,
    kind: str,
    title: str,
    language: str,
    file_name: str,
    pages: int | None = None,
    source_digest: bytes | None = None,
    other_organisation_id: UUID | None = None,
    firm_organisation_id: UUID | None = None,
) -> UUID:
    """A new document with its first version, in the caller's transaction. Returns the document's id.

    `other_organisation_id` is the other side of a contract or deed: it may read and never change it.
    """
    async with db.transaction(actor):
        document_id = new_id()
        await db.execute(
            "INSERT INTO documents (id, organisation_id, firm_organisation_id, other_organisation_id, subject_kind,"
            " subject_id, kind, title, language, status, created_by, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'drafted', $10, $11)",
            document_id,
            actor.organisation,
            firm_organisation_id,
            other_organisation_id,
            subject_kind,
            subject_id,
            kind,
            title,
            language,
            actor.person_id,
            actor.now(),
        )
        await _add_version(actor, put, document_id, 1, file_name=file_name, pages=pages, source_digest=source_digest)
        added = DocumentAdded(subject_id=document_id, document_kind=kind, sha256=put.sha256.hex(), version=1)
        await facts.record(actor, added, about=other_organisation_id or firm_organisation_id)
    return document_id


async def _add_version(
    actor: Actor,
    put: Put,
    document_id: UUID,
    number: int,
    *,
    file_name: str,
    pages: int | None,
    source_digest: bytes | None,
) -> None:
    await keep_key(actor, put)
    await db.execute(
        "INSERT INTO document_versions (id, document_id, number, file_name, media_type, object_key, data_key_id,"
        " sha256, size_bytes, pages, source_digest, made_by, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        new_id(),
        document_id,
        number,
        file_name,
        put.media_type,
        put.object_key,
        put.key.id,
        put.sha256,
        put.size,
        pages,
        source_digest,
        actor.person_id,
        actor.now(),
    )


async def seal_document(actor: Actor, document_id: UUID, *, about: UUID | None = None) -> bytes:
    """Fixes the newest version for ever, with its hash in the record, in the caller's transaction. Returns the hash."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT d.kind, v.sha256 FROM documents d JOIN document_versions v ON v.document_id = d.id"
            " WHERE d.id = $1 ORDER BY v.number DESC LIMIT 1",
            document_id,
        )
        if row is None:
            raise NotFound("There is no such document here.")
        await db.move("documents", document_id, DOCUMENTS["seal"], sealed_at=actor.now())
        sealed = DocumentSealed(subject_id=document_id, document_kind=row["kind"], sha256=row["sha256"].hex())
        await facts.record(actor, sealed, about=about)
    digest: bytes = row["sha256"]
    return digest


KEEP_FOR = timedelta(days=3653)
"""How long the store itself refuses to delete what was sealed: ten years."""
