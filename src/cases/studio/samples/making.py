"""Parts of invented case files: items with the interest the law gives them, documents, and sums that add up."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, TypedDict

from cases.jurisdictions.contract import Exhibit, FiledItem, Interest
from cases.jurisdictions.es import ES
from kernel.money import Money

PRINCIPAL = {"principal", "invoice", "instalment"}
COSTS = {"fee", "cost"}
DIGEST = "c0ffee" * 10 + "cafe"


class Sums(TypedDict):
    payments: Money
    principal: Money
    interest: Money
    costs: Money
    total: Money


def item(
    *,
    amount: str = "4200.00",
    currency: str = "EUR",
    kind: str = "principal",
    reference: str | None = "2021-0457",
    due_on: date | None = date(2024, 3, 5),
    interest: Interest | None = ES.interest,
    interest_kind: str = "statutory",
    interest_from: date = date(2024, 3, 6),
    interest_to: date = date(2026, 11, 20),
    rate: Decimal | None = None,
    debtor_kind: Literal["person", "company"] = "person",
) -> FiledItem:
    """An item with the interest the jurisdiction's own engine computes; `interest=None` for none."""
    money = Money.parse(amount, currency)
    if interest is None:
        return FiledItem(kind, reference, money, due_on, None)
    sheet = interest(money, interest_kind, interest_from, interest_to, debtor_kind, rate)
    return FiledItem(kind, reference, money, due_on, sheet)


def exhibit(number: int, kind: str, title: str, dated_on: date | None) -> Exhibit:
    """A document that is in the vault."""
    return Exhibit(number, kind, title, dated_on, DIGEST)


def sums(items: Sequence[FiledItem], payments: str, currency: str) -> Sums:
    """What the desk states beside the items: principal, interest, costs, payments and total."""

    def of(kinds: set[str]) -> Money:
        return sum((one.amount for one in items if one.kind in kinds), Money.zero(currency))

    sheets = (one.interest.total for one in items if one.interest is not None)
    principal, costs, paid = of(PRINCIPAL), of(COSTS), Money.parse(payments, currency)
    interest = sum(sheets, of({"interest"}))
    total = principal + interest + costs - paid
    return {
        "payments": paid,
        "principal": principal,
        "interest": interest,
        "costs": costs,
        "total": total,
    }
