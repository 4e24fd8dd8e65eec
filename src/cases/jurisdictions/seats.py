"""The calendars of a jurisdiction's courts, from its calendar.toml: library holidays put right by our own table."""

from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from cases.deadlines.calendars import (
    Calendar,
    ClosedPeriod,
    HolidayChange,
    corrected,
    library_holidays,
)
from cases.jurisdictions.dated import Dated, LawInvalid, Sourced, load
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


class Seat(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A place of courts: a region the library knows, or a town within one."""

    name: str
    library: str | None = None
    within: str | None = None


class CalendarTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """calendar.toml. `unknown_seat` and `unknown_town` are the sentences a date is marked provisional with."""

    country: str
    subdivision: str | None = None
    local_holidays: bool
    unknown_seat: str
    unknown_town: str
    unchecked_year: str
    weekend: Weekend
    closed: list[Closed] = []
    stood_still: list[StoodStill] = []
    seats: dict[str, Seat] = {}
    changes: list[Change] = []
    complete: list[Complete] = []


class Seats:
    """Calendars by seat. `full` counts every holiday we were told of, `certain` only those beyond doubt."""

    def __init__(self, folder: Path) -> None:
        self.table = load(folder, "calendar.toml", CalendarTable)
        for change in self.table.changes:
            if change.seat not in self.table.seats:
                raise LawInvalid(f"{folder.name}/calendar.toml: changes: there is no seat {change.seat!r}.")
        self.names = {code: seat.name for code, seat in self.table.seats.items()}
        self.full = cache(self._full)
        self.certain = cache(self._certain)

    def warnings(self, first: date, last: date) -> str | None:
        """What a term that runs between the two days must warn of, beyond the calendar itself."""
        touched = [still.name for still in self.table.stood_still if first <= still.last_on and last >= still.first_on]
        return " ".join(touched) or None

    def _full(self, seat: str | None) -> Calendar:
        return self._calendar(seat, trusting=True)

    def _certain(self, seat: str | None) -> Calendar:
        return self._calendar(seat, trusting=False)

    def _calendar(self, seat: str | None, *, trusting: bool) -> Calendar:
        line = self._line(seat)
        table = self.table

        def holidays_of(year: int) -> dict[date, str]:
            days = dict(library_holidays(table.country, table.subdivision, year))
            for code in line:
                library = table.seats[code].library
                if library is not None and (trusting or self._covered(code, year, "region")):
                    days |= library_holidays(table.country, library, year)
                days = corrected(days, self._changes(code, year, trusting=trusting))
            return days

        return Calendar(
            name=table.seats[line[-1]].name if line else table.country,
            holidays_of=holidays_of,
            gap_of=lambda year: self._gap(line, year),
            weekend=table.weekend.days,
            weekend_reason=f", {table.weekend.citation}",
            closed=tuple(_closed(period) for period in table.closed),
        )

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
