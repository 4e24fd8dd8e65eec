"""Tables of a lot add up, and nothing small shows or follows from them."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import assume, given, settings

from kernel.errors import Refused
from marketplace.anonymity import Released, anonymise
from marketplace.listings.bands import by_age_of_debt, by_balance
from marketplace.listings.stratification import Stratification, stratify
from tests.marketplace.anonymity.lots import CUT_OFF, lot, lots

K = 10


def table(tables: tuple[Stratification, ...], name: str) -> Stratification:
    return next(one for one in tables if one.name == name)


@settings(max_examples=30, deadline=None)
@given(frame=lots())
def test_every_table_adds_up_and_every_stratum_has_k_debtors(frame: pl.DataFrame) -> None:
    for one in stratify(frame, as_of=CUT_OFF, k=K):
        assert sum(Decimal(stratum.face_value) for stratum in one.strata) == Decimal(one.total.face_value)
        assert Decimal(one.total.face_value) == Decimal(frame["balance_minor"].sum()) / 100
        assert sum(stratum.claims for stratum in one.strata) == frame.height
        assert all(stratum.debtors >= K for stratum in one.strata)


def test_the_two_smallest_stand_together_instead_of_one_being_hidden() -> None:
    """Were `rent` alone left out, the total less the others would give it back."""
    frame = lot(claims=200, debtors=200).with_columns(
        pl.when(pl.int_range(pl.len()) < 4)
        .then(pl.lit("rent"))
        .when(pl.int_range(pl.len()) < 30)
        .then(pl.lit("utility"))
        .otherwise(pl.lit("telecom"))
        .alias("product")
    )
    found = table(stratify(frame, as_of=CUT_OFF, k=K), "product")
    assert [(one.label, one.claims) for one in found.strata] == [("telecom", 170), ("other products", 30)]
    assert found.merged


def test_small_bands_join_their_smaller_neighbour() -> None:
    amounts = [40_000] * 30 + [80_000] * 3 + [200_000] * 20 + [300_000] * 40
    frame = lot(claims=93, debtors=93).with_columns(pl.Series("balance_minor", amounts, dtype=pl.Int64))
    found = table(stratify(frame, as_of=CUT_OFF, k=K), "balance")
    assert [(one.label, one.debtors) for one in found.strata] == [
        ("under 500", 30),
        ("500 to 2,500", 23),
        ("2,500 to 5,000", 40),
    ]


def test_a_stratum_that_one_debtor_dominates_is_merged() -> None:
    frame = lot(claims=120, debtors=120).with_columns(
        pl.when(pl.int_range(pl.len()) < 20).then(pl.lit("rent")).otherwise(pl.lit("telecom")).alias("product"),
        pl.when(pl.int_range(pl.len()) == 0).then(900_000).otherwise(10_000).cast(pl.Int64).alias("balance_minor"),
    )
    assert [one.label for one in table(stratify(frame, as_of=CUT_OFF, k=K), "product").strata] == ["all"]


@settings(max_examples=20, deadline=None)
@given(frame=lots(least_debtors=30))
def test_tape_and_tables_together_leave_no_small_rest(frame: pl.DataFrame) -> None:
    """A stratum less the cells wholly inside it is what lies in cells that straddle its border."""
    release = released(frame)
    cell = release.key.sort("row")["cell"]
    for name, codes in {
        "balance": by_balance(frame["balance_minor"], "EUR").codes,
        "age_of_debt": by_age_of_debt(frame["default_on"], CUT_OFF).codes,
    }.items():
        found = table(stratify(frame, as_of=CUT_OFF, k=K, released=release), name)
        rows = frame.select("debtor_key").with_columns(cell, pl.Series("code", codes)).sort("code")
        edges = [sum(one.claims for one in found.strata[:place]) for place in range(len(found.strata))]
        numbered = rows.with_columns(
            pl.Series("stratum", [sum(at >= edge for edge in edges) for at in range(rows.height)])
        )
        for one in range(1, len(edges) + 1):
            inside = pl.col("stratum") == one
            straddling = numbered.filter(inside.any().over("cell") & (~inside).any().over("cell"))
            rest = straddling.filter(inside)["debtor_key"].n_unique()
            beyond = straddling.filter(~inside)["debtor_key"].n_unique()
            assert rest == 0 or (rest >= K and beyond >= K)


def released(frame: pl.DataFrame) -> Released:
    try:
        return anonymise(frame, {}, K, as_of=CUT_OFF)
    except Refused:
        assume(False)
        raise


def test_a_mean_age_is_shown_in_all_strata_or_in_none() -> None:
    frame = lot(claims=200, debtors=200)
    assert all(one.mean_age for one in table(stratify(frame, as_of=CUT_OFF, k=K), "product").strata)
    gaps = frame.with_columns(pl.when(pl.col("product") != "invoice").then("birth_on").alias("birth_on"))
    shown = table(stratify(gaps, as_of=CUT_OFF, k=K), "product")
    assert [one.mean_age for one in (*shown.strata, shown.total)] == [None] * (len(shown.strata) + 1)


def test_fewer_than_k_debtors_get_no_table() -> None:
    with pytest.raises(Refused, match="9 distinct debtors; tables are shown from 10 on"):
        stratify(lot(claims=50, debtors=9), as_of=CUT_OFF, k=K)
