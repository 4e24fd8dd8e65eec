"""Many finished files into the vault at once, sealed, with one fact for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from documents.proofs.batches import record_sealed
from documents.vault.commands import Put, SubjectKind
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from kernel.keys import platform_key


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that lies in the store and becomes a sealed document."""

    put: Put
    subject_kind: SubjectKind
    subject_id: UUID
    kind: str
    title: str
    language: str
    file_name: str
    pages: int | None
    source_digest: bytes | None
    key_is_kept: bool = False
    """Whether the file's data key was written before: it waited for its subject."""


async def seal_files(actor: Actor, files: Sequence[SealedFile], *, about: UUID) -> list[UUID]:
    """Adds and seals them in the caller's transaction; `about` is the fact's subject. Returns the documents' ids."""
    if not files:
        return []
    ids = [new_id() for _ in files]
    async with db.transaction(actor):
        await _keys(actor, files)
        await _documents(actor, ids, files)
        await _versions(actor, ids, files)
        await db.execute(
            "UPDATE documents SET status = 'sealed', sealed_at = $3, version = version + 1"
            " WHERE organisation_id = $1 AND id = ANY($2)",
            actor.organisation,
            ids,
            actor.now(),
        )
        pairs = [(one, file.put.sha256) for one, file in zip(ids, files, strict=True)]
        await record_sealed(actor, pairs, subject_id=about)
    return ids


async def _keys(actor: Actor, files: Sequence[SealedFile]) -> None:
    wrap = platform_key().wrap
    fresh = [file.put.key for file in files if not file.key_is_kept]
    await db.execute(
        "INSERT INTO data_keys (id, organisation_id, purpose, wrapped, created_at)"
        " SELECT f.id, $1, 'object', f.wrapped, $2 FROM unnest($3::uuid[], $4::bytea[]) AS f(id, wrapped)",
        actor.organisation,
        actor.now(),
        [key.id for key in fresh],
        [wrap(key.secret, key.id) for key in fresh],
    )


async def _documents(actor: Actor, ids: Sequence[UUID], files: Sequence[SealedFile]) -> None:
    await db.execute(
        "INSERT INTO documents (id, organisation_id, subject_kind, subject_id, kind, title, language, status,"
        " created_by, created_at) SELECT f.id, $1, f.subject_kind, f.subject_id, f.kind, f.title, f.language,"
        " 'drafted', $2, $3 FROM unnest($4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[])"
        " AS f(id, subject_kind, subject_id, kind, title, language)",
        actor.organisation,
        actor.person_id,
        actor.now(),
        ids,
        [file.subject_kind for file in files],
        [file.subject_id for file in files],
        [file.kind for file in files],
        [file.title for file in files],
        [file.language for file in files],
    )


async def _versions(actor: Actor, ids: Sequence[UUID], files: Sequence[SealedFile]) -> None:
    await db.execute(
        "INSERT INTO document_versions (id, document_id, number, file_name, media_type, object_key, data_key_id,"
        " sha256, size_bytes, pages, source_digest, made_by, created_at)"
        " SELECT uuidv7(), f.document_id, 1, f.file_name, f.media_type, f.object_key, f.data_key_id, f.sha256, f.size,"
        " f.pages, f.source_digest, $1, $2 FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[],"
        " $8::bytea[], $9::bigint[], $10::int[], $11::bytea[]) AS f(document_id, file_name, media_type, object_key,"
        " data_key_id, sha256, size, pages, source_digest)",
        actor.person_id,
        actor.now(),
        ids,
        [file.file_name for file in files],
        [file.put.media_type for file in files],
        [file.put.object_key for file in files],
        [file.put.key.id for file in files],
        [file.put.sha256 for file in files],
        [file.put.size for file in files],
        [file.pages for file in files],
        [file.source_digest for file in files],
    )
