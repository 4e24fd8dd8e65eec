"""The cut: a tape is halved again and again, along the axis that tells most, while both halves keep k debtors.

A Mondrian cut (LeFevre, DeWitt, Ramakrishnan: Mondrian multidimensional k-anonymity, ICDE 2006), done for all cells
of a round at once, over distinct debtors instead of rows, and with a guard on the totals a cell would tell.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from marketplace.anonymity.axes import Axis, Codes, HighestBetween, Positions
from marketplace.anonymity.guard import Guard, Verdicts

NOT_WORTH_A_CUT = 0.0


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows in the order of their cells; for each cell its start and, for each unit of amounts, its group.

    Cells of one group tell the unit's amounts together. A unit that may not be told at all is not in `told`.
    """

    order: Positions
    starts: Positions
    groups: Positions
    told: Verdicts


@dataclass(frozen=True, slots=True)
class _Round:
    """The cells still open to a cut. `alive`: cells × axes not yet found uncuttable; `open`: cells × units."""

    order: Positions
    starts: Positions
    debtors: Positions
    alive: NDArray[np.bool_]
    open: NDArray[np.bool_]
    groups: Positions

    def sizes(self) -> Positions:
        return np.diff(self.starts, append=len(self.order))

    def keep(self, cells: NDArray[np.bool_]) -> "_Round":
        rows = np.repeat(cells, self.sizes())
        sizes = self.sizes()[cells]
        return _Round(
            order=self.order[rows],
            starts=np.cumsum(sizes) - sizes,
            debtors=self.debtors[cells],
            alive=self.alive[cells],
            open=self.open[cells],
            groups=self.groups[cells],
        )


