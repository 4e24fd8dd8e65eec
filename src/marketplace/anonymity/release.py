"""From cells to the table that may be shown."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from marketplace.anonymity.axes import Axis, Codes, Positions
from marketplace.anonymity.cut import Cells
from marketplace.anonymity.guard import Guard
from marketplace.anonymity.references import Randomness, fresh_references, shuffled
from marketplace.anonymity.roles import CURRENCY, Plan


@dataclass(frozen=True, slots=True)
class Drawn:
    """The cells as a table, which row lies in which, and the span each axis admits to."""

    cells: pl.DataFrame
    cell_of_row: Positions
    spans: list[tuple[Codes, Codes]]


def draw(frame: pl.DataFrame, axes: list[Axis], cells: Cells, guard: Guard) -> Drawn:
    """One row a cell: `cell`, `rows`, `debtors`, the released columns, and each amount's group, rows and total."""
    sizes = np.diff(cells.starts, append=len(cells.order))
    cell_of_row = np.empty(len(cells.order), dtype=np.int64)
    cell_of_row[cells.order] = np.repeat(np.arange(len(sizes)), sizes)
    unit_of_axis = {name: unit for unit, members in enumerate(guard.units) for name in members}
    pair = pl.DataFrame({"cell": cell_of_row, "debtor": guard.debtors})
    debtors = pair.group_by("cell").agg(pl.col("debtor").n_unique()).sort("cell")["debtor"]
    parts = [
        pl.DataFrame({"cell": np.arange(len(sizes)), "rows": sizes}).with_columns(debtors.alias("debtors"))
    ]
    spans = []
    for axis in axes:
        codes = axis.codes[cells.order]
        lowest, highest = np.minimum.reduceat(codes, cells.starts), np.maximum.reduceat(codes, cells.starts)
        unit = unit_of_axis.get(axis.name)
        if unit is not None:
            group = _numbered(cells.groups[:, unit])
            lowest, highest = _of_groups(lowest, highest, group)
            totals = np.add.reduceat(_amounts(frame, axis.name)[cells.order], cells.starts)
            parts.append(_told(axis.name, group, sizes, totals, bool(cells.told[unit])))
        parts.append(axis.spell(lowest, highest))
        spans.append(axis.widen(lowest, highest))
    return Drawn(pl.concat(parts, how="horizontal"), cell_of_row, spans)


def publish(
    frame: pl.DataFrame, drawn: Drawn, axes: list[Axis], plan: Plan, randomness: Randomness
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The released rows in random order, the cells under random numbers, and the key from input row to reference."""
    labels = shuffled(drawn.cells.height, randomness) + 1
    cells = drawn.cells.with_columns(pl.Series("cell", labels))
    order = shuffled(frame.height, randomness)
    references = fresh_references(frame.height, randomness)
    shown = [name for axis in axes for name in _columns(axis, cells)]
    rows = cells.select("cell", *shown).select(pl.all().gather(drawn.cell_of_row[order]))
    as_is = [name for name in (*plan.released_as_is, CURRENCY) if name in frame.columns]
    own = frame.select(pl.col(name).gather(order) for name in as_is)
    released = pl.concat([references.to_frame(), rows, own], how="horizontal")
    key = pl.DataFrame({"row": order, "reference": references}).sort("row")
    told = [name for name in cells.columns if name in {"cell", "rows", "debtors"} or "_group" in name]
    return released, cells.select(told).sort("cell"), key


def _columns(axis: Axis, cells: pl.DataFrame) -> list[str]:
    mean = f"{axis.name.removesuffix('_minor')}_mean_minor"
    return [*axis.columns, mean] if mean in cells.columns else list(axis.columns)


def _numbered(groups: Positions) -> Positions:
    return np.unique(groups, return_inverse=True)[1]


def _of_groups(lowest: Codes, highest: Codes, group: Positions) -> tuple[Codes, Codes]:
    count = int(group.max()) + 1
    low = np.full(count, np.iinfo(np.int32).max, dtype=np.int32)
    high = np.zeros(count, dtype=np.int32)
    np.minimum.at(low, group, lowest)
    np.maximum.at(high, group, highest)
    return low[group], high[group]


def _amounts(frame: pl.DataFrame, name: str) -> Positions:
    return frame[name].cast(pl.Int64).fill_null(0).to_numpy()


def _told(
    name: str, group: Positions, sizes: Positions, totals: Positions, may_be_told: bool
) -> pl.DataFrame:
    stem = name.removesuffix("_minor")
    rows = np.zeros(int(group.max()) + 1, dtype=np.int64)
    sums = np.zeros(len(rows), dtype=np.int64)
    np.add.at(rows, group, sizes)
    np.add.at(sums, group, totals)
    told = pl.DataFrame(
        {
            f"{stem}_mean_minor": _means(sums, rows)[group],
            f"{stem}_group": group + 1,
            f"{stem}_group_rows": rows[group],
            f"{stem}_group_total_minor": sums[group],
        }
    )
    if may_be_told:
        return told
    return told.with_columns(pl.lit(None, dtype=pl.Int64).alias(told.columns[place]) for place in (0, 3))


def _means(sums: Positions, rows: Positions) -> Positions:
    """Each mean is rounded down or up, whichever keeps the column's sum nearest to the exact one so far."""
    down = sums // rows
    rest = sums - down * rows
    means, owed = [], 0
    for low, left, count in zip(down.tolist(), rest.tolist(), rows.tolist(), strict=True):
        up = left > 0 and abs(owed + left - count) <= abs(owed + left)
        means.append(low + up)
        owed += left - count * up
    return np.array(means, dtype=np.int64)
