"""Cases for which a paper was asked and none was queued: each is kept with its reason until a later try takes it in."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from cases.desk.reach import CaseAtHand
from kernel import db
from kernel.actor import Actor

LONGEST = 1000


async def note_left_out(
    actor: Actor, batch_id: UUID, kind: str, cases: Sequence[CaseAtHand], reasons: Mapping[UUID, str]
) -> None:
    """In the transaction that queues the others. Whom an earlier try of the batch left out has its new reason."""
    left = [case for case in cases if case.id in reasons]
    await db.execute(
        "UPDATE filings_left_out SET taken_in_at = $3"
        " WHERE batch_id = $1 AND case_id = ANY($2) AND taken_in_at IS NULL",
        batch_id,
        [case.id for case in cases if case.id not in reasons],
        actor.now(),
    )
    await db.execute(
        "INSERT INTO filings_left_out"
        " (batch_id, case_id, organisation_id, firm_organisation_id, kind, reason, noted_at)"
        " SELECT $1, n.id, k.organisation_id, k.firm_organisation_id, $2, n.reason, $5"
        " FROM unnest($3::uuid[], $4::text[]) AS n(id, reason) JOIN cases k ON k.id = n.id"
        " ON CONFLICT (batch_id, case_id) DO UPDATE SET reason = excluded.reason, noted_at = excluded.noted_at,"
        " taken_in_at = NULL",
        batch_id,
        kind,
        [case.id for case in left],
        [reasons[case.id][:LONGEST] for case in left],
        actor.now(),
    )
