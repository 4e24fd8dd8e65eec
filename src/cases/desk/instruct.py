"""Giving cases to a law firm: from then on its members work them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.mandates.queries import has_mandate
from cases.desk.facts import FirmInstructed
from cases.desk.reach import digest_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound, Refused

FOLLOWS = ("deadlines", "case_holds", "case_events", "case_exhibits", "case_particulars", "filings", "hearings")
"""Rows of a case that follow its firm."""


@dataclass(frozen=True, slots=True)
class FirmShown:
    id: UUID
    name: str


async def firms_for(actor: Actor, *, on: date) -> list[FirmShown]:
    """The firms that hold the organisation's litigation mandate that day, by name."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT o.id, o.name FROM mandates m JOIN organisations o ON o.id = m.agent_organisation_id"
            " WHERE m.organisation_id = $1 AND m.kind = 'litigation' AND m.from_on <= $2"
            " AND coalesce(m.until_on, 'infinity') >= $2 AND o.kinds && ARRAY['law_firm', 'servicer']::varchar[]"
            " ORDER BY o.name, o.id",
            actor.organisation,
            on,
        )
    return [FirmShown(**dict(row)) for row in rows]


async def can_instruct(actor: Actor, firm_id: UUID, *, on: date) -> bool | str:
    """Whether the firm may take the actor's cases that day, or the sentence why not. In the open transaction."""
    firm = await db.fetch_one("SELECT name, kinds, status FROM organisations WHERE id = $1", firm_id)
    if firm is None or firm_id == actor.organisation:
        raise NotFound("There is no such firm here.")
    if not {"law_firm", "servicer"} & set(firm["kinds"]):
        return f"{firm['name']} is neither a law firm nor a servicer."
    if not await has_mandate(principal_id=actor.organisation, agent_id=firm_id, kind="litigation", on=on):
        return f"{firm['name']} holds no litigation mandate of yours in force on {on.isoformat()}. Grant one first."
    return True


async def instruct_firm(actor: Actor, firm_id: UUID, case_ids: Sequence[UUID]) -> int:
    """Puts the firm on the cases and on all that belongs to them; returns the number of cases.

    The owner's alone. Refused without a litigation mandate; NotFound if a case is not the actor's organisation's.
    """
    actor.must("cases.instruct")
    wanted = sorted(set(case_ids))
    async with db.transaction(actor):
        answer = await can_instruct(actor, firm_id, on=actor.today("UTC"))
        if isinstance(answer, str):
            raise Refused(answer)
        rows = await db.fetch(
            "UPDATE cases SET firm_organisation_id = $3, version = version + 1 WHERE organisation_id = $1"
            " AND id = ANY($2) AND status <> 'closed' RETURNING id, claim_id",
            actor.organisation,
            wanted,
            firm_id,
        )
        if len(rows) != len(wanted):
            raise NotFound("One of these cases is closed or not yours.")
        await _follow(actor, firm_id, wanted, [row["claim_id"] for row in rows])
        fact = FirmInstructed(
            subject_id=firm_id, firm_organisation_id=firm_id, count=len(wanted), digest=digest_of(wanted)
        )
        await facts.record(actor, fact, about=firm_id)
    return len(wanted)


async def _follow(actor: Actor, firm_id: UUID, case_ids: list[UUID], claim_ids: list[UUID]) -> None:
    await db.execute(
        "UPDATE claims SET firm_organisation_id = $3 WHERE organisation_id = $1 AND id = ANY($2)",
        actor.organisation,
        claim_ids,
        firm_id,
    )
    for table in FOLLOWS:
        await db.execute(
            f"UPDATE {table} SET firm_organisation_id = $3 WHERE organisation_id = $1 AND case_id = ANY($2)",
            actor.organisation,
            case_ids,
            firm_id,
        )
    await db.execute(
        "UPDATE documents SET firm_organisation_id = $3 WHERE organisation_id = $1 AND subject_id = ANY($2)"
        " AND subject_kind IN ('case', 'claim')",
        actor.organisation,
        case_ids + claim_ids,
        firm_id,
    )
