"""Uniqueness in the population: the figures that ARX publishes, and populations whose truth is known."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kernel.errors import Invalid
from marketplace.anonymity import measure
from marketplace.anonymity.population import PopulationUniqueness, population_uniqueness

PUBLISHED = {
    0.01: ("pitman", 0.1446083531167384),
    0.1: ("pitman", 0.27684993883653597),
    0.2: ("zayatz", 0.3577099234829125),
    1.0: ("sample", 0.5142895033485844),
}
"""`TestRiskMetrics.java` of ARX: Adult, all nine columns, Dankar's rule; at 0.1 Zayatz gives 0.3207402393466189."""


def estimated(sizes: NDArray[np.int64], fraction: float) -> PopulationUniqueness:
    return population_uniqueness(sizes, sizes, [fraction])[0]


def sample_of(population: NDArray[np.int64], fraction: float, seed: int) -> NDArray[np.int64]:
    drawn = np.random.default_rng(seed).binomial(population, fraction)
    return drawn[drawn > 0].astype(np.int64)


def test_adult_has_the_population_uniqueness_that_arx_publishes(shared: Path) -> None:
    adult = pl.read_csv(shared / "data" / "arx_adult.csv", separator=";", infer_schema=False)
    found = {one.fraction: one for one in measure(adult, adult.columns).population}
    for fraction, (model, share) in PUBLISHED.items():
        assert found[fraction].chosen == model
        assert found[fraction].share == pytest.approx(share, abs=1e-9)
    assert found[0.1].zayatz == pytest.approx(0.3207402393466189, abs=1e-12)


@pytest.mark.parametrize(("alpha", "beta"), [(0.5, 0.2), (0.17, 0.17), (2.0, 0.4)])
def test_a_population_of_the_slide_negative_binomial_is_found_again(alpha: float, beta: float) -> None:
    population = 1 + np.random.default_rng(3).negative_binomial(alpha, beta, 200_000)
    truth = (population == 1).sum() / population.sum()
    assert estimated(sample_of(population, 0.5, 4), 0.5).snb == pytest.approx(truth, rel=0.03)


def test_a_population_drawn_by_pitmans_formula_is_found_again() -> None:
    """Seats at tables: a new one with probability (θ + α·tables) ÷ (θ + seated)."""
    theta, alpha, chance, seated = 500.0, 0.6, np.random.default_rng(5), np.zeros(40_000, dtype=np.int64)
    table_of, tables = np.zeros(40_000, dtype=np.int64), 0
    for guest, luck in enumerate(chance.random(40_000) * (theta + np.arange(40_000))):
        if luck < theta + alpha * tables:
            place, tables = tables, tables + 1
        else:
            place = table_of[chance.integers(guest)]
            while seated[place] and chance.random() * seated[place] < alpha:
                place = table_of[chance.integers(guest)]
        table_of[guest], seated[place] = place, seated[place] + 1
    half = np.bincount(chance.permutation(table_of)[:4_000])
    found = estimated(half[half > 0].astype(np.int64), 0.1)
    assert found.chosen == "pitman"
    assert found.share == pytest.approx((seated == 1).sum() / 40_000, rel=0.1)


@given(sizes=st.lists(st.integers(1, 40), min_size=2, max_size=60), fraction=st.floats(0.02, 1.0))
def test_an_estimate_is_a_share_and_the_outsider_knows_less(sizes: list[int], fraction: float) -> None:
    counted = np.array(sizes, dtype=np.int64)
    found = estimated(counted, fraction)
    told = [one for one in (found.zayatz, found.pitman, found.snb, found.share) if one is not None]
    assert all(0 <= one <= 1 for one in told)
    assert 0 < found.journalist.highest <= 1 / counted.min() + 1e-12
    assert found.journalist.average <= len(sizes) / counted.sum() + 1e-12


def test_the_outsiders_chance_falls_with_the_population() -> None:
    sizes = np.array([1, 2, 3, 10, 400], dtype=np.int64)
    chances = [estimated(sizes, fraction).journalist.average for fraction in (1.0, 0.5, 0.1, 0.01)]
    assert all(more > less for more, less in pairwise(chances))


def test_a_tape_cannot_be_more_than_its_population() -> None:
    with pytest.raises(Invalid, match="above 0 and at most 1"):
        estimated(np.array([1, 2], dtype=np.int64), 1.5)
