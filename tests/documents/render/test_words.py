"""Amounts, days and rates as a court reads them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.render.words import day, fours, in_words, long_day, money, rate
from kernel.errors import Invalid
from kernel.money import Money

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("minor", "currency", "expected"),
    [
        (123456, "EUR", "mil doscientos treinta y cuatro euros con cincuenta y seis céntimos"),
        (100, "EUR", "un euro"),
        (101, "EUR", "un euro con un céntimo"),
        (2100, "EUR", "veintiún euros"),
        (2100, "GBP", "veintiuna libras esterlinas"),
        (100_000_000, "EUR", "un millón de euros"),
        (200_000_000, "GBP", "dos millones de libras esterlinas"),
        (100_000_100, "EUR", "un millón un euros"),
        (3_100_100, "EUR", "treinta y un mil un euros"),
        (50, "EUR", "cero euros con cincuenta céntimos"),
        (0, "EUR", "cero euros"),
        (101, "GBP", "una libra esterlina con un penique"),
        (1650, "USD", "dieciséis dólares estadounidenses con cincuenta centavos"),
    ],
)
def test_spanish_amounts_in_words(minor: int, currency: str, expected: str) -> None:
    assert in_words(Money(minor, currency), "es") == expected


@pytest.mark.parametrize(
    ("minor", "currency", "expected"),
    [
        (123456, "GBP", "one thousand two hundred and thirty-four pounds and fifty-six pence"),
        (100, "GBP", "one pound"),
        (101, "GBP", "one pound and one penny"),
        (100_000_100, "GBP", "one million and one pounds"),
        (2_000_000, "EUR", "twenty thousand euros"),
        (5, "GBP", "zero pounds and five pence"),
    ],
)
def test_english_amounts_in_words(minor: int, currency: str, expected: str) -> None:
    assert in_words(Money(minor, currency), "en") == expected


@given(st.integers(0, 10**13), st.sampled_from(["EUR", "GBP", "USD"]), st.sampled_from(["es", "en"]))
def test_two_amounts_are_never_written_alike(minor: int, currency: str, language: str) -> None:
    one, next_one = Money(minor, currency), Money(minor + 1, currency)
    assert in_words(one, language) != in_words(next_one, language)
    assert "  " not in in_words(one, language)


@pytest.mark.parametrize(
    ("amount", "language"),
    [(Money(1, "PLN"), "es"), (Money(1, "EUR"), "pl"), (Money(-1, "EUR"), "es")],
)
def test_what_was_not_checked_is_not_written(amount: Money, language: str) -> None:
    with pytest.raises(Invalid, match="cannot be written in words"):
        in_words(amount, language)


def test_money_by_language() -> None:
    assert money(Money(123456, "EUR"), "es") == f"1.234,56{NBSP}€"
    assert money(Money(123456, "GBP"), "en") == "£1,234.56"
    assert money(Money(123456, "PLN"), "pl") == f"1{NBSP}234,56{NBSP}zł"


def test_days_and_rates_by_language() -> None:
    first_of_march = date(2026, 3, 1)
    assert day(first_of_march, "es") == "01/03/2026"
    assert day(first_of_march, "sv") == "2026-03-01"
    assert long_day(first_of_march, "es") == f"1{NBSP}de marzo de 2026"
    assert long_day(first_of_march, "en") == f"1{NBSP}March 2026"
    assert rate(Decimal("8.25"), "es") == f"8,25{NBSP}%"
    assert rate(Decimal("8"), "en") == "8.00%"
    assert rate(Decimal("10.1375"), "es") == f"10,1375{NBSP}%"


def test_an_instant_is_not_a_day() -> None:
    with pytest.raises(TypeError, match="time zone"):
        day(datetime(2026, 3, 1, tzinfo=UTC), "es")


def test_an_iban_is_read_in_fours() -> None:
    assert fours("ES9121000418450200051332") == "ES91 2100 0418 4502 0005 1332"
