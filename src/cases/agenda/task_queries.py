"""Open tasks across all cases: by when they are due and by whose they are."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

from cases.agenda.queries import TASK, TaskShown
from cases.deadlines.queries import EVERYBODYS, Whose
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place

type When = Literal["overdue", "today", "week", "later", "undated", "done"]
VIEWS: tuple[When, ...] = get_args(When.__value__)
PAGE = 50
MOST_COUNTED = 1000
WEEK = timedelta(weeks=1)
WHERE: dict[str, str] = {
    "overdue": "t.done_at IS NULL AND t.due_on < $2 AND $3::date IS NOT NULL",
    "today": "t.done_at IS NULL AND t.due_on = $2 AND $3::date IS NOT NULL",
    "week": "t.done_at IS NULL AND t.due_on > $2 AND t.due_on <= $3",
    "later": "t.done_at IS NULL AND t.due_on > $3 AND $2::date IS NOT NULL",
    "undated": "t.done_at IS NULL AND t.due_on IS NULL AND $2::date IS NOT NULL AND $3::date IS NOT NULL",
    "done": "t.done_at IS NOT NULL AND $2::date IS NOT NULL AND $3::date IS NOT NULL",
}


@dataclass(frozen=True, slots=True)
class TasksCounted:
    """How many stand in each view, at most MOST_COUNTED each; those done are not counted."""

    overdue: int
    today: int
    week: int
    later: int
    undated: int


@dataclass(frozen=True, slots=True)
class TaskAfter:
    """The last row of a page: its day (its moment, of one that is done) and its id."""

    on: date | datetime | None
    id: UUID

    def text(self) -> str:
        return f"{self.on.isoformat() if self.on else ''}_{self.id}"


def view_named(text: str) -> When:
    """The view of that name. Invalid for any other word."""
    for view in VIEWS:
        if view == text:
            return view
    raise Invalid("There is no such list.", places=[Place("view", text[:20], f"Choose one of {', '.join(VIEWS)}.")])


def read_after(view: When, text: str) -> TaskAfter | None:
    """Where a page goes on, out of its address. Invalid for a place this view does not have."""
    if not text:
        return None
    on, _, row_id = text.rpartition("_")
    try:
        if view == "done":
            return TaskAfter(datetime.fromisoformat(on), UUID(row_id))
        return TaskAfter(date.fromisoformat(on) if on else None, UUID(row_id))
    except ValueError as error:
        wanted = "Go back to the start of the list."
        raise Invalid("That place in the list cannot be read.", places=[Place("after", text[:60], wanted)]) from error


def last_of(view: When, row: TaskShown) -> TaskAfter:
    return TaskAfter(row.done_at if view == "done" else row.due_on, row.id)


async def tasks_in(
    actor: Actor, view: When, *, today: date, whose: Whose = EVERYBODYS, after: TaskAfter | None = None
) -> list[TaskShown]:
    """One page and one row more where there is a next; the soonest first, those done the latest first."""
    actor.must("cases.read")
    sql, arguments = tasks_query(actor.organisation, view, today, whose, after)
    async with db.transaction(actor):
        rows = await db.fetch(sql, *arguments)
    return [TaskShown(**dict(row)) for row in rows]


def tasks_query(
    reader: UUID, view: When, today: date, whose: Whose, after: TaskAfter | None
) -> tuple[str, list[object]]:
    """The statement of the list and its arguments; a test explains it on skewed data. Each person's own are read by
    themselves, so that no page sorts what a team has in store."""
    arguments: list[object] = [reader, today, today + WEEK]
    where = f"t.organisation_id = $1 AND {WHERE[view]}"
    order = "t.done_at DESC, t.id DESC" if view == "done" else "t.due_on, t.id"
    if after is not None:
        where += _beyond(view, after, arguments)
    if whose.people is not None:
        arguments.append(list(whose.people))
        part = (
            f"SELECT t.* FROM unnest(${len(arguments)}::uuid[]) AS w(person) CROSS JOIN LATERAL (SELECT t.* FROM"
            f" case_tasks t WHERE {where} AND t.person_id = w.person ORDER BY {order} LIMIT {PAGE + 1}) t"
        )
    else:
        nobodys = " AND t.person_id IS NULL" if whose.nobodys else ""
        part = f"SELECT t.* FROM case_tasks t WHERE {where}{nobodys}"
    return (
        f"SELECT {TASK} FROM ({part} ORDER BY {order} LIMIT {PAGE + 1}) t JOIN cases k ON k.id = t.case_id"
        f" LEFT JOIN people p ON p.id = t.person_id ORDER BY {order}",
        arguments,
    )


def _beyond(view: When, after: TaskAfter, arguments: list[object]) -> str:
    if view == "undated":
        arguments.append(after.id)
        return f" AND t.id > ${len(arguments)}"
    arguments.extend([after.on, after.id])
    column, sign = ("t.done_at", "<") if view == "done" else ("t.due_on", ">")
    return f" AND ({column}, t.id) {sign} (${len(arguments) - 1}, ${len(arguments)})"


async def tasks_counted(actor: Actor, *, today: date, whose: Whose = EVERYBODYS) -> TasksCounted:
    """The figures on the tabs; each stops at MOST_COUNTED."""
    actor.must("cases.read")
    arguments: list[object] = [actor.organisation, today, today + WEEK]
    more = ""
    if whose.people is not None:
        arguments.append(list(whose.people))
        more = " AND t.person_id = ANY($4)"
    elif whose.nobodys:
        more = " AND t.person_id IS NULL"
    counted = ", ".join(
        f"(SELECT count(*) FROM (SELECT FROM case_tasks t WHERE t.organisation_id = $1 AND {WHERE[view]}{more}"
        f" LIMIT {MOST_COUNTED}) x) AS {view}"
        for view in TasksCounted.__dataclass_fields__
    )
    async with db.transaction(actor):
        row = await db.fetch_sure(f"SELECT {counted}", *arguments)
    return TasksCounted(**dict(row))
