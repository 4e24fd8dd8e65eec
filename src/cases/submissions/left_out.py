"""Papers that no file can take: each with its reasons, in the open, and a way to make room for another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from cases.jurisdictions.court_channel import LeftOut
from cases.proceedings.filing_commands import move_filings
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class Reason:
    """`field` as the court's format names it. What stood there is not kept: it may be a debtor's number."""

    field: str
    limit: str
    remedy: str


def reasons_of(one: LeftOut) -> tuple[Reason, ...]:
    return tuple(Reason(fault.field, fault.limit, fault.remedy) for fault in one.faults)


async def leave_out(left: Mapping[UUID, Sequence[Reason]]) -> None:
    """Writes the reasons of each part, in the open transaction."""
    if not left:
        return
    await db.execute(
        "UPDATE submission_parts p SET outcome = 'left_out', faults = n.faults"
        " FROM unnest($1::uuid[], $2::jsonb[]) AS n(id, faults) WHERE p.id = n.id AND p.outcome = 'waiting'",
        list(left),
        [msgspec.json.encode(list(one)).decode() for one in left.values()],
    )


async def discard_left_out(actor: Actor, batch_id: UUID) -> int:
    """Sets aside every paper that the batch left out and no other file took, so that a better one can be prepared."""
    actor.must("filings.submit")
    async with db.transaction(actor):
        known = await db.fetch_value(
            "SELECT 1 FROM submission_batches WHERE id = $1 AND (organisation_id = $2 OR firm_organisation_id = $2)",
            batch_id,
            actor.organisation,
        )
        if known is None:
            raise NotFound("There is no such batch here.")
        # Somebody may order another file of them at this moment: whoever comes second sees what the first did.
        await db.execute(
            "SELECT f.id FROM filings f WHERE f.id IN (SELECT filing_id FROM submission_parts WHERE batch_id = $1"
            " AND outcome = 'left_out') ORDER BY f.id FOR UPDATE",
            batch_id,
        )
        rows = await db.fetch(
            "SELECT p.filing_id FROM submission_parts p JOIN filings f ON f.id = p.filing_id WHERE p.batch_id = $1"
            " AND p.outcome = 'left_out' AND f.status = 'sealed' AND NOT EXISTS (SELECT 1 FROM submission_parts o"
            " WHERE o.filing_id = p.filing_id AND o.outcome NOT IN ('left_out', 'released'))",
            batch_id,
        )
        if not rows:
            raise Refused("No paper of this batch waits to be set aside.")
        await move_filings(actor, [row["filing_id"] for row in rows], "discard")
    return len(rows)
