"""The tracker's lists: by when they fall due, by what needs a look, by whose they are; and the sheet for the day."""

from datetime import timedelta

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from cases.agenda.queries import hearings_ahead, tasks_open
from cases.deadlines import cursors, queries
from cases.deadlines.queries import LENSES, PAGE, VIEWS, View
from cases.desk.saved_filters import saved_filters
from cases.teams.queries import covered_by, teams
from cases.teams.whose import whose_named
from kernel.actor import Actor

MOST_PRINTED = 500
DAYS_OF_WEEK, HOURS_PAST = 7, 12
"""What the day's list shows of hearings: this week's, and those of the last hours."""
PRINTED: tuple[View, ...] = ("overdue", "today", "week", "ready")


@get("/deadlines", include_in_schema=False)
async def tracker(
    actor: NamedDependency[Actor],
    view: FromQuery[str] = "",
    mine: FromQuery[bool] = False,
    whose: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    """One view of the tracker; without one, the first that holds something to do. `mine` is a word for whose."""
    today = await queries.today_of(actor)
    word = "mine" if mine else whose
    shown_of = await whose_named(actor, word, on=today)
    counts = await queries.deadline_counts(actor, today=today, whose=shown_of)
    lenses = await queries.lens_counts(actor, today=today, whose=shown_of)
    chosen = cursors.view_named(view) if view else _pressing(counts)
    beyond = cursors.read(chosen, after) if after else None
    rows = await queries.deadlines_in(actor, chosen, today=today, after=beyond, whose=shown_of, most=PAGE + 1)
    context = {
        "view": chosen,
        "views": [(one, getattr(counts, one)) for one in VIEWS],
        "lenses": [(one, getattr(lenses, one)) for one in LENSES],
        "most_counted": queries.MOST_COUNTED,
        "whose": word,
        "teams": await teams(actor),
        "covered": await covered_by(actor, on=today),
        "today": today,
        "here": actor.organisation,
        "rows": rows[:PAGE],
        "after": after,
        "next": cursors.write(chosen, rows[PAGE - 1]) if len(rows) > PAGE else None,
        "saved": await saved_filters(actor, "deadlines"),
        "kept_as": {"view": chosen, "whose": word},
    }
    return Template("cases/deadlines/tracker.html", context=context)


def _pressing(counts: queries.Counts) -> View:
    return next((view for view in VIEWS if getattr(counts, view)), "today")


@get("/deadlines/print", include_in_schema=False)
async def printed(actor: NamedDependency[Actor], mine: FromQuery[bool] = False, whose: FromQuery[str] = "") -> Template:
    """The sheet for the day: the hearings and tasks, what is overdue, due today and within a week."""
    today = await queries.today_of(actor)
    word = "mine" if mine else whose
    shown_of = await whose_named(actor, word, on=today)
    lists = [
        (view, await queries.deadlines_in(actor, view, today=today, whose=shown_of, most=MOST_PRINTED))
        for view in PRINTED
    ]
    team = next((one.name for one in await teams(actor) if word == f"team:{one.id}"), "")
    now = actor.now()
    context = {
        "hearings": await hearings_ahead(
            actor, since=now - timedelta(hours=HOURS_PAST), until=now + timedelta(days=DAYS_OF_WEEK), whose=shown_of
        ),
        "tasks": await tasks_open(actor, until=today + timedelta(days=DAYS_OF_WEEK), whose=shown_of),
        "lists": lists,
        "today": today,
        "now": now,
        "whose": word,
        "team": team,
        "most": MOST_PRINTED,
    }
    return Template("cases/deadlines/print.html", context=context)


ROUTES = (tracker, printed)
