"""What the first rows of a table say of its columns: some of their cells, and the style these show."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import polars as pl

from documents.neutral import restored_text
from marketplace.tapes.reading.header import Record
from marketplace.tapes.reading.layout import Column, unreadable
from marketplace.tapes.reading.styles import with_style

LOOKED_AT = 5_000
"""Data rows from which styles and samples are taken."""

WEIGHED = 1_000
"""Filled cells of a column that its style is judged by."""

SHOWN = 12


def records_in(frame: pl.DataFrame) -> list[Record]:
    rows = enumerate(frame.fill_null("").iter_rows(), start=1)
    return [(line, [cell.strip() for cell in row]) for line, row in rows if any(cell.strip() for cell in row)]


def columns_of(headers: Sequence[str], body: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    columns = []
    for i, header in enumerate(headers):
        filled = (record[i] for record in body if i < len(record) and record[i])
        cells = [restored_text(cell) for cell in islice(filled, WEIGHED)]
        shown = tuple(cell[:200] for cell in list(dict.fromkeys(cells[:500]))[:SHOWN])
        columns.append(with_style(Column(header=header, position=i + 1, samples=shown), cells))
    return tuple(columns)


def only_header(path: Path, where: str) -> Exception:
    return unreadable(
        path.name, "there is a header but no data row below it.", "Add the accounts and upload again.", where=where
    )
