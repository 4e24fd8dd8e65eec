"""The claim and what is told of it later. Amounts are pounds."""

from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.gb_ew.sdt.codes import Breathing, Update
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Up to four lines; the first two are demanded of everybody, the postcode of defendants."""

    line1: str
    line2: str
    line3: str | None = None
    line4: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    name: str
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementOfTruth:
    """`given` by the person named, who answers for it with contempt of court (CPR 22, 32.14)."""

    name: str
    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    daily: Money
    owed_from: date
    claimed_to: date
    base: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Vulnerability:
    """Whether the claimant or a witness is vulnerable, and what the court should know."""

    vulnerable: bool
    details: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`particulars` are lines as `particulars.wrapped` makes them. Without `claimant` the customer's record counts."""

    defendants: tuple[Party, ...]
    amount: Money
    particulars: tuple[str, ...]
    statement: StatementOfTruth
    particulars_apart: bool = False
    reserves_interest: bool = False
    reference: str | None = None
    claimant: Party | None = None
    correspondence: Party | None = None
    interest: Interest | None = None
    solicitor_cost: Money | None = None
    vulnerability: Vulnerability | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusUpdate:
    claim_number: str
    update: Update
    defendant: int | None = None
    paid_on: date | None = None
    section_38: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathingSpace:
    claim_number: str
    defendant: int
    notification: Breathing
