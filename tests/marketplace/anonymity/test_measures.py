"""The measures agree with ARX, the reference tool, and with a table counted by hand."""

from pathlib import Path

import polars as pl
import pytest

from kernel.errors import Invalid
from marketplace.anonymity import measure

HAND = pl.DataFrame(
    {
        "sex": ["m", "m", "m", "f", "f", "f"],
        "age": [30, 30, 30, 40, 40, 50],
        "debtor": ["a", "a", "b", "c", "d", "e"],
        "illness": ["x", "x", "y", "x", "x", "z"],
    }
)


def test_adult_has_the_risks_that_arx_publishes(shared: Path) -> None:
    """`TestRiskMetrics.java` of ARX, all nine attributes as quasi-identifiers."""
    adult = pl.read_csv(shared / "data" / "arx_adult.csv", separator=";", infer_schema=False)
    found = measure(adult, adult.columns)
    assert found.average_risk == 0.6465751607983555
    assert found.uniqueness == 0.5142895033485844
    assert (found.highest_risk, found.k, found.rows) == (1.0, 1, 30162)


def test_rows_count_as_debtors_where_none_is_named() -> None:
    found = measure(HAND, ["sex", "age"])
    assert (found.rows, found.classes, found.k) == (6, 3, 1)
    assert found.average_risk == 3 / 6
    assert found.uniqueness == 1 / 6
    assert found.discernibility == 9 + 4 + 1


def test_a_debtor_with_two_accounts_counts_once() -> None:
    found = measure(HAND, ["sex"], "debtor")
    assert (found.k, found.debtors, found.highest_risk) == (2, 5, 0.5)
    assert found.average_risk == pytest.approx((3 / 2 + 3 / 3) / 6)


def test_variety_is_the_fewest_sensitive_values_of_a_class() -> None:
    assert measure(HAND, ["sex"], sensitive=["illness"]).smallest_variety == 2
    assert measure(HAND, ["sex", "age"], sensitive=["illness"]).smallest_variety == 1


def test_no_quasi_identifier_is_one_class() -> None:
    assert measure(HAND, []).k == 6


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(Invalid, match="has no column colour; it has sex"):
        measure(HAND, ["colour"])


def test_rows_that_share_a_hash_are_still_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes only save time: where two different rows had the same, the count would be as before."""
    before = measure(HAND, ["sex", "age"], "debtor", ["illness"])
    monkeypatch.setattr(
        pl.DataFrame, "hash_rows", lambda table: pl.repeat(7, table.height, dtype=pl.UInt64, eager=True)
    )
    assert measure(HAND, ["sex", "age"], "debtor", ["illness"]) == before
