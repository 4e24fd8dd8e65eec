"""An axis: one quasi-identifier as ordered whole-number codes, along which a tape can be cut and spelled again."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

type Codes = NDArray[np.int32]
type Positions = NDArray[np.int64]
type Spans = tuple[Codes, Codes]
"""The lowest and the highest code of each cell, both inclusive."""


@dataclass(frozen=True, slots=True)
class Axis:
    """`spell` turns spans into the released columns; `widen` gives the span those columns really admit to."""

    name: str
    columns: tuple[str, ...]
    codes: Codes
    size: int
    weight: float
    preference: NDArray[np.float32]
    """For each code, how much a cut just below it is preferred (a country's border over a street's)."""
    spell: Callable[[Codes, Codes], pl.DataFrame]
    widen: Callable[[Codes, Codes], Spans]

    def counts(self) -> Positions:
        return np.bincount(self.codes, minlength=self.size).astype(np.int64)

    def positions(self) -> NDArray[np.float64]:
        """Where each code lies among the rows, 0 to 1: the width of a span is a share of the tape, not of a scale."""
        counts = self.counts()
        return (np.cumsum(counts) - counts / 2) / max(len(self.codes), 1)


def as_they_are(lowest: Codes, highest: Codes) -> Spans:
    return lowest, highest


class HighestBetween:
    """The highest preference over any stretch of codes, by doubling (a sparse table)."""

    def __init__(self, values: NDArray[np.float32]) -> None:
        self._tables = [values]
        step = 1
        while 2 * step <= len(values):
            last = self._tables[-1]
            self._tables.append(np.maximum(last[:-step], last[step:]))
            step *= 2

    def over(self, first: Positions, last: Positions) -> NDArray[np.float32]:
        """The highest over `first … last`, both inclusive."""
        level = np.frexp((last - first + 1).astype(np.float64))[1] - 1
        found = np.empty(len(first), dtype=np.float32)
        for depth in np.unique(level):
            here = level == depth
            table = self._tables[int(depth)]
            found[here] = np.maximum(table[first[here]], table[last[here] - (1 << int(depth)) + 1])
        return found
