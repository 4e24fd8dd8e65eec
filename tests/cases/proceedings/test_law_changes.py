"""The data of a law changes: every open deadline is reckoned again, and only what moves is superseded."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.deadlines.calendar_change import reckon_deadlines_again
from cases.deadlines.four_eyes import set_four_eyes
from cases.deadlines.set_based import Stood, Way, changed_by_way
from cases.jurisdictions.registry import COUNTRIES, by_code
from cases.proceedings.commands import Happened, record_event
from cases.proceedings.law_changes import ask_law, digest_of_law, follow_change, follow_law
from cases.proceedings.timing import reckoned, timing_of
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.ids import new_id
from tests.builders.cases import ALL_THE_SAME, Desk, a_desk, an_open_case, put_through_the_gate
from tests.builders.law import another_calendar

FILED, SERVED = "petition_filed", "requerimiento_served"
IN_MADRID, IN_BARCELONA = "es-md", "es-ct"
TO_PAY = "ES-MON-20"
A_TUESDAY = date(2026, 9, 29)
"""A working day everywhere in Spain, within the twenty that follow 10 September."""
STORY = pytest.mark.usefixtures("database")


async def served_at(desk: Desk, seats: Iterable[str], on: date = date(2026, 9, 10)) -> list[UUID]:
    """Open cases, one a seat, in which the order to pay was served."""
    cases = []
    for seat in seats:
        case_id = await an_open_case(desk=desk)
        await put_through_the_gate(desk, [case_id])
        await record_event(
            desk.lawyer, case_id, Happened(FILED, date(2026, 9, 1), "notice", seat=seat, despite=ALL_THE_SAME)
        )
        await record_event(desk.lawyer, case_id, Happened(SERVED, on, "notice", seat=seat))
        cases.append(case_id)
    return cases


async def reckon_again(desk: Desk) -> int:
    return await reckon_deadlines_again(desk.system, new_id(), ["es"], ask_law)


async def to_pay(desk: Desk, case_id: UUID) -> list[db.Row]:
    """The deadline of the order to pay, the superseded one first."""
    async with db.transaction(desk.system):
        return await db.fetch(
            "SELECT * FROM deadlines WHERE case_id = $1 AND rule = $2 ORDER BY created_at, superseded_by IS NULL",
            case_id,
            TO_PAY,
        )


async def told(desk: Desk) -> list[dict[str, object]]:
    async with db.transaction(desk.system):
        rows = await db.fetch("SELECT data FROM facts WHERE kind = 'deadlines:deadlines:reckoned_again' ORDER BY id")
    return [msgspec.json.decode(row["data"]) for row in rows]


@STORY
async def test_a_holiday_of_one_seat_moves_its_deadlines_and_no_others() -> None:
    desk = await a_desk()
    madrid, barcelona = await served_at(desk, (IN_MADRID, IN_BARCELONA))

    with another_calendar("es", holiday=(IN_MADRID, A_TUESDAY)):
        moved = await reckon_again(desk)
        again = await reckon_again(desk)

    before, after = await to_pay(desk, madrid)
    assert (moved, again) == (1, 0)
    assert (before["status"], before["superseded_by"], after["status"]) == ("superseded", after["id"], "open")
    assert after["statutory_on"] > before["statutory_on"]
    assert f"last day by law {before['statutory_on']} → {after['statutory_on']}" in before["closed_reason"]
    assert "A day of the place" in after["reckoning"]
    assert after["event_id"] == before["event_id"]
    (untouched,) = await to_pay(desk, barcelona)
    assert (untouched["status"], untouched["version"]) == ("open", 0)


@STORY
async def test_a_holiday_of_the_whole_country_moves_all_it_lies_in() -> None:
    desk = await a_desk()
    cases = await served_at(desk, (IN_MADRID, IN_BARCELONA))

    with another_calendar("es", everywhere=A_TUESDAY):
        assert await reckon_again(desk) == 2

    assert [len(await to_pay(desk, case_id)) for case_id in cases] == [2, 2]
    assert [one["changed"] for one in await told(desk)] == [2]


@STORY
async def test_a_deadline_that_was_met_stays_as_it_was() -> None:
    desk = await a_desk()
    (case_id,) = await served_at(desk, (IN_MADRID,))
    await record_event(desk.lawyer, case_id, Happened("opposition_served_verbal", date(2026, 9, 20), "notice"))
    with another_calendar("es", everywhere=A_TUESDAY):
        await reckon_again(desk)
    (only,) = await to_pay(desk, case_id)
    assert only["status"] == "met"


@STORY
async def test_a_closing_that_waits_for_a_second_person_waits_on_the_new_deadline() -> None:
    desk = await a_desk()
    (case_id,) = await served_at(desk, (IN_MADRID,))
    await set_four_eyes(desk.buyer, wanted=True)
    await record_event(desk.lawyer, case_id, Happened("opposition_served_verbal", date(2026, 9, 20), "notice"))

    with another_calendar("es", everywhere=A_TUESDAY):
        await reckon_again(desk)

    before, after = await to_pay(desk, case_id)
    async with db.transaction(desk.system):
        rows = await db.fetch("SELECT deadline_id, settled, event_id FROM pending_closings ORDER BY settled NULLS LAST")
    settled = {row["deadline_id"]: row["settled"] for row in rows}
    assert (before["status"], after["status"]) == ("superseded", "open")
    assert settled[before["id"]] == "fell_away"
    assert settled[after["id"]] is None


@STORY
async def test_a_calendar_completed_takes_the_doubt_away_and_leaves_the_date() -> None:
    desk = await a_desk()
    (case_id,) = await served_at(desk, ("es-pv",))
    (before,) = await to_pay(desk, case_id)
    assert before["provisional"] is not None

    with another_calendar("es", complete=("es-pv", 2026)):
        moved = await reckon_again(desk)

    (after,) = await to_pay(desk, case_id)
    assert (moved, after["provisional"]) == (0, None)
    assert (after["id"], after["safe_on"]) == (before["id"], before["safe_on"])
    assert [(one["changed"], one["noted"]) for one in await told(desk)] == [(0, 1)]


@STORY
async def test_an_owner_follows_a_change_with_limitation_and_all() -> None:
    desk = await a_desk()
    (case_id,) = await served_at(desk, (IN_MADRID,))
    assert await follow_change(desk.system, new_id(), ["es"]) == 1
    async with db.transaction(desk.system):
        kinds = await db.fetch("SELECT kind FROM deadlines WHERE case_id = $1 AND status = 'open'", case_id)
    assert "limitation" in {row["kind"] for row in kinds}


@STORY
async def test_other_data_of_a_law_is_noticed_once_and_sets_a_job_for_each_owner() -> None:
    desk = await a_desk()
    await served_at(desk, (IN_MADRID,))
    other = {"es": bytes(32), "se": digest_of_law("se")}

    assert await follow_law(digests=other) == ["es", "se"]
    assert await follow_law(digests=other) == []
    assert await follow_law(digests={**other, "es": digest_of_law("es")}) == ["es"]

    async with db.transaction(Actor.platform()):
        jobs = await db.fetch(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'deadlines.reckon_again' ORDER BY id"
        )
    asked = [msgspec.json.decode(row["args"]) for row in jobs]
    assert [(one["organisation_id"], one["jurisdictions"]) for one in asked] == [
        (str(desk.owner_id), "es,se"),
        (str(desk.owner_id), "es"),
    ]


EVENTS = [
    (code, procedure.code, event)
    for code in COUNTRIES
    for procedure in (by_code(code) or pytest.fail(code)).procedures.values()
    for event in procedure.events
]


@st.composite
def ways(draw: st.DrawFn) -> Way:
    code, procedure, event = draw(st.sampled_from(EVENTS))
    seat = draw(st.sampled_from(["", *COUNTRIES[code].seats.names]))
    return Way(code, procedure, event, draw(st.dates(date(2024, 1, 1), date(2027, 12, 31))), seat, "")


@given(st.lists(ways(), min_size=1, max_size=12, unique=True), st.dates(date(2026, 1, 1), date(2027, 6, 30)))
def test_many_at_once_change_as_each_would_alone(asked: list[Way], holiday: date) -> None:
    """What stood by the old calendar, compared set-based with the new one and recorded one by one under it."""
    standing = {way: alone(way) for way in asked}
    code = asked[0].jurisdiction
    with another_calendar(code, everywhere=holiday):
        changed = {(way, one.rule): one for way, one in changed_by_way(standing, ask_law)}
        for way, stood in standing.items():
            now = {one.rule: one for one in alone(way)}
            for one in stood:
                moved = now[one.rule] != one
                assert ((way, one.rule) in changed) is moved
                if moved:
                    assert changed[way, one.rule].safe_on == now[one.rule].safe_on
                    assert way.jurisdiction == code


def alone(way: Way) -> list[Stood]:
    """The deadlines of one event as a person's recording sets them; none before the law's own time."""
    jurisdiction = by_code(way.jurisdiction)
    assert jurisdiction is not None
    timing = timing_of(jurisdiction, way.event, way.on, seat=None, method=None, known=way.seat or None)
    try:
        found = reckoned(jurisdiction, jurisdiction.procedures[way.procedure], way.event, timing)
    except Refused:
        return []
    return [
        Stood(one.rule, one.statutory_on, one.statutory_at, one.safe_on, one.opens_on, one.provisional) for one in found
    ]
