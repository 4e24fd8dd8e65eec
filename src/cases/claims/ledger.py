"""The account of one claim: what each item bears from which day on, and what each payment was set against. Pure.

A payment counts from the day it was received. Where the law data has an order (costs, interest, principal), it is
followed, the oldest item first. Where it has none, the payment is one deduction from the total, and interest is
reckoned as if it had reduced the principal, oldest first: never more than could be claimed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from cases.claims.queries import ClaimShown, ItemShown, PaymentShown
from cases.jurisdictions.allocation import Onto, Order, order_for, standstill_for
from kernel.money import Money

BEARING = frozenset({"principal", "invoice", "instalment"})
COSTS = frozenset({"fee", "cost"})
ONE_DAY = timedelta(days=1)

Accrued = Callable[["Account", date], Money]
"""Interest on an item up to and including the day, rounded."""


@dataclass(frozen=True, slots=True)
class Run:
    """Days on which an item bore interest on one base, both included."""

    first_on: date
    last_on: date
    base: Money


@dataclass(frozen=True, slots=True)
class Part:
    """What of a payment was set against one item: its costs, its principal, or the interest on it."""

    onto: Onto
    item: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Posted:
    """A payment and where it went. Without an `order` it is one deduction; `beyond` is what nothing was owed for."""

    on: date
    amount: Money
    source: str
    order: Order | None
    parts: tuple[Part, ...]
    beyond: Money


@dataclass(slots=True)
class Account:
    """One item while the payments are gone through. `started` is when interest first began; `since` the open run."""

    item: ItemShown
    name: str
    left: Money
    started: date | None
    since: date | None
    interest_paid: Money
    runs: list[Run] = field(default_factory=list)

    def reduce(self, amount: Money, on: date) -> None:
        """The base falls from the day on."""
        self.close(on - ONE_DAY)
        self.left -= amount

    def close(self, last_on: date) -> None:
        if self.since is not None and self.since <= last_on:
            self.runs.append(Run(self.since, last_on, self.left))
            self.since = last_on + ONE_DAY


def accounts_of(claim: ClaimShown) -> list[Account]:
    """An account for each item, what was paid by the cut-off already off the principal, oldest first."""
    zero = Money.zero(claim.currency)
    found = []
    for number, item in enumerate(claim.items, start=1):
        bears = item.kind in BEARING
        started = (item.interest_from or claim.interest_from) if bears else None
        since = _first_day(claim, started) if bears else None
        name = item.reference or f"{item.kind} {number}"
        found.append(Account(item, name, item.amount, started, since, zero))
    rest = claim.paid_before
    for account in _bearing(found):
        taken = min(rest, account.left)
        account.left, rest = account.left - taken, rest - taken
    return found


def _first_day(claim: ClaimShown, started: date | None) -> date | None:
    """Where the file brings interest accrued to its cut-off, ours begins the day after."""
    after_cut_off = claim.cut_off_on + ONE_DAY
    if any(item.kind == "interest" for item in claim.items):
        return max(after_cut_off, started) if started else after_cut_off
    return started


def _bearing(accounts: Sequence[Account]) -> Iterator[Account]:
    yield from (one for one in accounts if one.item.kind in BEARING)


def counted(claim: ClaimShown, on: date) -> list[PaymentShown]:
    """Payments up to the day; what was paid by the cut-off is in the claim's own figure."""
    found = [one for one in claim.payments if claim.cut_off_on < one.received_on <= on]
    return sorted(found, key=lambda one: one.received_on)


def post(claim: ClaimShown, accounts: list[Account], on: date, code: str | None, accrued: Accrued) -> list[Posted]:
    """Goes through the payments up to the day and closes every account on it."""
    posted = [_posted(claim, accounts, one, code, accrued) for one in counted(claim, on)]
    for account in accounts:
        account.close(on)
    return posted


def _posted(
    claim: ClaimShown, accounts: list[Account], payment: PaymentShown, code: str | None, accrued: Accrued
) -> Posted:
    order = order_for(code, claim.product, claim.debtor_kind, payment.received_on) if code else None
    day, rest, parts = payment.received_on, payment.amount, list[Part]()
    sequence: tuple[Onto, ...] = order.order if order else ("principal",)
    for onto in sequence:
        for account in accounts:
            taken = min(rest, _owed(account, onto, day, accrued))
            if taken.minor <= 0:
                continue
            rest -= taken
            parts.append(Part(onto, account.name, taken))
            if onto == "interest" and account.item.kind in BEARING:
                account.interest_paid += taken
            else:
                account.reduce(taken, day)
    if order is None:
        return Posted(day, payment.amount, payment.source, None, (), Money.zero(claim.currency))
    return Posted(day, payment.amount, payment.source, order, tuple(parts), rest)


def _owed(account: Account, onto: str, day: date, accrued: Accrued) -> Money:
    kind = account.item.kind
    if onto == "costs" and kind in COSTS:
        return account.left
    if onto == "principal" and kind in BEARING:
        return account.left
    if onto == "interest" and kind == "interest":
        return account.left
    if onto == "interest" and kind in BEARING:
        return accrued(account, day - ONE_DAY) - account.interest_paid
    return Money.zero(account.left.currency)


@dataclass(frozen=True, slots=True)
class Still:
    """Days on which a hold stops interest, both included, and the sentence of the law that says so."""

    first_on: date
    last_on: date
    sentence: str


def standstills(claim: ClaimShown, on: date, code: str | None, *, what: str = "interest") -> list[Still]:
    """The holds that stop interest (or fees) by law, each no longer than the law lets it."""
    found = []
    for hold in claim.holds:
        rule = standstill_for(code, hold.ground, claim.debtor_kind, hold.from_on) if code else None
        if rule is None or what not in rule.stops or hold.from_on > on:
            continue
        last = min(hold.until_on or on, on)
        if rule.at_most_days is not None:
            last = min(last, hold.from_on + ONE_DAY * (rule.at_most_days - 1))
        mark = "" if rule.verified else ", unverified"
        found.append(Still(hold.from_on, last, f"{rule.sentence} ({rule.citation}{mark})"))
    return found


def fees_stopped(claim: ClaimShown, on: date, code: str | None) -> list[tuple[ItemShown, str]]:
    """Fees and costs that fell due while a hold stopped them by law, each with the sentence of the law."""
    stills = standstills(claim, on, code, what="fees")
    return [
        (item, still.sentence)
        for item in claim.items
        if item.kind in COSTS and item.due_on is not None
        for still in stills
        if still.first_on <= item.due_on <= still.last_on
    ]


def without(runs: Sequence[Run], stills: Sequence[Still]) -> Iterator[Run]:
    """The runs less the days on which interest stood still."""
    left = list(runs)
    for still in stills:
        cut: list[Run] = []
        for run in left:
            if still.last_on < run.first_on or still.first_on > run.last_on:
                cut.append(run)
                continue
            if run.first_on < still.first_on:
                cut.append(Run(run.first_on, still.first_on - ONE_DAY, run.base))
            if run.last_on > still.last_on:
                cut.append(Run(still.last_on + ONE_DAY, run.last_on, run.base))
        left = cut
    yield from (run for run in left if run.base.minor > 0)
