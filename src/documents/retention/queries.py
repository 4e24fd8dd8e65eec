"""Destructions as their pages show them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound

MOST = 500


@dataclass(frozen=True, slots=True)
class DestructionShown:
    id: UUID
    cause: str
    status: str
    four_eyes: bool
    proposed_at: datetime
    first_by: str | None
    first_person: UUID | None
    approved_by: str | None
    approved_at: datetime | None
    refused_by: str | None
    refused_reason: str | None
    done_at: datetime | None
    papers: int
    destroyed: int
    spared: int
    bytes_waiting: int


@dataclass(frozen=True, slots=True)
class ItemShown:
    document_id: UUID
    title: str
    document_class: str
    ground: str
    due_on: date | None
    status: str
    spared_for: str | None
    sha256: bytes | None
    locked_until: datetime | None
    bytes_gone_at: datetime | None


_DESTRUCTION = (
    "SELECT x.id, x.cause, x.status, x.four_eyes, x.proposed_at, f.name AS first_by, x.first_by AS first_person,"
    " a.name AS approved_by, x.approved_at, r.name AS refused_by, x.refused_reason, x.done_at, n.papers, n.destroyed,"
    " n.spared, n.bytes_waiting FROM destructions x LEFT JOIN people f ON f.id = x.first_by"
    " LEFT JOIN people a ON a.id = x.approved_by LEFT JOIN people r ON r.id = x.refused_by CROSS JOIN LATERAL"
    " (SELECT count(*) AS papers, count(*) FILTER (WHERE i.status = 'destroyed') AS destroyed,"
    " count(*) FILTER (WHERE i.status = 'spared') AS spared,"
    " count(*) FILTER (WHERE i.status = 'destroyed' AND i.bytes_gone_at IS NULL) AS bytes_waiting"
    " FROM destruction_items i WHERE i.destruction_id = x.id) n WHERE x.organisation_id = $1"
)


async def destructions(actor: Actor) -> list[DestructionShown]:
    """Those that wait first, then the newest."""
    actor.must("holds.place")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"{_DESTRUCTION} ORDER BY x.status <> 'proposed', x.proposed_at DESC LIMIT {MOST}", actor.organisation
        )
    return [DestructionShown(**dict(row)) for row in rows]


async def destruction(actor: Actor, destruction_id: UUID) -> tuple[DestructionShown, list[ItemShown]]:
    """NotFound for a stranger's. The first `MOST` of its papers."""
    actor.must("holds.place")
    async with db.transaction(actor):
        row = await db.fetch_one(f"{_DESTRUCTION} AND x.id = $2", actor.organisation, destruction_id)
        if row is None:
            raise NotFound("There is no such destruction here.")
        items = await db.fetch(
            "SELECT i.document_id, d.title, i.document_class, coalesce(r.ground, '') AS ground, i.due_on, i.status,"
            " i.spared_for, i.sha256, i.locked_until, i.bytes_gone_at FROM destruction_items i"
            " JOIN documents d ON d.id = i.document_id LEFT JOIN retention_rules r ON r.id = i.rule_id"
            " WHERE i.destruction_id = $1 AND i.organisation_id = $2 ORDER BY i.due_on, i.document_id LIMIT $3",
            destruction_id,
            actor.organisation,
            MOST,
        )
    return DestructionShown(**dict(row)), [ItemShown(**dict(item)) for item in items]
