"""The balance of a claim to the day, with its calculation item by item. Pure.

Interest runs on principal, invoices and instalments only (never on interest: no compounding). Where the tape brings
interest accrued to its cut-off, ours begins the day after; else on the day the item or the claim names. The interest
on an item is summed unrounded over all its periods and rounded once, as the sheet says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cases.claims.ledger import (
    BEARING,
    COSTS,
    Account,
    Posted,
    Run,
    Still,
    accounts_of,
    fees_stopped,
    post,
    standstills,
    without,
)
from cases.claims.queries import ClaimShown, ItemShown
from cases.jurisdictions.contract import FiledItem, InterestSheet, Jurisdiction, Missing
from cases.jurisdictions.interest import ROUNDINGS
from kernel.errors import Problem
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class Balance:
    """What is owed on the day: `total` is principal + interest + costs - payments.

    `exact` is the same before any rounding; `posted` says where each payment went. `gaps` says what keeps the interest
    from being reckoned; `notes` what a reader should know of the reckoning.
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
    posted: tuple[Posted, ...]
    exact: Decimal


def balance_of(claim: ClaimShown, on: date, jurisdiction: Jurisdiction | None) -> Balance:
    """The balance at the end of the day. Without a jurisdiction no interest is added, and a note says so."""
    code = jurisdiction.code if jurisdiction else None
    stopped = fees_stopped(claim, on, code)
    claim = replace(claim, items=tuple(one for one in claim.items if one not in {item for item, _ in stopped}))
    reckoner = _Reckoner(claim, jurisdiction, standstills(claim, on, code), stopped)
    accounts = accounts_of(claim)
    posted = post(claim, accounts, on, code, reckoner.accrued)
    sheets = [reckoner.sheet(account, account.runs) for account in accounts]
    filed = [
        FiledItem(one.item.kind, one.item.reference, one.item.amount, one.item.due_on, sheet)
        for one, sheet in zip(accounts, sheets, strict=True)
    ]
    return _summed(claim, on, filed, posted, reckoner)


class _Reckoner:
    """The interest of accounts, with what could not be reckoned and why."""

    def __init__(
        self,
        claim: ClaimShown,
        jurisdiction: Jurisdiction | None,
        stills: Sequence[Still],
        stopped: Sequence[tuple[ItemShown, str]],
    ) -> None:
        self._claim = claim
        self.jurisdiction = jurisdiction
        self.kind = claim.interest_kind or "none"
        self.stills = stills
        self.stopped = stopped
        self.gaps: dict[str, Missing] = {}

    def sheet(self, account: Account, runs: Sequence[Run]) -> InterestSheet | None:
        """All runs on one sheet, rounded once; None where nothing runs or the rate is not known."""
        if self.jurisdiction is None or self.kind == "none" or account.item.kind not in BEARING:
            return None
        parts = []
        try:
            for run in without(runs, self.stills):
                parts.append(
                    self.jurisdiction.interest(
                        run.base,
                        self.kind,
                        run.first_on,
                        run.last_on,
                        self._claim.debtor_kind,
                        self._claim.interest_rate,
                        started_on=account.started,
                    )
                )
        except Problem as problem:
            self.gaps[account.name] = Missing("interest rate", problem.sentence, "claim")
            return None
        return _joined(parts)

    def accrued(self, account: Account, through: date) -> Money:
        runs = list(account.runs)
        if account.since is not None and account.since <= through:
            runs.append(Run(account.since, through, account.left))
        sheet = self.sheet(account, runs)
        return sheet.total if sheet else Money.zero(account.left.currency)


def _joined(sheets: Sequence[InterestSheet]) -> InterestSheet | None:
    if not sheets:
        return None
    last = sheets[-1]
    periods = tuple(period for sheet in sheets for period in sheet.periods)
    whole = sum((period.amount for period in periods), Decimal(0))
    return replace(
        last,
        periods=periods,
        total=Money.of(whole, last.total.currency, ROUNDINGS[last.rounding]),
        provisional=next((sheet.provisional for sheet in sheets if sheet.provisional), None),
    )


def _summed(
    claim: ClaimShown, on: date, items: list[FiledItem], posted: Sequence[Posted], reckoner: _Reckoner
) -> Balance:
    zero = Money.zero(claim.currency)
    principal = sum((one.amount for one in items if one.kind in BEARING), zero)
    costs = sum((one.amount for one in items if one.kind in COSTS), zero)
    sheets = [one.interest for one in items if one.interest is not None]
    told = sum((i.amount for i in items if i.kind == "interest"), zero)
    interest = sum((sheet.total for sheet in sheets), told)
    payments = sum((one.amount for one in posted), claim.paid_before)
    running = sum((period.amount for sheet in sheets for period in sheet.periods), Decimal(0))
    total = principal + interest + costs - payments
    open_today = [sheet for sheet in sheets if sheet.periods and sheet.periods[-1].last_on == on]
    return Balance(
        on=on,
        items=tuple(items),
        principal=principal,
        interest=interest,
        costs=costs,
        payments=payments,
        total=total,
        daily=sum((sheet.daily for sheet in open_today), Decimal(0)),
        gaps=tuple(reckoner.gaps.values()),
        notes=tuple(_notes(claim, posted, sheets, reckoner, total)),
        posted=tuple(posted),
        exact=(principal + told + costs - payments).amount + running,
    )


def _notes(
    claim: ClaimShown,
    posted: Sequence[Posted],
    sheets: Sequence[InterestSheet],
    reckoner: _Reckoner,
    total: Money,
) -> list[str]:
    notes = []
    if reckoner.kind == "none":
        notes.append("No interest is claimed after the cut-off: the file names no kind of interest.")
    elif reckoner.jurisdiction is None:
        notes.append("No interest is added after the cut-off: no jurisdiction of this platform answers here.")
    if claim.paid_before.minor:
        notes.append(
            "What was paid by the cut-off is deducted from the total, and from the principal that bears interest."
        )
    if any(one.order is None for one in posted):
        notes.append(
            "Unknown: in which order a payment is set against costs, interest and principal; no rule of this law is in"
            " our sources. Ask what the contract agrees. Payments are deducted from the total, unverified; interest is"
            " reckoned as if each had reduced the principal."
        )
    notes += [f"{still.sentence}: none from {still.first_on} to {still.last_on}." for still in reckoner.stills]
    notes += [
        f"{sentence}: {item.kind} {item.reference or ''} of {item.amount} due on {item.due_on} is not counted."
        for item, sentence in reckoner.stopped
    ]
    if total.minor < 0:
        notes.append("More was paid than is owed: the difference is to be returned.")
    if gap := next((sheet.provisional for sheet in sheets if sheet.provisional), None):
        notes.append(gap)
    return notes
