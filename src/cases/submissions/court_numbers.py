"""The court's number of a case, as its answer names it."""

from datetime import date
from uuid import UUID

from cases.desk.looking_again import look_again
from cases.desk.reach import case_at_hand
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.ids import new_id

LONGEST = 80


async def name_number(actor: Actor, case_id: UUID, court_number: str, *, on: date) -> None:
    """Writes it beside the case's court, in the open transaction."""
    number = court_number.strip()
    if not 0 < len(number) <= LONGEST:
        wanted = f"A court's number has 1 to {LONGEST} characters."
        raise Invalid("The court's number cannot be kept.", places=[Place("court_number", number[:40], wanted)])
    case = await case_at_hand(actor, case_id)
    await db.execute(
        "INSERT INTO proceedings (id, claim_id, tape_id, organisation_id, court_number, stage, last_act_on)"
        " VALUES ($1, $2, $3, $4, $5, 'filed', $6) ON CONFLICT (claim_id) DO UPDATE"
        " SET court_number = excluded.court_number,"
        " last_act_on = greatest(proceedings.last_act_on, excluded.last_act_on)",
        new_id(),
        case.claim_id,
        case.tape_id,
        case.organisation_id,
        number,
        on,
    )
    if actor.person_id is not None:
        await look_again([case])
