"""What the law answers: deadlines, limitation, interest and fees, each with its authority. Pure data."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from kernel.money import Money


@dataclass(frozen=True, slots=True)
class Authority:
    """Where a legal value comes from. `verified` means that the official text was seen."""

    citation: str
    source: str
    checked_on: date
    verified: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of a reckoning: the date reached, and why."""

    on: date
    sentence: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A computed deadline that can explain itself. `safe_on` is never after `statutory_on`.

    `who` must act by then. `opens_on` is the first day on which the creditor may go on, for deadlines that run for
    the debtor and for waiting periods; it follows the latest reading; `opens` says what may be done from then on.
    `provisional` says what is not known of the calendar.
    """

    rule: str
    title: str
    statutory_on: date
    statutory_at: datetime
    safe_on: date
    authority: Authority
    steps: tuple[Step, ...]
    provisional: str | None = None
    who: Literal["creditor", "debtor"] = "creditor"
    opens_on: date | None = None
    opens: str | None = None


HappeningKind = Literal["acknowledged", "paid", "demanded", "filed", "negotiated", "mediated"]


@dataclass(frozen=True, slots=True)
class Happening:
    """What was recorded with its proof and may interrupt or suspend limitation.

    `until` is its last day where it lasts (a negotiation, proceedings); None while it goes on, or where it is one act.
    """

    kind: HappeningKind
    on: date
    until: date | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class LimitationFacts:
    """What limitation turns on for one item. A date that is not known is None, never guessed.

    `happenings` come on top of the dates that a tape tells, in the order of their days.
    `region` is the code `Jurisdiction.locate(region, postcode)` gives, or a region's own name.
    """

    product: str
    item_kind: str
    debtor_kind: Literal["person", "company"]
    due_on: date | None
    default_on: date | None = None
    contract_on: date | None = None
    termination_on: date | None = None
    last_payment_on: date | None = None
    acknowledged_on: date | None = None
    titled_on: date | None = None
    region: str | None = None
    default_notice_expired_on: date | None = None
    arose_on: date | None = None
    happenings: tuple[Happening, ...] = ()


@dataclass(frozen=True, slots=True)
class Limitation:
    """A date, barred, unknown (with the missing fact named) or no rule (nothing is invented).

    `safe_on` is the earliest defensible end and may stand beside `unknown` too, where the facts at hand allow a
    cautious date; `missing` names the fact for `unknown` and gives the reason for `no rule`. `effect` says what the end
    does: a defence that must be raised, or a bar (`bars`) that the court sees to or that ends the right to collect.
    """

    outcome: Literal["date", "barred", "unknown", "no rule"]
    ends_on: date | None
    safe_on: date | None
    missing: str | None
    authority: Authority | None
    steps: tuple[Step, ...]
    effect: str | None = None
    bars: bool = False


@dataclass(frozen=True, slots=True)
class InterestPeriod:
    """A run of days at one rate; `amount` is unrounded, both days inclusive."""

    first_on: date
    last_on: date
    days: int
    rate_percent: Decimal
    base: Money
    amount: Decimal
    authority: Authority


@dataclass(frozen=True, slots=True)
class InterestSheet:
    """Interest on one item: its periods, the total rounded once, and the daily amount from then on.

    `provisional` says which days run at a rate that is only the last one known; `rounding` how the total is rounded.
    """

    periods: tuple[InterestPeriod, ...]
    total: Money
    daily: Decimal
    basis: str
    provisional: str | None = None
    rounding: Literal["half up", "down"] = "half up"


@dataclass(frozen=True, slots=True)
class Fee:
    """A court fee or compensation. `amount` is None where none is due; the sentence says why.

    `tariff` is what the scale gives before a last rounding up; `assignable` False marks what a buyer of the claim may
    not ask for, None what the law says nothing of.
    """

    amount: Money | None
    sentence: str
    authority: Authority
    tariff: Money | None = None
    assignable: bool | None = None
