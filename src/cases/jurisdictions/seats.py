"""The calendars of a jurisdiction's courts, from its calendar.toml: library holidays put right by our own table."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from cases.deadlines.calendars import (
    Calendar,
    ClosedPeriod,
    HolidayChange,
    RestDays,
    corrected,
    library_holidays,
)
from cases.jurisdictions.dated import Dated, LawInvalid, Sourced, ascending, load
from kernel.errors import Invalid, Place


class Weekend(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Weekday numbers (Monday 0) that never work."""

    days: frozenset[int]


class Closed(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A closed period of every year, `first` and `last` as `MM-DD`."""

    name: str
    first: str
    last: str


class StoodStill(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Days on which terms stood still in a way the count does not follow; `name` is the warning a date gets."""

    first_on: date
    last_on: date
    name: str


class Change(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A day our table adds to the library's holidays, or takes away (`holiday = false`)."""

    seat: str
    on: date
    name: str
    holiday: bool = True


class Complete(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Years whose holidays were compared with the gazette, for a seat: `region` or the whole `seat`."""

    seat: str
    covers: str
    first_year: int
    last_year: int


class Doubtful(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Days of the library of which it is contested whether they count as holidays: never for the safe date."""

    seat: str
    categories: tuple[str, ...]


class Seat(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A place of courts: a region the library knows, a town within one, or (EU) a Member State."""

    name: str
    library: str | None = None
    within: str | None = None
    country: str | None = None
    categories: tuple[str, ...] = ()


class CalendarTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """calendar.toml. `unknown_seat` and `unknown_town` are the sentences a date is marked provisional with."""

    country: str | None = None
    subdivision: str | None = None
    categories: tuple[str, ...] = ("public",)
    local_holidays: bool
    unknown_seat: str
    unknown_town: str
    unchecked_year: str
    weekend: list[Weekend]
    closed: list[Closed] = []
    stood_still: list[StoodStill] = []
    seats: dict[str, Seat] = {}
    changes: list[Change] = []
    complete: list[Complete] = []
    doubtful: list[Doubtful] = []

    def __post_init__(self) -> None:
        ascending(self.weekend)


class Seats:
    """Calendars by seat. `full` counts every holiday we were told of, `certain` only those beyond doubt."""

    def __init__(self, folder: Path) -> None:
        self.table = load(folder, "calendar.toml", CalendarTable)
        for named in [*(one.seat for one in self.table.changes), *(one.seat for one in self.table.doubtful)]:
            if named not in self.table.seats:
                raise LawInvalid(f"{folder.name}/calendar.toml: changes: there is no seat {named!r}.")
        self.names = {code: seat.name for code, seat in self.table.seats.items()}
        self.full = cache(self._full)
        self.certain = cache(self._certain)

    def named(self, text: str | None) -> str | None:
        """The seat meant by a code (`de-nw`, `NW`) or a name, whatever its accents; None where none is."""
        if text is None:
            return None
        wanted = _plain(text)
        for code, seat in self.table.seats.items():
            if wanted in {_plain(code), _plain(seat.name), _plain(seat.library or ""), _plain(seat.country or "")} - {
                ""
            }:
                return code
        return None

    def warnings(self, first: date, last: date) -> str | None:
        """What a term that runs between the two days must warn of, beyond the calendar itself."""
        touched = [still.name for still in self.table.stood_still if first <= still.last_on and last >= still.first_on]
        return " ".join(touched) or None

    def with_days(
        self, seat: str | None, days: Iterable[date], *, closed: bool = True, alone: bool = False
    ) -> Calendar:
        """The full calendar of the seat with local holidays the asker knows.

        `closed` false leaves the closed periods out, for a procedure that does not have them. `alone` takes the days
        given for the only holidays there are.
        """
        base = self.full(seat)
        given = [HolidayChange(day, "Holiday of the place, as told") for day in days]

        def holidays_of(year: int) -> dict[date, str]:
            return corrected({} if alone else base.holidays_of(year), [one for one in given if one.on.year == year])

        closed_periods = base.closed if closed else ()
        return Calendar(base.name, holidays_of, base.gap_of, base.weekends, closed_periods)

    def _full(self, seat: str | None) -> Calendar:
        return self._calendar(seat, trusting=True)

    def _certain(self, seat: str | None) -> Calendar:
        return self._calendar(seat, trusting=False)

    def _calendar(self, seat: str | None, *, trusting: bool) -> Calendar:
        line = self._line(seat)
        table = self.table

        def holidays_of(year: int) -> dict[date, str]:
            days: dict[date, str] = {}
            if table.country is not None:
                days |= library_holidays(table.country, table.subdivision, year, table.categories)
            for code in line:
                if trusting or self._covered(code, year, "region"):
                    days |= self._library(code, year)
                if trusting:
                    days |= self._contested(code, year)
                days = corrected(days, self._changes(code, year, trusting=trusting))
            return days

        return Calendar(
            name=table.seats[line[-1]].name if line else table.country or "",
            holidays_of=holidays_of,
            gap_of=lambda year: self._gap(line, year),
            weekends=tuple(RestDays(one.from_on, one.days, f", {one.citation}") for one in table.weekend),
            closed=tuple(_closed(period) for period in table.closed),
        )

    def _library(self, code: str, year: int) -> Mapping[date, str]:
        seat = self.table.seats[code]
        country = seat.country or self.table.country
        if country is None or (seat.library is None and seat.country is None and not seat.categories):
            return {}
        return library_holidays(country, seat.library, year, seat.categories or self.table.categories)

    def _contested(self, code: str, year: int) -> Mapping[date, str]:
        country = self.table.seats[code].country or self.table.country
        found: dict[date, str] = {}
        for entry in self.table.doubtful:
            if entry.seat == code and country is not None:
                found |= library_holidays(country, None, year, entry.categories)
        return found

    def _line(self, seat: str | None) -> list[str]:
        """The seat after the region it lies in."""
        if seat is None:
            return []
        if seat not in self.table.seats:
            raise Invalid(
                f"There is no seat {seat!r} in the court calendar.",
                places=[Place("seat", seat, "Use one of: " + ", ".join(sorted(self.table.seats)) + ".")],
            )
        within = self.table.seats[seat].within
        return [seat] if within is None else [within, seat]

    def _changes(self, code: str, year: int, *, trusting: bool) -> list[HolidayChange]:
        trusting = trusting or self._covered(code, year, "region")
        return [
            HolidayChange(change.on, change.name if change.holiday else None)
            for change in self.table.changes
            if change.seat == code and change.on.year == year and (trusting or change.verified or not change.holiday)
        ]

    def _covered(self, code: str, year: int, covers: str) -> bool:
        return any(
            entry.seat == code and entry.covers == covers and entry.first_year <= year <= entry.last_year
            for entry in self.table.complete
        )

    def _gap(self, line: list[str], year: int) -> str | None:
        if not line:
            if not self.table.local_holidays:
                return None if self._covered("", year, "region") else self.table.unchecked_year.format(year=year)
            return self.table.unknown_seat
        if self._covered(line[-1], year, "seat"):
            return None
        gap = self.table.unknown_town.format(seat=self.table.seats[line[-1]].name)
        if not self._covered(line[0], year, "region"):
            gap += " " + self.table.unchecked_year.format(year=year)
        return gap


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(bare.casefold().replace("-", " ").split())


def _closed(period: Closed) -> ClosedPeriod:
    return ClosedPeriod(
        first=_month_day(period.first),
        last=_month_day(period.last),
        since=period.from_on,
        until=period.until,
        reason=f"{period.name}, {period.citation}",
    )


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
