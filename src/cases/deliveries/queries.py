"""Reading deliveries: the list, one with its counts, its tray, its files, and what is covered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.deliveries.commands import CLAIMS, RIGHT, WORK
from cases.deliveries.facts import DeliveredFileRead
from cases.desk.stops import PROOFS
from documents.vault.queries import DocumentShown, Opened
from kernel import db, facts, progress
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.errors import NotFound, Refused
from kernel.progress import ProgressShown

PAGE = 50
COVERED = ("contract", "invoice", "statement", "termination", "delivery_proof")
"""The classes whose coverage is shown: what proves a debt, that it fell due, and that the debtor was told."""


@dataclass(frozen=True, slots=True)
class DeliveryShown:
    id: UUID
    name: str
    source: str
    status: str
    sale_id: UUID | None
    failure: str | None
    sha256: bytes | None
    size_bytes: int | None
    opened_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class FileShown:
    id: UUID
    path: str
    index_line: int | None
    reference: str | None
    kind: str | None
    dated_on: date | None
    status: str
    basis: str | None
    reason: str | None
    claim_id: UUID | None
    claim_reference: str | None
    document_id: UUID | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of `claims`: how many have a document of each class, how many something that proves the debt, how many all."""

    claims: int
    by_class: Mapping[str, int]
    proven: int
    complete: int


@dataclass(frozen=True, slots=True)
class ClaimCovered:
    """One claim: how many documents of each class it has."""

    claim_id: UUID
    reference: str
    by_class: Mapping[str, int]


SHOWN = "id, name, source, status, sale_id, failure, sha256, size_bytes, opened_at, version"


async def deliveries(actor: Actor, *, after: UUID | None = None) -> list[DeliveryShown]:
    """The organisation's deliveries, newest first, a page at a time."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {SHOWN} FROM deliveries WHERE organisation_id = $1 AND ($2::uuid IS NULL OR (opened_at, id) <"
            " (SELECT d.opened_at, d.id FROM deliveries d WHERE d.id = $2)) ORDER BY opened_at DESC, id DESC LIMIT $3",
            actor.organisation,
            after,
            PAGE,
        )
    return [DeliveryShown(**dict(row)) for row in rows]


async def delivery(actor: Actor, delivery_id: UUID) -> tuple[DeliveryShown, dict[str, int], ProgressShown | None]:
    """One delivery, how many files are in each status, and how far the work on it has come."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT {SHOWN} FROM deliveries WHERE organisation_id = $1 AND id = $2", actor.organisation, delivery_id
        )
        if row is None:
            raise NotFound("There is no such delivery here.")
        rows = await db.fetch(
            "SELECT status, count(*) AS many FROM delivered_files WHERE organisation_id = $1 AND delivery_id = $2"
            " GROUP BY status",
            actor.organisation,
            delivery_id,
        )
        work = await progress.latest(actor, delivery_id, WORK)
    return DeliveryShown(**dict(row)), {one["status"]: one["many"] for one in rows}, work


async def files(
    actor: Actor, delivery_id: UUID, *, statuses: Sequence[str], after: int = 0, most: int = PAGE
) -> list[tuple[int, FileShown]]:
    """Files of a delivery in these statuses by number, from the one after `after`; each with its number."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT f.number, f.id, f.path, f.index_line, f.reference, f.kind, f.dated_on, f.status, f.basis, f.reason,"
            " f.claim_id, c.reference AS claim_reference, f.document_id FROM delivered_files f"
            " LEFT JOIN claims c ON c.id = f.claim_id AND c.organisation_id = f.organisation_id"
            " WHERE f.organisation_id = $1 AND f.delivery_id = $2 AND f.status = ANY($3) AND f.number > $4"
            " ORDER BY f.number LIMIT $5",
            actor.organisation,
            delivery_id,
            list(statuses),
            after,
            most,
        )
    return [(row["number"], FileShown(**{k: row[k] for k in FileShown.__dataclass_fields__})) for row in rows]


async def open_tray_file(actor: Actor, file_id: UUID) -> Opened:
    """The bytes of a file in the tray, for the person who decides whose it is; the look is a fact."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT * FROM delivered_files WHERE organisation_id = $1 AND id = $2", actor.organisation, file_id
        )
        if row is None:
            raise NotFound("There is no such file here.")
        if row["status"] != "tray":
            raise Refused("This file no longer waits in the tray.")
        key = await open_key(row["data_key_id"])
        opened_at = actor.now()
        await facts.record(actor, DeliveredFileRead(subject_id=row["delivery_id"], file_id=file_id))
    name = row["path"].rsplit("/", 1)[-1]
    shown = DocumentShown(
        id=row["id"],
        kind=row["kind"] or "other",
        title=name,
        language="mul",
        status="tray",
        file_name=name,
        media_type=row["media_type"],
        sha256=bytes(row["sha256"]),
        size_bytes=row["size_bytes"],
        pages=row["pages"],
        created_at=opened_at,
        sealed_at=None,
    )
    return Opened(shown, row["object_key"], key)


