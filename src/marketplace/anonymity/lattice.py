"""The optimal full-domain generalisation: one level for each column, the least information lost, nothing missed.

A lattice search in the manner of Flash (Kohlmayer, Prasser et al., 2012): nodes are tried along paths by halving, and
what fails k fails in every finer node too, since generalising never takes a row out of a class that is large enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kernel.errors import Invalid, Refused
from marketplace.anonymity.axes import Codes, Positions
from marketplace.anonymity.hierarchies import Hierarchy

MOST_NODES = 20_000_000
"""What the search holds in memory; beyond it the multidimensional cut is the answer."""

type Node = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Optimum:
    """`levels` in the order of the hierarchies. `loss` is the non-uniform entropy in bits over all rows, left-out ones

    at their level as ARX counts them: the sum of −log₂(rows with the value ÷ rows with its label).
    """

    columns: tuple[str, ...]
    levels: Node
    loss: float
    suppressed: int
    nodes: int
    checked: int


def optimum(
    frame: pl.DataFrame,
    hierarchies: Sequence[Hierarchy],
    k: int,
    suppression: float = 0.0,
    debtors: Codes | None = None,
) -> Optimum:
    """Up to the share `suppression` of the rows may be left out; k counts distinct `debtors`, without them rows.

    Refused where not even hiding everything helps; Invalid for a column, value or lattice that cannot be searched.
    """
    missing = [one.column for one in hierarchies if one.column not in frame.columns]
    if missing or not hierarchies:
        raise Invalid(f"The table has no column {', '.join(missing)}." if missing else "No column has a hierarchy.")
    lattice = _Lattice.of(frame, hierarchies, k, debtors)
    return lattice.search(int(suppression * frame.height + 1e-9))


def generalised(frame: pl.DataFrame, hierarchies: Sequence[Hierarchy], levels: Node) -> pl.DataFrame:
    """The columns on those levels, the others as they are. Rows that stay below k are the caller's to leave out."""
    shown = []
    for one, level in zip(hierarchies, levels, strict=True):
        table = one.table(frame[one.column])
        texts = frame[one.column].cast(pl.String).fill_null("")
        shown.append(texts.replace_strict(table["0"], table[f"{level}"]).alias(one.column))
    return frame.with_columns(shown)


@dataclass(frozen=True, slots=True)
class _Lattice:
    """`labels[c][level]` numbers the label of each of column c's values; `values` are the distinct rows × columns."""

    columns: tuple[str, ...]
    labels: tuple[tuple[Codes, ...], ...]
    values: NDArray[np.int32]
    rows: Positions
    debtors: Codes | None
    losses: tuple[NDArray[np.float64], ...]
    k: int

    @classmethod
    def of(cls, frame: pl.DataFrame, hierarchies: Sequence[Hierarchy], k: int, debtors: Codes | None) -> "_Lattice":
        labels, codes, losses = [], [], []
        for one in hierarchies:
            table = one.table(frame[one.column])
            levels = tuple((table[name].rank("dense").cast(pl.Int32) - 1).to_numpy() for name in table.columns)
            texts = frame[one.column].cast(pl.String).fill_null("")
            own = texts.replace_strict(table["0"], pl.Series(np.arange(table.height, dtype=np.int32))).to_numpy()
            labels.append(levels)
            codes.append(own)
            losses.append(_losses(levels, np.bincount(own, minlength=table.height)))
        if np.prod([len(one) for one in losses], dtype=np.float64) > MOST_NODES:
            raise Invalid("The lattice is too large to search; generalise fewer columns, or cut instead.")
        matrix = np.stack(codes + ([debtors] if debtors is not None else []), axis=1)
        distinct, rows = np.unique(matrix, axis=0, return_counts=True)
        width = len(codes)
        owners = None if debtors is None else distinct[:, width]
        columns = tuple(one.column for one in hierarchies)
        return cls(columns, tuple(labels), distinct[:, :width], rows, owners, tuple(losses), k)

    def search(self, most: int) -> Optimum:
        shape = tuple(len(one) for one in self.losses)
        loss = sum(np.ix_(*self.losses), start=np.zeros(shape))
        failed = np.zeros(shape, dtype=np.bool_)
        best: tuple[float, Node, int] | None = None
        checked = 0
        for flat in np.argsort(loss, axis=None, kind="stable"):
            node = tuple(int(level) for level in np.unravel_index(flat, shape))
            if failed[node]:
                continue
            if best is not None and loss[node] >= best[0]:
                break
            path = self._path(node, shape)
            low, high = 0, len(path)
            while low < high:
                middle = (low + high) // 2
                suppressed, checked = self.suppressed(path[middle]), checked + 1
                if suppressed > most:
                    failed[tuple(slice(level + 1) for level in path[middle])] = True
                    low = middle + 1
                else:
                    high = middle
                    if best is None or loss[path[middle]] < best[0]:
                        best = (float(loss[path[middle]]), path[middle], suppressed)
        if best is None:
            raise Refused(f"Fewer than {self.k} debtors: no generalisation hides them.")
        return Optimum(self.columns, best[1], best[0], best[2], loss.size, checked)

    def _path(self, node: Node, shape: Node) -> list[Node]:
        """Upwards to the top, always by the step that costs least."""
        path = [node]
        while any(level + 1 < height for level, height in zip(node, shape, strict=True)):
            steps = [
                (own[level + 1] - own[level], place)
                for place, (own, level) in enumerate(zip(self.losses, node, strict=True))
                if level + 1 < len(own)
            ]
            place = min(steps)[1]
            node = (*node[:place], node[place] + 1, *node[place + 1 :])
            path.append(node)
        return path

    def suppressed(self, node: Node) -> int:
        """How many rows lie in classes of fewer than k debtors."""
        keys = np.zeros(len(self.rows), dtype=np.int64)
        for place, level in enumerate(node):
            labels = self.labels[place][level]
            size = int(labels.max()) + 1
            if keys.max(initial=0) > np.iinfo(np.int64).max // (size + 1) - 1:
                keys = np.unique(keys, return_inverse=True)[1]
            keys = keys * size + labels[self.values[:, place]]
        _, own = np.unique(keys, return_inverse=True)
        rows = np.bincount(own, weights=self.rows)
        if self.debtors is None:
            return int(rows[rows < self.k].sum())
        pairs = np.unique(own.astype(np.int64) * (int(self.debtors.max()) + 1) + self.debtors)
        behind = np.bincount(pairs // (int(self.debtors.max()) + 1))
        return int(rows[behind < self.k].sum())


def _losses(levels: Sequence[Codes], counts: Positions) -> NDArray[np.float64]:
    """Bits lost on each level by one column, over all rows."""
    found = []
    for labels in levels:
        together = np.bincount(labels, weights=counts)[labels]
        found.append(float((counts * np.log2(together / counts)).sum()))
    if any(less > more for less, more in pairwise(found)):
        raise Invalid("A hierarchy parts on a higher level what it joins on a lower one.")
    return np.array(found)
