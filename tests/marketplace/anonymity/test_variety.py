"""l and t: counted by hand, and as pyCANON, the reference, counts them."""

from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from pycanon import anonymity as pycanon

from marketplace.anonymity import measure

WAGES = pl.DataFrame({"class": ["a"] * 3 + ["b"] * 3 + ["c"] * 3, "wage": [3, 4, 5, 6, 11, 8, 7, 9, 10]})
"""Table 3 of Li, Li, Venkatasubramanian: t-closeness (2007), wages in thousands."""


def test_the_papers_own_example_has_its_distances() -> None:
    """Section 5.2: the earth mover's distance of {3k, 4k, 5k} from all wages is 0.375, of {6k, 8k, 11k} 0.167."""
    for name, distance in (("a", 0.375), ("b", 0.167)):
        apart = WAGES.with_columns(pl.col("class") == name)
        assert _inside(apart, name) == pytest.approx(distance, abs=5e-4)


def _inside(apart: pl.DataFrame, name: str) -> float:
    """The distance of one class: its complement lies nearer to the whole."""
    found = measure(apart, ["class"], sensitive=["wage"]).varieties[0].t_ordered
    assert found is not None
    return found


@pytest.mark.parametrize("column", ["salary-class", "age", "occupation", "native-country"])
def test_adult_has_the_variety_that_pycanon_finds(shared: Path, column: str) -> None:
    path, qi = shared / "data" / "arx_adult.csv", ["sex", "race", "workclass"]
    found = measure(pl.read_csv(path, separator=";"), qi, sensitive=[column]).varieties[0]
    frame = pd.read_csv(path, sep=";")
    assert found.l_distinct == pycanon.l_diversity(frame, qi, [column])
    assert int(found.l_entropy) == pycanon.entropy_l_diversity(frame, qi, [column])
    distance = found.t_equal if found.t_ordered is None else found.t_ordered
    assert distance == pytest.approx(pycanon.t_closeness(frame, qi, [column]), abs=1e-9)


def test_one_value_throughout_tells_nothing_apart() -> None:
    found = measure(WAGES.with_columns(wage=pl.lit(7)), ["class"], sensitive=["wage"]).varieties[0]
    assert (found.l_distinct, found.l_entropy, found.t_equal, found.t_ordered) == (1, 1.0, 0.0, 0.0)


def test_a_missing_value_is_one_more() -> None:
    holes = WAGES.with_columns(pl.when(pl.col("wage") > 3).then("wage"))
    assert measure(holes, ["class"], sensitive=["wage"]).varieties[0].l_distinct == 3
