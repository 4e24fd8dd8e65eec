"""The calculation sheet of a balance: each item, each period of one rate, each payment and where it went. Pure.

The page, the PDF and the workbook show the same rows in the same order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from cases.claims.balance import Balance
from cases.claims.queries import ClaimShown
from cases.jurisdictions.contract import Authority
from kernel.money import Money, minor_digits


@dataclass(frozen=True, slots=True)
class ItemRow:
    item: str
    kind: str
    due_on: date | None
    amount: Money
    interest: Money | None


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """Days at one rate on one base; `amount` is unrounded."""

    item: str
    first_on: date
    last_on: date
    days: int
    base: Money
    rate_percent: Decimal
    amount: Decimal
    authority: Authority


@dataclass(frozen=True, slots=True)
class RoundingRow:
    """How the interest on one item became an amount: the unrounded sum, what rounding did, and the rule."""

    item: str
    unrounded: Decimal
    rounded: Money
    basis: str

    @property
    def difference(self) -> Decimal:
        return self.rounded.amount - self.unrounded


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment, or what of it went on one item; `law` names the order, or says that none is known."""

    on: date | None
    source: str
    amount: Money
    onto: str
    item: str
    law: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    reference: str
    on: date
    cut_off_on: date
    currency: str
    balance: Balance
    items: tuple[ItemRow, ...]
    periods: tuple[PeriodRow, ...]
    roundings: tuple[RoundingRow, ...]
    payments: tuple[PaymentRow, ...]

    @property
    def sums(self) -> tuple[tuple[str, Money], ...]:
        one = self.balance
        return (
            ("Principal", one.principal),
            ("Interest", one.interest),
            ("Fees and costs", one.costs),
            ("Paid", Money.zero(self.currency) - one.payments),
            ("Owed in all", one.total),
        )


UNKNOWN = "unknown: no order in the law data, one deduction"


def sheet_of(reference: str, claim: ClaimShown, balance: Balance) -> Sheet:
    items, periods, roundings = [], list[PeriodRow](), list[RoundingRow]()
    for number, one in enumerate(balance.items, start=1):
        name = one.reference or f"{one.kind} {number}"
        items.append(ItemRow(name, one.kind, one.due_on, one.amount, one.interest.total if one.interest else None))
        if one.interest is None or not one.interest.periods:
            continue
        periods += [
            PeriodRow(name, p.first_on, p.last_on, p.days, p.base, p.rate_percent, p.amount, p.authority)
            for p in one.interest.periods
        ]
        whole = sum((p.amount for p in one.interest.periods), Decimal(0))
        roundings.append(RoundingRow(name, whole, one.interest.total, one.interest.basis))
    return Sheet(
        reference=reference,
        on=balance.on,
        cut_off_on=claim.cut_off_on,
        currency=claim.currency,
        balance=balance,
        items=tuple(items),
        periods=tuple(periods),
        roundings=tuple(roundings),
        payments=tuple(_payments(claim, balance)),
    )


def _payments(claim: ClaimShown, balance: Balance) -> list[PaymentRow]:
    rows = []
    if claim.paid_before.minor:
        rows.append(PaymentRow(None, "by the cut-off", claim.paid_before, "one deduction", "", UNKNOWN, False))
    for one in balance.posted:
        if one.order is None:
            rows.append(PaymentRow(one.on, one.source, one.amount, "one deduction", "", UNKNOWN, False))
            continue
        law, verified = one.order.citation, one.order.verified
        rows += [PaymentRow(one.on, one.source, p.amount, p.onto, p.item, law, verified) for p in one.parts]
        if one.beyond.minor:
            rows.append(PaymentRow(one.on, one.source, one.beyond, "more than was owed", "", law, verified))
    return rows


def workbook_of(sheet: Sheet) -> bytes:
    """An XLSX workbook of four sheets. Text is written as text: no cell is ever a formula or a link."""
    held = BytesIO()
    closed = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, closed | {"default_date_format": "yyyy-mm-dd"}) as book:
        amount = book.add_format({"num_format": "#,##0." + "0" * minor_digits(sheet.currency)})
        long = book.add_format({"num_format": "#,##0.00000000"})
        _write(book, "Balance", ("", sheet.currency), [(name, money.amount) for name, money in sheet.sums], amount)
        book.get_worksheet_by_name("Balance").write_string(len(sheet.sums) + 2, 0, f"{sheet.reference}, {sheet.on}")
        for place, note in enumerate(sheet.balance.notes, start=len(sheet.sums) + 3):
            book.get_worksheet_by_name("Balance").write_string(place, 0, note)
        rows = [
            (i.item, i.kind, i.due_on, i.amount.amount, i.interest.amount if i.interest else None) for i in sheet.items
        ]
        _write(book, "Items", ("Item", "Kind", "Due", "Amount", "Interest"), rows, amount)
        interest = [
            (p.item, p.first_on, p.last_on, p.days, p.base.amount, p.rate_percent, p.amount, *_law(p.authority))
            for p in sheet.periods
        ]
        heads = ("Item", "From", "To", "Days", "On", "Per cent", "Interest, unrounded", "Rule", "Verified")
        _write(book, "Interest", heads, interest, long)
        rounded = [(r.item, r.unrounded, r.rounded.amount, r.difference, r.basis) for r in sheet.roundings]
        _write(book, "Rounding", ("Item", "Unrounded", "Rounded", "Difference", "Rule"), rounded, long)
        paid = [
            (p.on, p.source, p.amount.amount, p.onto, p.item, p.law, "yes" if p.verified else "no")
            for p in sheet.payments
        ]
        _write(
            book, "Payments", ("Received", "From", "Amount", "Set against", "Item", "Rule", "Verified"), paid, amount
        )
    return held.getvalue()


def _law(authority: Authority) -> tuple[str, str]:
    return authority.citation, "yes" if authority.verified else "no"


def _write(
    book: xlsxwriter.Workbook,
    name: str,
    heads: tuple[str, ...],
    rows: Sequence[tuple[object, ...]],
    numbers: object,
) -> None:
    page = book.add_worksheet(name)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, heads, bold)
    page.set_column(0, len(heads) - 1, 18)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            match value:
                case None:
                    page.write_blank(number, column, None)
                case date():
                    page.write_datetime(number, column, value, day)
                case int():
                    page.write_number(number, column, value)
                case Decimal():
                    page.write_number(number, column, value, numbers)
                case _:
                    page.write_string(number, column, str(value))
