"""Many tasks at once: done, given to somebody, or moved to another day. All of them, or none."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from cases.agenda.facts import TasksChanged
from cases.deadlines.queries import keepers
from cases.desk.reach import digest_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id

MOST_AT_ONCE = 200


async def finish_tasks(actor: Actor, task_ids: Sequence[UUID]) -> int:
    """They are done; how many were still open."""
    async with db.transaction(actor):
        await _at_hand(actor, task_ids)
        done = await db.execute(
            "UPDATE case_tasks SET done_at = $2, done_by = $3 WHERE id = ANY($1) AND done_at IS NULL",
            list(task_ids),
            actor.now(),
            actor.person_id,
        )
        await _tell(actor, task_ids, "done", done)
    return done


async def give_tasks(actor: Actor, task_ids: Sequence[UUID], *, person_id: UUID | None) -> int:
    """Gives open tasks to a colleague, or to whoever takes them. Refused where one is done already."""
    async with db.transaction(actor):
        await _open(actor, task_ids)
        if person_id is not None and person_id not in {one.id for one in await keepers(actor)}:
            place = Place("person_id", None, "Choose a colleague who may read cases.")
            raise Invalid("That person cannot do them.", places=[place])
        done = await db.execute("UPDATE case_tasks SET person_id = $2 WHERE id = ANY($1)", list(task_ids), person_id)
        await _tell(actor, task_ids, "given", done)
    return done


async def move_tasks(actor: Actor, task_ids: Sequence[UUID], *, due_on: date) -> int:
    """Another day for open tasks. Refused where one is done already."""
    async with db.transaction(actor):
        await _open(actor, task_ids)
        done = await db.execute("UPDATE case_tasks SET due_on = $2 WHERE id = ANY($1)", list(task_ids), due_on)
        await _tell(actor, task_ids, "moved", done)
    return done


async def _open(actor: Actor, task_ids: Sequence[UUID]) -> None:
    rows = await _at_hand(actor, task_ids)
    over = sum(row["done_at"] is not None for row in rows)
    if over:
        raise Refused(f"Of these tasks {over} are done already. Reload the page.")


async def _at_hand(actor: Actor, task_ids: Sequence[UUID]) -> list[db.Row]:
    """The tasks, locked. NotFound where one is not the actor's organisation's."""
    actor.must("cases.work")
    if not 0 < len(task_ids) <= MOST_AT_ONCE:
        raise Invalid("Tick the tasks.", places=[Place("task", str(len(task_ids)), f"From 1 to {MOST_AT_ONCE}.")])
    rows = await db.fetch(
        "SELECT id, done_at FROM case_tasks WHERE id = ANY($1) AND organisation_id = $2 ORDER BY id FOR UPDATE",
        list(task_ids),
        actor.organisation,
    )
    if len(rows) != len({*task_ids}):
        raise NotFound("There is no such task here.")
    return rows


async def _tell(actor: Actor, task_ids: Sequence[UUID], what: str, count: int) -> None:
    if count:
        subject = task_ids[0] if len(task_ids) == 1 else new_id()
        changed = TasksChanged(subject_id=subject, what=what, count=count, digest=digest_of(list(task_ids)))
        await facts.record(actor, changed)
