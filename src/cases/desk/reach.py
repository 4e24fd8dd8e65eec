"""Which cases an actor reaches: those of its organisation, and those it is instructed in as a firm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound

Side = Literal["own", "instructed"]
COLUMN: dict[Side, str] = {"own": "organisation_id", "instructed": "firm_organisation_id"}
"""The column that every list names in its WHERE: the owner's cases, or those a firm was instructed in."""

MINE = "(k.organisation_id = $1 OR k.firm_organisation_id = $1)"


@dataclass(frozen=True, slots=True)
class CaseAtHand:
    """A case as commands need it. `working_id` is who works it: the firm, or the owner without one."""

    id: UUID
    claim_id: UUID
    tape_id: UUID
    organisation_id: UUID
    firm_organisation_id: UUID | None
    reference: str
    jurisdiction: str | None
    procedure: str | None
    procedure_step: str | None
    status: str
    country: str

    @property
    def working_id(self) -> UUID:
        return self.firm_organisation_id or self.organisation_id

    def other_side(self, actor: Actor) -> UUID | None:
        """The firm for the owner, the owner for the firm: who else may read the fact."""
        own = actor.organisation_id == self.organisation_id
        return self.firm_organisation_id if own else self.organisation_id


async def cases_at_hand(actor: Actor, case_ids: Sequence[UUID], *, lock: bool = False) -> list[CaseAtHand]:
    """Every one of the cases, by id, in the open transaction. NotFound if the actor does not reach one of them."""
    wanted = sorted(set(case_ids))
    rows = await db.fetch(
        "SELECT k.id, k.claim_id, k.tape_id, k.organisation_id, k.firm_organisation_id, k.reference, k.jurisdiction,"
        " k.procedure, k.procedure_step, k.status, c.country FROM cases k JOIN claims c ON c.id = k.claim_id"
        f" WHERE {MINE} AND k.id = ANY($2) ORDER BY k.id" + (" FOR UPDATE OF k" if lock else ""),
        actor.organisation,
        wanted,
    )
    if len(rows) != len(wanted):
        raise NotFound("There is no such case here.")
    return [CaseAtHand(**dict(row)) for row in rows]


async def case_at_hand(actor: Actor, case_id: UUID, *, lock: bool = False) -> CaseAtHand:
    return (await cases_at_hand(actor, [case_id], lock=lock))[0]


async def cases_of_sale(actor: Actor, sale_id: UUID, *, statuses: Sequence[str] = ("onboarding",)) -> list[UUID]:
    """The ids of a sale's cases in these statuses, those the actor's organisation owns or works."""
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT k.id FROM cases k WHERE {MINE} AND k.sale_id = $2 AND k.status = ANY($3) ORDER BY k.id",
            actor.organisation,
            sale_id,
            list(statuses),
        )
    return [row["id"] for row in rows]


def for_owner(actor: Actor, owner_id: UUID) -> Actor:
    """The same person, writing on behalf of the case's owner: for documents, which belong to whoever owns the case.

    Only for a case the actor was shown to reach; the transaction says `as_system`.
    """
    return replace(actor, organisation_id=owner_id)


def digest_of(ids: Sequence[UUID]) -> str:
    """SHA-256 over sorted ids: what one fact says of many."""
    return sha256(b"".join(sorted(one.bytes for one in ids))).hexdigest()
