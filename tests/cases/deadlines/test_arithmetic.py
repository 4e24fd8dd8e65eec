"""Counting time: the vocabulary, its explanations and what must hold for every period."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as some

from cases.deadlines.arithmetic import (
    Counts,
    Direction,
    Period,
    Rolls,
    Starts,
    add_months,
    add_years,
    count,
    end_of,
    span,
)
from cases.deadlines.calendars import Calendar, ClosedPeriod

MADRID = ZoneInfo("Europe/Madrid")
AUGUST = ClosedPeriod((8, 1), (8, 31), date(2001, 1, 8), None, "August")
CHRISTMAS = ClosedPeriod((12, 24), (1, 6), date(2022, 12, 23), None, "24 December to 6 January")


def a_calendar(*days_off: date, closed: tuple[ClosedPeriod, ...] = ()) -> Calendar:
    return Calendar(
        "test", lambda year: {day: "Feast" for day in days_off if day.year == year}, lambda _year: None, closed=closed
    )


COURT = a_calendar(date(2026, 10, 12), date(2026, 12, 8), closed=(AUGUST, CHRISTMAS))
DAYS = some.dates(date(2020, 1, 1), date(2030, 12, 31))
UNITS = some.sampled_from(list(Counts))


def a_period(amount: int, counts: Counts, **more: object) -> Period:
    return Period(amount, counts, **more)  # type: ignore[arg-type]


def test_a_closed_month_is_explained_as_one_run() -> None:
    counted = count(date(2026, 7, 30), a_period(3, Counts.WORKING_DAYS), COURT)
    assert counted.last_on == date(2026, 9, 2)
    assert [step.sentence for step in counted.steps] == [
        "3 working days; Thursday 30 July 2026 does not count.",
        "1–31 August 2026: does not count (August).",
        "The period ends on Wednesday 2 September 2026.",
    ]


def test_the_christmas_closure_begins_with_the_law_that_made_it() -> None:
    five = a_period(5, Counts.WORKING_DAYS)
    assert count(date(2021, 12, 20), five, COURT).last_on == date(2021, 12, 27)
    assert count(date(2022, 12, 20), five, COURT).last_on == date(2023, 1, 10)


def test_a_month_ends_on_the_last_day_where_there_is_no_such_day() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_years(date(2028, 2, 29), 1) == date(2029, 2, 28)


def test_a_period_that_includes_its_first_day_ends_a_day_sooner() -> None:
    period = a_period(1, Counts.YEARS, starts=Starts.EVENT_DAY)
    assert count(date(2026, 3, 15), period, COURT).last_on == date(2027, 3, 14)


def test_clear_days_back_leave_both_ends_out() -> None:
    period = a_period(14, Counts.CLEAR_DAYS, direction=Direction.BACK)
    assert count(date(2017, 6, 16), period, COURT).last_on == date(2017, 6, 1)


def test_a_short_period_leaves_days_off_out() -> None:
    three = a_period(3, Counts.CLEAR_DAYS, direction=Direction.BACK, short_up_to=5)
    assert count(date(2014, 10, 20), three, a_calendar()).last_on == date(2014, 10, 14)


def test_an_event_after_the_hour_counts_on_the_next_working_day() -> None:
    period = a_period(2, Counts.CALENDAR_DAYS, cut_off=time(16))
    friday = datetime(2026, 3, 6, 16, 0, tzinfo=MADRID)
    assert count(friday, period, COURT).last_on == date(2026, 3, 11)
    assert count(friday - timedelta(minutes=1), period, COURT).last_on == date(2026, 3, 8)


def test_the_last_moment_is_local_even_when_the_clocks_change() -> None:
    assert end_of(date(2026, 10, 25), time(15), MADRID).isoformat() == "2026-10-25T15:00:00+01:00"
    assert end_of(date(2026, 3, 28), None, MADRID).date() == date(2026, 3, 28)


def test_runs_are_written_as_a_person_would() -> None:
    assert span(date(2026, 8, 1), date(2026, 8, 31)) == "1–31 August 2026"
    assert span(date(2026, 12, 24), date(2027, 1, 6)) == "24 December 2026 – 6 January 2027"


@settings(max_examples=200)
@given(event=DAYS, amount=some.integers(0, 60), counts=UNITS, rolls=some.sampled_from(list(Rolls)))
def test_a_longer_period_never_ends_earlier(event: date, amount: int, counts: Counts, rolls: Rolls) -> None:
    shorter = count(event, a_period(amount, counts, rolls=rolls), COURT)
    longer = count(event, a_period(amount + 1, counts, rolls=rolls), COURT)
    assert longer.last_on >= shorter.last_on
    assert rolls is Rolls.BACK or shorter.last_on >= event


@settings(max_examples=200)
@given(event=DAYS, later=some.integers(1, 400), amount=some.integers(0, 60), counts=UNITS)
def test_a_later_event_never_ends_earlier(event: date, later: int, amount: int, counts: Counts) -> None:
    period = a_period(amount, counts, rolls=Rolls.FORWARD)
    assert count(event + timedelta(days=later), period, COURT).last_on >= count(event, period, COURT).last_on


@settings(max_examples=200)
@given(event=DAYS, amount=some.integers(0, 60), counts=some.sampled_from([Counts.CALENDAR_DAYS, Counts.WEEKS]))
def test_counting_on_and_back_agree(event: date, amount: int, counts: Counts) -> None:
    end = count(event, a_period(amount, counts), COURT).last_on
    assert count(end, a_period(amount, counts, direction=Direction.BACK), COURT).last_on == event


@settings(max_examples=200)
@given(event=DAYS, amount=some.integers(0, 60))
def test_counting_working_days_on_and_back_agree_from_a_working_day(event: date, amount: int) -> None:
    start = COURT.next_working(event)
    end = count(start, a_period(amount, Counts.WORKING_DAYS), COURT).last_on
    assert count(end, a_period(amount, Counts.WORKING_DAYS, direction=Direction.BACK), COURT).last_on == start


@settings(max_examples=100)
@given(event=DAYS, amount=some.integers(1, 60))
def test_the_explanation_names_every_day_left_out(event: date, amount: int) -> None:
    counted = count(event, a_period(amount, Counts.WORKING_DAYS), COURT)
    runs = list(COURT.runs_off(event + timedelta(days=1), counted.last_on))
    left_out = sum((end - start).days + 1 for start, end, _ in runs)
    assert (counted.last_on - event).days == amount + left_out
    told = [step.sentence for step in counted.steps if "does not count (" in step.sentence]
    assert len(told) == len(runs)


@settings(max_examples=100)
@given(day=DAYS)
def test_a_roll_ends_on_a_working_day_and_skips_none(day: date) -> None:
    moved = COURT.next_working(day)
    assert COURT.works(moved)
    assert not any(COURT.works(day + timedelta(days=n)) for n in range((moved - day).days))
