"""Strata are merged until nothing small shows, neither in a table nor by subtracting one table from another."""

from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from marketplace.anonymity import Debtors
from marketplace.listings.bands import Division

type Members = tuple[int, ...]


class Merging:
    """`cells` is the cell of the released tape each row lies in, if a tape is released beside the tables.

    Then a stratum (or two of them) less the cells that lie wholly inside it is known to every reader of both; that
    rest must be nothing or as many debtors as any cell, on this side of the border and on the other.
    """

    def __init__(
        self,
        division: Division,
        debtors: Debtors,
        balances: NDArray[np.int64],
        k: int,
        cells: NDArray[np.int64] | None,
    ) -> None:
        self._division, self._k = division, k
        rows = pl.DataFrame(
            {
                "debtor": debtors.numbers,
                "stratum": division.codes,
                "cell": np.zeros(len(balances), dtype=np.int64) if cells is None else cells,
                "owed": np.abs(balances),
            }
        )
        self._rows = rows.group_by("debtor", "stratum", "cell").agg(pl.col("owed").sum())
        self._has_tape = cells is not None
        self._mixed = self._rows.filter(pl.col("stratum").n_unique().over("cell") > 1)

    def merged(self) -> list[Members]:
        """The strata that stand together, in order; for categories the merged rest comes last."""
        standing: list[Members] = [(int(code),) for code in np.unique(self._division.codes)]
        while len(standing) > 1:
            failing = next((place for place in self._sets(standing) if not self._may_stand(standing, place)), None)
            if failing is None:
                return standing
            standing = self._neighbours(standing, failing) if self._division.ordered else self._pool(standing, failing)
        return standing

    def _sets(self, standing: list[Members]) -> list[tuple[int, ...]]:
        singles: list[tuple[int, ...]] = [(place,) for place in range(len(standing))]
        pairs: list[tuple[int, ...]] = (
            list(combinations(range(len(standing)), 2)) if self._has_tape and len(standing) > 2 else []
        )
        return singles + pairs

    def _may_stand(self, standing: list[Members], places: tuple[int, ...]) -> bool:
        inside = pl.col("stratum").is_in([code for place in places for code in standing[place]])
        if len(places) == 1 and not self._enough(self._rows.filter(inside)):
            return False
        if not self._has_tape:
            return True
        split = inside.any().over("cell") & (~inside).any().over("cell")
        straddling = self._mixed.filter(split)
        return straddling.is_empty() or (
            self._enough(straddling.filter(inside)) and self._enough(straddling.filter(~inside))
        )

    def _enough(self, rows: pl.DataFrame) -> bool:
        """At least k debtors, and a total that speaks of no single one."""
        owed = rows.group_by("debtor").agg(pl.col("owed").sum())["owed"].to_numpy()
        if len(owed) < self._k:
            return False
        alone = Debtors.of(np.arange(len(owed), dtype=np.int32))
        return not alone.refused(owed[:, None], np.arange(len(owed)), np.zeros(1, dtype=np.int64))[0]

    def _neighbours(self, standing: list[Members], failing: tuple[int, ...]) -> list[Members]:
        """Joins the failing stratum to its smaller neighbour; of two, the first that has one outside the pair."""
        for place in failing:
            beside = [near for near in (place - 1, place + 1) if 0 <= near < len(standing) and near not in failing]
            if beside:
                near = min(beside, key=lambda one: self._size(standing[one]))
                first, last = sorted((place, near))
                joined = standing[first] + standing[last]
                return [*standing[:first], joined, *standing[last + 1 :]]
        return [tuple(code for members in standing for code in members)]

    def _pool(self, standing: list[Members], failing: tuple[int, ...]) -> list[Members]:
        """Puts the failing ones with the rest, or with the smallest other where there is no rest yet."""
        pooled = {place for place in failing} | {place for place, members in enumerate(standing) if len(members) > 1}
        others = [place for place in range(len(standing)) if place not in pooled]
        rest_alone = set(failing) == pooled
        if rest_alone and others:
            pooled.add(min(others, key=lambda place: self._size(standing[place])))
        kept = [members for place, members in enumerate(standing) if place not in pooled]
        return [*kept, tuple(code for place in sorted(pooled) for code in standing[place])]

    def _size(self, members: Members) -> int:
        return self._rows.filter(pl.col("stratum").is_in(members))["debtor"].n_unique()
