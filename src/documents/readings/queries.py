"""What the last readings found, for the operator."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel import db
from kernel.actor import Actor

MOST = 500


@dataclass(frozen=True, slots=True)
class Faulty:
    document_id: UUID
    version_id: UUID
    owner: str
    state: str
    since: datetime
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Readings:
    """`oldest` and `newest` are moments of reading; none before the first night."""

    files: int
    faults: int
    oldest: datetime | None
    newest: datetime | None
    faulty: tuple[Faulty, ...]


async def readings(actor: Actor) -> Readings:
    """The state of everything that was read back, faults first found first. The operator's alone."""
    actor.must("trade.watch")
    async with db.transaction(actor):
        whole = await db.fetch_sure(
            "SELECT count(*) AS files, count(*) FILTER (WHERE state <> 'whole') AS faults, min(read_at) AS oldest,"
            " max(read_at) AS newest FROM document_readings"
        )
        rows = await db.fetch(
            "SELECT r.document_id, r.version_id, coalesce(o.name, '') AS owner, r.state, r.since, r.read_at"
            " FROM document_readings r LEFT JOIN organisations o ON o.id = r.organisation_id"
            " WHERE r.state <> 'whole' ORDER BY r.since, r.version_id LIMIT $1",
            MOST,
        )
    return Readings(**dict(whole), faulty=tuple(Faulty(**dict(row)) for row in rows))
