"""What a firm reads for its conflict check: names before it answers, its own hits, and its checks."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kernel import db, facts
from kernel.actor import Actor

PARTIES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class PartyNamed:
    """All that a firm sees of a party before it accepts."""

    party_id: UUID
    reference: str
    role: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class HitShown:
    """`reference` None: the hit is the owner itself."""

    id: UUID
    reference: str | None
    party_name: str
    interest: str
    side: str
    basis: str
    likeness: Decimal
    decision: str | None
    reason: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class CheckShown:
    parties: int
    interests: int
    hits: int
    digest: str
    checked_at: datetime
    by: str | None


async def parties_named(actor: Actor, instruction_id: UUID, *, after: UUID | None = None) -> list[PartyNamed]:
    """The names of the cases' parties, for the firm while it was asked and has not answered; the reading is kept."""
    actor.must("cases.work")
    async with db.transaction(actor):
        rows = await db.fetch("SELECT * FROM instruction_parties($1, $2, $3)", instruction_id, after, PARTIES_SHOWN + 1)
        shown = rows[:PARTIES_SHOWN]
        if shown:
            await facts.record_read(actor, claim_ids=list({row["claim_id"] for row in shown}), purpose="conflict check")
    return [PartyNamed(**{n: row[n] for n in PartyNamed.__dataclass_fields__}) for row in rows]


async def hits_of(actor: Actor, instruction_id: UUID) -> list[HitShown]:
    """The firm's own hits, those that wait for a decision first, two hundred at most."""
    actor.must("cases.work")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT h.id, x.reference, h.party_name, n.name AS interest, n.side, h.basis, h.likeness, h.decision,"
            " h.reason, p.name AS by FROM conflict_hits h JOIN conflict_interests n ON n.id = h.interest_id"
            " LEFT JOIN instruction_cases x ON x.instruction_id = h.instruction_id AND x.case_id = h.case_id"
            " LEFT JOIN people p ON p.id = h.decided_by WHERE h.organisation_id = $1 AND h.instruction_id = $2"
            " ORDER BY h.decision IS NOT NULL, h.id LIMIT 200",
            actor.organisation,
            instruction_id,
        )
    return [HitShown(**dict(row)) for row in rows]


async def latest_check(actor: Actor, instruction_id: UUID) -> CheckShown | None:
    """The firm's newest check of the instruction."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT c.parties, c.interests, c.hits, encode(c.digest, 'hex') AS digest, c.checked_at, p.name AS by"
            " FROM conflict_checks c LEFT JOIN people p ON p.id = c.checked_by WHERE c.organisation_id = $1"
            " AND c.instruction_id = $2 ORDER BY c.checked_at DESC, c.id DESC LIMIT 1",
            actor.organisation,
            instruction_id,
        )
    return CheckShown(**dict(row)) if row else None
