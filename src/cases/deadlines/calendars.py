"""Which days a court works: weekends, holidays of its seat, closed periods, and how sure we are of each year.

The `holidays` library is only the base of a table; what it has wrong or lacks (municipal days) is put right by
the dated tables the caller passes in. A calendar says of every day off why it is one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
_WEEKEND_NAMES = {SATURDAY: "Saturday", SUNDAY: "Sunday"}


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A stretch of every year in which no day works; it may run over New Year. `until` None means still in force."""

    first: tuple[int, int]
    last: tuple[int, int]
    since: date
    until: date | None
    reason: str

    def days(self, year: int) -> Iterator[date]:
        """The closed days that fall into the calendar year, within the time the rule is in force."""
        first, last = date(year, *self.first), date(year, *self.last)
        stretches = [(first, last)] if first <= last else [(date(year, 1, 1), last), (first, date(year, 12, 31))]
        for start, end in stretches:
            day = max(start, self.since)
            while day <= end and (self.until is None or day <= self.until):
                yield day
                day += ONE_DAY


@dataclass(frozen=True, slots=True)
class HolidayChange:
    """A day our own table adds to the library's holidays (or, with `name` None, takes away)."""

    on: date
    name: str | None


@dataclass(frozen=True, slots=True)
class RestDays:
    """Weekday numbers (Monday 0) that never work, from a day until the next `RestDays` begin; and by which rule."""

    since: date
    days: frozenset[int]
    reason: str = ""


@dataclass(slots=True)
class Calendar:
    """The working days of one seat. Immutable in use; the tables of its years are built once and kept.

    `holidays_of` gives the holidays of a year; `weekends` the days of rest in order of time; `gap_of` says in a
    sentence what is not known about a year, or None where the year is complete.
    """

    name: str
    holidays_of: Callable[[int], Mapping[date, str]]
    gap_of: Callable[[int], str | None]
    weekends: tuple[RestDays, ...] = (RestDays(date.min, frozenset({SATURDAY, SUNDAY})),)
    closed: tuple[ClosedPeriod, ...] = ()
    _years: dict[int, dict[date, str]] = field(default_factory=dict, repr=False)

    def why_off(self, day: date) -> str | None:
        """Why the day does not work, or None when it does. A closed period is named before a holiday in it."""
        year = self._years.get(day.year)
        if year is None:
            year = self._years[day.year] = self._table(day.year)
        return year.get(day)

    def works(self, day: date) -> bool:
        return self.why_off(day) is None

    def next_working(self, day: date) -> date:
        """The day itself if it works, else the first working day after it."""
        while self.why_off(day) is not None:
            day += ONE_DAY
        return day

    def previous_working(self, day: date) -> date:
        """The day itself if it works, else the last working day before it."""
        while self.why_off(day) is not None:
            day -= ONE_DAY
        return day

    def gaps(self, first: date, last: date) -> str | None:
        """What is not known about the years the two days touch, in one sentence, or None."""
        years = range(min(first, last).year, max(first, last).year + 1)
        told = dict.fromkeys(gap for year in years if (gap := self.gap_of(year)))
        return " ".join(told) or None

    def runs_off(self, first: date, last: date) -> Iterator[tuple[date, date, str]]:
        """Runs of neighbouring days off with one reason, from first to last inclusive, in order of time."""
        start, reason = first, None
        day = first
        while day <= last:
            why = self.why_off(day)
            label = self._run_label(day, why)
            if label != reason:
                if reason is not None:
                    yield start, day - ONE_DAY, reason
                start, reason = day, label
            day += ONE_DAY
        if reason is not None:
            yield start, last, reason

    def _run_label(self, day: date, why: str | None) -> str | None:
        plain = why is not None and self._is_plain_weekend(day, why)
        return f"weekend{self._rest_on(day).reason}" if plain else why

    def _is_plain_weekend(self, day: date, why: str) -> bool:
        return why.startswith(_WEEKEND_NAMES.get(day.weekday(), "\0"))

    def _rest_on(self, day: date) -> RestDays:
        return next((rest for rest in reversed(self.weekends) if rest.since <= day), _NO_REST)

    def _table(self, year: int) -> dict[date, str]:
        table: dict[date, str] = {}
        day = date(year, 1, 1)
        while day.year == year and day < date.max:
            rest = self._rest_on(day)
            if day.weekday() in rest.days:
                table[day] = _WEEKEND_NAMES.get(day.weekday(), "Weekly rest") + rest.reason
            day += ONE_DAY
        table |= self.holidays_of(year)
        for period in self.closed:
            table |= dict.fromkeys(period.days(year), period.reason)
        return table


@cache
def library_holidays(
    country: str, subdivision: str | None, year: int, categories: tuple[str, ...] = ("public",)
) -> Mapping[date, str]:
    """The days of the `holidays` library in these of its categories, in English where it has the names in English."""
    known = holidays.country_holidays(country, subdiv=subdivision, years=year, categories=categories)
    language = next((one for one in _ENGLISH if one in known.supported_languages), None)
    if language is None:
        return dict(known.items())
    found = holidays.country_holidays(country, subdiv=subdivision, years=year, categories=categories, language=language)
    return dict(found.items())


def corrected(base: Mapping[date, str], changes: Iterable[HolidayChange]) -> dict[date, str]:
    """The base with our own table's days added and taken away."""
    table = dict(base)
    for change in changes:
        if change.name is None:
            table.pop(change.on, None)
        else:
            table[change.on] = change.name
    return table


_ENGLISH = ("en_GB", "en_US")
_NO_REST = RestDays(date.min, frozenset())
