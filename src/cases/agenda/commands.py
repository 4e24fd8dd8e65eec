"""Notes, tasks and efforts: what a house writes for itself about a case it owns or works."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from cases.agenda.facts import EffortEntered, NoteWritten, TaskDone, TaskSet, TasksSet
from cases.deadlines.queries import keepers
from cases.desk.reach import case_at_hand, cases_at_hand, digest_of
from cases.instructions.authority import must_have_room
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place
from kernel.ids import new_id
from kernel.money import Money

LONGEST_NOTE, LONGEST_WHAT = 4000, 200
MOST_MINUTES = 24 * 60


async def write_note(actor: Actor, case_id: UUID, text: str) -> UUID:
    """A note that stays as it is written, read by the writer's own organisation alone."""
    actor.must("cases.work")
    said = _said(text, "text", LONGEST_NOTE)
    note_id = new_id()
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        await db.execute(
            "INSERT INTO case_notes (id, case_id, organisation_id, text, written_by, written_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            note_id,
            case.id,
            actor.organisation,
            said,
            actor.person_id,
            actor.now(),
        )
        digest = sha256(said.encode()).hexdigest()
        await facts.record(actor, NoteWritten(subject_id=note_id, case_id=case.id, sha256=digest))
    return note_id


async def set_task(actor: Actor, case_id: UUID, what: str, *, due_on: date | None, person_id: UUID | None) -> UUID:
    """Something to do that no law asks for, for a colleague or for whoever takes it."""
    actor.must("cases.work")
    said = _said(what, "what", LONGEST_WHAT)
    task_id = new_id()
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        if person_id is not None and person_id not in {one.id for one in await keepers(actor)}:
            place = Place("person_id", None, "Choose a colleague who may read cases.")
            raise Invalid("That person cannot do it.", places=[place])
        await db.execute(
            "INSERT INTO case_tasks (id, case_id, organisation_id, what, due_on, person_id, set_by, set_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            task_id,
            case.id,
            actor.organisation,
            said,
            due_on,
            person_id,
            actor.person_id,
            actor.now(),
        )
        await facts.record(actor, TaskSet(subject_id=task_id, case_id=case.id, person_id=person_id))
    return task_id


async def set_tasks(actor: Actor, case_ids: Sequence[UUID], what: str, *, due_on: date | None) -> int:
    """The same task in many cases, each for whoever has the case on the desk."""
    actor.must("cases.work")
    said = _said(what, "what", LONGEST_WHAT)
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids)
        done = await db.execute(
            "INSERT INTO case_tasks (id, case_id, organisation_id, what, due_on, person_id, set_by, set_at)"
            " SELECT uuidv7(), k.id, $1, $3, $4, CASE WHEN EXISTS (SELECT 1 FROM memberships m WHERE m.until IS NULL"
            " AND m.organisation_id = $1 AND m.person_id = k.person_id) THEN k.person_id END, $5, $6"
            " FROM cases k WHERE k.id = ANY($2) ORDER BY k.id",
            actor.organisation,
            [case.id for case in cases],
            said,
            due_on,
            actor.person_id,
            actor.now(),
        )
        await facts.record(actor, TasksSet(subject_id=new_id(), count=done, digest=digest_of(list(case_ids))))
    return done


async def do_task(actor: Actor, task_id: UUID) -> None:
    """The task is done. NotFound for another organisation's; done twice is done."""
    actor.must("cases.work")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT case_id, done_at FROM case_tasks WHERE id = $1 AND organisation_id = $2 FOR UPDATE",
            task_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such task here.")
        if row["done_at"] is None:
            await db.execute(
                "UPDATE case_tasks SET done_at = $2, done_by = $3 WHERE id = $1", task_id, actor.now(), actor.person_id
            )
            await facts.record(actor, TaskDone(subject_id=task_id, case_id=row["case_id"]))


async def enter_effort(
    actor: Actor, case_id: UUID, what: str, *, on: date, minutes: int | None = None, amount: Money | None = None
) -> UUID:
    """Minutes spent, or money laid out; either, never both. A wrong line is answered by one with the opposite sign.

    Refused where a cost of an instructed firm passes what its client allowed.
    """
    actor.must("cases.work")
    said = _said(what, "what", LONGEST_WHAT)
    places = []
    if (minutes is None) == (amount is None):
        places.append(Place("minutes", None, "Enter minutes or an amount, one of them."))
    if minutes is not None and (not minutes or abs(minutes) > MOST_MINUTES):
        places.append(Place("minutes", str(minutes), "From 1 to 1440; below nought to take back."))
    if amount is not None and not amount.minor:
        places.append(Place("amount", amount.text(), "Nothing was laid out."))
    if on > actor.today("UTC"):
        places.append(Place("on", on.isoformat(), "It is entered once it was done."))
    if places:
        raise Invalid("The effort cannot be entered like this.", places=places)
    effort_id = new_id()
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        if amount is not None:
            await must_have_room(actor, case.id, amount)
        await db.execute(
            "INSERT INTO case_efforts (id, case_id, organisation_id, on_date, what, minutes, amount_minor, currency,"
            " person_id, entered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            effort_id,
            case.id,
            actor.organisation,
            on,
            said,
            minutes,
            amount.minor if amount else None,
            amount.currency if amount else None,
            actor.person_id,
            actor.now(),
        )
        entered = EffortEntered(subject_id=effort_id, case_id=case.id, cost=amount is not None)
        await facts.record(actor, entered)
    return effort_id


def _said(text: str, where: str, longest: int) -> str:
    said = text.strip()
    if not 0 < len(said) <= longest:
        wanted = f"Write something, at most {longest} characters."
        raise Invalid("There is nothing to write down.", places=[Place(where, said[:40] or None, wanted)])
    return said
