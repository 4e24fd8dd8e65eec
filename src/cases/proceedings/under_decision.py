"""Papers that a decision about a whole batch still waits for: nobody decides about them a second time meanwhile."""

from collections.abc import Sequence
from uuid import UUID

from kernel import db
from kernel.errors import Refused


async def not_under_decision(filing_ids: Sequence[UUID]) -> None:
    """Refused where one of the papers, which the caller holds locked, waits for such a decision to be carried out."""
    waits = await db.fetch_value(
        "SELECT n.verb FROM decided_papers d JOIN filing_decisions n ON n.id = d.decision_id"
        " WHERE d.filing_id = ANY($1) AND d.outcome = 'waiting' LIMIT 1",
        list(filing_ids),
    )
    if waits is not None:
        done = "approved" if waits == "approve" else "marked as gone out"
        raise Refused(f"These papers are being {done} with their batch. Its page says how far that is.")
