"""Amounts of money as courts write them; nothing is rounded on the way in."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cases.jurisdictions.court_files.kinds import Broken
from cases.jurisdictions.court_files.numbers import decimal_number, whole_number
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class MinorUnits:
    """An amount in one currency as a whole number of its minor units (pence)."""

    currency: str

    def broken(self, value: Any) -> Iterator[Broken]:
        yield from _amount_broken(value, (self.currency,))

    def written(self, value: Any) -> str:
        return str(value.minor)

    def read(self, text: str) -> Any:
        return Money(whole_number(text), self.currency)

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
        return exactly(decimal_number(text), self.currency)

    def shown(self, value: Any) -> str:
        return str(value)


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
