"""A debt in instalments: days in an even rhythm, amounts that add up to the debt to the last minor unit. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from cases.deadlines.arithmetic import add_months
from kernel.errors import Refused
from kernel.money import Money

WEEKLY, FORTNIGHTLY, MONTHLY = RHYTHMS = ("weekly", "fortnightly", "monthly")
WEEK = timedelta(weeks=1)
STRIDES = {WEEKLY: WEEK, FORTNIGHTLY: WEEK + WEEK}
MOST_INSTALMENTS = 600
"""Fifty years of months: more is no plan but a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """`left` is what is still owed once this one is paid."""

    number: int
    due_on: date
    amount: Money
    left: Money


def in_number(total: Money, count: int, first_on: date, rhythm: str) -> tuple[Instalment, ...]:
    """Equal instalments; the last takes the minor units that do not divide. Refused where they are too many."""
    each, over = divmod(total.minor, count)
    if each < 1:
        raise Refused(f"{total} cannot be parted into {count} instalments: choose fewer.")
    return _dated([each] * (count - 1) + [each + over], total.currency, first_on, rhythm)


def of_amount(total: Money, each: Money, first_on: date, rhythm: str) -> tuple[Instalment, ...]:
    """As many of this amount as it takes; the last is what is left. Refused where they are too many."""
    full, rest = divmod(total.minor, each.minor)
    if full + bool(rest) > MOST_INSTALMENTS:
        raise Refused(
            f"Instalments of {each} would take {full + bool(rest)} to pay {total}; at most {MOST_INSTALMENTS} do."
        )
    return _dated([each.minor] * full + ([rest] if rest else []), total.currency, first_on, rhythm)


def due_on(first_on: date, rhythm: str, step: int) -> date:
    """The day of the instalment `step` after the first; a month without that day gives its last one."""
    stride = STRIDES.get(rhythm)
    return add_months(first_on, step) if stride is None else first_on + stride * step


def _dated(amounts: list[int], currency: str, first_on: date, rhythm: str) -> tuple[Instalment, ...]:
    left, lines = sum(amounts), []
    for step, minor in enumerate(amounts):
        left -= minor
        on = due_on(first_on, rhythm, step)
        lines.append(Instalment(step + 1, on, Money(minor, currency), Money(left, currency)))
    return tuple(lines)
