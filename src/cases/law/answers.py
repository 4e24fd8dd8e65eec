"""What the law answers to a question: dates, amounts as text, the reckoning in sentences, and how sure it is."""

from datetime import date, datetime
from typing import Literal

import msgspec

from cases.deadlines.arithmetic import Explained
from cases.jurisdictions.contract import Authority, Step


class Sentence(msgspec.Struct, frozen=True):
    """One step of a reckoning: the day reached, and why."""

    on: date
    sentence: str


class Source(msgspec.Struct, frozen=True):
    """The rule an answer rests on. `verified` means that the official text was seen."""

    citation: str
    source: str
    checked_on: date
    verified: bool

    @classmethod
    def of(cls, authority: Authority) -> "Source":
        return cls(authority.citation, authority.source, authority.checked_on, authority.verified)


class DeadlineAnswer(msgspec.Struct, frozen=True):
    """`statutory_on` is the last day by law, `safe_on` the one to keep; `opens_on` the first day after a wait."""

    jurisdiction: str
    rule: str
    title: str
    who: Literal["creditor", "debtor"]
    statutory_on: date
    statutory_at: datetime
    safe_on: date
    opens_on: date | None
    steps: list[Sentence]
    authority: Source
    provisional: str | None


class CountAnswer(msgspec.Struct, frozen=True):
    """A counted end; `nominal_on` before any move. `authority` is the rule that moved it, else the rule of counting.

    `contested` means that the safe date counts on fewer days off, or on no move.
    """

    jurisdiction: str
    period: str
    last_on: date
    nominal_on: date
    safe_on: date
    contested: bool
    steps: list[Sentence]
    authority: Source
    provisional: str | None


class ServiceAnswer(msgspec.Struct, frozen=True):
    """The day service takes effect; `arguable_on` is the other reading where there is one."""

    jurisdiction: str
    method: str
    deemed_on: date
    arguable_on: date | None
    steps: list[Sentence]
    authority: Source


class RateAnswer(msgspec.Struct, frozen=True):
    """A rate in per cent a year. `held` means that it is only the last one known."""

    jurisdiction: str
    table: str
    title: str
    on: date
    percent: str
    held: bool
    authority: Source


class InterestRun(msgspec.Struct, frozen=True):
    """A run of days at one rate, both counted; the amount is unrounded."""

    first_on: date
    last_on: date
    days: int
    percent: str
    amount: str
    authority: Source


class InterestAnswer(msgspec.Struct, frozen=True):
    """Interest on a sum; `basis` says how days and cents were counted."""

    jurisdiction: str
    total: str
    currency: str
    daily: str
    basis: str
    periods: list[InterestRun]
    verified: bool
    provisional: str | None


class FeeAnswer(msgspec.Struct, frozen=True):
    """`amount` is null where nothing is due; `tariff` what the scale gives before it is rounded up."""

    jurisdiction: str
    fee: str
    amount: str | None
    currency: str | None
    tariff: str | None
    sentence: str
    assignable: bool | None
    authority: Source


class LimitationAnswer(msgspec.Struct, frozen=True):
    """A date, barred, unknown (`missing` names the fact) or no rule (`missing` says why)."""

    jurisdiction: str
    outcome: Literal["date", "barred", "unknown", "no rule"]
    ends_on: date | None
    safe_on: date | None
    missing: str | None
    effect: str | None
    steps: list[Sentence]
    authority: Source | None


class Contents(msgspec.Struct, frozen=True):
    """What can be asked of one law, by the codes to ask with."""

    jurisdiction: str
    name: str
    currency: str | None
    deadlines: dict[str, str]
    rates: dict[str, str]
    fees: dict[str, str]
    seats: dict[str, str]
    conventions: dict[str, str]
    service: list[str]


type Answer = (
    DeadlineAnswer | CountAnswer | ServiceAnswer | RateAnswer | InterestAnswer | FeeAnswer | LimitationAnswer | Contents
)


def sentences(steps: tuple[Step, ...] | tuple[Explained, ...]) -> list[Sentence]:
    return [Sentence(step.on, step.sentence) for step in steps]
