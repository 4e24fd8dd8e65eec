"""The cut: a tape is halved again and again, along the axis that tells most, while both halves keep k debtors.

A Mondrian cut (LeFevre, DeWitt, Ramakrishnan: Mondrian multidimensional k-anonymity, ICDE 2006), done for all
cells of a round at once, over distinct debtors instead of rows, and with a guard on the balance a cell would tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from marketplace.anonymity.axes import Axis, Codes, HighestBetween, Positions
from marketplace.anonymity.conditions import Condition
from marketplace.anonymity.guard import Debtors

NOT_WORTH_A_CUT = 0.0


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows in the order of their cells, where each cell starts. Neighbours are alike: the cut parted them last."""

    order: Positions
    starts: Positions

    def sizes(self) -> Positions:
        return np.diff(self.starts, append=len(self.order))


@dataclass(frozen=True, slots=True)
class _Round:
    """The cells still open to a cut. `alive`: cells × axes not yet found uncuttable; `place`: rank in the tape."""

    order: Positions
    starts: Positions
    place: Positions
    debtors: Positions
    alive: NDArray[np.bool_]

    def sizes(self) -> Positions:
        return np.diff(self.starts, append=len(self.order))

    def keep(self, cells: NDArray[np.bool_]) -> "_Round":
        rows = np.repeat(cells, self.sizes())
        sizes = self.sizes()[cells]
        return _Round(
            order=self.order[rows],
            starts=np.cumsum(sizes) - sizes,
            place=self.place[cells],
            debtors=self.debtors[cells],
            alive=self.alive[cells],
        )


