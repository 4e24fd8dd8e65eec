"""What only the owner of a case may read, such as the sale it came by, read for whoever works the case."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from cases.desk.reach import CaseAtHand, for_owner
from kernel import db
from kernel.actor import Actor


async def as_owner(actor: Actor, cases: Sequence[CaseAtHand]) -> AsyncIterator[tuple[UUID, list[UUID]]]:
    """Each owner with the claims of these cases, the body of the loop being in the owner's own transaction.

    Nothing that is read so may be told to the firm as it stands: only what follows from it for the paper.
    """
    for owner_id in sorted({case.organisation_id for case in cases}):
        async with db.transaction(for_owner(actor, owner_id), as_system=True):
            yield owner_id, [case.claim_id for case in cases if case.organisation_id == owner_id]
