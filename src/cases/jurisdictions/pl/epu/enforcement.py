"""The application to a bailiff (wniosek egzekucyjny)."""

from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.pl.epu.claims import Costs
from cases.jurisdictions.pl.epu.codes import Means, PartyKind
from cases.jurisdictions.pl.epu.parties import Address, Filer, Institution, Person
from cases.jurisdictions.pl.epu.titles import Bailiff, Clause, IssuingCourt, Order, OrderedSum


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
