"""Orders to sign, and how far they have come."""

from uuid import UUID

from documents.signatures.ordering import NAME
from documents.signatures.shown import BatchShown, ItemShown
from kernel import db, progress
from kernel.actor import Actor
from kernel.errors import NotFound

PAGE = 100


COLUMNS = (
    "b.id, b.name, b.signatory, b.position, b.authority, b.key_name, b.level, b.reason, b.place, b.status, b.ordered_at"
)


async def batches(actor: Actor, *, after: UUID | None = None) -> list[BatchShown]:
    """The organisation's orders, the newest first."""
    actor.must("documents.sign")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {COLUMNS} FROM signing_batches b WHERE b.organisation_id = $1"
            " AND ($2::uuid IS NULL OR b.id < $2) ORDER BY b.ordered_at DESC, b.id DESC LIMIT $3",
            actor.organisation,
            after,
            PAGE,
        )
        counts = await _counts(actor, [row["id"] for row in rows])
    return [BatchShown(**dict(row), counts=counts.get(row["id"], {})) for row in rows]


async def batch_shown(actor: Actor, batch_id: UUID, *, status: str = "", after: int = 0) -> BatchShown:
    """One order with the papers of a status, or all; NotFound for a stranger."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT {COLUMNS} FROM signing_batches b WHERE b.id = $1 AND b.organisation_id = $2",
            batch_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such order here.")
        actor.must("documents.sign")
        items = await db.fetch(
            "SELECT i.number, i.document_id, coalesce(d.title, '') AS title, i.status, i.reason, v.sha256"
            " FROM signing_items i LEFT JOIN documents d ON d.id = i.document_id"
            " LEFT JOIN document_versions v ON v.id = i.signed_version_id"
            " WHERE i.organisation_id = $1 AND i.batch_id = $2 AND i.number > $3 AND ($4 = '' OR i.status = $4)"
            " ORDER BY i.number LIMIT $5",
            actor.organisation,
            batch_id,
            after,
            status,
            PAGE,
        )
        counts = await _counts(actor, [batch_id])
        work = await progress.latest(actor, batch_id, NAME)
    shown = tuple(ItemShown(**dict(one)) for one in items)
    return BatchShown(**dict(row), counts=counts.get(batch_id, {}), items=shown, progress=work)


async def _counts(actor: Actor, batch_ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    rows = await db.fetch(
        "SELECT batch_id, status, count(*) AS many FROM signing_items WHERE organisation_id = $1"
        " AND batch_id = ANY($2) GROUP BY batch_id, status",
        actor.organisation,
        batch_ids,
    )
    found: dict[UUID, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["batch_id"], {})[row["status"]] = row["many"]
    return found
