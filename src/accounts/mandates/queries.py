"""Who may act for whom on a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel import db
from kernel.actor import Actor


async def has_mandate(*, principal_id: UUID, agent_id: UUID, kind: str, on: date) -> bool:
    """Whether the agent holds the principal's mandate on that day; always true for itself. In the open transaction."""
    if principal_id == agent_id:
        return True
    found = await db.fetch_value(
        "SELECT 1 FROM mandates WHERE organisation_id = $1 AND agent_organisation_id = $2 AND kind = $3"
        " AND from_on <= $4 AND (until_on IS NULL OR until_on >= $4) LIMIT 1",
        principal_id,
        agent_id,
        kind,
        on,
    )
    return found is not None


@dataclass(frozen=True, slots=True)
class MandateShown:
    id: UUID
    given: bool
    """Whether the reader's organisation gave it; otherwise it holds it."""
    other: str
    kind: str
    from_on: date
    until_on: date | None
    power_sha256: bytes
    power_document_id: UUID | None

    def status(self, today: date) -> str:
        if self.from_on > today:
            return "pending"
        return "active" if self.until_on is None or self.until_on >= today else "ended"


async def mandates(actor: Actor) -> list[MandateShown]:
    """Those the actor's organisation gave and those it holds, newest first."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT m.id, m.organisation_id = $1 AS given, coalesce(o.name, '') AS other, m.kind, m.from_on,"
            " m.until_on, m.power_sha256, m.power_document_id FROM mandates m LEFT JOIN organisations o ON o.id ="
            " CASE WHEN m.organisation_id = $1 THEN m.agent_organisation_id ELSE m.organisation_id END"
            " WHERE m.organisation_id = $1 OR m.agent_organisation_id = $1 ORDER BY m.created_at DESC, m.id LIMIT 500",
            actor.organisation,
        )
    return [MandateShown(**dict(row)) for row in rows]
