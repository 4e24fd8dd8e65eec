"""Frames as COPY reads them: CSV, bytes as hex."""

from collections.abc import Sequence
from io import BytesIO

import polars as pl

BYTEA = r"\x"


def as_csv(frame: pl.DataFrame) -> BytesIO:
    """Null as an empty cell, an empty text as two quotes, as COPY tells them apart."""
    file = BytesIO()
    frame.write_csv(file, include_header=False)
    file.seek(0)
    return file


def hexed(name: str, values: Sequence[bytes | None], prefix: str = BYTEA) -> pl.Expr:
    """A column of bytes as PostgreSQL reads it from text; an empty prefix for ids."""
    digits = pl.Series(name, values, pl.Binary).bin.encode("hex")
    return pl.concat_str(pl.lit(prefix), pl.lit(digits)).alias(name) if prefix else pl.lit(digits)
