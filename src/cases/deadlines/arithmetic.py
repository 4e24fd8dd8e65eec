"""Counting time, and nothing else: a closed vocabulary that a jurisdiction's rules choose from.

No law lives here. Every answer carries the sentences that explain it: where counting began, each run of days that
did not count and why, and where the end moved.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from cases.deadlines.calendars import ONE_DAY, Calendar

MONTHS_A_YEAR = 12
DAYS_A_WEEK = 7
DAYS_KEPT = 40_000
"""How many days keep their wording: a century of them, since a million claims name the same ones."""


class Counts(StrEnum):
    """The unit of a period."""

    CALENDAR_DAYS = "calendar days"
    CLEAR_DAYS = "clear days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Starts(StrEnum):
    """Whether the day of the event is the first day of the period or the day after it is."""

    EVENT_DAY = "event day"
    DAY_AFTER = "day after"


class Rolls(StrEnum):
    """What happens when the last day is a day off."""

    FORWARD = "next working day"
    BACK = "previous working day"
    NONE = "none"


class Direction(StrEnum):
    """Counting on from an event, or back from one that is still to come."""

    FORWARD = "after"
    BACK = "before"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time and how to count it.

    `cut_off`: an event at or after this hour counts as happening on the next working day.
    `short_up_to`: periods of days no longer than this do not count days off (CPR 2.8(4) and its like).
    """

    amount: int
    counts: Counts
    starts: Starts = Starts.DAY_AFTER
    rolls: Rolls = Rolls.NONE
    direction: Direction = Direction.FORWARD
    cut_off: time | None = None
    short_up_to: int | None = None

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a period is not negative: give it a direction instead")

    @property
    def skips_days_off(self) -> bool:
        """Whether days off are left out of the count."""
        if self.counts is Counts.WORKING_DAYS:
            return True
        in_days = self.counts in (Counts.CALENDAR_DAYS, Counts.CLEAR_DAYS)
        return in_days and self.short_up_to is not None and self.amount <= self.short_up_to

    def words(self) -> str:
        """`20 working days`, `1 month`."""
        unit = self.counts.value
        return f"{self.amount} {unit.removesuffix('s') if self.amount == 1 else unit}"


