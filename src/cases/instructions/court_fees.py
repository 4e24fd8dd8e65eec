"""The court fee that a paper of a procedure will cost, by the table of its law."""

from datetime import date

from cases.jurisdictions.registry import by_code
from kernel.errors import Problem
from kernel.money import Money

COURT_FEES = {
    "monitorio": "monitorio",
    "money_claim": "issue",
    "epu": "epu",
    "betalningsforelaggande": "order_for_payment",
    "mahnverfahren": "mahnverfahren",
}
"""The fee of a jurisdiction's table that a paper to the court of a procedure costs."""


def court_fee(jurisdiction: str | None, procedure: str | None, demanded: Money, on: date) -> Money | None:
    """What the court asks for this demand; None where nothing is due, or the law's table does not say."""
    law, code = by_code(jurisdiction or ""), COURT_FEES.get(procedure or "")
    if law is None or code is None:
        return None
    try:
        return law.fee(code, demanded, on, "company").amount
    except Problem:
        return None
