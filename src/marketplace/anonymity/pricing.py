"""What a bidder prices by, told of whole cells: the mean date of default, and how many of which product and stage.

The mean is weighted by what is owed: old debts are often the large ones, and a plain mean would make them younger.

A cell has at least k debtors and its lines stay alike, so that this tells no line from another (Xiao, Tao: Anatomy,
VLDB 2006, releases such counts of a group).
"""

import numpy as np
import polars as pl

from marketplace.anonymity.cut import Cells
from marketplace.anonymity.guard import FEWEST_SHARING, Debtors
from marketplace.anonymity.nominal import NOT_GIVEN
from marketplace.anonymity.roles import LEADING

AGES = ("default_on", "due_on", "last_payment_on", "contract_on")
"""The first of them that a tape has tells how old a debt is."""
MIXED = ("product", "stage")
PARTS, TIMES = "; ", " × "


def aged_by(names: list[str]) -> str | None:
    return next((name for name in AGES if name in names), None)


def cell_facts(frame: pl.DataFrame, names: list[str], cells: Cells, debtors: Debtors) -> list[pl.DataFrame]:
    """Of the quasi-identifiers `names`, one row a cell: `…_mean` (a day), `…_mix` (“judgment × 3; not given × 9”)."""
    cell = np.empty(len(cells.order), dtype=np.int64)
    cell[cells.order] = np.repeat(np.arange(len(cells.starts)), cells.sizes())
    age = aged_by(names)
    found = [_mean(frame[age], owed_by(frame), cell, cells, debtors)] if age else []
    return found + [_mix(frame[name], cell) for name in MIXED if name in names]


def owed_by(frame: pl.DataFrame) -> pl.Series:
    """What each claim weighs: its balance without sign; nothing where there is none."""
    if LEADING not in frame.columns:
        return pl.repeat(0, frame.height, dtype=pl.Int64, eager=True)
    return frame[LEADING].cast(pl.Int64).fill_null(0).abs()


def _mean(days: pl.Series, owed: pl.Series, cell: np.ndarray, cells: Cells, debtors: Debtors) -> pl.DataFrame:
    """Null where fewer debtors than `FEWEST_SHARING` have a date; not weighted where few owe most of those debts."""
    told = days.is_not_null()
    weights = pl.select(pl.when(told).then(owed).otherwise(0)).to_series().to_numpy()
    dominated = debtors.refused(weights[:, None], cells.order, cells.starts)
    rows = pl.DataFrame(
        {"cell": cell, "debtor": debtors.numbers, "day": days.cast(pl.Date).to_physical(), "weight": weights}
    )
    given = pl.col("debtor").filter(pl.col("day").is_not_null()).n_unique().alias("given")
    weighted = (pl.col("day") * pl.col("weight") / pl.col("weight").sum()).sum().alias("weighted")
    means = rows.group_by("cell").agg(given, weighted, pl.col("day").mean(), pl.col("weight").sum()).sort("cell")
    mean = pl.when(pl.Series(dominated) | (pl.col("weight") == 0)).then("day").otherwise("weighted")
    shown = pl.when(pl.col("given") >= FEWEST_SHARING).then(mean.round().cast(pl.Int32).cast(pl.Date))
    return means.select(shown.alias(f"{days.name}_mean"))


def _mix(values: pl.Series, cell: np.ndarray) -> pl.DataFrame:
    """Null where the cell has one value only, which its own column tells."""
    rows = pl.DataFrame({"cell": cell, "value": values.cast(pl.String).fill_null(NOT_GIVEN)})
    counts = rows.group_by("cell", "value").agg(pl.len()).sort("cell", "value")
    part = pl.concat_str("value", pl.lit(TIMES), pl.col("len").cast(pl.String))
    mixes = counts.group_by("cell").agg(part.str.join(PARTS).alias("mix"), pl.len().alias("several")).sort("cell")
    return mixes.select(pl.when(pl.col("several") > 1).then("mix").alias(f"{values.name}_mix"))
