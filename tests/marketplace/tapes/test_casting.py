"""Amounts, days and words become exact values or findings, never guesses."""

from datetime import date
from typing import Literal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.tapes.casting.amounts import minor_units, percentages
from marketplace.tapes.casting.days import dates
from marketplace.tapes.casting.words import choices, countries, currencies, flags
from marketplace.tapes.reading import Style

POINT, COMMA, UNTOLD = Style(decimal="."), Style(decimal=","), Style()


@given(
    minor=st.integers(-(10**17) + 1, 10**17 - 1),
    mark=st.sampled_from([".", ","]),
    group=st.sampled_from(["", " ", "\u00a0", "'", "other"]),
    sign=st.sampled_from(["{}", "{} EUR", "€ {}", "{} zł", "  {}"]),
)
def test_an_amount_is_read_exactly_however_it_is_grouped(
    minor: int, mark: Literal[".", ","], group: str, sign: str
) -> None:
    separator = {".": ",", ",": "."}[mark] if group == "other" else group
    whole, cents = divmod(abs(minor), 100)
    text = sign.format(("-" if minor < 0 else "") + f"{whole:,}".replace(",", separator) + f"{mark}{cents:02}")
    read = minor_units(pl.Series([text.strip()]), Style(decimal=mark), 2)
    assert (read.value[0], read.broken[0]) == (minor, None)


@pytest.mark.parametrize(
    ("cell", "style", "minor", "rule"),
    [
        ("1234", UNTOLD, 123400, None),
        ("1234.5", UNTOLD, None, "amount.ambiguous"),
        ("1.234", POINT, None, "amount.ambiguous"),
        ("1.234", COMMA, 123400, None),
        ("1,234.56", COMMA, None, "amount.ambiguous"),
        ("1.234,56", POINT, None, "amount.ambiguous"),
        ("12.3456", POINT, None, "amount.decimals"),
        ("12.3400", POINT, 1234, None),
        ("(12.34)", POINT, -1234, None),
        ("12.34-", POINT, -1234, None),
        ("+12.34", POINT, 1234, None),
        ("12O,5O", COMMA, None, "amount.not_a_number"),
        ("NaN", POINT, None, "amount.not_a_number"),
        ("1e400", POINT, None, "amount.not_a_number"),
        ("1234567890123456", POINT, None, "amount.too_large"),
        ("=1+1", POINT, None, "cell.formula_for_value"),
        ("-SUM(A1)", POINT, None, "cell.formula_for_value"),
        ("1234.567.8", POINT, None, "amount.ambiguous"),
    ],
)
def test_an_odd_amount_is_read_or_told(cell: str, style: Style, minor: int | None, rule: str | None) -> None:
    read = minor_units(pl.Series([cell, "5"]), style, 2)
    assert (read.value.to_list(), read.broken.to_list()) == ([minor, 500], [rule, None])


def test_a_currency_without_decimals_takes_none() -> None:
    read = minor_units(pl.Series(["1,200", "12.5"]), POINT, 0)
    assert (read.value.to_list(), read.broken.to_list()) == ([1200, None], [None, "amount.decimals"])


def test_a_rate_is_kept_as_decimal_text() -> None:
    read = percentages(pl.Series(["9,875 %", "12.5", "0", "five", "=A1"]))
    assert read.value.to_list() == ["9.875", "12.5", "0", None, None]
    assert read.broken.to_list() == [None, None, None, "percent.not_a_number", "cell.formula_for_value"]


@given(day=st.dates(date(1900, 1, 1), date(2200, 12, 31)), style=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y"]))
def test_a_day_is_read_in_the_order_of_its_column(day: date, style: str) -> None:
    cells = pl.Series([day.strftime(style), day.isoformat(), f"{day.isoformat()} 00:00:00"])
    read = dates(cells, Style(date_style=style))
    assert read.value.to_list() == [day, day, day]


@pytest.mark.parametrize(
    ("cell", "style", "day", "rule"),
    [
        ("31/02/2024", "%d/%m/%Y", None, "date.impossible"),
        ("12/31/2024", "%d/%m/%Y", None, "date.impossible"),
        ("03.04.2024", "%d/%m/%Y", date(2024, 4, 3), None),
        ("03/04/24", "%d/%m/%Y", None, "date.impossible"),
        ("03/04/24", "%d/%m/%y", date(2024, 4, 3), None),
        ("03/04/2024", None, None, "date.ambiguous"),
        ("Dec-2015", "%b-%Y", date(2015, 12, 1), None),
        ("20240403", "%Y%m%d", date(2024, 4, 3), None),
        ("soon", "%d/%m/%Y", None, "date.not_a_date"),
        ("=TODAY()", "%d/%m/%Y", None, "cell.formula_for_value"),
    ],
)
def test_an_odd_day_is_read_or_told(cell: str, style: str | None, day: date | None, rule: str | None) -> None:
    read = dates(pl.Series([cell]), Style(date_style=style))
    assert (read.value[0], read.broken[0]) == (day, rule)


def test_yes_and_no_are_known_in_five_languages() -> None:
    read = flags(pl.Series(["Yes", "SÍ", "tak", "Ja", "nein", "Nej", "NIE", "0", None, "maybe"]))
    assert read.value.to_list() == [True, True, True, True, False, False, False, False, None, None]
    assert read.broken.to_list()[-1] == "flag.unknown"


def test_words_stand_for_choices_countries_and_currencies() -> None:
    assert choices(pl.Series(["Kreditkarte", "Préstamo personal"]), "product", {}).value.to_list() == [
        "credit_card",
        "consumer_loan",
    ]
    assert choices(pl.Series(["Z-17"]), "product", {"z-17": "rent"}).value.to_list() == ["rent"]
    assert choices(pl.Series(["Z-17"]), "product", {}).broken.to_list() == ["choice.unknown"]
    assert countries(pl.Series(["ES", "Polska", "Deutschland", "UK"])).value.to_list() == ["es", "pl", "de", "gb"]
    assert currencies(pl.Series(["eur", "zł", "EURO"])).broken.to_list() == [None, None, "currency.unknown"]
