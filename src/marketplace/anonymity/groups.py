"""Neighbouring cells tell an amount together where one of them alone would tell too much."""

from collections.abc import Mapping

import numpy as np

from marketplace.anonymity.axes import Positions
from marketplace.anonymity.cut import Cells
from marketplace.anonymity.guard import Debtors, Guarded, Verdicts


def group(cells: Cells, amounts: list[Guarded], debtors: Debtors) -> Mapping[str, Positions | None]:
    """For each amount the group of each cell, numbered from 0; None if not even the whole may be told.

    Groups are stretches of cells in the order of the cut, and a component's groups are made of whole groups of the
    amount it lies within.
    """
    found: dict[str, Positions | None] = {}
    for amount in amounts:
        wider = found[amount.within] if amount.within else np.arange(len(cells.starts))
        begins = np.zeros(1, dtype=np.int64) if wider is None else _begins(wider)
        while len(begins):
            refused = debtors.refused(amount.amounts, cells.order, cells.starts[begins])
            if not refused.any():
                break
            begins = begins[~_joined(refused)] if len(begins) > 1 else begins[:0]
        marks = np.zeros(len(cells.starts), dtype=np.int64)
        marks[begins] = 1
        found[amount.name] = np.cumsum(marks) - 1 if len(begins) else None
    return found


def _begins(groups: Positions) -> Positions:
    return np.flatnonzero(np.diff(groups, prepend=-1))


def _joined(refused: Verdicts) -> Verdicts:
    """Which groups join the one before: refused neighbours pair up, a refused one among good ones joins its left."""
    places = np.flatnonzero(refused)
    run_start = np.diff(places, prepend=-2) != 1
    within_run = np.arange(len(places)) - np.maximum.accumulate(np.where(run_start, np.arange(len(places)), 0))
    last_of_run = np.append(run_start[1:], True)
    joins = places[(within_run % 2 == 1) | (last_of_run & (within_run % 2 == 0))]
    joined = np.zeros(len(refused), dtype=np.bool_)
    joined[np.where(joins == 0, 1, joins)] = True
    return joined
