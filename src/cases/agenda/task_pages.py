"""The page of tasks across cases: mine, a team's, nobody's; ticked and done, given or moved together."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from accounts.forms import chosen, day, identifier
from cases.agenda.task_queries import (
    MOST_COUNTED,
    PAGE,
    VIEWS,
    TasksCounted,
    When,
    last_of,
    read_after,
    tasks_counted,
    tasks_in,
    view_named,
)
from cases.agenda.tasks import finish_tasks, give_tasks, move_tasks
from cases.deadlines.queries import keepers, today_of
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from cases.teams.queries import covered_by, teams
from cases.teams.whose import whose_named
from kernel.actor import Actor
from kernel.errors import Invalid, Place


@get("/tasks", include_in_schema=False)
async def page(
    actor: NamedDependency[Actor],
    view: FromQuery[str] = "",
    whose: FromQuery[str] = "mine",
    after: FromQuery[str] = "",
) -> Template:
    """One view; without one, the first that holds something to do."""
    actor.must("cases.read")
    today = await today_of(actor)
    shown_of = await whose_named(actor, whose if whose != "all" else "", on=today)
    counts = await tasks_counted(actor, today=today, whose=shown_of)
    named = view_named(view) if view else _pressing(counts)
    rows = await tasks_in(actor, named, today=today, whose=shown_of, after=read_after(named, after))
    context = {
        "view": named,
        "views": [(one, getattr(counts, one, None)) for one in (*TasksCounted.__dataclass_fields__, "done")],
        "most_counted": MOST_COUNTED,
        "whose": whose,
        "teams": await teams(actor),
        "covered": await covered_by(actor, on=today),
        "people": [(one.id, one.name) for one in await keepers(actor)],
        "rows": rows[:PAGE],
        "after": after,
        "next": last_of(named, rows[PAGE - 1]).text() if len(rows) > PAGE else None,
        "today": today,
        "may_work": actor.may("cases.work"),
    }
    return Template("cases/agenda/tasks.html", context=context)


def _pressing(counts: TasksCounted) -> When:
    return next((one for one in VIEWS if getattr(counts, one, 0)), "today")


@post("/tasks", include_in_schema=False)
async def change(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    """What the button pressed says is done to the ticked ones."""
    actor.must("cases.work")
    data, ticked = await texts(request), await chosen(request, "task")
    view, whose = data.get("view", ""), data.get("whose", "")
    back = f"/tasks?view={view}&whose={whose}" if view in VIEWS and _plain(whose) else "/tasks"

    async def act() -> str:
        return await _changed(actor, [identifier(one, "task") for one in ticked], data)

    return await acted_once(request, actor, data | {"task": ",".join(ticked)}, back, act)


async def _changed(actor: Actor, ids: list[UUID], data: dict[str, str]) -> str:
    match data.get("do", ""):
        case "done":
            return f"Done: {await finish_tasks(actor, ids)}."
        case "give":
            person_id = optional_identifier(data.get("person_id", ""), "person_id")
            return f"Given: {await give_tasks(actor, ids, person_id=person_id)}."
        case "move":
            return f"Moved: {await move_tasks(actor, ids, due_on=day(data.get('due_on', ''), 'due_on'))}."
        case other:
            raise Invalid("That cannot be done to tasks.", places=[Place("do", other[:20], "Done, give or move.")])


def _plain(word: str) -> bool:
    return all(letter.isalnum() or letter in ":-" for letter in word)


ROUTES = (page, change)
