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
class Scanned:
    """What the scanner said of files from outside. `oldest`: the oldest signatures by which one counts as clean."""

    clean: int
    infected: int
    not_scanned: int
    oldest: datetime | None


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


async def scanned(actor: Actor) -> Scanned:
    """Counted over all files that came from outside. The operator's alone."""
    actor.must("trade.watch")
    async with db.transaction(Actor.platform(actor.clock)):
        row = await db.fetch_sure(
            "SELECT count(*) FILTER (WHERE s.state = 'clean') AS clean, count(*) FILTER (WHERE s.state = 'infected')"
            " AS infected, count(*) FILTER (WHERE s.state = 'not_scanned') AS not_scanned,"
            " min(greatest(s.definitions_at, r.definitions_at)) FILTER (WHERE s.state = 'clean') AS oldest"
            " FROM (SELECT DISTINCT ON (version_id) version_id, state, definitions_at FROM document_scans"
            " ORDER BY version_id, at DESC, id DESC) s JOIN document_versions v ON v.id = s.version_id"
            " JOIN documents d ON d.id = v.document_id AND d.destroyed_at IS NULL"
            " LEFT JOIN document_rescans r ON r.version_id = v.id"
        )
    return Scanned(**dict(row))
