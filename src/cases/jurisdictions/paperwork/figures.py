"""The claim in lines that add up, the same for every jurisdiction: items, interest by runs of one rate, classes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from cases.jurisdictions.contract import CaseFile, FiledItem, InterestPeriod, InterestSheet
from kernel.money import Money

PRINCIPAL_KINDS = frozenset({"principal", "invoice", "instalment"})
COST_KINDS = frozenset({"fee", "cost"})
INTEREST_KINDS = frozenset({"interest"})
BY_CONTRACT = "the contract"
"""The citation under which the interest engine files a rate that the parties agreed."""

type GroundOf = Callable[[InterestSheet, InterestPeriod], str]
"""Names the rule a period rests on in the language of the paper."""


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
    ground: str


@dataclass(frozen=True, slots=True)
class Running:
    """Interest of one kind that runs on from the day after the paper, on what is left of the principal."""

    base: Money
    ground: str
    from_on: date


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


def item_lines(case_file: CaseFile, label_of: Callable[[FiledItem], str]) -> tuple[ItemLine, ...]:
    return tuple(
        ItemLine(number, label_of(item), item.due_on, item.amount, item.interest.total if item.interest else None)
        for number, item in enumerate(case_file.items, start=1)
    )


def period_lines(case_file: CaseFile, ground_of: GroundOf) -> tuple[PeriodLine, ...]:
    return tuple(
        line
        for number, item in enumerate(case_file.items, start=1)
        if item.interest is not None
        for line in _lines_of(number, item.interest, ground_of)
    )


def running(case_file: CaseFile, ground_of: GroundOf) -> tuple[Running, ...]:
    """What still runs on the day of the paper, one line for each kind of interest."""
    left: dict[str, Money] = {}
    for item in case_file.items:
        last = item.interest.periods[-1] if item.interest and item.interest.periods else None
        if last is None or item.interest is None or last.last_on != case_file.on:
            continue
        ground = ground_of(item.interest, last)
        left[ground] = left.get(ground, Money.zero(case_file.currency)) + last.base
    return tuple(Running(base, ground, case_file.on + timedelta(days=1)) for ground, base in left.items())


def of_kinds(case_file: CaseFile, kinds: frozenset[str]) -> Money:
    return _sum(case_file, (item.amount for item in case_file.items if item.kind in kinds))


def accrued(case_file: CaseFile) -> Money:
    """Interest items of the file and the interest on every other item."""
    return of_kinds(case_file, INTEREST_KINDS) + computed(case_file)


def computed(case_file: CaseFile) -> Money:
    """The interest computed on the items, to the day of the paper."""
    return _sum(case_file, (item.interest.total for item in case_file.items if item.interest is not None))


def daily(case_file: CaseFile) -> Money:
    """What interest adds each day from now on, rounded once."""
    each = (item.interest.daily for item in case_file.items if item.interest is not None)
    return Money.of(sum(each, Decimal(0)), case_file.currency)


def is_agreed(period: InterestPeriod) -> bool:
    return period.authority.citation == BY_CONTRACT


def is_contractual(item: FiledItem) -> bool:
    return item.interest is not None and any(is_agreed(period) for period in item.interest.periods)


def _sum(case_file: CaseFile, amounts: Iterable[Money]) -> Money:
    return sum(amounts, Money.zero(case_file.currency))


def _lines_of(number: int, sheet: InterestSheet, ground_of: GroundOf) -> Iterator[PeriodLine]:
    """Rounds the running sum and not each line, so that the lines add up to the total rounded once."""
    runs = list(_runs(sheet, ground_of))
    shown = Money.zero(sheet.total.currency)
    running = Decimal(0)
    for run in runs:
        running += run.amount
        upto = sheet.total if run is runs[-1] else Money.of(running, sheet.total.currency)
        yield PeriodLine(
            number, run.first_on, run.last_on, run.days, run.base, run.rate_percent, upto - shown, run.ground
        )
        shown = upto


def _runs(sheet: InterestSheet, ground_of: GroundOf) -> Iterator[_Run]:
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
