"""What follows a claim before the e-court: letters in the case, and the application to a bailiff."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cases.jurisdictions.pl.epu.claims import Costs, InterestPeriod
from cases.jurisdictions.pl.epu.codes import Currency, LetterKind, Means, OrderedNature, PartyKind, Solidarity
from cases.jurisdictions.pl.epu.parties import Address, Filer, Institution, Party, Person
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`court_case_id`, `signature` are the court's; `delivery_id` is the delivery it answers. `case` is not sent."""

    case: str
    court_case_id: int
    signature: str
    filed_at: datetime
    kind: LetterKind
    text: str | None
    delivery_id: int | None = None
    subject: str | None = None
    filer: Filer | None = None
    claimants: tuple[Party, ...] = ()
    defendants: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBatch:
    designation: str
    letters: tuple[Letter, ...]


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
class Creditor:
    party_id: int
    kind: PartyKind
    who: Person | Institution
    address: Address
    nip: str | None = None
    bank: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforcementMeans:
    means: Means
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    party_id: int
    kind: PartyKind
    who: Person | Institution
    address: Address
    means: tuple[EnforcementMeans, ...]
    nip: str | None = None
    remarks: str | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application for enforcement (wniosek egzekucyjny). `case` is not sent."""

    case: str
    application_id: int
    dated: date
    bailiff: Bailiff
    court: IssuingCourt
    order: Order
    clause: Clause
    filer: Filer
    creditors: tuple[Creditor, ...]
    debtors: tuple[Debtor, ...]
    sums: tuple[OrderedSum, ...]
    further: str | None = None
    attorney_costs: Costs | None = None
    other_costs: Costs | None = None
    search_assets: bool | None = None
    outside_district: bool | None = None

    @property
    def version(self) -> str:
        return "1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationBatch:
    designation: str
    applications: tuple[Application, ...]
