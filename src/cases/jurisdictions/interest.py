"""Interest from a folder's interest.toml: one period for each run of days at one rate, rounded once at the end."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Literal

import msgspec

from cases.deadlines.arithmetic import spoken
from cases.deadlines.calendars import ONE_DAY
from cases.jurisdictions.contract import Authority, InterestPeriod, InterestSheet
from cases.jurisdictions.dated import Dated, LawInvalid, ascending, in_force, load
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.money import Money, minor_digits

PERCENT = Decimal(100)
ROUNDINGS = {"half up": ROUND_HALF_UP, "down": ROUND_DOWN}


class Basis(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How days and cents are counted. `rounds` is the step that is rounded: the sum, or each day's amount first.

    `or_rounds` is the step other courts or tools of the same country round; `or_both_days` says that some count the
    first and the last day of a span.
    """

    day_basis: int
    rounding: Literal["half up", "down"]
    rounds: Literal["sum", "daily amount"]
    or_rounds: Literal["sum", "daily amount"] | None = None
    or_both_days: bool = False


class Rate(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rate in per cent a year."""

    percent: Decimal


class Times(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many times another table's rate this one is."""

    factor: Decimal


class RateTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A named rate. `mode`: each day at its own rate, or all days at the rate of the day interest began.

    `rates_of` borrows the rows of another table; `known_until` is the last day the last row is known to hold for.
    `margin_of_start` keeps the margin of the day interest began, for laws that leave older contracts theirs;
    `in_steps_of` rounds the sum of rate and margin up to a multiple; `times` multiplies it. `named` are the words a
    question knows the table by.
    """

    title: str
    debtors: list[Literal["person", "company"]]
    mode: Literal["by day", "fixed at start"] = "by day"
    rates_of: str | None = None
    rows: list[Rate] = []
    margin: list[Rate] = []
    margin_of_start: bool = False
    times: list[Times] = []
    named: tuple[str, ...] = ()
    in_steps_of: Decimal | None = None
    known_until: date

    def __post_init__(self) -> None:
        ascending(self.rows)
        ascending(self.margin)
        ascending(self.times)


class Statutory(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which table `statutory` means for each kind of debtor."""

    person: str
    company: str


class InterestTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """interest.toml."""

    currency: str
    basis: list[Basis]
    statutory: list[Statutory]
    tables: dict[str, RateTable]


@dataclass(frozen=True, slots=True)
class RateRun:
    """A run of days at one rate. `held` is true where the rate is only the last one known."""

    first_on: date
    last_on: date
    percent: Decimal
    authority: Authority
    held: bool = False


class InterestRules:
    """The `interest` of a jurisdiction."""

    def __init__(self, folder: Path) -> None:
        self.table = load(folder, "interest.toml", InterestTable)
        for code, rates in self.table.tables.items():
            if bool(rates.rows) == bool(rates.rates_of) or rates.rates_of not in {None, *self.table.tables}:
                raise LawInvalid(f"{folder.name}/interest.toml: tables.{code} needs either rows or rates_of.")

    def __call__(
        self,
        base: Money,
        kind: str,
        first_on: date,
        last_on: date,
        debtor_kind: Literal["person", "company"],
        rate_percent: Decimal | None,
        *,
        started_on: date | None = None,
    ) -> InterestSheet:
        """The sheet. Refused where no rate is known for a day or the rate does not apply to such a debtor."""
        basis = in_force(self.table.basis, first_on)
        if basis is None:
            raise Refused(f"No rule of counting interest is known for {spoken(first_on)}.")
        if kind == "none" or last_on < first_on:
            return InterestSheet((), Money.zero(base.currency), Decimal(0), "No interest.")
        if kind == "contractual":
            title, runs = "Contractual interest", [_contractual(rate_percent, first_on, last_on, basis)]
        else:
            code = self.code(kind, debtor_kind, first_on)
            title = self.table.tables[code].title
            runs = list(self.runs(code, debtor_kind, first_on, last_on, started_on or first_on))
        return _sheet(base, title, runs, basis)

    def rate(self, code: str, on: date) -> RateRun | None:
        """The full rate of a table on a day, as for interest that begins then; None before its first row.

        NotFound for a table the folder does not have.
        """
        if code not in self.table.tables:
            known = ", ".join(self.table.tables)
            raise NotFound(f"There is no rate {code!r} in this jurisdiction; it has {known}.")
        return self._rate(self.table.tables[code], on, on)

    def named(self, text: str) -> str | None:
        """The table the words name, the longest name first; None where they name none."""
        words = bare(text)
        known = [(name, code) for code, one in self.table.tables.items() for name in one.named if bare(name) in words]
        return max(known, key=lambda one: len(one[0]))[1] if known else None

    def stepped(self, code: str, points: Decimal, on: date) -> Decimal | None:
        """The rows of a table plus so many points, in the table's own steps: another country's rate by its formula."""
        rates = self.table.tables[code]
        row = in_force(self._rows(rates), on)
        return None if row is None else _in_steps(row.percent + points, rates.in_steps_of)

    def runs(
        self, code: str, debtor_kind: Literal["person", "company"], first_on: date, last_on: date, started_on: date
    ) -> Iterator[RateRun]:
        """The rate of every day, grouped; days beyond `known_until` are a run of their own, marked as held."""
        rates = self.table.tables[code]
        if debtor_kind not in rates.debtors:
            raise Refused(f"{rates.title} does not apply to a debtor that is a {debtor_kind}.")
        fixed = started_on if rates.mode == "fixed at start" else None
        day = first_on
        while day <= last_on:
            found = self._rate(rates, fixed or day, started_on)
            if found is None:
                raise Refused(f"{rates.title}: no rate is known for {spoken(fixed or day)}.")
            end = last_on if fixed else min(last_on, self._last_day_at(rates, day))
            held = (fixed or day) > rates.known_until
            if not fixed and day <= rates.known_until < end:
                end = rates.known_until
            yield RateRun(day, end, found.percent, found.authority, held)
            day = end + ONE_DAY

    def _rate(self, rates: RateTable, on: date, started_on: date) -> RateRun | None:
        row = in_force(self._rows(rates), on)
        margin = in_force(rates.margin, started_on if rates.margin_of_start else on)
        times = in_force(rates.times, on)
        if row is None or (rates.margin and margin is None) or (rates.times and times is None):
            return None
        held = on > rates.known_until
        stated = next((one.authority for one in (margin, times) if one is not None), row.authority)
        verified = row.verified and stated.verified and not held
        authority = Authority(stated.citation, row.source, row.checked_on, verified)
        factor = times.factor if times else Decimal(1)
        percent = _in_steps(factor * (row.percent + (margin.percent if margin else 0)), rates.in_steps_of)
        return RateRun(on, on, percent, authority, held)

    def _last_day_at(self, rates: RateTable, day: date) -> date:
        changes = [row.from_on for row in (*self._rows(rates), *rates.margin, *rates.times) if row.from_on > day]
        return min(changes) - ONE_DAY if changes else date.max

    def _rows(self, rates: RateTable) -> list[Rate]:
        return self.table.tables[rates.rates_of].rows if rates.rates_of else rates.rows

    def code(self, kind: str, debtor_kind: Literal["person", "company"], on: date) -> str:
        """The table meant by `statutory` for such a debtor on the day, or by a table's own name; else Invalid."""
        if kind in self.table.tables:
            return kind
        chosen = in_force(self.table.statutory, on)
        if kind == "statutory" and chosen is None:
            raise Refused(f"Statutory interest: no rate is known for {spoken(on)}.")
        if kind != "statutory" or chosen is None:
            known = ", ".join(["statutory", "contractual", "none", *self.table.tables])
            raise Invalid(f"{kind!r} is not a kind of interest.", places=[Place("interest_kind", kind, known)])
        return chosen.company if debtor_kind == "company" else chosen.person


def bare(text: str) -> str:
    """Words as they are compared: no case, accents or punctuation."""
    letters = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


def _in_steps(percent: Decimal, step: Decimal | None) -> Decimal:
    return percent if step is None else (percent / step).to_integral_value(rounding=ROUND_CEILING) * step


def _contractual(percent: Decimal | None, first_on: date, last_on: date, basis: Basis) -> RateRun:
    if percent is None or not percent.is_finite() or percent < 0:
        raise Invalid(
            "Contractual interest needs its rate in per cent a year.",
            places=[Place("interest_rate", None if percent is None else str(percent), "Enter the agreed rate.")],
        )
    authority = Authority("the contract", "the claim's own rate", basis.checked_on, verified=False)
    return RateRun(first_on, last_on, percent, authority)


def _sheet(base: Money, title: str, runs: list[RateRun], basis: Basis) -> InterestSheet:
    periods = []
    for run in runs:
        days = (run.last_on - run.first_on).days + 1
        amount = interest_of(base, run.percent, days, basis)
        periods.append(InterestPeriod(run.first_on, run.last_on, days, run.percent, base, amount, run.authority))
    total = Money.of(sum((period.amount for period in periods), Decimal(0)), base.currency, ROUNDINGS[basis.rounding])
    held = [run for run in runs if run.held]
    provisional = None
    if held:
        provisional = f"The rate from {spoken(held[0].first_on)} on is only the last one known."
    words = f"{title}, simple, actual/{basis.day_basis}, both days counted, {basis.rounds} rounded {basis.rounding}"
    daily = interest_of(base, runs[-1].percent, 1, basis)
    return InterestSheet(tuple(periods), total, daily, words, provisional, basis.rounding)


def interest_of(base: Money, percent: Decimal, days: int, basis: Basis) -> Decimal:
    """Simple interest, unrounded unless the basis rounds each day's amount first."""
    yearly = base.amount * percent / PERCENT
    if basis.rounds == "daily amount":
        cent = Decimal(1).scaleb(-minor_digits(base.currency))
        return (yearly / basis.day_basis).quantize(cent, rounding=ROUNDINGS[basis.rounding]) * days
    return yearly * days / basis.day_basis
