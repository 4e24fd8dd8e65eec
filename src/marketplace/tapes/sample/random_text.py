"""Columns of text out of numbers: padded digits, filled patterns, picks from a pool."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from marketplace.tapes.sample.check_digits import Ints

_PRIME = 982_451_653


def padded(numbers: Ints, width: int) -> pl.Series:
    """Each number as text with leading zeros."""
    return pl.Series(numbers).cast(pl.String).str.zfill(width)


def pick(pool: Sequence[str], index: Ints) -> pl.Series:
    """The pool's entry at each index."""
    return pl.Series(list(pool), dtype=pl.String).gather(pl.Series(index))


def scattered(counter: Ints, space: int, *, offset: int) -> Ints:
    """A different number below `space` for every counter below `space`, in no visible order.

    Multiplication by a prime far above every divisor of the spaces used here; `space` must stay below 10^9.
    """
    return (counter % space * (_PRIME % space) + offset) % space


def filled(patterns: Sequence[str], which: Ints, numbers: Ints) -> pl.Series:
    """Each chosen pattern with its `#` signs replaced by the number's digits, zero-padded, left to right."""
    parts = []
    for index, pattern in enumerate(patterns):
        rows = np.flatnonzero(which == index)
        parts.append(pl.DataFrame({"row": rows, "text": _fill(pattern, numbers[rows])}))
    return pl.concat(parts).sort("row")["text"]


def _fill(pattern: str, numbers: Ints) -> pl.Series:
    text = padded(numbers, pattern.count("#"))
    pieces: list[pl.Expr] = []
    taken = 0
    for run in _runs(pattern):
        if run.startswith("#"):
            pieces.append(pl.col("text").str.slice(taken, len(run)))
            taken += len(run)
        else:
            pieces.append(pl.lit(run))
    return pl.DataFrame({"text": text}).select(pl.concat_str(pieces).alias("text"))["text"]


def _runs(pattern: str) -> list[str]:
    runs: list[str] = []
    for sign in pattern:
        if runs and (runs[-1][0] == "#") == (sign == "#"):
            runs[-1] += sign
        else:
            runs.append(sign)
    return runs
