"""The law as a later release would bring it: the same folder with another court calendar."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from msgspec.structs import replace

from cases.jurisdictions.registry import COUNTRIES
from cases.jurisdictions.seats import Change, Closed, Complete

CHECKED = {"citation": "an official gazette of the story", "source": "story", "checked_on": date(2026, 11, 22)}


@contextmanager
def another_calendar(
    code: str,
    *,
    holiday: tuple[str, date] | None = None,
    everywhere: date | None = None,
    complete: tuple[str, int] | None = None,
) -> Iterator[None]:
    """While it lasts, the folder has one more holiday at a seat, one everywhere, or a seat's year told complete."""
    seats = COUNTRIES[code].seats
    before, changes, closed, completed = seats.table, (), (), ()
    if holiday is not None:
        changes = (Change(seat=holiday[0], on=holiday[1], name="A day of the place", verified=True, **CHECKED),)
    if everywhere is not None:
        day = everywhere.strftime("%m-%d")
        closed = (Closed(name="A day of mourning", first=day, last=day, from_on=everywhere, until=everywhere,
                         verified=True, **CHECKED),)  # fmt: skip
    if complete is not None:
        seat, year = complete
        completed = tuple(
            Complete(seat=seat, covers=what, first_year=year, last_year=year, verified=True, **CHECKED)
            for what in ("region", "seat")
        )
    seats.table = replace(
        before,
        changes=[*before.changes, *changes],
        closed=[*before.closed, *closed],
        complete=[*before.complete, *completed],
    )
    _forget(code)
    try:
        yield
    finally:
        seats.table = before
        _forget(code)


def _forget(code: str) -> None:
    COUNTRIES[code].seats.full.cache_clear()
    COUNTRIES[code].seats.certain.cache_clear()
