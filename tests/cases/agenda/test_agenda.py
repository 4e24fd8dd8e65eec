"""Hearings, tasks, notes and efforts: entered, seen by the right houses, in the calendar and on the day's sheet."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import asyncpg
import pytest
from icalendar import Calendar

from cases.agenda.commands import do_task, enter_effort, set_task, write_note
from cases.agenda.hearings import Wanted, close_hearing, fix_hearing, move_hearing
from cases.agenda.queries import agenda_of, ahead_query, hearings_ahead, tasks_open
from cases.deadlines.calendar_feed import calendar_of, make_feed
from cases.deadlines.queries import EVERYBODYS, NOBODYS, Whose, my_own
from cases.desk.commands import close_case
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused, StaleState
from kernel.ids import new_id
from kernel.money import Money
from kernel.settings import Settings
from tests.builders.accounts import a_member
from tests.builders.cases import Desk, Firm, a_desk, a_firm, open_cases
from tests.builders.instructions import instruct_firm
from tests.cases.desk.test_lists import by_index
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")
TRIAL = Wanted(date(2026, 12, 3), time(9, 30), "Juzgado n.º 5 de Gijón", "Vista del juicio verbal", "Sala 2")
SINCE, UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


async def an_instructed_case() -> tuple[Desk, Firm, UUID]:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    (case_id,) = await open_cases(desk=desk, count=1)
    await instruct_firm(desk.buyer, firm.organisation_id, [case_id])
    return desk, firm, case_id


async def ahead(actor: Actor, whose: Whose = EVERYBODYS) -> list[UUID]:
    return [one.id for one in await hearings_ahead(actor, since=SINCE, until=UNTIL, whose=whose)]


async def test_a_hearing_is_at_the_courts_hour_in_the_calendar_and_seen_by_owner_and_firm() -> None:
    desk, firm, case_id = await an_instructed_case()
    hearing_id = await fix_hearing(firm.lawyer, case_id, TRIAL)

    for reader in (firm.clerk, desk.buyer):
        (one,) = (await agenda_of(reader, case_id)).hearings
        assert (one.at, one.zone) == (datetime(2026, 12, 3, 8, 30, tzinfo=UTC), "Europe/Madrid")
        assert await ahead(reader) == [hearing_id]
    feed = Calendar.from_ical(await calendar_of(await make_feed(firm.clerk), clock=desk.clock))
    (event,) = feed.walk("VEVENT")
    assert event.decoded("dtstart") == one.at
    assert str(event["location"]) == "Juzgado n.º 5 de Gijón, Sala 2"
    assert "Núñez" not in feed.to_ical().decode()

    moved = Wanted(date(2026, 12, 10), time(10), "Juzgado n.º 5", "Vista", person_id=firm.lawyer.person_id)
    await move_hearing(firm.clerk, hearing_id, moved)
    assert await ahead(firm.clerk, my_own(firm.clerk)) == await ahead(firm.clerk, NOBODYS) == []
    assert await ahead(firm.lawyer, my_own(firm.lawyer)) == [hearing_id]
    await close_hearing(firm.lawyer, hearing_id, held=True, outcome="Judgment follows.")
    assert await ahead(firm.lawyer) == []
    with pytest.raises(Refused, match="over"):
        await move_hearing(firm.lawyer, hearing_id, moved)
    with pytest.raises(StaleState):
        await close_hearing(firm.lawyer, hearing_id, held=False, outcome="Cancelled.")


async def test_a_firm_instructed_later_sees_the_hearings_that_stand() -> None:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    (case_id,) = await open_cases(desk=desk, count=1)
    hearing_id = await fix_hearing(desk.lawyer, case_id, TRIAL)
    assert await ahead(firm.lawyer) == []
    await instruct_firm(desk.buyer, firm.organisation_id, [case_id])
    assert await ahead(firm.lawyer) == [hearing_id]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"court": " "}, "court"),
        ({"what": "x" * 121}, "what"),
        ({"room": "x" * 81}, "room"),
        ({"person_id": new_id()}, "person_id"),
        ({"on": date(2027, 3, 28), "at": time(2, 30)}, "at"),
    ],
)
async def test_a_hearing_that_cannot_be(change: dict[str, object], where: str) -> None:
    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    fields = {name: getattr(TRIAL, name) for name in Wanted.__dataclass_fields__}
    with pytest.raises(Invalid) as refused:
        await fix_hearing(desk.lawyer, case_id, Wanted(**{**fields, **change}))
    assert [one.where for one in refused.value.places] == [where]


async def test_notes_tasks_and_efforts_are_the_writers_own_houses() -> None:
    desk, firm, case_id = await an_instructed_case()
    await write_note(firm.clerk, case_id, "The debtor’s wife called.")
    task_id = await set_task(
        firm.clerk, case_id, "Ask for the power", due_on=date(2026, 11, 21), person_id=firm.lawyer.person_id
    )
    await enter_effort(firm.lawyer, case_id, "Reading the file", on=date(2026, 11, 20), minutes=45)
    await enter_effort(firm.lawyer, case_id, "Mistyped", on=date(2026, 11, 20), minutes=-15)
    await enter_effort(firm.lawyer, case_id, "Burofax", on=date(2026, 11, 20), amount=Money(3_150, "EUR"))

    ours, theirs = await agenda_of(firm.clerk, case_id), await agenda_of(desk.lawyer, case_id)
    assert (theirs.notes, theirs.tasks, theirs.efforts) == ((), (), ())
    assert [one.text for one in ours.notes] == ["The debtor’s wife called."]
    assert (ours.minutes, ours.costs) == (30, (Money(3_150, "EUR"),))
    assert [one.id for one in await tasks_open(firm.lawyer, until=date(2026, 11, 22))] == [task_id]
    assert await tasks_open(firm.clerk, until=date(2026, 11, 22), whose=my_own(firm.clerk)) == []
    assert await tasks_open(desk.lawyer, until=date(2027, 1, 1)) == []
    with pytest.raises(NotFound):
        await do_task(desk.lawyer, task_id)
    await do_task(firm.lawyer, task_id)
    await do_task(firm.lawyer, task_id)
    assert await tasks_open(firm.lawyer, until=date(2026, 11, 22)) == []
    async with db.transaction(firm.lawyer):
        told = await db.fetch("SELECT data::text FROM facts WHERE kind LIKE 'agenda:%'")
    assert len(told) == 6
    assert not any("wife" in row["data"] for row in told)


async def test_strangers_readers_and_another_firm_write_nothing() -> None:
    desk, firm, case_id = await an_instructed_case()
    other = await a_firm(desk=desk, name="Otro Bufete SLP")
    hearing_id = await fix_hearing(firm.lawyer, case_id, TRIAL)
    reader = await a_member(organisation_id=desk.owner_id, roles=("seller",), clock=desk.clock)
    for somebody, refusal in ((other.lawyer, NotFound), (reader, Forbidden)):
        for act in (
            fix_hearing(somebody, case_id, TRIAL),
            move_hearing(somebody, hearing_id, TRIAL),
            close_hearing(somebody, hearing_id, held=True, outcome="Held."),
            write_note(somebody, case_id, "x"),
            set_task(somebody, case_id, "x", due_on=None, person_id=None),
            enter_effort(somebody, case_id, "x", on=date(2026, 11, 20), minutes=5),
        ):
            with pytest.raises(refusal):
                await act
    agenda = await agenda_of(other.lawyer, case_id)
    assert (agenda.hearings, await ahead(other.lawyer)) == ((), [])
    await close_case(firm.lawyer, case_id, reason="paid")
    with pytest.raises(Refused):
        await fix_hearing(firm.lawyer, case_id, TRIAL)


async def test_words_and_numbers_that_say_nothing() -> None:
    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    today = date(2026, 11, 20)
    for act in (
        write_note(desk.lawyer, case_id, " "),
        write_note(desk.lawyer, case_id, "x" * 4001),
        set_task(desk.lawyer, case_id, "", due_on=None, person_id=None),
        set_task(desk.lawyer, case_id, "x", due_on=None, person_id=new_id()),
        enter_effort(desk.lawyer, case_id, "x", on=today),
        enter_effort(desk.lawyer, case_id, "x", on=today, minutes=5, amount=Money(1, "EUR")),
        enter_effort(desk.lawyer, case_id, "x", on=today, minutes=0),
        enter_effort(desk.lawyer, case_id, "x", on=today, minutes=1441),
        enter_effort(desk.lawyer, case_id, "x", on=today, amount=Money(0, "EUR")),
        enter_effort(desk.lawyer, case_id, "x", on=today + timedelta(days=2), minutes=5),
    ):
        with pytest.raises(Invalid):
            await act


async def test_the_hearings_ahead_go_by_their_index(database: Settings) -> None:
    desk, firm, case_id = await an_instructed_case()
    big = await a_desk(name="Gran Despacho SLP")
    (theirs,) = await open_cases(desk=big, count=1)
    await fix_hearing(firm.lawyer, case_id, TRIAL)
    await fix_hearing(big.lawyer, theirs, TRIAL)
    owner = await asyncpg.connect(database.migrations_url)
    await owner.execute(
        "INSERT INTO hearings (id, case_id, organisation_id, at, zone, court, what, status, entered_at)"
        " SELECT uuidv7(), case_id, organisation_id, at, zone, court, what, status, entered_at FROM hearings,"
        " generate_series(1, 20000) WHERE case_id = $1",
        theirs,
    )
    await owner.execute("ANALYZE hearings")
    await owner.close()
    for reader, column in ((desk.owner_id, "organisation_id"), (firm.organisation_id, "firm_organisation_id")):
        sql, arguments = ahead_query(reader, SINCE, UNTIL, EVERYBODYS)
        await by_index(Actor.system(reader), sql, arguments, "hearings", column)


@pytest.mark.usefixtures("object_store")
async def test_the_agenda_on_the_cases_page_and_on_the_days_sheet() -> None:
    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    here = f"/cases/{case_id}"
    async with browser(desk.lawyer) as client:
        await client.submit(
            f"{here}/hearings", {"on": tomorrow, "at": "09:30", "court": "Juzgado n.º 5", "what": "Vista", "room": "2"}
        )
        await client.submit(f"{here}/tasks", {"what": "Bring the contract", "due_on": tomorrow})
        await client.submit(f"{here}/notes", {"text": "Called <b>twice</b>."})
        await client.submit(f"{here}/efforts", {"what": "Call", "on": "2026-01-02", "minutes": "12"})
        wrong = await client.submit(f"{here}/hearings", {"on": tomorrow, "at": "half past"})
        assert "Write the hour like 09:30" in (await client.get(wrong.headers["location"])).text
        page = (await client.get(here)).text
        sheet = (await client.get("/deadlines/print")).text
        (one,), (task,) = (
            (await agenda_of(desk.lawyer, case_id)).hearings,
            (await agenda_of(desk.lawyer, case_id)).tasks,
        )
        await client.submit(f"{here}/tasks/{task.id}/done")
        await client.submit(f"{here}/hearings/{one.id}/close", {"held": "yes", "outcome": "Settled."})
        after = (await client.get(here)).text
    for told in ("Juzgado n.º 5, 2", "Bring the contract", "Called &lt;b&gt;twice&lt;/b&gt;.", "12 minutes"):
        assert told in page
    assert "Hearings within a week" in sheet
    assert "Tasks within a week" in sheet
    assert "Settled." in after
