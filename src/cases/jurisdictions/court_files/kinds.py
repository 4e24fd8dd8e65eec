"""The kinds of value a court's format knows: what is legal, how it is written, read back and shown to a person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Protocol

from kernel.money import Money

type Broken = tuple[str, str]
"""The limit as a sentence, and what to do."""

XML_TEXT = re.compile("[\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
"""What XML 1.0 carries unchanged (its production 2, Char, but for the carriage return, which readers turn into \\n)."""


class Kind(Protocol):
    def broken(self, value: Any) -> Iterator[Broken]: ...
    def written(self, value: Any) -> str: ...
    def read(self, text: str) -> Any:
        """Raises ValueError with a sentence."""

    def shown(self, value: Any) -> str: ...


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern the whole text must match, in words too."""

    pattern: re.Pattern[str]
    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """`most` None where the format states no limit. Lengths are characters, as XML Schema counts them."""

    most: int | None
    least: int = 1
    forms: tuple[Form, ...] = ()

    def broken(self, value: Any) -> Iterator[Broken]:
        if not XML_TEXT.fullmatch(value):
            yield "holds a control character that XML cannot carry.", "Remove it."
        if len(value) < self.least:
            yield f"has {len(value)} characters, {self.least} are the least.", "Fill it in."
        if self.most is not None and len(value) > self.most:
            yield f"has {len(value)} characters, {self.most} are the most.", "Shorten it."
        for form in self.forms:
            if not form.pattern.fullmatch(value):
                yield f"must be {form.words}.", "Correct it."

    def written(self, value: Any) -> str:
        return str(value)

    def read(self, text: str) -> Any:
        return text

    def shown(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class MinorUnits:
    """An amount in one currency as a whole number of its minor units (pence)."""

    currency: str

    def broken(self, value: Any) -> Iterator[Broken]:
        yield from _amount_broken(value, (self.currency,))

    def written(self, value: Any) -> str:
        return str(value.minor)

    def read(self, text: str) -> Any:
        return Money(_whole(text), self.currency)

    def shown(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as a decimal number, `1234.56`. `most` is the largest the format holds."""

    currency: str
    most: Decimal | None = None

    def broken(self, value: Any) -> Iterator[Broken]:
        yield from _amount_broken(value, (self.currency,))
        if self.most is not None and value.amount > self.most:
            yield f"is more than {self.most}.", "The format cannot carry it: file on paper."

    def written(self, value: Any) -> str:
        return str(value.text())

    def read(self, text: str) -> Any:
        return exactly(_decimal(text), self.currency)

    def shown(self, value: Any) -> str:
        return str(value)


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
        return _decimal(text)

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
        return _whole(text)

    def shown(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Day:
    def broken(self, value: Any) -> Iterator[Broken]:
        yield from ()

    def written(self, value: Any) -> str:
        return str(value.isoformat())

    def read(self, text: str) -> Any:
        try:
            return date.fromisoformat(text.strip()[:10])
        except ValueError as error:
            raise ValueError(f"{text!r} is no date such as 2026-11-22.") from error

    def shown(self, value: Any) -> str:
        return str(value.isoformat())


@dataclass(frozen=True, slots=True)
class Moment:
    def broken(self, value: Any) -> Iterator[Broken]:
        yield from ()

    def written(self, value: Any) -> str:
        return str(value.isoformat(timespec="seconds"))

    def read(self, text: str) -> Any:
        try:
            return datetime.fromisoformat(text.strip())
        except ValueError as error:
            raise ValueError(f"{text!r} is no moment such as 2026-11-22T14:30:00.") from error

    def shown(self, value: Any) -> str:
        return str(value.isoformat(sep=" ", timespec="seconds"))


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no; `must` where only one answer lets the filing through, with the sentence why."""

    true: str = "true"
    false: str = "false"
    must: tuple[bool, str] | None = None

    def broken(self, value: Any) -> Iterator[Broken]:
        if self.must is not None and value is not self.must[0]:
            yield self.must[1], "Have it given first."

    def written(self, value: Any) -> str:
        return self.true if value else self.false

    def read(self, text: str) -> Any:
        plain = text.strip()
        if plain in {self.true, "true", "1"}:
            return True
        if plain in {self.false, "false", "0"}:
            return False
        raise ValueError(f"{text!r} is neither yes nor no.")

    def shown(self, value: Any) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True)
class Code:
    """One of a court's codes; the names of the enumeration are shown to people."""

    codes: type[Enum]

    def broken(self, value: Any) -> Iterator[Broken]:
        if not isinstance(value, self.codes):
            yield f"must be one of {', '.join(str(one.value) for one in self.codes)}.", "Choose one."

    def written(self, value: Any) -> str:
        return str(value.value)

    def read(self, text: str) -> Any:
        for one in self.codes:
            if str(one.value) == text.strip():
                return one
        raise ValueError(f"{text!r} is not one of {', '.join(str(one.value) for one in self.codes)}.")

    def shown(self, value: Any) -> str:
        return f"{value.name.replace('_', ' ').lower()} ({value.value})"


def exactly(number: Decimal, currency: str) -> Money:
    """The amount; ValueError where it has more decimals than the currency: an amount is never rounded on the way in."""
    amount = Money.of(number, currency)
    if amount.amount != number:
        raise ValueError(f"{number} has more decimals than {currency}.")
    return amount


def _amount_broken(value: Money, currencies: tuple[str, ...]) -> Iterator[Broken]:
    if value.currency not in currencies:
        yield f"is in {value.currency}; the court takes {' '.join(currencies)}.", "State it in that currency."
    if value.minor < 0:
        yield "is negative.", "State what is owed, not what was overpaid."


def _whole(text: str) -> int:
    plain = text.strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", plain):
        raise ValueError(f"{text!r} is no whole number.")
    return int(plain)


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no number.") from error
    if not number.is_finite() or len(text) > 40:
        raise ValueError(f"{text!r} is no number.")
    return number
