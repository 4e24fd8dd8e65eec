"""Means in whole minor units."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from marketplace.anonymity.means import means_of

GROUPS = st.lists(st.tuples(st.integers(0, 10**9), st.integers(10, 40)), min_size=1, max_size=80)


@given(GROUPS)
def test_each_mean_is_near_and_the_column_adds_up(groups: list[tuple[int, int]]) -> None:
    sums, rows = (np.array(column, dtype=np.int64) for column in zip(*groups, strict=True))
    means = means_of(sums, rows)
    assert (np.abs(means * rows - sums) <= 2 * rows).all()
    assert abs(int((means * rows - sums).sum())) <= rows.max() / 2


def test_sizes_that_differ_by_what_is_owed_pay_it() -> None:
    rows = np.array([10, 11, 12, 13, 14, 15], dtype=np.int64)
    sums = np.array([1003, 1104, 1207, 1305, 1409, 1511], dtype=np.int64)
    assert int((means_of(sums, rows) * rows).sum()) == int(sums.sum())