class Cutter:
    """Holds what does not change between rounds."""

    def __init__(self, axes: list[Axis], guard: Guard, k: int) -> None:
        self._axes, self._guard, self._k = axes, guard, k
        self._codes = [axis.codes for axis in axes]
        self._positions = [axis.positions() for axis in axes]
        self._preference = [HighestBetween(axis.preference) for axis in axes]
        self._widest = max((axis.size for axis in axes), default=1)
        self._next_group = 1
        names = {axis.name: place for place, axis in enumerate(axes)}
        self._axis_unit = np.full(len(axes), -1)
        for unit, members in enumerate(guard.units):
            for name in members:
                self._axis_unit[names[name]] = unit

    def cells(self, debtor_count: int) -> Cells:
        """Cuts until no cell can be cut. A cell's debtors are counted, so one person with ten rows counts once."""
        rows = len(self._guard.debtors)
        whole = np.zeros(1, dtype=np.int64)
        order = np.arange(rows)
        told = ~self._guard.refuses(order, whole)[0]
        cuttable = (self._axis_unit < 0) | np.append(told, True)[self._axis_unit]
        now = _Round(
            order=order,
            starts=whole,
            debtors=np.array([debtor_count]),
            alive=cuttable[None, :].copy(),
            open=told[None, :].copy(),
            groups=np.zeros((1, len(told)), dtype=np.int64),
        )
        done: list[_Round] = []
        while len(now.starts):
            chosen = self._choose(now)
            finished = (chosen < 0) | (now.debtors < 2 * self._k)
            done.append(now.keep(finished))
            now = self._halve(now.keep(~finished), chosen[~finished])
        starts, offset = [], 0
        for part in done:
            starts.append(part.starts + offset)
            offset += len(part.order)
        return Cells(
            order=np.concatenate([part.order for part in done]),
            starts=np.concatenate(starts),
            groups=np.concatenate([part.groups for part in done]),
            told=told,
        )

    def _choose(self, now: _Round) -> Positions:
        """For each cell the axis along which it is widest, weighed by what bidders need; -1 if none is left."""
        best = np.full(len(now.starts), NOT_WORTH_A_CUT)
        chosen = np.full(len(now.starts), -1)
        for place, axis in enumerate(self._axes):
            if axis.size == 1 or not now.alive[:, place].any():
                continue
            codes = self._codes[place][now.order]
            lowest, highest = np.minimum.reduceat(codes, now.starts), np.maximum.reduceat(codes, now.starts)
            width = axis.weight * (self._positions[place][highest] - self._positions[place][lowest])
            better = now.alive[:, place] & (width > best)
            best[better], chosen[better] = width[better], place
        return chosen

    def _halve(self, now: _Round, chosen: Positions) -> _Round:
        if not len(now.starts):
            return now
        sizes = now.sizes()
        cell = np.repeat(np.arange(len(sizes)), sizes)
        codes = self._codes_along(now.order, np.repeat(chosen, sizes))
        keys = cell * self._widest + codes
        sorting = np.argsort(keys)
        order, codes = now.order[sorting], codes[sorting]
        cut, left, right = self._best_cuts(replace(now, order=order), chosen, cell, codes)
        tentative = cut > 0
        starts = np.sort(np.concatenate([now.starts, cut[tentative]]))
        refused = self._guard.refuses(order, starts)
        child_of = np.searchsorted(now.starts, starts, side="right") - 1
        closing = np.zeros_like(now.open)
        np.logical_or.at(closing, child_of, refused)
        closing &= now.open & tentative[:, None]
        good = tentative & ~self._spoils(closing, chosen)
        alive = now.alive.copy()
        failed = np.flatnonzero(~good)
        alive[failed, chosen[failed]] = False
        return self._children(replace(now, order=order, alive=alive), good, cut, (left, right), closing)

    def _spoils(self, closing: NDArray[np.bool_], chosen: Positions) -> NDArray[np.bool_]:
        """A cut that costs the balance, or the very amounts it runs along, is not made."""
        unit = self._axis_unit[chosen]
        rows = np.arange(len(chosen))
        spoils: NDArray[np.bool_] = (
            (unit >= 0) & closing[rows, unit] if closing.shape[1] else np.zeros(len(rows), bool)
        )
        if self._guard.leading is not None:
            spoils = spoils | closing[:, self._guard.leading]
        return spoils

    def _codes_along(self, order: Positions, axis_of_row: Positions) -> Codes:
        codes = np.empty(len(order), dtype=np.int32)
        for place in np.unique(axis_of_row):
            here = axis_of_row == place
            codes[here] = self._codes[place][order[here]]
        return codes

    def _best_cuts(
        self, now: _Round, chosen: Positions, cell: Positions, codes: Codes
    ) -> tuple[Positions, Positions, Positions]:
        """For each cell the position of its best cut (0 if none keeps k debtors on both sides), and both counts."""
        before, behind = self._distinct(now.order, cell)
        ends = now.starts + now.sizes()
        edges = np.flatnonzero((np.diff(codes) != 0) & (np.diff(cell) == 0)) + 1
        owner = cell[edges]
        left = before[edges] - before[now.starts[owner]]
        right = behind[ends[owner]] - behind[edges]
        possible = (left >= self._k) & (right >= self._k)
        edges, owner, left, right = edges[possible], owner[possible], left[possible], right[possible]
        score = np.minimum(left, right) / (left + right)
        for place in np.unique(chosen):
            here = chosen[owner] == place
            at = edges[here]
            score[here] += self._preference[place].over(
                codes[at - 1].astype(np.int64) + 1, codes[at].astype(np.int64)
            )
        ranking = np.lexsort((-score, owner))
        owners, first = np.unique(owner[ranking], return_index=True)
        best = ranking[first]
        cut, lefts, rights = (np.zeros(len(now.starts), dtype=np.int64) for _ in range(3))
        cut[owners], lefts[owners], rights[owners] = edges[best], left[best], right[best]
        return cut, lefts, rights

    def _distinct(self, order: Positions, cell: Positions) -> tuple[Positions, Positions]:
        """Running counts of debtors seen for the first time in their cell, and of those seen for the last time."""
        first = np.ones(len(order), dtype=np.int64)
        last = np.ones(len(order), dtype=np.int64)
        again = np.flatnonzero(self._guard.repeated[order])
        if len(again):
            debtors = self._guard.debtors[order[again]].astype(np.int64)
            keys = cell[again] * (int(debtors.max()) + 1) + debtors
            sorting = np.argsort(keys)
            begins = np.flatnonzero(np.diff(keys[sorting], prepend=-1))
            first[again] = last[again] = 0
            first[np.minimum.reduceat(again[sorting], begins)] = 1
            last[np.maximum.reduceat(again[sorting], begins)] = 1
        return np.concatenate([[0], np.cumsum(first)]), np.concatenate([[0], np.cumsum(last)])

    def _children(
        self,
        now: _Round,
        good: NDArray[np.bool_],
        cut: Positions,
        counts: tuple[Positions, Positions],
        closing: NDArray[np.bool_],
    ) -> _Round:
        starts = np.sort(np.concatenate([now.starts, cut[good]]))
        parent = np.searchsorted(now.starts, starts, side="right") - 1
        is_right = starts != now.starts[parent]
        stays_open = now.open & ~(closing & good[:, None])
        alive = now.alive.copy()
        for place in np.flatnonzero(self._axis_unit >= 0):
            alive[:, place] &= stays_open[:, self._axis_unit[place]]
        debtors = np.where(
            good[parent], np.where(is_right, counts[1][parent], counts[0][parent]), now.debtors[parent]
        )
        fresh = self._next_group + np.arange(len(starts))
        self._next_group += len(starts)
        own = (stays_open & good[:, None])[parent]
        return _Round(
            order=now.order,
            starts=starts,
            debtors=debtors,
            alive=alive[parent],
            open=stays_open[parent],
            groups=np.where(own, fresh[:, None], now.groups[parent]),
        )
