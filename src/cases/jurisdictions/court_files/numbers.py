"""Numbers that are no money, or whose currency stands elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cases.jurisdictions.court_files.kinds import Broken


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number: a rate, or an amount whose currency stands elsewhere."""

    least: Decimal = Decimal(0)
    most: Decimal | None = None
    places: int = 4

    def broken(self, value: Any) -> Iterator[Broken]:
        if not value.is_finite() or value < self.least or (self.most is not None and value > self.most):
            allowed = f"at least {self.least}" if self.most is None else f"{self.least} to {self.most}"
            yield f"must be a number, {allowed}.", "Correct it."
        elif value != round(value, self.places):
            yield f"has more than {self.places} decimals.", "Round it by the rule that made it."

    def written(self, value: Any) -> str:
        return f"{value:f}"

    def read(self, text: str) -> Any:
        return decimal_number(text)

    def shown(self, value: Any) -> str:
        return f"{value:f}"


@dataclass(frozen=True, slots=True)
class Whole:
    least: int
    most: int

    def broken(self, value: Any) -> Iterator[Broken]:
        if not self.least <= value <= self.most:
            yield f"is {value}; {self.least} to {self.most} is allowed.", "Correct it."

    def written(self, value: Any) -> str:
        return str(value)

    def read(self, text: str) -> Any:
        return whole_number(text)

    def shown(self, value: Any) -> str:
        return str(value)


def whole_number(text: str) -> int:
    """19 digits hold every xs:long; what is longer is refused before it costs time to read."""
    plain = text.strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,19}", plain):
        raise ValueError(f"{text!r} is no whole number.")
    return int(plain)


def decimal_number(text: str) -> Decimal:
    """As xs:decimal is written: plain digits without an exponent, no more of them than arithmetic keeps exactly."""
    plain = text.strip()
    if not re.fullmatch(r"[+-]?([0-9]{1,20}(\.[0-9]{0,20})?|\.[0-9]{1,20})", plain):
        raise ValueError(f"{plain[:40]!r} is no number.")
    return Decimal(plain)
