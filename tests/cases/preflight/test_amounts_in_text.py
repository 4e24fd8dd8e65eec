"""An amount is found however it is written, and another amount is not taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.preflight.amounts_in_text import amounts_in

GROUPS = (",", ".", " ", "'", "’", "\u00a0", "\u202f", "")
ENDINGS = ("{point}{cents}", "")


@pytest.mark.parametrize(
    "text",
    ["EUR 7,300.00", "7.300,00 €", "zł 7 300,00.", "CHF 7’300.-", "kr 7\u00a0300:00", "(7300)", "7300,-", "£7,300"],
)
def test_seven_thousand_three_hundred_is_the_same_in_every_country(text: str) -> None:
    assert 730_000 in amounts_in([text])


@given(
    minor=st.integers(min_value=1000, max_value=10**12),
    group=st.sampled_from(GROUPS),
    point=st.sampled_from([".", ","]),
    before=st.sampled_from(["", "price ", "paid: ", "EUR\u00a0", "("]),
    after=st.sampled_from(["", " EUR", ".", ")", ", of which", "\n"]),
)
def test_any_amount_is_found_in_any_writing(minor: int, group: str, point: str, before: str, after: str) -> None:
    if group == point:
        point = "," if point == "." else "."
    units = f"{minor // 100:,}".replace(",", group)
    assert minor in amounts_in([f"{before}{units}{point}{minor % 100:02}{after}"])


@pytest.mark.parametrize("text", ["73001", "7300.001", "A7300", "17.300,00", "7,300,000.00", "0.73"])
def test_another_number_is_another_amount(text: str) -> None:
    assert 730_000 not in amounts_in([text])


def test_a_row_of_digits_that_no_amount_has_is_passed_over() -> None:
    assert amounts_in(["0" * 5000 + " of 712.37", "1 " + "000 " * 3000]) == {71_237}