class Cutter:
    """Holds what does not change between rounds. `conditions` are what every cell must keep besides k debtors."""

    def __init__(self, axes: list[Axis], debtors: Debtors, conditions: Sequence[Condition], k: int) -> None:
        self._axes, self._debtors, self._conditions, self._k = axes, debtors, conditions, k
        self._codes = [axis.codes.astype(np.min_scalar_type(axis.size)) for axis in axes]
        self._positions = [axis.positions() for axis in axes]
        self._preference = [HighestBetween(axis.preference) for axis in axes]
        self._widest = max((axis.size for axis in axes), default=1)

    def cells(self, start: Cells | None = None) -> Cells:
        """Cuts until no cell can be cut. Debtors are counted, not rows: one person with ten counts once.

        `start` are the cells to begin with, each of k debtors; without them the whole tape is one.
        """
        whole = Cells(np.arange(len(self._debtors.numbers)), np.zeros(1, dtype=np.int64))
        begun = start or whole
        now = _Round(
            order=begun.order,
            starts=begun.starts,
            place=begun.starts,
            debtors=self._debtors.behind(begun.order, begun.starts),
            alive=np.ones((len(begun.starts), len(self._axes)), dtype=np.bool_),
        )
        order = now.order.copy()
        starts: list[Positions] = []
        while len(now.starts):
            chosen = self._choose(now)
            finished = (chosen < 0) | (now.debtors < 2 * self._k)
            done = now.keep(finished)
            sizes = done.sizes()
            order[np.repeat(done.place - done.starts, sizes) + np.arange(len(done.order))] = done.order
            starts.append(done.place)
            now = self._halve(now.keep(~finished), chosen[~finished])
        return Cells(order=order, starts=np.sort(np.concatenate(starts)))

    def _choose(self, now: _Round) -> Positions:
        """For each cell the axis along which it is widest, weighed by what bidders need; -1 if none is left."""
        best = np.full(len(now.starts), NOT_WORTH_A_CUT)
        chosen = np.full(len(now.starts), -1)
        for number, axis in enumerate(self._axes):
            if axis.size == 1 or not now.alive[:, number].any():
                continue
            codes = self._codes[number][now.order]
            lowest = np.minimum.reduceat(codes, now.starts).astype(np.int32)
            highest = np.maximum.reduceat(codes, now.starts).astype(np.int32)
            width = axis.weight * self._width(number, lowest, highest)
            better = now.alive[:, number] & (width > best)
            best[better], chosen[better] = width[better], number
        return chosen

    def _width(self, number: int, lowest: Codes, highest: Codes) -> NDArray[np.float64]:
        """Half by what the cell holds, half by what it would show: two products of two groups show nothing."""
        positions = self._positions[number]
        held = positions[highest] - positions[lowest]
        low, high = self._axes[number].widen(lowest, highest)
        shown: NDArray[np.float64] = positions[high] - positions[low]
        return (held + shown) / 2 * (highest > lowest)

    def _halve(self, now: _Round, chosen: Positions) -> _Round:
        """A cut that leaves a half which may not be a cell is not made."""
        if not len(now.starts):
            return now
        sizes = now.sizes()
        cell = np.repeat(np.arange(len(sizes)), sizes)
        codes = self._codes_along(now.order, np.repeat(chosen, sizes))
        sorting = np.argsort(cell * self._widest + codes)
        now = replace(now, order=now.order[sorting])
        cut, left, right = self._best_cuts(now, chosen, cell, codes[sorting])
        good = cut > 0
        for condition in self._conditions if good.any() else ():
            starts = np.sort(np.concatenate([now.starts, cut[good]]))
            refused = condition.refused(now.order, starts)
            good[np.searchsorted(now.starts, starts[refused], side="right") - 1] = False
        failed = np.flatnonzero(~good)
        alive = now.alive.copy()
        alive[failed, chosen[failed]] = False
        return _children(replace(now, alive=alive), good, cut, left, right)

    def _codes_along(self, order: Positions, axis_of_row: Positions) -> Codes:
        codes = np.empty(len(order), dtype=np.int32)
        for number in np.unique(axis_of_row):
            here = axis_of_row == number
            codes[here] = self._codes[number][order[here]]
        return codes

    def _best_cuts(
        self, now: _Round, chosen: Positions, cell: Positions, codes: Codes
    ) -> tuple[Positions, Positions, Positions]:
        """Each cell's best cut (0 if none keeps k debtors on both sides), and the debtors left and right of it."""
        before, behind = self._distinct(now.order, cell)
        ends = now.starts + now.sizes()
        edges = np.flatnonzero((np.diff(codes) != 0) & (np.diff(cell) == 0)) + 1
        owner = cell[edges]
        left = before[edges] - before[now.starts[owner]]
        right = behind[ends[owner]] - behind[edges]
        possible = (left >= self._k) & (right >= self._k)
        edges, owner, left, right = edges[possible], owner[possible], left[possible], right[possible]
        score = np.minimum(left, right) / (left + right)
        for number in np.unique(chosen):
            here = chosen[owner] == number
            below, above = codes[edges[here] - 1].astype(np.int64), codes[edges[here]].astype(np.int64)
            score[here] += self._preference[number].over(below + 1, above)
        ranking = np.lexsort((-score, owner))
        owners, first = np.unique(owner[ranking], return_index=True)
        best = ranking[first]
        cut, lefts, rights = (np.zeros(len(now.starts), dtype=np.int64) for _ in range(3))
        cut[owners], lefts[owners], rights[owners] = edges[best], left[best], right[best]
        return cut, lefts, rights

    def _distinct(self, order: Positions, cell: Positions) -> tuple[Positions, Positions]:
        """Running counts of debtors met for the first time in their cell, and of those met for the last time."""
        first = np.ones(len(order), dtype=np.int64)
        last = np.ones(len(order), dtype=np.int64)
        again = np.flatnonzero(self._debtors.repeated[order])
        if len(again):
            keys = cell[again] * self._debtors.count + self._debtors.numbers[order[again]]
            sorting = np.argsort(keys)
            begins = np.flatnonzero(np.diff(keys[sorting], prepend=-1))
            first[again] = last[again] = 0
            first[np.minimum.reduceat(again[sorting], begins)] = 1
            last[np.maximum.reduceat(again[sorting], begins)] = 1
        return np.concatenate([[0], np.cumsum(first)]), np.concatenate([[0], np.cumsum(last)])


def _children(now: _Round, good: NDArray[np.bool_], cut: Positions, left: Positions, right: Positions) -> _Round:
    starts = np.sort(np.concatenate([now.starts, cut[good]]))
    parent = np.searchsorted(now.starts, starts, side="right") - 1
    is_right = starts != now.starts[parent]
    halves = np.where(is_right, right[parent], left[parent])
    return _Round(
        order=now.order,
        starts=starts,
        place=now.place[parent] + starts - now.starts[parent],
        debtors=np.where(good[parent], halves, now.debtors[parent]),
        alive=now.alive[parent],
    )
