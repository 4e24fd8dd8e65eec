"""The claim in lines that add up: items, interest by runs of one rate, totals by class, and each term's share."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from cases.jurisdictions.contract import CaseFile, FiledItem, InterestPeriod, InterestSheet
from cases.jurisdictions.es.papers.wording import ITEMS
from kernel.money import Money

PRINCIPAL_KINDS = frozenset({"principal", "invoice", "instalment"})
COST_KINDS = frozenset({"fee", "cost"})
BY_CONTRACT = "the contract"
"""The citation under which the interest engine files a rate that the parties agreed."""

LEGAL_INTEREST = "Interés legal"
"""How the title of the table of the legal rate begins."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item as the table shows it."""

    number: int
    label: str
    due_on: date | None
    amount: Money
    interest: Money | None


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A run of days at one rate on one item. The amounts of an item's lines add up to its interest."""

    number: int
    first_on: date
    last_on: date
    days: int
    base: Money
    rate_percent: Decimal
    amount: Money
    basis: str


@dataclass(frozen=True, slots=True)
class TermLine:
    """What one term or rule contributes, and what would remain of the claim without it (LEC 815.3)."""

    label: str
    ground: str
    amount: Money
    without: Money


@dataclass(frozen=True, slots=True)
class _Run:
    """Days at one rate on one base, not yet rounded."""

    first_on: date
    last_on: date
    days: int
    rate_percent: Decimal
    base: Money
    amount: Decimal
    ground: str

    def is_continued_by(self, period: InterestPeriod, ground: str) -> bool:
        same = (self.rate_percent, self.base, self.ground) == (period.rate_percent, period.base, ground)
        return same and self.last_on + timedelta(days=1) == period.first_on


def label_of(item: FiledItem) -> str:
    named = ITEMS.get(item.kind, "Otros conceptos")
    return f"{named}, ref. {item.reference}" if item.reference else named


def item_lines(case_file: CaseFile) -> tuple[ItemLine, ...]:
    return tuple(
        ItemLine(number, label_of(item), item.due_on, item.amount, item.interest.total if item.interest else None)
        for number, item in enumerate(case_file.items, start=1)
    )


def period_lines(case_file: CaseFile) -> tuple[PeriodLine, ...]:
    return tuple(
        line
        for number, item in enumerate(case_file.items, start=1)
        if item.interest is not None
        for line in _lines_of(number, item.interest)
    )


def of_kinds(case_file: CaseFile, kinds: frozenset[str]) -> Money:
    return _sum(case_file, (item.amount for item in case_file.items if item.kind in kinds))


def accrued(case_file: CaseFile) -> Money:
    """Interest items of the file and the interest on every other item."""
    sheets = (item.interest.total for item in case_file.items if item.interest is not None)
    return of_kinds(case_file, frozenset({"interest"})) + _sum(case_file, sheets)


def is_contractual(item: FiledItem) -> bool:
    return item.interest is not None and any(_agreed(period) for period in item.interest.periods)


def term_lines(case_file: CaseFile, contract: str) -> tuple[TermLine, ...]:
    """The calculation sheet for a consumer contract; `contract` is how the paper cites the agreement."""
    terms = case_file.particulars
    agreed = [item for item in case_file.items if is_contractual(item)]
    by_law = [item for item in case_file.items if item.interest is not None and not is_contractual(item)]
    grouped = [
        ("Principal", terms.get("term_principal", contract), of_kinds(case_file, PRINCIPAL_KINDS)),
        ("Intereses liquidados con anterioridad", contract, of_kinds(case_file, frozenset({"interest"}))),
        ("Interés pactado", terms.get("term_interest", contract), _interest_on(case_file, agreed)),
        ("Interés de la ley", "; ".join(_grounds_of(by_law)), _interest_on(case_file, by_law)),
        ("Comisiones y gastos", terms.get("term_costs", contract), of_kinds(case_file, COST_KINDS)),
    ]
    return tuple(
        TermLine(label, ground, amount, case_file.total - amount) for label, ground, amount in grouped if amount.minor
    )


def _interest_on(case_file: CaseFile, items: list[FiledItem]) -> Money:
    return _sum(case_file, (item.interest.total for item in items if item.interest is not None))


def grounds(case_file: CaseFile) -> tuple[str, ...]:
    """The rules of law that interest rests on, each once; an agreed rate is not one of them."""
    return _grounds_of([item for item in case_file.items if not is_contractual(item)])


def ground_of(sheet: InterestSheet, period: InterestPeriod) -> str:
    """The rule a period rests on, in Spanish: the engine's own citations serve its English pages too."""
    if _agreed(period):
        return "interés pactado"
    if sheet.basis.startswith(LEGAL_INTEREST):
        return "interés legal (art. 1108 CC)"
    return period.authority.citation


def _grounds_of(items: list[FiledItem]) -> tuple[str, ...]:
    sheets = (item.interest for item in items if item.interest is not None)
    return tuple(dict.fromkeys(ground_of(sheet, period) for sheet in sheets for period in sheet.periods))


def _sum(case_file: CaseFile, amounts: Iterator[Money]) -> Money:
    return sum(amounts, Money.zero(case_file.currency))


def _lines_of(number: int, sheet: InterestSheet) -> Iterator[PeriodLine]:
    """Rounds the running sum and not each line, so that the lines add up to the total rounded once."""
    runs = list(_runs(sheet))
    shown = Money.zero(sheet.total.currency)
    running = Decimal(0)
    for run in runs:
        running += run.amount
        upto = sheet.total if run is runs[-1] else Money.of(running, sheet.total.currency)
        yield PeriodLine(
            number, run.first_on, run.last_on, run.days, run.base, run.rate_percent, upto - shown, run.ground
        )
        shown = upto


def _runs(sheet: InterestSheet) -> Iterator[_Run]:
    """Joins neighbouring periods of one rate, base and ground: the year's budget law alone parts nothing."""
    current: _Run | None = None
    for period in sheet.periods:
        ground = ground_of(sheet, period)
        if current is not None and current.is_continued_by(period, ground):
            days, amount = current.days + period.days, current.amount + period.amount
            current = replace(current, last_on=period.last_on, days=days, amount=amount)
            continue
        if current is not None:
            yield current
        current = _Run(
            period.first_on, period.last_on, period.days, period.rate_percent, period.base, period.amount, ground
        )
    if current is not None:
        yield current


def _agreed(period: InterestPeriod) -> bool:
    return period.authority.citation == BY_CONTRACT
