"""From cells to the table that may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from marketplace.anonymity.axes import Axis, Codes, Positions
from marketplace.anonymity.cut import Cells
from marketplace.anonymity.guard import Debtors
from marketplace.anonymity.means import means_of
from marketplace.anonymity.pricing import MIXED, cell_facts
from marketplace.anonymity.references import Randomness, fresh_references, shuffled
from marketplace.anonymity.roles import CURRENCY, Plan

PRICED_BY = ("_mean_minor", "_mean", "_mix", "_given")


@dataclass(frozen=True, slots=True)
class Drawn:
    """The cells as a table, which row lies in which, and the span each axis admits to."""

    cells: pl.DataFrame
    cell_of_row: Positions
    spans: list[tuple[Codes, Codes]]


def draw(
    frame: pl.DataFrame,
    axes: list[Axis],
    cells: Cells,
    groups: Mapping[str, Positions | None],
    debtors: Debtors,
) -> Drawn:
    """One row a cell: `cell`, `rows`, `debtors`, the released columns, and each amount's group, rows and total."""
    sizes = cells.sizes()
    cell_of_row = np.empty(len(cells.order), dtype=np.int64)
    cell_of_row[cells.order] = np.repeat(np.arange(len(sizes)), sizes)
    pairs = pl.DataFrame({"cell": cell_of_row, "debtor": debtors.numbers})
    counts = pairs.group_by("cell").agg(pl.col("debtor").n_unique()).sort("cell")["debtor"]
    parts = [pl.DataFrame({"cell": np.arange(len(sizes)), "rows": sizes, "debtors": counts})]
    spans = []
    for axis in axes:
        codes = axis.codes[cells.order]
        lowest, highest = np.minimum.reduceat(codes, cells.starts), np.maximum.reduceat(codes, cells.starts)
        if axis.name in groups:
            group = groups[axis.name]
            whole = np.zeros(len(sizes), dtype=np.int64)
            lowest, highest = _of_groups(lowest, highest, whole if group is None else group)
            values = frame[axis.name].cast(pl.Int64).fill_null(0).to_numpy()
            totals = np.add.reduceat(values[cells.order], cells.starts)
            given = np.add.reduceat(
                frame[axis.name].is_not_null().to_numpy()[cells.order].astype(np.int64), cells.starts
            )
            parts.append(_told(axis.name, group, sizes, totals, given))
        parts.append(axis.spell(lowest, highest))
        spans.append(axis.widen(lowest, highest))
    parts += cell_facts(frame, [axis.name for axis in axes], cells, debtors)
    return Drawn(pl.concat(parts, how="horizontal"), cell_of_row, spans)


def in_its_order(frame: pl.DataFrame, drawn: Drawn, plan: Plan) -> pl.DataFrame:
    """What would be told of each row of `frame` that a bidder prices by, in its order and without references."""
    told = [name for name in drawn.cells.columns if name in MIXED or name.endswith(PRICED_BY)]
    own = [name for name in plan.released_as_is if name in frame.columns]
    return pl.concat([drawn.cells.select(pl.col(told).gather(drawn.cell_of_row)), frame.select(own)], how="horizontal")


def publish(
    frame: pl.DataFrame, drawn: Drawn, axes: list[Axis], plan: Plan, randomness: Randomness
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The released rows in random order, the cells under random numbers, the key from input row to reference."""
    labels = shuffled(drawn.cells.height, randomness) + 1
    cells = drawn.cells.with_columns(pl.Series("cell", labels))
    order = shuffled(frame.height, randomness)
    references = fresh_references(frame.height, randomness)
    shown = [name for axis in axes for name in _columns(axis, cells)]
    rows = cells.select("cell", *shown).select(pl.all().gather(drawn.cell_of_row[order]))
    as_is = [name for name in (*plan.released_as_is, CURRENCY) if name in frame.columns]
    own = frame.select(pl.col(name).gather(order) for name in as_is)
    released = pl.concat([references.to_frame(), rows, own], how="horizontal")
    key = pl.DataFrame({"row": order, "reference": references, "cell": rows["cell"]}).sort("row")
    told = [name for name in cells.columns if name in {"cell", "rows", "debtors"} or "_group" in name]
    return released, cells.select(told).sort("cell"), key


def _columns(axis: Axis, cells: pl.DataFrame) -> list[str]:
    besides = (f"{axis.name.removesuffix('_minor')}_mean_minor", f"{axis.name}_mean", f"{axis.name}_mix")
    return [*axis.columns, *(name for name in besides if name in cells.columns)]


def _of_groups(lowest: Codes, highest: Codes, group: Positions) -> tuple[Codes, Codes]:
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    return np.minimum.reduceat(lowest, begins)[group], np.maximum.reduceat(highest, begins)[group]


def _told(name: str, group: Positions | None, sizes: Positions, totals: Positions, given: Positions) -> pl.DataFrame:
    """A group in which nobody's amount is given has no mean; where some are, the missing ones count as nothing."""
    stem = name.removesuffix("_minor")
    names = [f"{stem}_mean_minor", f"{stem}_group", f"{stem}_group_rows", f"{stem}_group_total_minor"]
    if group is None:
        nothing = pl.Series(dtype=pl.Int64).extend_constant(None, len(sizes))
        return pl.DataFrame({name: nothing for name in names})
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    rows, sums = np.add.reduceat(sizes, begins), np.add.reduceat(totals, begins)
    told = (means_of(sums, rows)[group], group + 1, rows[group], sums[group])
    some = pl.Series(np.add.reduceat(given, begins)[group] > 0)
    return pl.DataFrame(dict(zip(names, told, strict=True))).with_columns(pl.when(some).then(pl.col(names[0])))
