"""k, l and t of every release as pyCANON counts them, on Adult, on LendingClub's loans and on a Polish tape."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycanon import anonymity as pycanon

from kernel.errors import Invalid, Refused
from marketplace.anonymity import Demands, Released, Role, anonymise
from marketplace.tapes.sample import CUT_OFF
from tests.marketplace.anonymity.adult import SIX, adult, hierarchies
from tests.marketplace.anonymity.lots import lot
from tests.marketplace.anonymity.real import LENDING_CLUB_ROLES, lending_club, polish


def confirmed(release: Released, sensitive: Sequence[str], demands: Demands, k: int = 10) -> None:
    """pyCANON counts rows, not debtors, so that its k is at least ours; what is not shown counts as a value."""
    report = release.report
    shown = release.frame.drop("reference", "cell")
    quasi = [name for name in shown.columns if name not in sensitive]
    frame = shown.with_columns(pl.col(quasi).cast(pl.String).fill_null("*"))
    table = pd.DataFrame(frame.to_dict(as_series=False))
    assert pycanon.k_anonymity(table, quasi) >= report.k_reached >= k
    told = {one.column: one for one in report.after.varieties}
    assert set(told) == set(sensitive)
    for column in sensitive:
        assert pycanon.l_diversity(table, quasi, [column]) == told[column].l_distinct >= demands.l
        distance = pycanon.t_closeness(table, quasi, [column])
        ours = told[column].t_ordered
        assert distance == pytest.approx(told[column].t_equal if ours is None else ours, abs=1e-9)
        assert distance <= demands.t + 1e-9


def test_adult_keeps_every_row_behind_ten_with_both_classes_and_near_the_whole(shared: Path) -> None:
    frame = adult(shared).select(*SIX, "salary-class").with_row_index("debtor_key")
    roles = {**dict.fromkeys(SIX, Role.QUASI), "salary-class": Role.SENSITIVE}
    demands = Demands(l=2, t=0.5)
    release = anonymise(frame, roles, 10, as_of=CUT_OFF, demands=demands, hierarchies=hierarchies())
    confirmed(release, ["salary-class"], demands)
    assert release.frame.height == frame.height
    assert release.report.cells > 900, "a guard against hiding everything"


def test_lending_club_hides_what_a_loan_was_for(shared: Path) -> None:
    loans = lending_club(shared).drop("status", "recovered_minor")
    demands = Demands(l=3, t=0.4)
    release = anonymise(loans, LENDING_CLUB_ROLES, 10, as_of=CUT_OFF, demands=demands)
    confirmed(release, ["purpose"], demands)
    assert release.report.before.uniqueness > 0.95
    assert release.report.after.average_risk < 0.1


def test_a_polish_tape_hides_who_lent(tmp_path: Path) -> None:
    claims = polish(4_000, tmp_path)
    demands = Demands(l=2, t=0.6)
    release = anonymise(claims, {"original_creditor": Role.SENSITIVE}, 10, as_of=CUT_OFF, demands=demands)
    confirmed(release, ["original_creditor"], demands)
    assert release.report.after.average_risk < 0.1 < release.report.before.average_risk


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    least=st.integers(1, 4),
    most=st.sampled_from([0.1, 0.3, 0.6, 1.0]),
    column=st.sampled_from(["product", "disputed", "costs_minor"]),
)
def test_every_cell_keeps_what_is_demanded(seed: int, least: int, most: float, column: str) -> None:
    frame = lot(claims=200, debtors=150, seed=seed)
    demands = Demands(l=least, t=most)
    if frame[column].n_unique() < least:
        with pytest.raises(Refused, match="distinct values in the whole lot"):
            anonymise(frame, {column: Role.SENSITIVE}, 5, as_of=CUT_OFF, demands=demands)
        return
    after = anonymise(frame, {column: Role.SENSITIVE}, 5, as_of=CUT_OFF, demands=demands).report.after
    assert after.k >= 5
    assert after.varieties[0].l_distinct >= least
    ordered = after.varieties[0].t_ordered
    assert (after.varieties[0].t_equal if ordered is None else ordered) <= most + 1e-9


@pytest.mark.parametrize("demands", [Demands(l=0), Demands(t=0.0), Demands(t=1.5)])
def test_a_demand_that_means_nothing_is_not_taken(demands: Demands) -> None:
    with pytest.raises(Invalid, match="a distance above 0"):
        anonymise(lot(claims=30, debtors=30), {"product": Role.SENSITIVE}, 5, as_of=CUT_OFF, demands=demands)
