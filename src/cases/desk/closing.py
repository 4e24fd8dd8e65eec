"""What a sale takes from its seller: his own cases of the claims are over, and nothing of theirs leaves any more."""

from collections.abc import Sequence
from uuid import UUID

from cases.desk.facts import CasesSold
from cases.desk.reach import digest_of
from kernel import db, facts
from kernel.actor import Actor

REASON = "The claim was sold."
STOPPED = '[{"fact": "claim", "sentence": "The claim was sold meanwhile.", "enter_at": "papers"}]'


async def close_sold(seller: Actor, sale_id: UUID, *, buyer_id: UUID) -> int:
    """Closes the seller's open cases of what a sale moved, with their deadlines, queued papers and places in files.

    What was written in them stays his. In the transfer's transaction, once the claims have moved and before the
    buyer's cases are opened: a claim has one open case.
    """
    async with db.transaction(seller, as_system=True):
        rows = await db.fetch(
            "UPDATE cases k SET status = 'closed', closed_reason = $3, version = k.version + 1 FROM sale_claims x"
            " WHERE x.sale_id = $2 AND x.dropped_reason IS NULL AND k.claim_id = x.claim_id"
            " AND k.organisation_id = $1 AND k.status <> 'closed' RETURNING k.id",
            seller.organisation,
            sale_id,
            REASON,
        )
        ids = [row["id"] for row in rows]
        if ids:
            await _end(seller, ids)
            sold = CasesSold(subject_id=sale_id, count=len(ids), digest=digest_of(ids))
            await facts.record(seller, sold, about=buyer_id)
    return len(ids)


async def _end(seller: Actor, case_ids: Sequence[UUID]) -> None:
    await db.execute(
        "UPDATE deadlines SET status = 'cancelled', closed_at = $3, closed_reason = $4, version = version + 1"
        " WHERE organisation_id = $1 AND case_id = ANY($2) AND status = 'open'",
        seller.organisation,
        case_ids,
        seller.now(),
        REASON,
    )
    await db.execute(
        "UPDATE filings SET status = 'stopped', missing = $3::jsonb, approved_by = NULL, approved_at = NULL,"
        " version = version + 1 WHERE organisation_id = $1 AND case_id = ANY($2) AND status = 'queued'",
        seller.organisation,
        case_ids,
        STOPPED,
    )
    # Whoever is about to send a file waits for its row: what is on its way is the court's to answer.
    unsent = await db.fetch(
        "SELECT id FROM submissions WHERE status IN ('ready', 'approved', 'failed') AND id IN (SELECT submission_id"
        " FROM submission_parts WHERE organisation_id = $1 AND case_id = ANY($2) AND outcome = 'ready')"
        " ORDER BY id FOR UPDATE",
        seller.organisation,
        case_ids,
    )
    await db.execute(
        "UPDATE submission_parts SET outcome = 'released' WHERE organisation_id = $1 AND case_id = ANY($2)"
        " AND (outcome = 'waiting' OR outcome = 'ready' AND submission_id = ANY($3))",
        seller.organisation,
        case_ids,
        [row["id"] for row in unsent],
    )