HAVING = (
    "SELECT x.subject_id AS claim_id, x.kind FROM documents x WHERE x.organisation_id = $1 AND x.subject_kind = 'claim'"
    " UNION ALL SELECT k.claim_id, e.kind FROM case_exhibits e JOIN cases k ON k.id = e.case_id"
    " WHERE k.organisation_id = $1 AND e.removed_at IS NULL"
)
"""What the claims have: documents of the claim, and those hung on its case."""


async def coverage(actor: Actor, sale_id: UUID | None) -> Coverage:
    """How many of the claims have what, whoever delivered it: of one sale, or of all the organisation owns."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        row = await db.fetch_sure(
            f"WITH c AS MATERIALIZED ({CLAIMS}), d AS (SELECT DISTINCT h.claim_id, h.kind FROM ({HAVING}) h"
            " JOIN c ON c.id = h.claim_id),"
            " k AS (SELECT claim_id, array_agg(kind) AS kinds FROM d GROUP BY claim_id)"
            " SELECT (SELECT count(*) FROM c) AS claims,"
            " (SELECT count(*) FROM k WHERE kinds && $4::varchar[]) AS proven,"
            " (SELECT count(*) FROM k WHERE kinds @> $5::varchar[]) AS complete,"
            " ARRAY(SELECT (SELECT count(*) FROM d WHERE d.kind = w.kind) FROM unnest($3::text[])"
            " WITH ORDINALITY AS w(kind, at) ORDER BY w.at) AS by_class",
            actor.organisation,
            sale_id,
            list(COVERED),
            list(PROOFS),
            ["contract", "statement", "termination", "delivery_proof"],
        )
    by_class = dict(zip(COVERED, row["by_class"], strict=True))
    return Coverage(row["claims"], by_class, row["proven"], row["complete"])


async def claims_covered(
    actor: Actor, sale_id: UUID | None, *, lacking: str = "", after: str = "", most: int = PAGE
) -> list[ClaimCovered]:
    """Claims by reference with their counts a class; with `lacking`, those without a document of that class."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        rows = await db.fetch(
            f"WITH c AS MATERIALIZED ({CLAIMS}), h AS MATERIALIZED ({HAVING})"
            " SELECT c.id, c.reference, ARRAY(SELECT (SELECT count(*) FROM h WHERE h.claim_id = c.id"
            " AND h.kind = w.kind) FROM unnest($3::text[]) WITH ORDINALITY AS w(kind, at) ORDER BY w.at) AS by_class"
            " FROM c WHERE c.reference > $4 AND ($5 = '' OR NOT EXISTS (SELECT 1 FROM h WHERE h.claim_id = c.id"
            " AND h.kind = $5)) ORDER BY c.reference, c.id LIMIT $6",
            actor.organisation,
            sale_id,
            list(COVERED),
            after,
            lacking,
            most,
        )
    return [ClaimCovered(row["id"], row["reference"], dict(zip(COVERED, row["by_class"], strict=True))) for row in rows]


@dataclass(frozen=True, slots=True)
class SaleChoice:
    id: UUID
    label: str


async def sales(actor: Actor) -> list[SaleChoice]:
    """The organisation's sales on either side, newest first, to say which one a delivery is for."""
    actor.must(RIGHT)
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT id, creditor_reference, status FROM sales"
            " WHERE seller_organisation_id = $1 OR buyer_organisation_id = $1 ORDER BY id DESC LIMIT 100",
            actor.organisation,
        )
    return [SaleChoice(row["id"], f"{row['creditor_reference']}, {row['status']}") for row in rows]


async def delivery_of(actor: Actor, file_id: UUID) -> UUID:
    async with db.transaction(actor):
        found: UUID | None = await db.fetch_value(
            "SELECT delivery_id FROM delivered_files WHERE organisation_id = $1 AND id = $2",
            actor.organisation,
            file_id,
        )
    if found is None:
        raise NotFound("There is no such file here.")
    return found
