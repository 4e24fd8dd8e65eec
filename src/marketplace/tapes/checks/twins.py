"""Rows that stand twice in a tape, found in a first reading that keeps sixteen bytes of each row."""

from collections.abc import Iterator

import polars as pl
from msgspec import Struct

from marketplace.tapes.casting.cast import kept_by
from marketplace.tapes.mapping import Mapping

ITEM_FIELDS = frozenset({"item_reference", "item_kind", "item_amount", "item_due_date"})


class Twins(Struct, frozen=True):
    """Numbers of the rows that repeat an earlier row, and of all the rows that share a reference and differ."""

    repeated: pl.Series
    conflicting: pl.Series


def twins(chunks: Iterator[pl.DataFrame], mapping: Mapping) -> Twins:
    """Reads all chunks once. Rows that carry items share their claim's reference and are only checked for repeats.

    Two different rows of a tape of a million pass for equal with a chance of about 3 in 100 million.
    """
    header = next((name for name, field in mapping.columns.items() if field == "reference"), None)
    parts = [_hashed(kept_by(mapping, chunk), header) for chunk in chunks]
    rows = (
        pl.concat(parts)
        if parts
        else pl.DataFrame(schema={"row_no": pl.Int64, "row": pl.UInt64, "reference": pl.UInt64})
    )
    repeated = rows.filter(~pl.col("row").is_first_distinct())["row_no"]
    if header is None or mapping.fields & ITEM_FIELDS:
        return Twins(repeated, pl.Series("row_no", [], pl.Int64))
    named = rows.filter(pl.col("reference").is_not_null() & pl.col("row").is_first_distinct())
    return Twins(repeated, named.filter(pl.col("reference").is_duplicated())["row_no"])


def _hashed(chunk: pl.DataFrame, header: str | None) -> pl.DataFrame:
    cells = chunk.drop("row_no", "line_no", "broken")
    frame = chunk.select("row_no").with_columns(cells.hash_rows().alias("row"))
    if header is None:
        return frame.with_columns(pl.lit(None, pl.UInt64).alias("reference"))
    reference = pl.col(header).str.strip_chars()
    hashed = chunk.select(pl.when(reference != "").then(reference.hash()).alias("reference"))
    return frame.with_columns(hashed["reference"])
