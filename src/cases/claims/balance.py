"""The balance of a claim to the day, with its calculation item by item. Pure.

Interest runs on principal, invoices and instalments only (never on interest: no compounding). Where the tape brings
interest accrued to its cut-off, ours begins the day after; else on the day the item or the claim names.

No order of appropriation of payments is in the law data, so payments stand as one deduction from the total; interest
is reckoned as if each had reduced the principal, oldest item first: never more than could be claimed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from cases.claims.queries import ClaimShown, ItemShown, PaymentShown
from cases.jurisdictions.contract import FiledItem, InterestSheet, Jurisdiction, Missing
from kernel.errors import Problem
from kernel.money import Money

BEARING = frozenset({"principal", "invoice", "instalment"})
COSTS = frozenset({"fee", "cost"})
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Balance:
    """What is owed on the day: `total` is principal + interest + costs - payments.

    `gaps` says what keeps the interest from being reckoned; `notes` what a reader should know of the reckoning.
    """

    on: date
    items: tuple[FiledItem, ...]
    principal: Money
    interest: Money
    costs: Money
    payments: Money
    total: Money
    daily: Decimal
    gaps: tuple[Missing, ...]
    notes: tuple[str, ...]


def balance_of(claim: ClaimShown, on: date, jurisdiction: Jurisdiction | None) -> Balance:
    """The balance at the end of the day. Without a jurisdiction no interest is added, and a note says so."""
    gaps: list[Missing] = []
    notes: list[str] = []
    kind = claim.interest_kind or "none"
    if jurisdiction is None and kind != "none":
        notes.append("No interest is added after the cut-off: no jurisdiction of this platform answers here.")
    elif kind == "none":
        notes.append("No interest is claimed after the cut-off: the file names no kind of interest.")
    filed = []
    remaining = _reductions(claim, on)
    for item in claim.items:
        sheet: InterestSheet | None = None
        if item.kind in BEARING and kind != "none" and jurisdiction is not None:
            try:
                sheet = _interest(claim, item, on, jurisdiction, kind, remaining)
            except Problem as problem:
                gaps.append(Missing("interest rate", problem.sentence, "claim"))
        filed.append(FiledItem(item.kind, item.reference, item.amount, item.due_on, sheet))
    return _summed(claim, on, filed, gaps, notes)


@dataclass(slots=True)
class _Reduction:
    """A payment not yet set against principal."""

    on: date
    left: Money


def _reductions(claim: ClaimShown, on: date) -> list[_Reduction]:
    before = [_Reduction(date.min, claim.paid_before)] if claim.paid_before.minor else []
    return before + [_Reduction(one.received_on, one.amount) for one in _counted(claim, on)]


def _counted(claim: ClaimShown, on: date) -> Iterator[PaymentShown]:
    """What was paid by the cut-off is in the claim's own figure."""
    yield from (one for one in claim.payments if claim.cut_off_on < one.received_on <= on)


def _interest(
    claim: ClaimShown, item: ItemShown, on: date, jurisdiction: Jurisdiction, kind: str, reductions: list[_Reduction]
) -> InterestSheet | None:
    base, steps = _bases(item, reductions)
    started = item.interest_from or claim.interest_from
    first = _first_day(claim, started)
    if first is None or first > on:
        return None
    sheet: InterestSheet | None = None
    start = first
    for paid_on, after in [*steps, (on + ONE_DAY, base)]:
        end = min(paid_on, on + ONE_DAY) - ONE_DAY
        if end >= start:
            if base.minor > 0:
                part = jurisdiction.interest(
                    base, kind, start, end, claim.debtor_kind, claim.interest_rate, started_on=started
                )
                sheet = part if sheet is None else _joined(sheet, part)
            start = end + ONE_DAY
        base = after
    return sheet


def _bases(item: ItemShown, reductions: list[_Reduction]) -> tuple[Money, list[tuple[date, Money]]]:
    """The base to begin with, and what it falls to from each day of payment on. Uses the payments up."""
    base, steps = item.amount, []
    for one in reductions:
        taken = min(one.left, base)
        if taken.minor <= 0:
            continue
        base, one.left = base - taken, one.left - taken
        steps.append((one.on, base))
    at_once = [after for day, after in steps if day == date.min]
    return (at_once[-1] if at_once else item.amount), [step for step in steps if step[0] != date.min]


def _first_day(claim: ClaimShown, started: date | None) -> date | None:
    accrued = any(item.kind == "interest" for item in claim.items)
    after_cut_off = claim.cut_off_on + ONE_DAY
    if accrued:
        return max(after_cut_off, started) if started else after_cut_off
    return started


def _joined(one: InterestSheet, other: InterestSheet) -> InterestSheet:
    return replace(
        other,
        periods=one.periods + other.periods,
        total=one.total + other.total,
        provisional=one.provisional or other.provisional,
    )


def _summed(claim: ClaimShown, on: date, items: list[FiledItem], gaps: list[Missing], notes: list[str]) -> Balance:
    zero = Money.zero(claim.currency)
    principal = sum((one.amount for one in items if one.kind in BEARING), zero)
    costs = sum((one.amount for one in items if one.kind in COSTS), zero)
    sheets = [one.interest for one in items if one.interest is not None]
    interest = sum((sheet.total for sheet in sheets), sum((i.amount for i in items if i.kind == "interest"), zero))
    payments = sum((one.amount for one in _counted(claim, on)), claim.paid_before)
    if payments.minor:
        notes.append("Payments are deducted from the total; interest is reckoned as if each had reduced the principal.")
    if gap := next((sheet.provisional for sheet in sheets if sheet.provisional), None):
        notes.append(gap)
    return Balance(
        on=on,
        items=tuple(items),
        principal=principal,
        interest=interest,
        costs=costs,
        payments=payments,
        total=principal + interest + costs - payments,
        daily=sum((sheet.daily for sheet in sheets), Decimal(0)),
        gaps=tuple(gaps),
        notes=tuple(notes),
    )
