"""Days, amounts and rates as EDA writes them: two digits of the year, cents, thousandths of a percent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cases.jurisdictions.court_files.days import Day
from cases.jurisdictions.court_files.kinds import Broken
from kernel.errors import Invalid, Place
from kernel.money import Money

FIRST_YEAR, LAST_YEAR = 1980, 2079
"""The years that two digits can tell; the window is that of one program, not read in the court's text."""


@dataclass(frozen=True, slots=True)
class ShortDay(Day):
    """A day whose year two digits can tell."""

    def broken(self, value: Any) -> Iterator[Broken]:
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            yield f"is in {value.year}; two digits tell {FIRST_YEAR} to {LAST_YEAR}.", "File it on paper."


def day_text(day: date | None) -> str:
    return f"{day:%y%m%d}" if day is not None else ""


def day_of(text: str) -> date | None:
    """None for blanks or zeros; Invalid for what is no day."""
    if not text.strip(" 0"):
        return None
    if len(text) == 6 and text.isascii() and text.isdigit():
        year = int(text[:2])
        try:
            return date(1900 + year if year >= FIRST_YEAR % 100 else 2000 + year, int(text[2:4]), int(text[4:]))
        except ValueError:
            pass
    raise Invalid(f"{text!r} is no day such as 261122.", places=[Place("day", text, "Six digits, year first.")])


def cents_text(amount: Money | None) -> str:
    return str(amount.minor) if amount is not None else ""


def cents_of(text: str) -> Money | None:
    """None for blanks; Invalid for what is no number."""
    if not text.strip():
        return None
    if not (text.isascii() and text.isdigit()):
        raise Invalid(f"{text!r} is no amount in cents.", places=[Place("amount", text, "Digits alone.")])
    return Money(int(text), "EUR")


def rate_text(rate: Decimal) -> str:
    return str(int(rate * 1000))


def rate_of(text: str) -> Decimal:
    if not (text.isascii() and text.isdigit()):
        raise Invalid(f"{text!r} is no rate.", places=[Place("rate", text, "Digits alone, three of them decimals.")])
    return Decimal(int(text)) / 1000