@dataclass(frozen=True, slots=True)
class Explained:
    """A date reached and the sentence that says why."""

    on: date
    sentence: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The last day of a period, its nominal end before any roll, and the way there."""

    last_on: date
    nominal_on: date
    steps: tuple[Explained, ...]


def count(event: date | datetime, period: Period, calendar: Calendar) -> Counted:
    """The last day of the period counted from the event (or, backwards, the latest day to act before it)."""
    event_on, opening = _event_day(event, period, calendar)
    if period.direction is Direction.BACK:
        return _count_back(event_on, period, calendar, opening)
    nominal = _nominal_end(event_on, period, calendar)
    steps = [*opening, *_counting_steps(event_on, nominal, period, calendar)]
    last, moving = rolled(nominal, period.rolls, calendar)
    return Counted(last, nominal, (*steps, *moving))


def rolled(nominal: date, rolls: Rolls, calendar: Calendar) -> tuple[date, tuple[Explained, ...]]:
    """The day itself if it works or does not move, else the next (or previous) working day and the sentences for it."""
    if rolls is Rolls.NONE or calendar.works(nominal):
        return nominal, ()
    if rolls is Rolls.BACK:
        last = calendar.previous_working(nominal)
        off = off_steps(calendar, last + ONE_DAY, nominal, "cannot be the day")
        return last, (*off, Explained(last, f"It moves back to the working day before, {spoken(last)}."))
    last = calendar.next_working(nominal)
    off = off_steps(calendar, nominal, last - ONE_DAY, "cannot be the last day")
    return last, (*off, Explained(last, f"The end moves to the next working day, {spoken(last)}."))


def end_of(day: date, hour: time | None, zone: ZoneInfo) -> datetime:
    """The last moment of a deadline: the given hour, or the last instant before midnight."""
    return datetime.combine(day, hour or time.max, tzinfo=zone)


def add_months(day: date, months: int) -> date:
    """Date to date; where the month has no such day, its last day."""
    total = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(total, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    return add_months(day, years * MONTHS_A_YEAR)


@lru_cache(maxsize=DAYS_KEPT)
def spoken(day: date) -> str:
    """`Monday 7 September 2026`, in English whatever the process's locale."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def span(first: date, last: date) -> str:
    """`1–31 August 2026`, `29 August – 2 September 2026`, or a single day."""
    if first == last:
        return spoken(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {_MONTHS[last.month - 1]} {last.year}"
    opening = f"{first.day} {_MONTHS[first.month - 1]}" + (f" {first.year}" if first.year != last.year else "")
    return f"{opening} – {last.day} {_MONTHS[last.month - 1]} {last.year}"


def off_steps(calendar: Calendar, first: date, last: date, effect: str) -> Iterator[Explained]:
    """One sentence for each run of days off between the two days."""
    for start, end, reason in calendar.runs_off(first, last):
        yield Explained(end, f"{span(start, end)}: {effect} ({reason}).")


def _event_day(event: date | datetime, period: Period, calendar: Calendar) -> tuple[date, list[Explained]]:
    if not isinstance(event, datetime):
        return event, []
    day = event.date()
    if period.cut_off is None or event.timetz().replace(tzinfo=None) < period.cut_off:
        return day, []
    moved = calendar.next_working(day + ONE_DAY)
    hour = f"{period.cut_off:%H:%M}"
    return moved, [Explained(moved, f"At or after {hour} on {spoken(day)}: counts as {spoken(moved)}.")]


def _nominal_end(event_on: date, period: Period, calendar: Calendar) -> date:
    if period.skips_days_off:
        return _nth_working(event_on, period, calendar, ONE_DAY)
    if period.starts is Starts.DAY_AFTER or not period.amount:
        return _unit_end(event_on, period, 1)
    if period.counts in (Counts.MONTHS, Counts.YEARS):
        return _day_before_date_to_date(event_on, period)
    return _unit_end(event_on, period, 1) - ONE_DAY


def _day_before_date_to_date(first: date, period: Period) -> date:
    """The end where the first day counts: the day before the same date; where there is none, the month's last day."""
    if first.day == 1:
        return _unit_end(first, period, 1) - ONE_DAY
    return _unit_end(first - ONE_DAY, period, 1)


def _unit_end(event_on: date, period: Period, sign: int) -> date:
    amount = sign * period.amount
    if period.counts is Counts.YEARS:
        return add_years(event_on, amount)
    if period.counts is Counts.MONTHS:
        return add_months(event_on, amount)
    if period.counts is Counts.WEEKS:
        return event_on + timedelta(days=DAYS_A_WEEK * amount)
    return event_on + timedelta(days=amount)


def _nth_working(event_on: date, period: Period, calendar: Calendar, stride: timedelta, extra: int = 0) -> date:
    left, day = period.amount + extra, event_on
    if period.starts is Starts.EVENT_DAY and left and calendar.works(day):
        left -= 1
    while left:
        day += stride
        if calendar.works(day):
            left -= 1
    return day


def _count_back(event_on: date, period: Period, calendar: Calendar, opening: list[Explained]) -> Counted:
    clear = 1 if period.counts is Counts.CLEAR_DAYS else 0
    if period.skips_days_off:
        last = _nth_working(event_on, period, calendar, -ONE_DAY, clear)
    else:
        ahead = ONE_DAY if period.starts is Starts.EVENT_DAY and period.amount else timedelta()
        last = _unit_end(event_on, period, -1) - timedelta(days=clear) + ahead
    steps = [*opening, Explained(event_on, f"{period.words()} back from {spoken(event_on)}, which does not count.")]
    if period.skips_days_off:
        steps += off_steps(calendar, last, event_on - ONE_DAY, "does not count")
    moved, moving = rolled(last, period.rolls, calendar)
    steps += [*moving, Explained(moved, f"The latest day to act is {spoken(moved)}.")]
    return Counted(moved, last, tuple(steps))


def _counting_steps(event_on: date, nominal: date, period: Period, calendar: Calendar) -> Iterator[Explained]:
    if not period.amount:
        yield Explained(event_on, f"Counts as {spoken(event_on)}.")
        return
    if period.counts in (Counts.MONTHS, Counts.YEARS, Counts.WEEKS):
        yield Explained(event_on, f"{period.words()} from {spoken(event_on)}, date to date.")
    elif period.starts is Starts.EVENT_DAY:
        yield Explained(event_on, f"{period.words()}, {spoken(event_on)} being the first.")
    else:
        yield Explained(event_on, f"{period.words()}; {spoken(event_on)} does not count.")
    if period.skips_days_off:
        if period.counts is not Counts.WORKING_DAYS:
            sentence = f"A period of {period.short_up_to} days or less does not count days off."
            yield Explained(event_on, sentence)
        yield from off_steps(calendar, event_on + ONE_DAY, nominal, "does not count")
    yield Explained(nominal, f"The period ends on {spoken(nominal)}.")


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
