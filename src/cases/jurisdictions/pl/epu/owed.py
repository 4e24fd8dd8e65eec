"""The demands of a claim: what is left of each item, from which day interest of which kind runs on it.

Interest is demanded by its kind and its days, never as a sum reckoned by us; what the file already holds as interest
for earlier days is a demand of its own. A payment is deducted where the reckoning of the item shows on which it fell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from cases.jurisdictions.contract import CaseFile, FiledItem, InterestSheet, Missing
from cases.jurisdictions.contract import InterestPeriod as Reckoned
from cases.jurisdictions.paperwork.figures import PRINCIPAL_KINDS, computed, is_agreed
from cases.jurisdictions.paperwork.needs import Needs
from cases.jurisdictions.pl.epu.claims import Demand, InterestPeriod
from cases.jurisdictions.pl.epu.codes import Interest, Nature, Period, Solidarity
from cases.jurisdictions.pl.law import LAW
from cases.jurisdictions.pl.papers.wording import label_of
from kernel.errors import Refused
from kernel.money import Money

KINDS = {
    "statutory_default": Interest.USTAWOWE_ZA_OPÓŹNIENIE,
    "commercial": Interest.TRANSAKCJE_HANDLOWE,
    "commercial_health": Interest.TRANSAKCJE_HANDLOWE,
    "maximum_default": Interest.MAKSYMALNE_ZA_OPÓŹNIENIE,
}
"""Tables of interest.toml that the e-court has a code for."""
AGE = "PL-EPU-AGE"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still demanded of an item. `ended`: paid, but for the interest that had run by then."""

    item: FiledItem
    amount: Money
    ended: bool = False


def owed(case_file: CaseFile) -> tuple[Owed, ...]:
    """What is left of each item, items without a rest left out."""
    zero = Money.zero(case_file.currency)
    rests = [Owed(item, _rest(case_file, item)) for item in case_file.items]
    found = [
        Owed(one.item, one.item.interest.total, ended=True)
        if one.amount == zero and one.item.interest is not None
        else one
        for one in rests
    ]
    return tuple(one for one in found if one.amount > zero)


def dispute_value(case_file: CaseFile) -> Money:
    return sum((one.amount for one in owed(case_file)), Money.zero(case_file.currency))


def sums_needed(case_file: CaseFile) -> Needs:
    """A payment that no item shows, and interest the e-court has no code for."""
    running = computed(case_file)
    ended = sum((one.amount for one in owed(case_file) if one.ended), Money.zero(case_file.currency))
    if dispute_value(case_file) - ended + running != case_file.total:
        yield Missing(
            "payments",
            f"What is left of the items does not add up to {case_file.total}: payments of {case_file.payments} are"
            " deducted from the whole, or interest stands still. The e-court takes a sum for each item (KPC 187 §1):"
            " set the payments against the items.",
            "items",
        )
    for item in case_file.items:
        yield from _codes_known(item)


def age_needed(case_file: CaseFile) -> Needs:
    """What fell due too long ago for the EPU (KPC 505²⁹ᵃ)."""
    for item in case_file.items:
        yield from _young_enough(case_file, item)


def demands(case_file: CaseFile, evidence: tuple[int, ...]) -> tuple[Demand, ...]:
    """Of a complete file."""
    together = Solidarity.SOLIDARNIE if len(case_file.debtors) > 1 else Solidarity.INNY
    trade = all(one.kind == "company" for one in case_file.debtors)
    return tuple(
        Demand(
            number=number,
            amount=one.amount,
            solidarity=together,
            nature=Nature.GOSPODARCZE if trade else Nature.CYWILNE,
            due_on=one.item.due_on or case_file.default_on,
            description=f"odsetki od: {label_of(one.item)}" if one.ended else label_of(one.item),
            interest=() if one.ended else tuple(periods_of(case_file, one)),
            evidence=evidence,
        )
        for number, one in enumerate(owed(case_file), start=1)
    )


def _rest(case_file: CaseFile, item: FiledItem) -> Money:
    """The base of the interest on the last day is what payments left."""
    if item.interest is not None and item.interest.periods:
        last = item.interest.periods[-1]
        return last.base if last.last_on == case_file.on else Money.zero(case_file.currency)
    bearing = [one for one in case_file.items if one.kind in PRINCIPAL_KINDS]
    return item.amount - case_file.payments if bearing == [item] else item.amount


def periods_of(case_file: CaseFile, one: Owed) -> Iterator[InterestPeriod]:
    """Neighbouring days of one kind, base and agreed rate are one period; the last runs until payment."""
    sheet = one.item.interest
    if sheet is None:
        return
    current: InterestPeriod | None = None
    for period in sheet.periods:
        made = _period(sheet, period, one.amount)
        if current is not None and current.last_on is not None and _continues(current, made):
            current = replace(current, last_on=made.last_on)
            continue
        if current is not None:
            yield current
        current = made
    if current is not None:
        yield replace(current, last_on=None, until_payment=True) if current.last_on == case_file.on else current


def _period(sheet: InterestSheet, period: Reckoned, whole: Money) -> InterestPeriod:
    agreed = is_agreed(period)
    return InterestPeriod(
        kind=Interest.UMOWNE if agreed else _kind(sheet) or Interest.USTAWOWE_ZA_OPÓŹNIENIE,
        first_on=period.first_on,
        last_on=period.last_on,
        base=None if period.base == whole else period.base.amount,
        rate=period.rate_percent if agreed else None,
        per=Period.ROCZNIE if agreed else None,
    )


def _continues(one: InterestPeriod, other: InterestPeriod) -> bool:
    same = (one.kind, one.base, one.rate) == (other.kind, other.base, other.rate)
    return same and one.last_on is not None and one.last_on + ONE_DAY == other.first_on


def _kind(sheet: InterestSheet) -> Interest | None:
    return next((kind for title, kind in _titles() if sheet.basis.startswith(title)), None)


@cache
def _titles() -> tuple[tuple[str, Interest], ...]:
    """A sheet begins with the title of its table."""
    return tuple((LAW.interest.table.tables[code].title, kind) for code, kind in KINDS.items())


def _codes_known(item: FiledItem) -> Needs:
    sheet = item.interest
    if sheet is not None and not all(map(is_agreed, sheet.periods)) and _kind(sheet) is None:
        yield Missing(
            "kind of interest",
            f"The e-court has no code for the interest on {item.reference or item.kind}: {sheet.basis}.",
            "claim",
        )


def _young_enough(case_file: CaseFile, item: FiledItem) -> Needs:
    due_on = item.due_on or case_file.default_on
    if due_on is None or due_on > case_file.on:
        return
    try:
        last = LAW.deadlines(AGE, due_on).statutory_on
    except Refused:
        last = due_on
    if last < case_file.on:
        yield Missing(
            "age of the claim",
            f"{item.reference or item.kind} fell due on {due_on.isoformat()}; the e-court took it until"
            f" {last.isoformat()} (KPC 505²⁹ᵃ). Sue for it before the ordinary court.",
            "items",
        )
