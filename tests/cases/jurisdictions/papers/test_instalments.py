"""A debt in instalments adds up to the debt, to the last minor unit, on days in an even rhythm."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cases.jurisdictions.paperwork.instalments import (
    FORTNIGHTLY,
    MONTHLY,
    MOST_INSTALMENTS,
    RHYTHMS,
    WEEKLY,
    Instalment,
    in_number,
    of_amount,
)
from kernel.errors import Refused
from kernel.money import Money

CURRENCIES = some.sampled_from(["EUR", "PLN", "SEK", "GBP"])
RHYTHM = some.sampled_from(RHYTHMS)
DAYS = some.dates(date(2026, 1, 1), date(2027, 12, 31))


def adds_up(lines: tuple[Instalment, ...], total: Money) -> None:
    left = total
    for number, line in enumerate(lines, start=1):
        left -= line.amount
        assert line.number == number
        assert line.amount.minor > 0
        assert line.left == left
    assert left == Money.zero(total.currency)


@given(
    minor=some.integers(1, 10**12), count=some.integers(1, MOST_INSTALMENTS), currency=CURRENCIES, on=DAYS, how=RHYTHM
)
def test_so_many_instalments_add_up_and_differ_in_the_last_alone(
    minor: int, count: int, currency: str, on: date, how: str
) -> None:
    total = Money(minor, currency)
    if minor < count:
        with pytest.raises(Refused, match="cannot be parted"):
            in_number(total, count, on, how)
        return
    lines = in_number(total, count, on, how)
    adds_up(lines, total)
    assert len(lines) == count
    assert len({line.amount for line in lines[:-1]}) <= 1
    assert 0 <= lines[-1].amount.minor - lines[0].amount.minor < count


@given(minor=some.integers(1, 10**9), each=some.integers(1, 10**7), currency=CURRENCIES, on=DAYS, how=RHYTHM)
def test_instalments_of_an_amount_add_up_and_none_is_larger(
    minor: int, each: int, currency: str, on: date, how: str
) -> None:
    total, size = Money(minor, currency), Money(each, currency)
    if -(-minor // each) > MOST_INSTALMENTS:
        with pytest.raises(Refused, match="would take"):
            of_amount(total, size, on, how)
        return
    lines = of_amount(total, size, on, how)
    adds_up(lines, total)
    assert all(line.amount == size for line in lines[:-1])
    assert lines[-1].amount <= size


@given(count=some.integers(2, 120), on=DAYS, how=RHYTHM)
def test_days_follow_one_another_in_the_rhythm(count: int, on: date, how: str) -> None:
    days = [line.due_on for line in in_number(Money(10**6, "EUR"), count, on, how)]
    gaps = [later - sooner for sooner, later in pairwise(days)]
    assert days[0] == on
    allowed = {
        WEEKLY: {timedelta(days=7)},
        FORTNIGHTLY: {timedelta(days=14)},
        MONTHLY: {timedelta(days=number) for number in (28, 29, 30, 31)},
    }
    assert set(gaps) <= allowed[how]
    if how == MONTHLY:
        assert [day.month for day in days] == [(on.month - 1 + step) % 12 + 1 for step in range(count)]


def test_a_month_without_the_day_gives_its_last_one_and_the_next_month_has_it_again() -> None:
    days = [line.due_on for line in in_number(Money(300, "EUR"), 3, date(2027, 1, 31), MONTHLY)]
    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
