"""Fixing, moving and closing hearings of a case."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from cases.agenda.facts import HearingClosed, HearingFixed, HearingMoved
from cases.agenda.states import HEARINGS
from cases.deadlines.queries import keepers
from cases.desk.reach import CaseAtHand, case_at_hand
from cases.jurisdictions.registry import by_code
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id

LENGTHS = {"court": 200, "room": 80, "what": 120}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A hearing as it is fixed: the day and the hour by the court's clock, and who attends, if that is known."""

    on: date
    at: time
    court: str
    what: str
    room: str = ""
    person_id: UUID | None = None


async def fix_hearing(actor: Actor, case_id: UUID, wanted: Wanted) -> UUID:
    """Enters a hearing; it stands in the calendar of whoever attends, or of everybody while nobody is named."""
    actor.must("cases.work")
    hearing_id = new_id()
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id, lock=True)
        at, zone = await _moment(actor, case, wanted)
        await db.execute(
            "INSERT INTO hearings (id, case_id, organisation_id, firm_organisation_id, at, zone, court, room, what,"
            " person_id, status, entered_by, entered_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'fixed', $11, $12)",
            hearing_id,
            case.id,
            case.organisation_id,
            case.firm_organisation_id,
            at,
            zone,
            wanted.court.strip(),
            wanted.room.strip() or None,
            wanted.what.strip(),
            wanted.person_id,
            actor.person_id,
            actor.now(),
        )
        fixed = HearingFixed(subject_id=hearing_id, case_id=case.id, begins_at=at.isoformat())
        await facts.record(actor, fixed, about=case.other_side(actor))
    return hearing_id


async def move_hearing(actor: Actor, hearing_id: UUID, wanted: Wanted) -> None:
    """Another day, room or person. Refused once it is held or cancelled."""
    actor.must("cases.work")
    async with db.transaction(actor):
        case = await _case_of(actor, hearing_id)
        at, zone = await _moment(actor, case, wanted)
        done = await db.execute(
            "UPDATE hearings SET at = $2, zone = $3, court = $4, room = $5, what = $6, person_id = $7,"
            " version = version + 1 WHERE id = $1 AND status = 'fixed'",
            hearing_id,
            at,
            zone,
            wanted.court.strip(),
            wanted.room.strip() or None,
            wanted.what.strip(),
            wanted.person_id,
        )
        if not done:
            raise Refused("The hearing is over. Fix another one.")
        moved = HearingMoved(subject_id=hearing_id, case_id=case.id, begins_at=at.isoformat())
        await facts.record(actor, moved, about=case.other_side(actor))


async def close_hearing(actor: Actor, hearing_id: UUID, *, held: bool, outcome: str) -> None:
    """It was held, or cancelled, and what came of it."""
    actor.must("cases.work")
    text = outcome.strip()
    if not 0 < len(text) <= 300:
        wanted = "Say what came of it, in at most 300 characters."
        raise Invalid("The hearing needs a word more.", places=[Place("outcome", text[:40] or None, wanted)])
    async with db.transaction(actor):
        case = await _case_of(actor, hearing_id)
        row = await db.move("hearings", hearing_id, HEARINGS["hold" if held else "cancel"], outcome=text)
        closed = HearingClosed(subject_id=hearing_id, case_id=case.id, status=row["status"])
        await facts.record(actor, closed, about=case.other_side(actor))


async def _case_of(actor: Actor, hearing_id: UUID) -> CaseAtHand:
    case_id = await db.fetch_value(
        "SELECT case_id FROM hearings WHERE id = $1 AND (organisation_id = $2 OR firm_organisation_id = $2)",
        hearing_id,
        actor.organisation,
    )
    if case_id is None:
        raise NotFound("There is no such hearing here.")
    return await case_at_hand(actor, case_id, lock=True)


async def _moment(actor: Actor, case: CaseAtHand, wanted: Wanted) -> tuple[datetime, str]:
    """The instant, by the clock of the case's jurisdiction, and that clock's name."""
    said = {"court": wanted.court.strip(), "room": wanted.room.strip(), "what": wanted.what.strip()}
    places = [
        Place(where, text[:40] or None, f"Write at most {LENGTHS[where]} characters" + ("." if text else ", and some."))
        for where, text in said.items()
        if len(text) > LENGTHS[where] or (where != "room" and not text)
    ]
    if wanted.person_id is not None and wanted.person_id not in {one.id for one in await keepers(actor)}:
        places.append(Place("person_id", None, "Choose a colleague who may read cases."))
    jurisdiction = by_code(case.jurisdiction or "")
    zone = jurisdiction.time_zone if jurisdiction else "UTC"
    here = datetime.combine(wanted.on, wanted.at, ZoneInfo(zone))
    at = here.astimezone(UTC)
    if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != here.replace(tzinfo=None):
        places.append(
            Place("at", wanted.at.isoformat(), "That hour does not exist on that day: the clock is put forward.")
        )
    if case.status == "closed":
        raise Refused("The case is closed.")
    if places:
        raise Invalid("The hearing cannot be entered like this.", places=places)
    return at, zone
