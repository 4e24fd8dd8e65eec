"""The lattice search finds what ARX publishes, and what trying every node finds."""

from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.errors import Invalid, Refused
from marketplace.anonymity import measure
from marketplace.anonymity.hierarchies import Hierarchy, hierarchies_of
from marketplace.anonymity.lattice import generalised, optimum
from tests.marketplace.anonymity.adult import adult, hierarchies

PUBLISHED = [
    (5, 0.04, 255559.85455731067, (1, 0, 1, 1, 3, 2, 2, 0, 1)),
    (100, 0.04, 379417.3460570988, (1, 1, 1, 1, 3, 2, 2, 1, 1)),
    (5, 0.0, 407289.5388925293, (1, 2, 1, 1, 3, 2, 2, 1, 1)),
    (100, 0.0, 453196.8932458743, (0, 4, 1, 1, 3, 2, 2, 1, 1)),
]
"""`TestAnonymizationKAnonymity.java` of ARX, entropy metric."""

SMALL = """
[place]
levels = [{ north = ["a", "b"], south = ["c", "d"] }, { land = ["north", "south"] }]
[age]
bands = [2, 4]
[kind]
"""
ROWS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 7), st.sampled_from("pc"), st.integers(0, 30)),
    min_size=4,
    max_size=60,
)


@pytest.mark.parametrize(("k", "suppression", "loss", "levels"), PUBLISHED)
def test_the_optima_of_adult_are_those_that_arx_publishes(
    shared: Path, k: int, suppression: float, loss: float, levels: tuple[int, ...]
) -> None:
    table, declared = adult(shared), hierarchies()
    chosen = [declared[name] for name in table.columns]
    found = optimum(table, chosen, k, suppression)
    assert found.levels == levels
    assert found.loss == pytest.approx(loss, abs=1e-6)
    assert found.suppressed <= suppression * table.height
    assert found.checked < found.nodes / 5
    if not suppression:
        assert measure(generalised(table, chosen, found.levels), table.columns).k >= k


@settings(max_examples=15, deadline=None)
@given(rows=ROWS, k=st.integers(2, 5), suppression=st.sampled_from([0.0, 0.1, 0.5]))
def test_no_node_that_keeps_k_debtors_loses_less(
    rows: list[tuple[str, int, str, int]], k: int, suppression: float
) -> None:
    table = pl.DataFrame(rows, schema=["place", "age", "kind", "debtor"], orient="row")
    declared = list(hierarchies_of(SMALL).values())
    debtors = table["debtor"].to_numpy().astype(np.int32)
    most = int(suppression * table.height + 1e-9)
    if table["debtor"].n_unique() < k:
        with pytest.raises(Refused, match="no generalisation"):
            optimum(table, declared, k, suppression, debtors)
        return
    found = optimum(table, declared, k, suppression, debtors)
    losses = [
        _loss(table, declared, node)
        for node in product(*(range(one.height + 1) for one in declared))
        if _below(table, declared, node, k) <= most
    ]
    assert found.loss == pytest.approx(min(losses), abs=1e-9)
    assert found.suppressed == _below(table, declared, found.levels, k) <= most


def _below(table: pl.DataFrame, declared: list[Hierarchy], node: tuple[int, ...], k: int) -> int:
    shown = generalised(table, declared, node)
    names = [one.column for one in declared]
    return shown.filter(pl.col("debtor").n_unique().over(names) < k).height


def _loss(table: pl.DataFrame, declared: list[Hierarchy], node: tuple[int, ...]) -> float:
    shown = generalised(table, declared, node)
    lost = 0.0
    for one in declared:
        pairs = pl.DataFrame({"value": table[one.column].cast(pl.String), "label": shown[one.column]})
        sizes = pairs.select(pl.len().over("value").alias("own"), pl.len().over("label").alias("shared"))
        lost += float((sizes["shared"] / sizes["own"]).log(2).sum())
    return lost


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[age]\nbands = [5, 12]", "do not nest"),
        ("[age]\nbands = [5]\nlevels = [{ a = ['b'] }]", "both levels and bands"),
        ("[place]\nlevels = [{ north = ['a'] }, { land = ['south'] }]", "leaves out north"),
        ("[place]\nlevel = 3", "cannot be read"),
        ("[place]\nlevels = [{ north = ['a', 'b'] }]", "does not know c, d"),
        ("[colour]", "no column colour"),
    ],
)
def test_a_hierarchy_that_cannot_be_used_is_refused_with_its_reason(text: str, sentence: str) -> None:
    table = pl.DataFrame({"place": ["a", "b", "c", "d"], "age": [1, 2, 3, 4]})
    with pytest.raises(Invalid, match=sentence):
        optimum(table, list(hierarchies_of(text).values()), 2)
