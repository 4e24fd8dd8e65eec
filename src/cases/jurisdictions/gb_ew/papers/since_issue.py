"""The claim parted at the day of issue: what the claim form claimed, interest since, and what was paid since."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from cases.jurisdictions.contract import CaseFile, InterestPeriod, InterestSheet
from cases.jurisdictions.gb_ew.papers import law
from cases.jurisdictions.paperwork.entered import amount_said
from cases.jurisdictions.paperwork.figures import computed
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class SinceIssue:
    """All of it in sterling. `claimed` is with interest to issue; `interest` runs from the day after to the request."""

    issued_on: date
    claimed: Money
    interest_from: date
    days: int
    interest: Money
    fee: Money
    costs: Money
    judgment_costs: Money
    paid: Money

    @property
    def owed(self) -> Money:
        return self.claimed + self.interest + self.fee + self.costs + self.judgment_costs - self.paid


def paid_after(case_file: CaseFile, day: date) -> Money | None:
    """What was received after the day; None where a payment cannot be placed before or after it."""
    after = Money.zero(case_file.currency)
    if not case_file.payments.minor:
        return after
    if sum((one.amount for one in case_file.received), after) != case_file.payments:
        return None
    for one in case_file.received:
        if one.received_on is None and (one.by_on is None or one.by_on > day):
            return None
        if one.received_on is not None and one.received_on > day:
            after += one.amount
    return after


def since_issue(case_file: CaseFile, issued_on: date, paid: Money) -> SinceIssue:
    """`paid` is what was received since issue. What was claimed is today's total without what came since."""
    none = Money.zero(case_file.currency)
    interest = computed(case_file) - interest_upto(case_file, issued_on)
    claimed = case_file.total - interest + paid
    return SinceIssue(
        issued_on=issued_on,
        claimed=claimed,
        interest_from=issued_on + timedelta(days=1),
        days=(case_file.on - issued_on).days,
        interest=interest,
        fee=law.fee_on(case_file, claimed, issued_on).amount or none,
        costs=amount_said(case_file, "legal_costs", least=0) or none,
        judgment_costs=amount_said(case_file, "judgment_costs", least=0) or none,
        paid=paid,
    )


def interest_upto(case_file: CaseFile, day: date) -> Money:
    """The interest on the items to the end of the day, each item's rounded as its whole interest is."""
    upto = (_upto(item.interest, day) for item in case_file.items if item.interest is not None)
    return sum(upto, Money.zero(case_file.currency))


def _upto(sheet: InterestSheet, day: date) -> Money:
    if not sheet.periods or sheet.periods[-1].last_on <= day:
        return sheet.total
    rounding = ROUND_DOWN if sheet.rounding == "down" else ROUND_HALF_UP
    return Money.of(sum((_part(one, day) for one in sheet.periods), Decimal(0)), sheet.total.currency, rounding)


def _part(period: InterestPeriod, day: date) -> Decimal:
    """Simple interest: each day of a period adds the same."""
    if period.first_on > day:
        return Decimal(0)
    counted = min((day - period.first_on).days + 1, period.days)
    return period.amount * counted / period.days
