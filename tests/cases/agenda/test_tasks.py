"""Tasks across cases: by day and by whose they are, page by page, many at once, and in the calendar."""

import asyncio
from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg
import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from cases.agenda.commands import do_task, set_task
from cases.agenda.task_queries import VIEWS, last_of, read_after, tasks_counted, tasks_in, tasks_query
from cases.agenda.tasks import finish_tasks, give_tasks, move_tasks
from cases.deadlines.calendar_feed import calendar_of, make_feed
from cases.deadlines.queries import EVERYBODYS, NOBODYS, Whose, my_own
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Problem, Refused
from kernel.settings import Settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_desk, open_cases
from tests.cases.deadlines.test_calendar_feed import properties
from tests.cases.desk.test_lists import by_index
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 22)
DAYS = {"overdue": date(2026, 11, 21), "today": TODAY, "week": date(2026, 11, 29), "later": date(2026, 11, 30)}


async def a_task_a_view(desk: Desk, *, person: Actor | None = None) -> dict[str, UUID]:
    (case_id,) = await open_cases(desk=desk, count=1)
    person_id = person.person_id if person else None
    made = {
        view: await set_task(desk.lawyer, case_id, f"call, {view}", due_on=DAYS.get(view), person_id=person_id)
        for view in VIEWS
    }
    await do_task(desk.lawyer, made["done"])
    return made


async def test_each_task_stands_in_the_list_of_its_day() -> None:
    desk = await a_desk()
    made = await a_task_a_view(desk)
    for view in VIEWS:
        assert [one.id for one in await tasks_in(desk.lawyer, view, today=TODAY)] == [made[view]]
    counts = await tasks_counted(desk.lawyer, today=TODAY)
    assert (counts.overdue, counts.today, counts.week, counts.later, counts.undated) == (1, 1, 1, 1, 1)


async def test_mine_a_colleagues_and_nobodys_are_told_apart_and_strangers_see_none() -> None:
    desk = await a_desk()
    mine, nobodys = await a_task_a_view(desk, person=desk.lawyer), await a_task_a_view(desk)
    stranger = await a_member(organisation_id=await an_organisation(kinds=("law_firm",)), roles=("lawyer",))
    for whose, expected in (
        (my_own(desk.lawyer), [mine["today"]]),
        (my_own(desk.buyer), []),
        (NOBODYS, [nobodys["today"]]),
        (EVERYBODYS, sorted([mine["today"], nobodys["today"]])),
    ):
        assert [one.id for one in await tasks_in(desk.lawyer, "today", today=TODAY, whose=whose)] == expected
    assert await tasks_in(stranger, "today", today=TODAY) == []
    with pytest.raises(NotFound):
        await finish_tasks(stranger, [mine["today"]])
    with pytest.raises(Forbidden):
        await finish_tasks(desk.buyer, [mine["today"]])


@pytest.mark.parametrize("view", ["later", "undated", "done"])
async def test_page_after_page_shows_every_task_once(view: str) -> None:
    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    async with db.transaction(desk.lawyer):
        rows_made = await db.fetch(
            "INSERT INTO case_tasks (id, case_id, organisation_id, what, set_at) SELECT uuidv7(), $1, $2, 'one', now()"
            " FROM generate_series(1, 120) RETURNING id",
            case_id,
            desk.owner_id,
        )
        if view == "later":
            await db.execute(
                "UPDATE case_tasks SET due_on = $1::date + (get_byte(uuid_send(id), 15) % 3)", DAYS["later"]
            )
        if view == "done":
            await db.execute("UPDATE case_tasks SET done_at = $1", datetime(2026, 11, 20, tzinfo=UTC))
    seen: list[UUID] = []
    after = ""
    while True:
        known = next(one for one in VIEWS if one == view)
        rows = await tasks_in(desk.lawyer, known, today=TODAY, whose=NOBODYS, after=read_after(known, after))
        seen += [one.id for one in rows[:50]]
        if len(rows) <= 50:
            break
        after = last_of(known, rows[49]).text()
    assert sorted(seen) == sorted(row["id"] for row in rows_made)
    with pytest.raises(Invalid):
        read_after("later", "yesterday_17")


