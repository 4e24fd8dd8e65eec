"""The attack: somebody knows a debtor's true values and looks for the lines that could be his."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kernel.errors import Refused
from marketplace.anonymity import Released, Role, anonymise, joint_k, refuse_joined
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


def mixed(mixes: pl.Series, shown: pl.Series) -> pl.Series:
    """A cell's mix tells which values it holds at all."""
    values = [None if mix is None else " | ".join(part.split(" × ")[0] for part in mix.split("; ")) for mix in mixes]
    return pl.Series([seen if mix is None else mix for mix, seen in zip(values, shown, strict=True)], dtype=pl.String)


def ages(births: pl.Series) -> pl.Series:
    return pl.Series(
        [CUT_OFF.year - born.year - ((CUT_OFF.month, CUT_OFF.day) < (born.month, born.day)) for born in births]
    )


def known(frame: pl.DataFrame, release: Released) -> dict[str, Matches]:
    """What each quasi-identifier of each true row admits among the released lines."""
    shown = release.frame
    postcodes = shown["postcode"].fill_null("*")
    return {
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
        "product": same(frame["product"], mixed(shown["product_mix"], shown["product"])),
    }


def owners(frame: pl.DataFrame, release: Released) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Whose each true row and whose each released line is."""
    owner = frame["debtor_key"].rank("dense").cast(pl.Int64).to_numpy()
    return owner, owner[release.frame.join(release.key, on="reference", maintain_order="left")["row"].to_numpy()]


def by_debtor(of: NDArray[np.int64]) -> NDArray[np.float32]:
    """Lines or rows × debtors."""
    found = np.zeros((len(of), int(of.max()) + 1), dtype=np.float32)
    found[np.arange(len(of)), of] = 1
    return found


def subsets(names: list[str]) -> Iterator[tuple[str, ...]]:
    return (chosen for size in range(1, len(names) + 1) for chosen in combinations(names, size))


def test_no_subset_of_knowledge_isolates_fewer_than_k_debtors() -> None:
    frame = lot(claims=200, debtors=160, seed=7)
    release = anonymise(frame, {}, K, as_of=CUT_OFF)
    admits = known(frame, release)
    rows, lines = (by_debtor(of) for of in owners(frame, release))
    for chosen in subsets(sorted(admits)):
        fits = np.logical_and.reduce([admits[name] for name in chosen]).astype(np.float32)
        assert (((fits @ lines) > 0).sum(axis=1)).min() >= K, f"a person known by {chosen} is found"
        assert (((fits.T @ rows) > 0).sum(axis=1)).min() >= K, f"a line is traced by {chosen}"


def test_two_releases_along_the_same_groups_isolate_nobody_either() -> None:
    """Half a year later, balances have moved. The attacker knows the true values of both days."""
    then = lot(claims=200, debtors=160, seed=7)
    now = then.with_columns(balance_minor=pl.col("balance_minor") + pl.col("principal_minor") // 25)
    first = anonymise(then, {}, K, as_of=CUT_OFF)
    second = anonymise(now, {}, K, as_of=CUT_OFF, earlier=first.key["cell"])
    refuse_joined(then["debtor_key"], first.key["cell"], second.key["cell"], K)
    before, after = known(then, first), known(now, second)
    earlier_lines, later_lines = by_debtor(owners(then, first)[1]), by_debtor(owners(now, second)[1])
    for chosen in subsets(sorted(before)):
        fits = np.logical_and.reduce([before[name] for name in chosen]).astype(np.float32)
        again = np.logical_and.reduce([after[name] for name in chosen]).astype(np.float32)
        both = ((fits @ earlier_lines) > 0) & ((again @ later_lines) > 0)
        assert both.sum(axis=1).min() >= K, f"a person known by {chosen} is found in two releases"


def test_two_releases_cut_apart_would_isolate_somebody_and_are_refused() -> None:
    frame = lot(claims=1_500, debtors=1_200, seed=7)
    first = anonymise(frame, {}, K, as_of=CUT_OFF)
    second = anonymise(frame, {"region": Role.DIRECT, "birth_on": Role.DIRECT}, K, as_of=CUT_OFF)
    assert joint_k(frame["debtor_key"], first.key["cell"], second.key["cell"]) < K
    with pytest.raises(Refused, match="along the earlier one's groups"):
        refuse_joined(frame["debtor_key"], first.key["cell"], second.key["cell"], K)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), more=st.integers(0, 40), drawn=st.integers(2, 8))
def test_a_release_along_the_earlier_groups_always_hides_k(seed: int, more: int, drawn: int) -> None:
    """New claims come in between; too few of them are refused."""
    whole = lot(claims=200 + more, debtors=150, seed=seed)
    first = anonymise(whole.head(200), {}, drawn, as_of=CUT_OFF)
    cells = first.key["cell"].extend(pl.Series([None] * more, dtype=first.key["cell"].dtype))
    if more and whole.tail(more)["debtor_key"].n_unique() < drawn:
        with pytest.raises(Refused, match="so few claims are new"):
            anonymise(whole, {}, drawn, as_of=CUT_OFF, earlier=cells)
        return
    second = anonymise(whole, {}, drawn, as_of=CUT_OFF, earlier=cells)
    assert joint_k(whole["debtor_key"], cells, second.key["cell"]) >= drawn
    assert second.report.k_reached >= drawn


def test_what_went_between_two_releases_counts_too() -> None:
    """Nine debtors' claims are sold in between: subtracting the second release from the first speaks of them."""
    cells = pl.Series([1] * 30)
    debtors = pl.Series(range(30))
    without = pl.Series([None] * 9 + [1] * 21, dtype=pl.Int64)
    with pytest.raises(Refused, match="9 debtors would stand alone"):
        refuse_joined(debtors, cells, without, K)


def test_the_attack_succeeds_on_the_tape_as_it_came() -> None:
    """The attack is a real one: exact values isolate nearly everybody."""
    frame = lot(claims=200, debtors=160, seed=7)
    alone = frame.group_by("balance_minor", "default_on").agg(pl.col("debtor_key").n_unique().alias("debtors"))
    assert (alone["debtors"] == 1).mean() > 0.95
