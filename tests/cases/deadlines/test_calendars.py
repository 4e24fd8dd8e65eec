"""Court calendars: the library as a base, our own tables on top, and what is not known said aloud."""

from datetime import date

import pytest

from cases.deadlines.calendars import HolidayChange, corrected, library_holidays
from cases.jurisdictions import es, gb_ew
from cases.jurisdictions.seats import Seats
from kernel.errors import Invalid

SPAIN = Seats(es.FOLDER)
ENGLAND = Seats(gb_ew.FOLDER)


@pytest.mark.parametrize(
    ("seat", "day", "works"),
    [
        ("es-ga", date(2027, 3, 19), False),
        ("es-ex", date(2027, 10, 11), False),
        ("es-pv", date(2027, 3, 19), True),
        ("es-pv", date(2027, 10, 7), False),
        ("bilbao", date(2026, 7, 31), False),
        (None, date(2026, 7, 31), True),
        ("es-md", date(2026, 11, 2), False),
        ("es-md", date(2027, 5, 3), True),
    ],
)
def test_our_table_stands_over_the_library(seat: str | None, day: date, works: bool) -> None:
    assert SPAIN.full(seat).works(day) is works


def test_a_regional_day_of_the_library_counts_for_the_safe_date_only_once_compared() -> None:
    for calendar in (SPAIN.full("es-md"), SPAIN.certain("es-md")):
        assert not calendar.works(date(2026, 11, 2))
    not_compared = date(2025, 5, 2)
    assert not SPAIN.full("es-md").works(not_compared)
    assert SPAIN.certain("es-md").works(not_compared)


def test_a_municipal_day_of_a_secondary_source_never_moves_the_safe_date() -> None:
    assert SPAIN.certain("bilbao").works(date(2026, 7, 31))


def test_spain_says_what_it_does_not_know() -> None:
    unknown = SPAIN.full(None).gaps(date(2026, 3, 1), date(2026, 3, 31))
    assert unknown is not None
    assert "seat is not known" in unknown
    region = SPAIN.full("es-pv").gaps(date(2026, 3, 1), date(2026, 3, 31))
    assert region is not None
    assert "Municipal" in region
    assert "library" not in region
    unchecked = SPAIN.full("es-as").gaps(date(2026, 12, 1), date(2027, 1, 31))
    assert unchecked is not None
    assert "library" in unchecked


def test_england_is_complete_where_it_was_compared() -> None:
    assert ENGLAND.full(None).gaps(date(2012, 1, 1), date(2028, 12, 31)) is None
    assert ENGLAND.full(None).gaps(date(2028, 12, 31), date(2029, 1, 1)) is not None


def test_an_unknown_seat_is_refused() -> None:
    with pytest.raises(Invalid, match="no seat 'atlantis'"):
        SPAIN.full("atlantis")


def test_a_change_adds_and_takes_away() -> None:
    base = library_holidays("GB", "ENG", 2020)
    assert date(2020, 5, 8) in base
    assert date(2020, 5, 4) not in base
    changed = corrected(base, [HolidayChange(date(2020, 5, 8), None), HolidayChange(date(2020, 5, 4), "May Day")])
    assert date(2020, 5, 8) not in changed
    assert changed[date(2020, 5, 4)] == "May Day"
    assert date(2020, 5, 8) in base
