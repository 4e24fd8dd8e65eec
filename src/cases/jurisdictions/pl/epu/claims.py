"""A claim before the e-court (pozew w elektronicznym postępowaniu upominawczym)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.jurisdictions.pl.epu.codes import Currency, EvidenceKind, Interest, Nature, Period, Solidarity
from cases.jurisdictions.pl.epu.parties import Court, Filer, Officer, Party
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestPeriod:
    """Without `last_on` until payment; without `base` on the whole sum claimed, whose currency `base` has too."""

    kind: Interest
    first_on: date | None = None
    last_on: date | None = None
    base: Decimal | None = None
    rate: Decimal | None = None
    per: Period | None = None
    from_filing: bool | None = None
    until_payment: bool | None = None
    wording: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One sum claimed (roszczenie) and the numbers of the evidence for it."""

    number: int
    amount: Money
    solidarity: Solidarity
    nature: Nature
    due_on: date | None
    description: str | None = None
    interest: tuple[InterestPeriod, ...] = ()
    evidence: tuple[int, ...] = ()

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
class Evidence:
    """Evidence is named and described, never attached (art. 505³² § 1 KPC)."""

    number: int
    kind: EvidenceKind
    fact: str | None = None
    description: str | None = None
    label: str | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtFee:
    """A claim in a batch cannot be exempt: `exemption` is always 0."""

    amount: Money
    demanded: bool
    payment_id: int | None = None
    reduced: bool | None = None
    exemption: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """With `by_norms` the court ignores the amount."""

    amount: Money
    demanded: bool
    by_norms: bool
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundAccount:
    number: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`reference` is the claimant's own case, `claim_id` unique within the batch. `dispute_value` is the sum of the
    demands in zloty. The last five go into a claim filed alone; the batch's schema has no place for them.
    """

    claim_id: int
    filed_on: date
    court: Court
    filer: Filer
    claimants: tuple[Party, ...]
    defendants: tuple[Party, ...]
    reference: str
    dispute_value: Money
    fee: CourtFee
    attorney_costs: Costs
    demands: tuple[Demand, ...]
    reasons: str
    proper_court: Court | None = None
    other_costs: Costs | None = None
    evidence: tuple[Evidence, ...] = ()
    other_demands: str | None = None
    declaration: str | None = None
    refund_account: RefundAccount | None = None
    signatures: tuple[Officer, ...] = ()
    discontinue_without_ground: bool | None = None
    discontinue_when_set_aside: bool | None = None

    @property
    def version(self) -> str:
        return "1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBatch:
    designation: str
    claims: tuple[Claim, ...]
