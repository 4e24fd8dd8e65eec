"""A second release of one portfolio to one reader: what both together tell must still hide k debtors."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from kernel.errors import Invalid, Place, Refused
from marketplace.anonymity.axes import Codes
from marketplace.anonymity.conditions import Condition
from marketplace.anonymity.cut import Cells
from marketplace.anonymity.guard import Debtors


def joint_k(debtors: pl.Series, earlier: pl.Series, later: pl.Series) -> int:
    """The fewest distinct debtors behind a pair of cells, for a reader who could tell which lines belong together.

    One entry a claim of either release; null where a release lacks the claim, since what has come or gone between
    the two follows from subtracting them. 0 where there is no claim at all.
    """
    pairs = pl.DataFrame({"debtor": debtors, "earlier": earlier, "later": later}).group_by("earlier", "later")
    return min(pairs.agg(pl.col("debtor").n_unique().alias("k"))["k"].to_list(), default=0)


def refuse_joined(debtors: pl.Series, earlier: pl.Series, later: pl.Series, k: int) -> None:
    """Refused if the two releases together narrow anybody down to fewer than k debtors."""
    found = joint_k(debtors, earlier, later)
    if 0 < found < k:
        raise Refused(
            f"With the release this buyer already has, {found} debtors would stand alone; at least {k} are needed."
            " Release along the earlier one's groups, or give the same tape again.",
            places=[Place("cell", None, f"Two groups of the releases share {found} debtors.")],
        )


def start_from(earlier: pl.Series, debtors: Debtors, k: int, conditions: Sequence[Condition] = ()) -> Cells:
    """The earlier release's cells as those that a new cut begins with, so that it can only halve them.

    `earlier` has one entry a row, null for claims that were not in it; those are a cell of their own. Refused where
    such a cell has fewer than k debtors now or fails one of the `conditions`; Invalid if it speaks of another number
    of rows.
    """
    if len(earlier) != len(debtors.numbers):
        raise Invalid(f"The earlier release tells the cells of {len(earlier)} rows, not of {len(debtors.numbers)}.")
    cells: Codes = (earlier.cast(pl.Int64).fill_null(-1).rank("dense").cast(pl.Int32) - 1).to_numpy()
    order = np.argsort(cells, kind="stable")
    found = Cells(order, np.flatnonzero(np.diff(cells[order], prepend=-1)))
    fewest = int(debtors.behind(found.order, found.starts).min())
    if fewest < k:
        raise Refused(
            f"A group of the earlier release would hold {fewest} debtors now, or so few claims are new; at least {k}"
            " are needed. Leave the new claims for another listing, or take the shrunken group out."
        )
    if any(condition.refused(found.order, found.starts).any() for condition in conditions):
        raise Refused(
            "A group of the earlier release has fewer sensitive values, or lies further from the whole, than is asked"
            " for now. Ask for no more than was kept then, or withhold the column."
        )
    return found
