"""An answer in the names a file of examples uses, and whether it agrees with what is expected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from kernel.money import Money

REMARKS = frozenset({"note"})
"""Names under which a file remarks on its answer; nothing is compared with them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the law: the answer under every name it may be asked by; `why` where it is not the first."""

    values: Mapping[str, Any]
    why: str = ""

    def agrees(self, expected: Mapping[str, Any]) -> bool:
        asked = [name for name in expected if name not in REMARKS]
        return bool(asked) and all(name in self.values and _same(self.values[name], expected[name]) for name in asked)

    def shown(self, expected: Mapping[str, Any]) -> dict[str, Any]:
        """The values under the names asked for; all of them where none of those is there."""
        named = {name: value for name, value in self.values.items() if name in expected}
        return named or dict(self.values)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the engine says: the reading it stands by, then those it holds arguable."""

    readings: tuple[Reading, ...]

    @classmethod
    def plain(cls, **values: Any) -> "Answered":
        return cls((Reading(values),))


def last_day(day: date, **more: Any) -> dict[str, Any]:
    """A computed day under each name files give it."""
    names = ("last_day", "deadline", "end", "date", "last_date", "due", "last_day_to_send", "reminder", "result")
    return dict.fromkeys(names, day.isoformat()) | {"weekday": f"{day:%A}", "last_weekday": f"{day:%A}"} | more


def at_hour(day: date, hour: time) -> str:
    return f"{day.isoformat()}T{hour:%H:%M}"


def percent(rate: Decimal) -> str:
    return f"{rate:.2f}"


def amount(money: Money | None) -> str:
    """The amount alone; nought where nothing is due."""
    return "0" if money is None else money.text()


def _same(got: Any, expected: Any) -> bool:
    if isinstance(got, bool) or isinstance(expected, bool) or got is None or expected is None:
        return got is expected
    for read in (_number, _moment):
        one, other = read(got), read(expected)
        if one is not None and other is not None:
            return one == other
    return str(got).strip().casefold() == str(expected).strip().casefold()


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _moment(value: Any) -> datetime | date | None:
    text = str(value)
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None
