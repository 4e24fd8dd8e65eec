"""The claim in lines that add up: items, interest with its basis and daily rate (CPR 16.4(2)), and the sum on issue."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cases.jurisdictions.contract import CaseFile, FiledItem, InterestSheet
from cases.jurisdictions.gb_ew.papers.wording import ITEMS
from cases.jurisdictions.paperwork import figures
from cases.jurisdictions.paperwork.figures import BY_CONTRACT, ItemLine
from kernel.money import Money

IN_THE_COURTS_GIFT = "County Courts Act 1984 s.69"
"""The citation of interest that is not owed until a court awards it."""
_BASES = (
    (BY_CONTRACT, "the terms of the Agreement"),
    (IN_THE_COURTS_GIFT, "section 69 of the County Courts Act 1984"),
    ("SI 2002/1675", "the Late Payment of Commercial Debts (Interest) Act 1998"),
    ("Late Payment", "the Late Payment of Commercial Debts (Interest) Act 1998"),
)


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


def item_lines(case_file: CaseFile) -> tuple[ItemLine, ...]:
    return figures.item_lines(case_file, label_of)


def period_lines(case_file: CaseFile) -> tuple[PeriodLine, ...]:
    return tuple(
        line
        for number, item in enumerate(case_file.items, start=1)
        if item.interest is not None
        for line in _lines_of(number, item.interest)
    )


def label_of(item: FiledItem) -> str:
    named = ITEMS.get(item.kind, "Other")
    return f"{named}, ref. {item.reference}" if item.reference else named


def only_in_court(case_file: CaseFile) -> Money:
    """The part of the interest that only a court can award: no letter may say that it is owed already."""
    return _sum(
        case_file, (item.interest.total for item in case_file.items if item.interest and is_only_in_court(item))
    )


def owed_lines(case_file: CaseFile) -> tuple[ItemLine, ...]:
    """The items with the interest that is owed without a court."""
    lines = zip(item_lines(case_file), case_file.items, strict=True)
    return tuple(replace(line, interest=None) if is_only_in_court(item) else line for line, item in lines)


def daily_in_court(case_file: CaseFile) -> Money:
    return _daily(case_file, [item for item in case_file.items if is_only_in_court(item)])


def daily_owed(case_file: CaseFile) -> Money:
    return _daily(case_file, [item for item in case_file.items if not is_only_in_court(item)])


def bases(case_file: CaseFile) -> tuple[str, ...]:
    """The bases of the interest claimed, each once, as the particulars name them."""
    return tuple(dict.fromkeys(line.basis for line in period_lines(case_file)))


def basis_of(citation: str) -> str:
    return next((words for start, words in _BASES if citation.startswith(start)), citation)


def is_only_in_court(item: FiledItem) -> bool:
    periods = item.interest.periods if item.interest is not None else ()
    return any(period.authority.citation.startswith(IN_THE_COURTS_GIFT) for period in periods)


def _daily(case_file: CaseFile, items: Iterable[FiledItem]) -> Money:
    each = (item.interest.daily for item in items if item.interest is not None)
    return Money.of(sum(each, Decimal(0)), case_file.currency)


def _sum(case_file: CaseFile, amounts: Iterable[Money]) -> Money:
    return sum(amounts, Money.zero(case_file.currency))


def _lines_of(number: int, sheet: InterestSheet) -> Iterator[PeriodLine]:
    """Rounds the running sum and not each line, so that the lines add up to the total rounded once."""
    shown = Money.zero(sheet.total.currency)
    running = Decimal(0)
    for period in sheet.periods:
        running += period.amount
        upto = sheet.total if period is sheet.periods[-1] else Money.of(running, sheet.total.currency)
        yield PeriodLine(
            number,
            period.first_on,
            period.last_on,
            period.days,
            period.base,
            period.rate_percent,
            upto - shown,
            basis_of(period.authority.citation),
        )
        shown = upto
