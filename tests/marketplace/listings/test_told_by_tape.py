"""How far a table made from the tape alone is off: nothing where the tape tells it, everything where it hides it."""

import polars as pl
import pytest
from hypothesis import assume, given, settings

from kernel.errors import Refused
from marketplace.anonymity import Role, anonymise
from marketplace.listings.stratification import stratify, stratify_beside
from marketplace.listings.told_by_tape import TapeError
from tests.marketplace.anonymity.lots import CUT_OFF, lot, lots


def errors(frame: pl.DataFrame, roles: dict[str, Role], k: int = 10) -> dict[str, TapeError]:
    try:
        released = anonymise(frame, roles, k, as_of=CUT_OFF)
    except Refused:
        assume(False)
        raise
    return {one.heading: one for one in stratify_beside(frame, as_of=CUT_OFF, k=k, released=released)[1]}


def one_amount() -> pl.DataFrame:
    """Debts of 1,000.00 each: nothing moves between strata because a mean differs from its claims."""
    return lot(claims=400, debtors=400).with_columns(pl.lit(100_000, dtype=pl.Int64).alias("balance_minor"))


def test_a_product_told_line_by_line_is_in_its_stratum() -> None:
    found = errors(one_amount(), {"product": Role.SENSITIVE})
    assert found["Product"] == TapeError("Product", 0.0, 0.0)


def test_a_group_of_several_products_is_dealt_by_its_counts() -> None:
    found = errors(one_amount(), {})
    assert found["Product"].misplaced == pytest.approx(0, abs=1e-9)


def test_a_product_left_out_is_told_by_nothing() -> None:
    assert errors(one_amount(), {"product": Role.DIRECT})["Product"] == TapeError("Product", 1.0, 1.0)


def test_a_balance_of_everybody_alike_is_told_exactly() -> None:
    assert errors(one_amount(), {})["Balance"] == TapeError("Balance", 0.0, 0.0)


@settings(max_examples=20, deadline=None)
@given(frame=lots(least_debtors=30))
def test_an_error_is_a_share_and_what_is_unplaced_is_misplaced(frame: pl.DataFrame) -> None:
    for one in errors(frame, {}).values():
        assert 0 <= one.unplaced <= one.misplaced + 1e-9
        assert one.misplaced <= 1 + 1e-9


@settings(max_examples=10, deadline=None)
@given(frame=lots(least_debtors=30))
def test_the_tables_are_the_same_with_and_without_their_errors(frame: pl.DataFrame) -> None:
    try:
        released = anonymise(frame, {}, 10, as_of=CUT_OFF)
    except Refused:
        assume(False)
        raise
    beside = stratify_beside(frame, as_of=CUT_OFF, k=10, released=released)[0]
    assert beside == stratify(frame, as_of=CUT_OFF, k=10, released=released)


def test_a_mean_in_a_band_where_no_claim_lies_fits_no_stratum() -> None:
    """Half of the debts are 50.00, half 50,000.00; one group of all tells 25,025.00 each."""
    amounts = pl.Series("balance_minor", [5_000, 5_000_000] * 200)
    frame = one_amount().with_columns(amounts)
    released = anonymise(frame, {}, 400, as_of=CUT_OFF)
    assert released.frame["balance_mean_minor"].unique().to_list() == [2_502_500]
    _, errors_told = stratify_beside(frame, as_of=CUT_OFF, k=10, released=released)
    (balance,) = (one for one in errors_told if one.heading == "Balance")
    assert balance == TapeError("Balance", 1.0, 1.0)