async def test_many_are_given_moved_and_done_together_or_not_at_all() -> None:
    desk = await a_desk()
    made = await a_task_a_view(desk)
    open_ones = [made["overdue"], made["undated"]]
    assert desk.lawyer.person_id is not None
    assert await give_tasks(desk.lawyer, open_ones, person_id=desk.lawyer.person_id) == 2
    assert await move_tasks(desk.lawyer, open_ones, due_on=TODAY) == 2
    mine = await tasks_in(desk.lawyer, "today", today=TODAY, whose=my_own(desk.lawyer))
    assert sorted(one.id for one in mine) == sorted(open_ones)

    with pytest.raises(Refused, match="1 are done already"):
        await move_tasks(desk.lawyer, [made["today"], made["done"]], due_on=DAYS["later"])
    with pytest.raises(Invalid):
        await give_tasks(desk.lawyer, open_ones, person_id=made["today"])
    with pytest.raises(Invalid):
        await finish_tasks(desk.lawyer, [])
    assert [one.id for one in await tasks_in(desk.lawyer, "today", today=TODAY, whose=NOBODYS)] == [made["today"]]


async def test_a_task_finished_by_two_at_once_is_finished_once() -> None:
    desk = await a_desk()
    made = await a_task_a_view(desk)
    done = await asyncio.gather(
        *(finish_tasks(desk.lawyer, [made["today"], made["week"]]) for _ in range(2)), return_exceptions=True
    )
    assert sorted(one for one in done if isinstance(one, int)) == [0, 2]
    assert not any(isinstance(one, Problem) for one in done)


async def test_from_the_list_to_done_by_its_buttons() -> None:
    desk = await a_desk()
    made = await a_task_a_view(desk, person=desk.lawyer)
    async with browser(desk.lawyer) as client:
        page = BeautifulSoup((await client.get("/tasks")).text, "lxml")
        assert "call, overdue" in page.text
        assert page.select_one(f"input[name=task][value='{made['overdue']}']") is not None
        here = {"view": "overdue", "whose": "mine", "task": str(made["overdue"])}
        await client.submit("/tasks", here | {"do": "move", "due_on": "2126-11-30"})
        assert "call, overdue" in (await client.get("/tasks?view=later&whose=all")).text
        done = await client.submit("/tasks", here | {"do": "done"})
        assert "Done: 1." in (await client.get(done.headers["location"])).text
        wrong = await client.submit("/tasks", here | {"do": "burn"})
        assert "cannot be done to tasks" in (await client.get(wrong.headers["location"])).text
        assert (await client.get("/tasks?view=never")).status_code == 422


async def test_a_task_stands_in_the_calendar_of_who_has_it_without_its_words() -> None:
    desk = await a_desk()
    made = await a_task_a_view(desk, person=desk.lawyer)
    written = await calendar_of(await make_feed(desk.lawyer), clock=desk.clock)
    found = {str(one["uid"]): one for one in Calendar.from_ical(written).walk("VEVENT")}

    assert {f"{made[view]}@recourse" for view in DAYS} <= found.keys()
    assert f"{made['done']}@recourse" not in found
    assert found[f"{made['week']}@recourse"].decoded("dtstart") == DAYS["week"]
    assert b"call," not in written
    assert {value for name, value in properties(written) if name == "UID"} == found.keys()


async def test_lists_are_read_by_an_index_that_begins_with_their_reader(database: Settings) -> None:
    desk, other = await a_desk(), await a_desk(name="Otra Cartera SL")
    await a_task_a_view(other)
    owner = await asyncpg.connect(database.migrations_url)
    await owner.execute(
        "INSERT INTO case_tasks (id, case_id, organisation_id, what, due_on, set_at, done_at) SELECT uuidv7(), case_id,"
        " organisation_id, what, due_on, set_at, done_at FROM case_tasks, generate_series(1, 400)"
    )
    await owner.execute("ANALYZE case_tasks")
    await owner.close()
    await a_task_a_view(desk)
    for view in VIEWS:
        for whose in (EVERYBODYS, NOBODYS, Whose((desk.owner_id,))):
            sql, arguments = tasks_query(desk.owner_id, view, TODAY, whose, None)
            await by_index(Actor.system(desk.owner_id), sql, arguments, "case_tasks", "organisation_id")
