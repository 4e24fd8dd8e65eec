"""Means in whole minor units whose column still adds up to the exact total."""

import numpy as np

from marketplace.anonymity.axes import Positions


def means_of(sums: Positions, rows: Positions) -> Positions:
    """Each mean is rounded down or up, whichever keeps the column's sum nearest to the exact one so far.

    What is still owed at the end is paid by one group, or by two whose sizes differ by just that, where there are
    such groups; it leaves every mean within two minor units of the exact one.
    """
    down = sums // rows
    rest = sums - down * rows
    means, owed = [], 0
    for low, left, count in zip(down.tolist(), rest.tolist(), rows.tolist(), strict=True):
        up = left > 0 and abs(owed + left - count) <= abs(owed + left)
        means.append(low + up)
        owed += left - count * up
    settled = np.array(means, dtype=np.int64)
    for place, change in _settlement(rows, sums, owed):
        settled[place] += change
    return settled


def _settlement(rows: Positions, sums: Positions, owed: int) -> list[tuple[int, int]]:
    """The groups to raise or lower by one minor unit so that `owed` is paid exactly, if one or two can do it."""
    if owed == 0:
        return []
    where = {size: place for place, size in enumerate(rows.tolist()) if sums[place]}
    sign = 1 if owed > 0 else -1
    if abs(owed) in where:
        return [(where[abs(owed)], sign)]
    for size, place in where.items():
        if size + abs(owed) in where:
            return [(where[size + abs(owed)], sign), (place, -sign)]
    return []
