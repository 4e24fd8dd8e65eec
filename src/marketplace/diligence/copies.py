"""A buyer's copy of a stored tape: the same lines and groups, his mark in the mean balances. Pure but for files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kernel.errors import Invalid, Problem, Refused
from kernel.money import minor_digits
from marketplace.anonymity import Suspicion, leaker, marked, written
from marketplace.anonymity.watermark import MARKED
from marketplace.tapes.casting.amounts import minor_units
from marketplace.tapes.neutral import neutralised, restored
from marketplace.tapes.reading import Column, Style, detect, read_chunks

MEAN = MARKED.removesuffix("_minor")
MOST_JUDGED = 2_000
"""Distinct amounts a judgement is made of: enough for any certainty, and the exact tail of more is slow."""
FEWEST_JUDGED = 20
"""Distinct amounts below which a column cannot name anybody among a million keys."""


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


@dataclass(frozen=True, slots=True)
class Judged:
    """Whose copy a found file is. `named` is None where nobody is named; `amounts` are those that were judged."""

    named: str | None
    amounts: int
    chance: float


def judge(found: Path, keys: Mapping[str, bytes], currency: str) -> Judged:
    """Names the one whose mark the found file bears, with a false alarm for anybody below one in a million.

    Lines may be missing, in another order, without references and under other headers: every column of amounts is
    tried, and counts against the certainty. Invalid for a file that is no table.
    """
    columns = [amounts for amounts in _columns(found, currency) if amounts.len() >= FEWEST_JUDGED]
    best: Suspicion | None = None
    for amounts in columns:
        one = leaker(amounts, keys)
        if one is not None and one.chance * len(columns) < 1e-6 and (best is None or one.chance < best.chance):
            best = one
    most = max((amounts.len() for amounts in columns), default=0)
    if best is None:
        return Judged(None, most, 1.0)
    return Judged(best.buyer, best.amounts, best.chance * len(columns))


def _columns(found: Path, currency: str) -> list[pl.Series]:
    """Distinct amounts of each column that may be the marked one; of our own header only that."""
    try:
        layout = detect(found)
        own = [column for column in layout.columns if column.header.strip().lower() == MEAN]
        tried = own or list(layout.columns)
        known: dict[str, pl.Series] = {}
        for chunk in read_chunks(found, layout):
            for column in tried:
                fresh = _amounts(chunk[column.header], column, currency)
                before = known.get(column.header)
                known[column.header] = fresh if before is None else pl.concat([before, fresh]).unique()
    except Problem:
        raise
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        raise Invalid(
            "The file cannot be read as a table. Bring a CSV, XLSX or Parquet file with its header."
        ) from error
    # Which amounts are judged follows from the amounts alone, never from a key: the chance stays what it is.
    return [_some(amounts) for amounts in known.values()]


def _amounts(cells: pl.Series, column: Column, currency: str) -> pl.Series:
    text = cells.cast(pl.String).str.strip_chars()
    style = column.style if column.style.decimal else Style(decimal=".")
    read = minor_units(text.set(text == "", None), style, minor_digits(currency))
    return read.value.drop_nulls().unique()


def _some(amounts: pl.Series) -> pl.Series:
    if amounts.len() <= MOST_JUDGED:
        return amounts
    order = amounts.hash(seed=20).arg_sort()
    return amounts.gather(order.head(MOST_JUDGED))


def _digits(tape: pl.DataFrame) -> int:
    return minor_digits(tape["currency"][0]) if "currency" in tape.columns and tape.height else 2
