"""An answer in the names a file of examples uses, and whether it agrees with what is expected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from cases.law.examples.written import moment_of, number_of, plain, yes_of
from kernel.money import Money

REMARKS = frozenset({"note", "notes", "comment", "remark", "explanation", "why", "citation", "source"})
"""Names under which a file remarks on its answer; nothing is compared with them."""

DAY_NAMES = (
    "last_day", "deadline", "end", "end_date", "ends_on", "date", "last_date", "due", "due_date", "last_day_to_send",
    "reminder", "result", "expires", "expires_on", "expiry", "last_day_to_act", "last_day_to_file", "barred_after",
)  # fmt: skip
"""What files call the last day."""


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
    return dict.fromkeys(DAY_NAMES, day.isoformat()) | {"weekday": f"{day:%A}", "last_weekday": f"{day:%A}"} | more


def at_hour(day: date, hour: time) -> str:
    return f"{day.isoformat()}T{hour:%H:%M}"


def percent(rate: Decimal) -> str:
    return f"{rate:.2f}"


def amount(money: Money | None) -> str:
    """The amount alone; nought where nothing is due."""
    return "0" if money is None else money.text()


def _same(got: Any, expected: Any) -> bool:
    if isinstance(got, bool):
        return got is yes_of(expected)
    if got is None or expected is None or isinstance(expected, bool):
        return got is expected
    for read in (moment_of, number_of):
        one, other = read(str(got)), read(str(expected))
        if one is not None and other is not None:
            return one == other
    return plain(str(got)) == plain(str(expected))
