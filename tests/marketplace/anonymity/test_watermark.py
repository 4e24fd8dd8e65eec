"""Each buyer's copy names him from two hundred lines, and moves nothing that anybody adds up."""

from random import Random

import pandas as pd
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pycanon import anonymity as pycanon

from kernel.errors import Invalid, Refused
from marketplace.anonymity import Demands, Released, Role, anonymise, key_of, leaker, marked, suspicions
from marketplace.anonymity.watermark import LEAST_REACH, MARKED
from tests.marketplace.anonymity.lots import CUT_OFF, lot, lots

SECRET = b"a secret of the house, for tests"
KEYS = {f"buyer {number}": key_of(SECRET, "listing 7", f"buyer {number}") for number in range(40)}


@pytest.fixture(scope="module")
def release() -> Released:
    frame = lot(claims=2_400, debtors=2_000, seed=11)
    return anonymise(frame, {"disputed": Role.SENSITIVE}, 10, as_of=CUT_OFF, demands=Demands(t=0.4))


@pytest.fixture(scope="module")
def copies(release: Released) -> dict[str, pl.DataFrame]:
    return {buyer: marked(release.frame, key) for buyer, key in KEYS.items()}


def some(copy: pl.DataFrame, lines: int, seed: int) -> pl.Series:
    """Mean balances of some lines, in another order, and nothing else."""
    return copy.sample(lines, seed=seed, shuffle=True)[MARKED]


def test_two_hundred_lines_of_any_copy_name_their_buyer(copies: dict[str, pl.DataFrame]) -> None:
    for seed, (buyer, copy) in enumerate(copies.items()):
        found = leaker(some(copy, 200, seed), KEYS)
        assert found is not None
        assert found.buyer == buyer
        assert found.chance < 1e-30


@pytest.mark.parametrize("column", ["balance_from_minor", "default_on_from", "product", "region", "cell"])
def test_two_hundred_neighbours_name_him_too(copies: dict[str, pl.DataFrame], column: str) -> None:
    for buyer in ("buyer 3", "buyer 30"):
        ordered = copies[buyer].sort(column, nulls_last=True)
        for start in (0, 900, 2_200):
            found = leaker(ordered[MARKED].slice(start, 200), KEYS)
            assert found is not None
            assert found.buyer == buyer


def test_the_fewest_groups_that_hold_two_hundred_lines_name_him(copies: dict[str, pl.DataFrame]) -> None:
    copy = copies["buyer 5"].with_columns(pl.len().over("cell").alias("size")).sort("size", "cell", descending=True)
    found = leaker(copy[MARKED].head(200), KEYS)
    assert found is not None
    assert found.buyer == "buyer 5"


def test_every_other_line_tampered_with_still_names_him(copies: dict[str, pl.DataFrame]) -> None:
    amounts = some(copies["buyer 9"], 400, 1)
    chance = Random(2)
    tampered = pl.Series([one + chance.choice((-2, -1, 1, 2)) if at % 2 else one for at, one in enumerate(amounts)])
    found = leaker(tampered, KEYS)
    assert found is not None
    assert found.buyer == "buyer 9"


def test_nobody_is_named_by_a_copy_that_is_not_his(release: Released, copies: dict[str, pl.DataFrame]) -> None:
    """Four thousand strangers' keys: chances are spread as chances are, and none is small."""
    strangers = {f"{number}": key_of(SECRET, "listing 8", f"{number}") for number in range(4_000)}
    amounts = some(copies["buyer 1"], 200, 3)
    assert leaker(amounts, strangers) is None
    assert leaker(release.frame[MARKED].head(200), strangers) is None
    found = suspicions(amounts, strangers)
    assert found[0].chance > 1e-6
    for level in (0.1, 0.01, 0.001):
        below = sum(one.chance <= level for one in found)
        assert below <= 4_000 * level + 5 * (4_000 * level) ** 0.5


def test_no_total_moves_and_nothing_else_changes(release: Released, copies: dict[str, pl.DataFrame]) -> None:
    for copy in copies.values():
        assert copy.drop(MARKED).equals(release.frame.drop(MARKED))
        assert not copy[MARKED].equals(release.frame[MARKED])
        for over in (["cell"], ["region"], ["product", "debtor_kind"], ["balance_from_minor"]):
            sums = [
                one.group_by(over).agg(pl.col(MARKED).sum()).sort(over, nulls_last=True)
                for one in (release.frame, copy)
            ]
            assert sums[0].equals(sums[1])


def test_k_l_and_t_still_hold(release: Released, copies: dict[str, pl.DataFrame]) -> None:
    quasi = [name for name in release.frame.columns if name not in {"reference", "cell", "disputed", MARKED}]
    copy = copies["buyer 2"].with_columns(pl.col(*quasi, "disputed").cast(pl.String).fill_null("*"))
    table = pd.DataFrame(copy.to_dict(as_series=False))
    assert pycanon.k_anonymity(table, quasi) >= release.report.k_reached >= 10
    told = release.report.after.varieties[0]
    assert pycanon.l_diversity(table, quasi, ["disputed"]) >= told.l_distinct
    assert pycanon.t_closeness(table, quasi, ["disputed"]) <= told.t_equal + 1e-9 <= 0.4


@settings(max_examples=40, deadline=None)
@given(frame=lots(), key=st.binary(min_size=16, max_size=64), k=st.integers(2, 12))
def test_any_lot_is_marked_within_its_reach(frame: pl.DataFrame, key: bytes, k: int) -> None:
    try:
        plain = anonymise(frame, {}, k, as_of=CUT_OFF).frame
    except Refused:
        assume(False)
        raise
    copy = marked(plain, key)
    moved = copy[MARKED] - plain[MARKED]
    reach = pl.select(pl.max_horizontal(plain[MARKED] // 50, pl.lit(LEAST_REACH))).to_series()
    assert (moved.abs() <= reach).all()
    assert ((copy[MARKED] >= 0) | (plain[MARKED] < 0)).all()
    sums = pl.DataFrame({"cell": plain["cell"], "moved": moved}).group_by("cell").agg(pl.col("moved").sum())
    assert (sums["moved"] == 0).all()
    assert marked(plain, key).equals(copy)


def test_the_chance_is_that_of_tossed_coins() -> None:
    amounts = pl.Series(range(20))
    for one in suspicions(amounts, KEYS):
        assert one.amounts == 20
    doubled = suspicions(amounts.append(amounts), KEYS)
    assert doubled == suspicions(pl.Series(range(20)), KEYS), "an amount that comes twice proves nothing more"


def test_what_cannot_be_marked_is_said() -> None:
    with pytest.raises(Invalid, match="lacks balance_mean_minor"):
        marked(pl.DataFrame({"reference": ["A"], "cell": [1]}), KEYS["buyer 1"])
    with pytest.raises(Invalid, match="16 to 64 bytes"):
        key_of(b"short", "listing 7", "buyer 1")
