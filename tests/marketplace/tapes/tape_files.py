"""Small tapes for tests, written by hand."""

from pathlib import Path

import polars as pl

from marketplace.tapes.mapping import Mapping
from marketplace.tapes.reading import Layout, detect, read_chunks

HEADER = "Account number;Balance;Date of default;Customer name"
ROWS = ("A-1;100.00;2024-01-31;Ann Lee", "A-2;250.50;2024-02-29;Bo Ek")


def tape(
    folder: Path, *, lines: tuple[str, ...] = (HEADER, *ROWS), encoding: str = "utf-8", name: str = "tape.csv"
) -> Path:
    path = folder / name
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def plain_mapping(**changes: object) -> Mapping:
    columns = {
        "Account number": "reference",
        "Balance": "balance",
        "Date of default": "default_date",
        "Customer name": "debtor_name",
    }
    settings: dict[str, object] = {"columns": columns, "decimal": ".", "currency": "EUR", "country": "es"}
    return Mapping(**(settings | changes))  # type: ignore[arg-type]


def read(path: Path, layout: Layout | None = None) -> pl.DataFrame:
    return pl.concat(list(read_chunks(path, layout or detect(path))))
