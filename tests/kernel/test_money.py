from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Invalid
from kernel.money import LARGEST_MINOR, Money

amounts = st.integers(-(10**15), 10**15)
currencies = st.sampled_from(["EUR", "GBP", "PLN", "SEK", "JPY", "USD"])


@given(amounts, currencies)
def test_what_is_written_reads_back_to_the_unit(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(money.text(), currency) == money
    assert Money.parse(money.text().replace(".", ","), currency, decimal=",") == money


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any))
def test_a_split_loses_no_cent_and_wrongs_nobody(minor: int, weights: list[int]) -> None:
    shares = Money(minor, "EUR").split(weights)
    assert sum(share.minor for share in shares) == minor
    whole = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.minor - Decimal(minor) * weight / whole) < 1


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "1E2",
        "10.005",
        "1,50",
        "1 000.00",
        "1_000",
        "",
        " ",
        "-",
        ".",
        "--1",
        "١٢",
        "0x10",
        "1.0000000000000000000000000000001",
        "-0.0100000000000000000000000000000001",
        "x" * 5000,
    ],
)
def test_an_amount_that_binds_is_exact_or_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        Money.parse(text, "EUR")
    assert len(refused.value.sentence) < 100


def test_a_yen_has_no_decimals_and_an_unknown_currency_is_refused() -> None:
    assert Money.parse("1200", "JPY") == Money(1200, "JPY")
    for text, currency in (("12.5", "JPY"), ("1", "XYZ"), ("1", "eur")):
        with pytest.raises(Invalid):
            Money.parse(text, currency)


def test_currencies_never_mix_and_bare_numbers_never_pass() -> None:
    with pytest.raises(TypeError):
        Money(1, "EUR") + Money(1, "GBP")
    with pytest.raises(TypeError):
        Money(1, "EUR") < Money(1, "GBP")  # noqa: B015
    for minor in (1.0, Decimal(1), True, "1"):
        with pytest.raises(TypeError):
            Money(minor, "EUR")  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        Money(LARGEST_MINOR + 1, "EUR")


def test_rounding_is_by_the_rule_that_the_caller_names() -> None:
    assert Money.of(Decimal("0.125"), "EUR").minor == 13
    assert Money.of(Decimal("0.125"), "EUR", rounding=ROUND_HALF_EVEN).minor == 12
    assert Money(1000, "EUR").times(Decimal("0.33335")).minor == 333


@pytest.mark.parametrize("digits", [20, 5_000, 2_000_000])
def test_an_amount_of_thousands_of_digits_is_refused_and_not_repeated(digits: int) -> None:
    with pytest.raises(Invalid, match="larger than the platform") as refused:
        Money.parse("9" * digits, "EUR")
    assert [one.where for one in refused.value.places] == ["amount"]


def test_noughts_that_say_nothing_change_nothing() -> None:
    assert Money.parse("0" * 5000 + "12.3400000000000000000000000000000000", "EUR") == Money(1234, "EUR")
