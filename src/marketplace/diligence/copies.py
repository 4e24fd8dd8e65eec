"""A buyer's copy of a stored tape: the same lines and groups, his mark in the mean balances. Pure but for files."""

from pathlib import Path

import polars as pl

from documents.neutral import neutralised, restored
from kernel.errors import Refused
from kernel.money import minor_digits
from marketplace.anonymity import marked, written
from marketplace.anonymity.watermark import MARKED

MEAN = MARKED.removesuffix("_minor")


def write_copy(tape: Path, copy: Path, key: bytes) -> int:
    """Writes the copy of the buyer with that key beside the stored tape; returns its lines.

    The same tape and key give the same bytes. Each lot is marked by itself, as it was released.
    """
    stored = pl.read_csv(tape, infer_schema=False)
    if MEAN not in stored.columns:
        raise Refused("This tape tells no mean balance and cannot carry a mark: it is handed to nobody.")
    means = restored(stored.select(MEAN), [MEAN])
    numbers = stored.select("reference", "cell", *(name for name in ("lot", "currency") if name in stored.columns))
    digits = _digits(stored)
    frame = numbers.with_columns((means[MEAN].cast(pl.Decimal(38, digits)) * 10**digits).cast(pl.Int64).alias(MARKED))
    lots = frame.partition_by("lot", maintain_order=True) if "lot" in frame.columns else [frame]
    moved = pl.concat([marked(lot, key) for lot in lots])
    text = neutralised(written(moved).select(MEAN))[MEAN]
    stored.with_columns(text).write_csv(copy, include_bom=True)
    return stored.height


def cells_of(tape: Path) -> pl.DataFrame:
    """Which group of a stored tape each reference is in; groups of different lots are different ones."""
    stored = pl.read_csv(tape, infer_schema=False)
    lot = pl.col("lot") if "lot" in stored.columns else pl.lit("1")
    return stored.select("reference", pl.concat_str([lot, pl.col("cell")], separator="-").alias("cell"))


def _digits(tape: pl.DataFrame) -> int:
    return minor_digits(tape["currency"][0]) if "currency" in tape.columns and tape.height else 2
