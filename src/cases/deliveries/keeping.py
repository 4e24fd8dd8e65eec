"""Files that found their claim: sealed into the vault in one go, as documents of the claim, with which they move."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cases.deliveries.matching import Basis
from cases.desk.exhibits import KINDS
from documents.vault.batch import SealedFile, seal_files
from documents.vault.commands import Put
from kernel import db
from kernel.actor import Actor

UNSAID = "other"


@dataclass(frozen=True, slots=True)
class Kept:
    """A delivered file (`id`), the bytes that lie in the store, and the claim they prove."""

    id: UUID
    path: str
    put: Put
    claim_id: UUID
    basis: Basis
    kind: str
    title: str
    pages: int | None
    key_is_kept: bool = False

    @classmethod
    def of(cls, row: Any, put: Put, claim_id: UUID, basis: Basis, *, kind: str, key_is_kept: bool = False) -> "Kept":
        dated = f", {row['dated_on'].isoformat()}" if row["dated_on"] else ""
        title = row["title"] or KINDS[kind] + dated
        return cls(row["id"], row["path"], put, claim_id, basis, kind, title, row["pages"], key_is_kept)


async def keep_files(actor: Actor, delivery_id: UUID, files: Sequence[Kept]) -> list[UUID]:
    """Seals them as documents of their claims, in the open transaction; the same bytes of one claim are kept once.

    Returns the document's id for each, the former one where the claim has these bytes already.
    """
    before = await _before(actor, files)
    fresh: dict[tuple[UUID, bytes], Kept] = {}
    for one in files:
        if (one.claim_id, one.put.sha256) not in before:
            fresh.setdefault((one.claim_id, one.put.sha256), one)
    ids = await seal_files(actor, [_sealed(one) for one in fresh.values()], about=delivery_id)
    made = dict(zip(fresh, ids, strict=True))
    found = before | made
    document_ids = [found[one.claim_id, one.put.sha256] for one in files]
    statuses = ["kept" if fresh.get((one.claim_id, one.put.sha256)) is one else "known" for one in files]
    await _note(actor, files, document_ids, statuses)
    await db.execute(
        "UPDATE documents d SET firm_organisation_id = c.firm_organisation_id FROM claims c WHERE d.id = ANY($1)"
        " AND c.id = d.subject_id AND c.firm_organisation_id IS NOT NULL",
        ids,
    )
    await _scans(actor, ids)
    return document_ids


def _sealed(one: Kept) -> SealedFile:
    name = one.path.rsplit("/", 1)[-1][-200:]
    return SealedFile(
        put=one.put,
        subject_kind="claim",
        subject_id=one.claim_id,
        kind=one.kind,
        title=one.title,
        language="mul",
        file_name=name,
        pages=one.pages,
        source_digest=None,
        key_is_kept=one.key_is_kept,
    )


async def _before(actor: Actor, files: Sequence[Kept]) -> dict[tuple[UUID, bytes], UUID]:
    rows = await db.fetch(
        "SELECT d.id, d.subject_id, v.sha256 FROM documents d JOIN document_versions v ON v.document_id = d.id"
        " WHERE d.organisation_id = $1 AND d.subject_id = ANY($2) AND d.subject_kind = 'claim'",
        actor.organisation,
        list({one.claim_id for one in files}),
    )
    return {(row["subject_id"], bytes(row["sha256"])): row["id"] for row in rows}


async def _note(actor: Actor, files: Sequence[Kept], document_ids: Sequence[UUID], statuses: Sequence[str]) -> None:
    await db.execute(
        "UPDATE delivered_files f SET status = n.status, version = version + 1, basis = n.basis, kind = n.kind,"
        " claim_id = n.claim_id, document_id = n.document_id, decided_by = $2, decided_at = $3"
        " FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::uuid[])"
        " AS n(id, status, basis, kind, claim_id, document_id)"
        " WHERE f.organisation_id = $1 AND f.id = n.id AND f.status IN ('waiting', 'tray')",
        actor.organisation,
        actor.person_id,
        actor.now(),
        [one.id for one in files],
        list(statuses),
        [one.basis for one in files],
        [one.kind for one in files],
        [one.claim_id for one in files],
        list(document_ids),
    )


async def _scans(actor: Actor, document_ids: Sequence[UUID]) -> None:
    """What the scanner said when the file came goes with the document's version."""
    await db.execute(
        "INSERT INTO document_scans (id, version_id, state, finding, definitions_at, at)"
        " SELECT uuidv7(), v.id, f.scan, f.scan_finding, f.scan_definitions_at, $2"
        " FROM delivered_files f JOIN document_versions v ON v.document_id = f.document_id"
        " WHERE f.status = 'kept' AND f.document_id = ANY($1)",
        list(document_ids),
        actor.now(),
    )
