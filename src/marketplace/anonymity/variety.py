"""How much a class tells about a sensitive value: its variety (l) and its distance from the whole tape (t)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from marketplace.anonymity.axes import Codes, Positions

type Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Variety:
    """Of one sensitive column, the worst class: distinct values (l), e to the least entropy (entropy l), greatest

    earth mover's distance (t) with every two values equally far apart, and with values in order where they have one:
    Machanavajjhala et al., l-diversity (2007); Li, Li, Venkatasubramanian, t-closeness (2007).
    """

    column: str
    l_distinct: int
    l_entropy: float
    t_equal: float
    t_ordered: float | None


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A sensitive column as codes in order; `shares` is each value's share of the whole. Nulls are one more value."""

    column: str
    codes: Codes
    shares: Numbers
    ordered: bool

    @classmethod
    def of(cls, values: pl.Series) -> "Sensitive":
        numbers = values.cast(pl.Float64, strict=False) if not values.dtype.is_temporal() else values.to_physical()
        ordered = values.dtype != pl.Boolean and numbers.null_count() == values.null_count() < len(values)
        plain = numbers if ordered else values.cast(pl.List(pl.String)).list.join("|") if _listed(values) else values
        codes = plain.rank("dense").cast(pl.Int32).fill_null(0).to_numpy()
        if not values.null_count():
            codes = codes - 1
        counts = np.bincount(codes) if len(codes) else np.zeros(1)
        return cls(values.name, codes.astype(np.int32), counts / max(len(codes), 1), ordered)

    def worst(self, order: Positions, starts: Positions) -> Variety:
        inside = self._inside(order, starts)
        return Variety(
            column=self.column,
            l_distinct=int(inside.distinct().min()),
            l_entropy=float(np.exp(inside.entropy().min())),
            t_equal=float(inside.equal(self.shares).max()),
            t_ordered=float(inside.in_order(self.shares).max()) if self.ordered else None,
        )

    def distinct(self, order: Positions, starts: Positions) -> Positions:
        return self._inside(order, starts).distinct()

    def distance(self, order: Positions, starts: Positions) -> Numbers:
        """Ordered where the column has an order, else equal."""
        inside = self._inside(order, starts)
        return inside.in_order(self.shares) if self.ordered else inside.equal(self.shares)

    def _inside(self, order: Positions, starts: Positions) -> "_Inside":
        segment = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(order)))
        keys = segment * np.int64(len(self.shares)) + self.codes[order]
        keys.sort()
        begins = np.flatnonzero(np.diff(keys, prepend=-1))
        counts = np.diff(begins, append=len(keys))
        owner, value = np.divmod(keys[begins], len(self.shares))
        first = np.searchsorted(owner, np.arange(len(starts)))
        sizes = np.add.reduceat(counts, first)
        return _Inside(first, owner, value, counts / sizes[owner])


@dataclass(frozen=True, slots=True)
class _Inside:
    """The values that each class holds, sorted by class and value, with their shares of the class."""

    first: Positions
    owner: Positions
    value: Positions
    share: Numbers

    def distinct(self) -> Positions:
        return np.diff(self.first, append=len(self.owner))

    def entropy(self) -> Numbers:
        found: Numbers = np.add.reduceat(-self.share * np.log(self.share), self.first)
        return found

    def equal(self, shares: Numbers) -> Numbers:
        """Half of the absolute differences; a value the class lacks counts with its share of the whole."""
        own = shares[self.value]
        apart = np.add.reduceat(np.abs(self.share - own), self.first) + 1 - np.add.reduceat(own, self.first)
        found: Numbers = apart / 2
        return found

    def in_order(self, shares: Numbers) -> Numbers:
        """The mean absolute difference of the cumulated shares. Between two values a class's own share stands still,

        so the whole's cumulated shares are summed up on both sides of where they pass it.
        """
        size = len(shares)
        if size < 2:
            return np.zeros(len(self.first))
        whole = np.cumsum(shares)
        sums = np.concatenate([[0.0], np.cumsum(whole)])
        below = np.cumsum(self.share)
        reached = below - np.concatenate([[0.0], below])[self.first][self.owner]
        last = np.append(np.diff(self.owner) != 0, True)
        until = np.where(last, size - 1, np.append(self.value[1:], size - 1))
        pieces = _distance(np.where(last, 1.0, reached), self.value, until, whole, sums)
        ahead = _distance(np.zeros(len(self.first)), np.zeros_like(self.first), self.value[self.first], whole, sums)
        found: Numbers = (np.add.reduceat(pieces, self.first) + ahead) / (size - 1)
        return found


def _distance(level: Numbers, begin: Positions, end: Positions, whole: Numbers, sums: Numbers) -> Numbers:
    """Σ |level − whole| over begin … end − 1, `whole` rising."""
    middle = np.clip(np.searchsorted(whole, level), begin, end)
    under = level * (middle - begin) - (sums[middle] - sums[begin])
    over = (sums[end] - sums[middle]) - level * (end - middle)
    found: Numbers = under + over
    return found


def _listed(values: pl.Series) -> bool:
    return isinstance(values.dtype, pl.List)


def varieties(frame: pl.DataFrame, classes: Codes, sensitive: Sequence[str]) -> tuple[Variety, ...]:
    """`classes` gives each row's class, numbered from 0 without gaps."""
    order = np.argsort(classes, kind="stable")
    starts = np.flatnonzero(np.diff(classes[order], prepend=-1))
    return tuple(Sensitive.of(frame[name]).worst(order, starts) for name in sensitive)
