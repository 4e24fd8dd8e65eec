"""Which totals of a group may be told: those that no debtor owns for the most part and that several debtors share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from marketplace.anonymity.axes import Codes, Positions
from marketplace.anonymity.roles import COMPONENTS, LEADING

LARGEST_SHARE = 0.5
FEWEST_SHARING = 3
"""The (1, 50 %) dominance rule and the minimum frequency of three: else a total tells about one debtor.

Hundepool et al., Statistical Disclosure Control (Wiley 2012), ch. 4 describes both rules and leaves their figures to
the publisher; these are the platform's. Each group has at least k debtors besides; those with nothing count in k.
"""

type Verdicts = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Guarded:
    """An amount, what else follows once it is told, and the amount it must not be told more finely than.

    `amounts`: rows × quantities, without sign, missing as zero. Balance minus principal is interest and the rest: who
    tells the first two tells the third, so it is guarded with the principal, and so on down the components.
    """

    name: str
    amounts: NDArray[np.int64]
    within: str | None


@dataclass(frozen=True, slots=True)
class Debtors:
    """For each row its debtor's number and whether that debtor has other rows."""

    numbers: Codes
    repeated: NDArray[np.bool_]
    count: int

    @classmethod
    def of(cls, numbers: Codes) -> "Debtors":
        rows_of = np.bincount(numbers)
        return cls(numbers, (rows_of > 1)[numbers], len(rows_of))

    def behind(self, order: Positions, starts: Positions) -> Positions:
        """How many distinct debtors each segment of `order` holds."""
        segment = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(order)))
        return debtors_of(segment, self.numbers[order])

    def refused(self, amounts: NDArray[np.int64], order: Positions, starts: Positions) -> Verdicts:
        """For each segment of `order`, whether one of the quantities may not be told as a total."""
        refused = np.zeros(len(starts), dtype=np.bool_)
        segment = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(order)))
        again = self.repeated[order]
        begins, pairing, owner = self._pairs(segment[again], self.numbers[order[again]])
        first_of_owner = np.flatnonzero(np.diff(owner, prepend=-1))
        owners = owner[first_of_owner]
        for values in amounts.T:
            values = values[order]
            total = np.add.reduceat(values, starts)
            alone = np.where(again, 0, values)
            largest = np.maximum.reduceat(alone, starts)
            sharing = np.add.reduceat((alone > 0).astype(np.int64), starts)
            if len(owner):
                sums = np.add.reduceat(values[again][pairing], begins)
                largest[owners] = np.maximum(largest[owners], np.maximum.reduceat(sums, first_of_owner))
                sharing[owners] += np.add.reduceat((sums > 0).astype(np.int64), first_of_owner)
            refused |= (sharing > 0) & ((sharing < FEWEST_SHARING) | (largest > LARGEST_SHARE * total))
        return refused

    def _pairs(self, segments: Positions, numbers: Codes) -> tuple[Positions, Positions, Positions]:
        """Brings a debtor's rows in one segment together: where each pair begins, the order, its segment."""
        keys = segments.astype(np.int64) * self.count + numbers
        order = np.argsort(keys)
        begins = np.flatnonzero(np.diff(keys[order], prepend=-1))
        return begins, order, segments[order][begins]


def debtors_of(segments: Positions, numbers: Positions | Codes) -> Positions:
    """How many distinct debtors each segment has, from the segment and the debtor of every row, both from 0."""
    people = int(numbers.max(initial=0)) + 1
    pairs = np.sort(segments * np.int64(people) + numbers)
    return np.bincount(pairs[np.diff(pairs, prepend=-1) != 0] // people)


@dataclass(frozen=True, slots=True)
class Dominance:
    """No segment may tell a total that speaks of one debtor."""

    debtors: Debtors
    amounts: NDArray[np.int64]

    def refused(self, order: Positions, starts: Positions) -> Verdicts:
        return self.debtors.refused(self.amounts, order, starts)


def guarded(frame: pl.DataFrame, names: Sequence[str]) -> list[Guarded]:
    """The released amounts in the order in which they are grouped: the first leads."""
    chain = [name for name in (LEADING, *COMPONENTS) if name in names]
    found: list[Guarded] = []
    rest = _whole(frame, LEADING) if LEADING in names else None
    for place, name in enumerate(chain):
        own = _whole(frame, name)
        quantities = [own]
        if rest is not None and name != LEADING:
            rest = rest + own if name == "payments_minor" else rest - own
            quantities.append(rest)
        found.append(Guarded(name, np.abs(np.stack(quantities)).T, chain[place - 1] if place else None))
    others = [name for name in names if name not in chain]
    return found + [Guarded(name, np.abs(_whole(frame, name))[:, None], None) for name in others]


def _whole(frame: pl.DataFrame, name: str) -> Positions:
    return frame[name].cast(pl.Int64).fill_null(0).to_numpy()
