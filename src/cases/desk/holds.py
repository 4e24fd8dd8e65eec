"""Holds: grounds that stop a case, with their start, end and effect."""

from datetime import date
from uuid import UUID

from cases.desk.facts import CaseHeld, CaseReleased
from cases.desk.opening import HELD_FOR
from cases.desk.reach import case_at_hand
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id

EFFECTS: dict[str, str] = {ground: effect for ground, effect in HELD_FOR.values()} | {
    "vulnerability": "Every letter is agreed with the person in charge first."
}


async def hold_case(actor: Actor, case_id: UUID, *, ground: str, from_on: date, until_on: date | None) -> UUID:
    """Stops the case on this ground from the day on. Refused while the same ground already holds it."""
    actor.must("cases.work")
    if ground not in EFFECTS:
        places = [Place("ground", ground, f"Choose one of {', '.join(EFFECTS)}.")]
        raise Invalid("A hold stands on one of the known grounds.", places=places)
    if until_on is not None and until_on < from_on:
        raise Invalid("A hold ends after it begins.", places=[Place("until_on", until_on.isoformat(), "A later day.")])
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id, lock=True)
        standing = await db.fetch_value(
            "SELECT 1 FROM case_holds WHERE case_id = $1 AND ground = $2 AND coalesce(until_on, 'infinity') >= $3",
            case_id,
            ground,
            from_on,
        )
        if standing is not None:
            raise Refused("The case is already held on this ground; end that hold first.")
        hold_id = new_id()
        await db.execute(
            "INSERT INTO case_holds (id, case_id, organisation_id, firm_organisation_id, ground, from_on, until_on,"
            " effect, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            hold_id,
            case_id,
            case.organisation_id,
            case.firm_organisation_id,
            ground,
            from_on,
            until_on,
            EFFECTS[ground],
            actor.person_id,
            actor.now(),
        )
        fact = CaseHeld(subject_id=case_id, hold_id=hold_id, ground=ground)
        await facts.record(actor, fact, about=case.other_side(actor))
    return hold_id


async def release_hold(actor: Actor, hold_id: UUID, *, on: date, reason: str) -> None:
    """Ends a hold: `on` is its last day. The reason stays with it."""
    actor.must("cases.work")
    if not reason.strip():
        raise Invalid("A hold ends for a reason.", places=[Place("reason", reason, "Say why in a few words.")])
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT case_id, ground, from_on FROM case_holds WHERE id = $1"
            " AND (organisation_id = $2 OR firm_organisation_id = $2)",
            hold_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such hold here.")
        case = await case_at_hand(actor, row["case_id"])
        # A hold released on its first day was never one: it ends the day it began.
        await db.execute(
            "UPDATE case_holds SET until_on = greatest($2, from_on), ended_reason = $3 WHERE id = $1",
            hold_id,
            on,
            reason[:200],
        )
        fact = CaseReleased(subject_id=case.id, hold_id=hold_id, ground=row["ground"])
        await facts.record(actor, fact, about=case.other_side(actor))
