"""A firm's fee statement, reckoned by what the parties agreed and by nothing else. Pure."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cases.desk.binding import Sum
from cases.instructions.terms import Terms
from kernel.money import Money

MINUTES = Decimal(60)
ROUNDING = "Each line is rounded once, half a cent up; quantities are not rounded."


class FeeLine(msgspec.Struct, frozen=True):
    """`quantity` of something at `rate` makes `amount`; of a percentage the quantity is the money received."""

    what: str
    quantity: str
    rate: str
    amount: Sum


def statement(
    terms: Terms, *, cases: int, letters: int, court_papers: int, minutes: int, received: Sequence[Money]
) -> tuple[list[FeeLine], Money, list[str]]:
    """The lines, their sum in the currency of the instruction, and what a reader must know of them."""
    lines: list[FeeLine] = []
    total = Money.zero(terms.currency)
    for what, many, fee in (
        ("cases taken", cases, terms.fee_case),
        ("letters sent", letters, terms.fee_letter),
        ("papers filed with a court", court_papers, terms.fee_court),
    ):
        if fee is not None:
            amount = fee.times(Decimal(many))
            lines.append(FeeLine(what, str(many), str(fee), Sum.of(amount)))
            total += amount
    if terms.fee_hour is not None:
        amount = terms.fee_hour.times(Decimal(minutes) / MINUTES)
        lines.append(FeeLine("minutes worked", str(minutes), f"{terms.fee_hour} an hour", Sum.of(amount)))
        total += amount
    notes = [ROUNDING, "Without value added tax, and without costs laid out."]
    if terms.fee_percent is not None:
        base = sum((one for one in received if one.currency == terms.currency), Money.zero(terms.currency))
        amount = base.times(terms.fee_percent.scaleb(-2))
        rate = f"{terms.fee_percent.normalize():f} %"
        lines.append(FeeLine("of the money received", str(base), rate, Sum.of(amount)))
        total += amount
        others = ", ".join(str(one) for one in received if one.currency != terms.currency)
        if others:
            notes.append(f"Received in another currency, and not in the percentage: {others}.")
    if not lines:
        notes = ["No fee was agreed on the platform."]
    return lines, total, notes
