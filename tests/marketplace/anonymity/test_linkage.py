"""The attack: somebody knows a debtor's true values and looks for the lines that could be his."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from marketplace.anonymity import anonymise
from marketplace.anonymity.nominal import PRODUCT_GROUPS
from tests.marketplace.anonymity.lots import CUT_OFF, lot

K = 10
type Matches = NDArray[np.bool_]


def within(truth: pl.Series, low: pl.Series, high: pl.Series) -> Matches:
    """True rows × released lines: whether the value may lie in the band; an open or hidden end admits all."""
    values = truth.cast(pl.Int64).fill_null(0).to_numpy()[:, None]
    unknown = truth.is_null().to_numpy()[:, None]
    floor = low.cast(pl.Int64).fill_null(np.iinfo(np.int64).min).to_numpy()[None, :]
    ceiling = high.cast(pl.Int64).fill_null(np.iinfo(np.int64).max).to_numpy()[None, :]
    matches: Matches = ((values >= floor) & (values <= ceiling)) | unknown
    return matches


def same(truth: pl.Series, shown: pl.Series) -> Matches:
    """A line tells one value, several, the label of a group, or nothing."""
    admitted = [None if seen is None else set(seen.split(" | ")) for seen in shown]
    values = ["not given" if value is None else value for value in truth.cast(pl.String)]
    return np.array(
        [[seen is None or value in seen or PRODUCT_GROUPS.get(value) in seen for seen in admitted] for value in values]
    )


def ages(births: pl.Series) -> pl.Series:
    return pl.Series(
        [CUT_OFF.year - born.year - ((CUT_OFF.month, CUT_OFF.day) < (born.month, born.day)) for born in births]
    )


@pytest.fixture(scope="module")
def knowledge() -> tuple[dict[str, Matches], NDArray[np.int64]]:
    frame = lot(claims=600, debtors=450, seed=7)
    release = anonymise(frame, {}, K, as_of=CUT_OFF)
    shown = release.frame
    owner = frame["debtor_key"].rank("dense").cast(pl.Int64).to_numpy()
    of_line = shown.join(release.key, on="reference", maintain_order="left")["row"].to_numpy()
    postcodes = shown["postcode"].fill_null("*")
    known = {
        "balance": within(frame["balance_minor"], shown["balance_from_minor"], shown["balance_to_minor"]),
        "principal": within(frame["principal_minor"], shown["principal_from_minor"], shown["principal_to_minor"]),
        "costs": within(frame["costs_minor"], shown["costs_from_minor"], shown["costs_to_minor"]),
        "default": within(frame["default_on"], shown["default_on_from"], shown["default_on_to"]),
        "age": within(ages(frame["birth_on"]), shown["age_from"], shown["age_to"]),
        "region": same(frame["region"], shown["region"]),
        "postcode": np.array(
            [[(code or "").startswith(seen.rstrip("*")) for seen in postcodes] for code in frame["postcode"]]
        ),
        "kind": same(frame["debtor_kind"], shown["debtor_kind"]),
        "product": same(frame["product"], shown["product"]),
    }
    return known, np.stack([owner, owner[of_line]])


def subsets(names: list[str]) -> Iterator[tuple[str, ...]]:
    return (chosen for size in range(1, len(names) + 1) for chosen in combinations(names, size))


def test_no_subset_of_knowledge_isolates_fewer_than_k_debtors(
    knowledge: tuple[dict[str, Matches], NDArray[np.int64]],
) -> None:
    known, (owner, of_line) = knowledge
    debtors = int(max(owner.max(), of_line.max())) + 1
    lines = np.zeros((len(of_line), debtors), dtype=np.float32)
    lines[np.arange(len(of_line)), of_line] = 1
    rows = np.zeros((len(owner), debtors), dtype=np.float32)
    rows[np.arange(len(owner)), owner] = 1
    for chosen in subsets(sorted(known)):
        fits = np.logical_and.reduce([known[name] for name in chosen]).astype(np.float32)
        assert (((fits @ lines) > 0).sum(axis=1)).min() >= K, f"a person known by {chosen} is found"
        assert (((fits.T @ rows) > 0).sum(axis=1)).min() >= K, f"a line is traced by {chosen}"


def test_the_attack_succeeds_on_the_tape_as_it_came() -> None:
    """The attack is a real one: exact values isolate nearly everybody."""
    frame = lot(claims=600, debtors=450, seed=7)
    alone = frame.group_by("balance_minor", "default_on").agg(pl.col("debtor_key").n_unique().alias("debtors"))
    assert (alone["debtors"] == 1).mean() > 0.95
