"""Who may act for whom on a day."""

from datetime import date
from uuid import UUID

from kernel import db


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
