"""Neighbouring cells tell an amount together where one of them alone would tell too much."""

from collections.abc import Mapping

import numpy as np

from marketplace.anonymity.axes import Positions
from marketplace.anonymity.cut import Cells
from marketplace.anonymity.guard import Debtors, Guarded, Verdicts

type Groups = Mapping[str, Positions | None]


def group(cells: Cells, amounts: list[Guarded], debtors: Debtors) -> Groups:
    """For each amount the group of each cell, numbered from 0; None if not even the whole may be told.

    Groups are stretches of cells in the order of the cut, and a component's groups are made of whole groups of the
    amount it lies within.
    """
    found: dict[str, Positions | None] = {}
    for amount in amounts:
        wider = found[amount.within] if amount.within else np.arange(len(cells.starts))
        begins = np.zeros(1, dtype=np.int64) if wider is None else _begins(wider)
        begins = _told(cells, begins, amount, debtors)
        marks = np.zeros(len(cells.starts), dtype=np.int64)
        marks[begins] = 1
        found[amount.name] = np.cumsum(marks) - 1 if len(begins) else None
    return found


def _told(cells: Cells, begins: Positions, amount: Guarded, debtors: Debtors) -> Positions:
    """Where the groups begin that may be told; empty if not even the whole may. Only what was joined is asked anew."""
    refused = debtors.refused(amount.amounts, cells.order, cells.starts[begins])
    while refused.any():
        if len(begins) == 1:
            return begins[:0]
        joined = _joined(refused)
        grown = np.append(joined[1:], False)[~joined]
        begins = begins[~joined]
        rows, starts = _stretches(cells, begins, grown)
        refused = np.zeros(len(begins), dtype=np.bool_)
        refused[grown] = debtors.refused(amount.amounts, rows, starts)
    return begins


def _stretches(cells: Cells, begins: Positions, wanted: Verdicts) -> tuple[Positions, Positions]:
    """The rows of the wanted groups one after another, and where each begins among them."""
    first = cells.starts[begins]
    sizes = np.diff(first, append=len(cells.order))[wanted]
    starts = np.cumsum(sizes) - sizes
    return cells.order[np.repeat(first[wanted] - starts, sizes) + np.arange(sizes.sum())], starts


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
