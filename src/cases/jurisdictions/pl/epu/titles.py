"""What is enforced: the order, its clause, its sums, by which bailiff."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.jurisdictions.pl.epu.claims import InterestPeriod
from cases.jurisdictions.pl.epu.codes import Currency, OrderedNature, Solidarity
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Bailiff:
    bailiff_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuingCourt:
    name: str
    division: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The order for payment (nakaz zapłaty)."""

    order_id: int
    signature: str
    dated: date
    decision_code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The enforcement clause (klauzula wykonalności); `order_id` 0 where it was given to a decision."""

    order_id: int
    clause_id: int
    signature: str
    dated: date
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedSum:
    """A sum as the order gives it."""

    number: int
    amount: Money
    solidarity: Solidarity
    nature: OrderedNature
    interest: tuple[InterestPeriod, ...] = ()
    label: str | None = None
    in_words: str | None = None
    description: str | None = None

    @property
    def value(self) -> Decimal:
        return self.amount.amount

    @property
    def currency(self) -> Currency:
        return Currency(self.amount.currency)

    @property
    def with_interest(self) -> bool:
        return bool(self.interest)
