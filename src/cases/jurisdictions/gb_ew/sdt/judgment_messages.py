"""Requests for judgment and warrant. Amounts are pounds."""

from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.gb_ew.sdt.claim_messages import Address, StatementOfTruth
from cases.jurisdictions.gb_ew.sdt.codes import JudgmentKind
from cases.jurisdictions.gb_ew.sdt.payees import FullPayment, ImmediatePayment, Instalments, Payee
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """A request for judgment on admission or in default."""

    claim_number: str
    joint: bool
    kind: JudgmentKind
    payment: FullPayment | Instalments | ImmediatePayment
    statement: StatementOfTruth
    particulars_sent_apart: bool | None = None
    defendant: int | None = None
    defendant1_address: Address | None = None
    defendant1_birth: date | None = None
    defendant2_address: Address | None = None
    defendant2_birth: date | None = None
    interest: Money | None = None
    solicitor_cost: Money | None = None
    deducted: Money | None = None
    admitted: Money | None = None
    court_fee: Money | None = None
    legal_costs: Money | None = None
    payee: Payee | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Warrant:
    """A request for a warrant of control for all of the balance or a part of it."""

    claim_number: str
    defendant: int
    balance: Money
    amount: Money
    statement: StatementOfTruth
    address: Address | None = None
    solicitor_cost: Money | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgmentAndWarrant:
    judgment: Judgment
    warrant: Warrant
