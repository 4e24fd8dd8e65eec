"""Parquet in slices, every column turned to text without a float passing through our hands."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
from polars.exceptions import PanicException, PolarsError

from marketplace.tapes.reading.layout import MOST_COLUMNS, Layout, unreadable

_DAMAGE = (PolarsError, PanicException, OSError)
"""What reading torn Parquet ends in; Polars panics where a column's place lies beyond the file."""

_NESTED = (pl.List, pl.Array, pl.Struct, pl.Object, pl.Binary)


def parquet_columns(path: Path) -> list[str]:
    """The column names. Raises Invalid for a damaged file and for columns that hold no plain values."""
    try:
        schema = pl.read_parquet_schema(path)
    except _DAMAGE as error:
        raise unreadable(path.name, "the Parquet file is damaged.", "Write it anew and upload that.") from error
    for name, dtype in schema.items():
        if isinstance(dtype, _NESTED):
            remedy = "Write one plain value per cell."
            raise unreadable(
                path.name, "a column holds nested values.", remedy, where=f"column {name}", value=str(dtype)
            )
    if len(schema) > MOST_COLUMNS:
        raise unreadable(path.name, f"it has {len(schema)} columns.", f"At most {MOST_COLUMNS} can be read.")
    return list(schema)


def parquet_head(path: Path, rows: int) -> pl.DataFrame:
    return _read(path, 0, rows)


def frames(path: Path, layout: Layout, rows: int) -> Iterator[pl.DataFrame]:
    start = 0
    while (part := _read(path, start, rows)).height:
        numbered = part.rename(dict(zip(part.columns, layout.headers, strict=True))).with_columns(
            pl.int_range(start + 1, start + 1 + part.height, dtype=pl.Int64).alias("line_no"),
            pl.lit(None, pl.String).alias("broken"),
        )
        headers = pl.col(layout.headers)
        numbered = numbered.with_columns(pl.when(headers != "").then(headers))
        start += part.height
        yield numbered.filter(pl.any_horizontal(headers.is_not_null()))


def _read(path: Path, start: int, rows: int) -> pl.DataFrame:
    try:
        part = pl.scan_parquet(path).slice(start, rows).collect()
    except _DAMAGE as error:
        raise unreadable(
            path.name, "the Parquet file is damaged.", "Write it anew.", where=f"row {start + 1}"
        ) from error
    return part.with_columns(pl.all().cast(pl.String))
