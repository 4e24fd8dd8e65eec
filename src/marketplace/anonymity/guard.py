"""Which totals of a group may be told: those that no debtor owns for the most part and that k debtors share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from marketplace.anonymity.axes import Codes, Positions
from marketplace.anonymity.roles import COMPONENTS, LEADING

LARGEST_SHARE = 0.5
"""The (1, 50 %) dominance rule: above half of a total, that total tells about one debtor.

Hundepool et al., Statistical Disclosure Control (Wiley 2012), ch. 4 describes the (n, k)-dominance rule and leaves
its two figures to the publisher; these are the platform's.
"""

type Verdicts = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Guard:
    """Amounts in units: the columns of one unit are told, or told more coarsely, together.

    The components of the balance are one unit, and so is what they leave unexplained of it: otherwise balance minus
    the told ones would give a withheld one back.
    """

    units: tuple[tuple[str, ...], ...]
    leading: int | None
    amounts: NDArray[np.int64]
    """Rows × columns, without sign, missing as zero."""
    unit_of: Codes
    debtors: Codes
    repeated: NDArray[np.bool_]
    """Which rows belong to a debtor with more than one row."""
    k: int

    def refuses(self, order: Positions, starts: Positions) -> Verdicts:
        """For each segment of `order` and each unit, whether its totals may not be told."""
        refused = np.zeros((len(starts), len(self.units)), dtype=np.bool_)
        segment = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(order)))
        again = self.repeated[order]
        first_of_pair, pair_order, pair_segment = _pairs(segment[again], self.debtors[order[again]])
        for column in range(self.amounts.shape[1]):
            values = self.amounts[order, column]
            total = np.add.reduceat(values, starts)
            single = np.where(again, 0, values)
            largest = np.maximum.reduceat(single, starts)
            sharing = np.add.reduceat((single > 0).astype(np.int64), starts)
            if len(pair_segment):
                sums = np.add.reduceat(values[again][pair_order], first_of_pair)
                np.maximum.at(largest, pair_segment, sums)
                np.add.at(sharing, pair_segment, sums > 0)
            told_too_much = (sharing > 0) & ((sharing < self.k) | (largest > LARGEST_SHARE * total))
            refused[:, self.unit_of[column]] |= told_too_much
        return refused


def guard(
    frame: pl.DataFrame, names: Sequence[str], debtors: Codes, repeated: NDArray[np.bool_], k: int
) -> Guard:
    """`names` are the amounts that are released."""
    parts = tuple(name for name in COMPONENTS if name in names)
    units = [(LEADING,)] if LEADING in names else []
    units += [parts] if parts else []
    units += [(name,) for name in names if name != LEADING and name not in parts]
    columns = [(unit, _whole(frame, name)) for unit, members in enumerate(units) for name in members]
    if LEADING in names and parts:
        signs = {"payments_minor": -1}
        explained = sum(
            (signs.get(name, 1) * _whole(frame, name) for name in parts), np.zeros(frame.height, np.int64)
        )
        columns.append((1, _whole(frame, LEADING) - explained))
    amounts = np.zeros((frame.height, len(columns)), dtype=np.int64)
    for place, (_, values) in enumerate(columns):
        amounts[:, place] = np.abs(values)
    return Guard(
        units=tuple(units),
        leading=0 if LEADING in names else None,
        amounts=amounts,
        unit_of=np.array([unit for unit, _ in columns], dtype=np.int32),
        debtors=debtors,
        repeated=repeated,
        k=k,
    )


def _whole(frame: pl.DataFrame, name: str) -> Positions:
    return frame[name].cast(pl.Int64).fill_null(0).to_numpy()


def _pairs(segments: Positions, debtors: Codes) -> tuple[Positions, Positions, Positions]:
    """Brings the rows of one debtor in one segment together: where each pair begins, the order, its segment."""
    if not len(segments):
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty
    keys = segments.astype(np.int64) * (int(debtors.max()) + 1) + debtors
    order = np.argsort(keys)
    begins = np.flatnonzero(np.diff(keys[order], prepend=-1))
    return begins, order, segments[order][begins]
