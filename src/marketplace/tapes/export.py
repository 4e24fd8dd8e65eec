"""Writing rows so that no spreadsheet runs a cell of theirs, and rejected rows so that they can be mended."""

from pathlib import Path

import polars as pl
import xlsxwriter

from documents.neutral import neutralised
from kernel.errors import Invalid, Place
from marketplace.tapes.reading.layout import ROW_COLUMNS, Layout

REASON_COLUMNS = ("recourse row", "recourse column", "recourse value", "recourse reason")
"""Appended to a file of rejected rows; ignored (unmapped) when it comes back."""

_MOST_SHEET_ROWS = 1_048_575


def write_rows(frame: pl.DataFrame, path: Path) -> None:
    """Writes a `.csv`, `.xlsx` or `.parquet` file; every text cell and header is made harmless (`neutral`).

    Nothing is left at `path` when it fails. Raises Invalid for another suffix or too many rows for a sheet.
    """
    safe = neutralised(frame)
    partial = path.with_name(f"{path.name}.part")
    try:
        match path.suffix.lower():
            case ".csv":
                safe.write_csv(partial, include_bom=True)
            case ".parquet":
                safe.write_parquet(partial)
            case ".xlsx":
                _write_sheet(safe, partial)
            case other:
                place = Place(where="file name", value=path.name, sentence="End it with .csv, .xlsx or .parquet.")
                raise Invalid(f"Files that end with {other or 'nothing'} are not written.", places=[place])
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _write_sheet(frame: pl.DataFrame, path: Path) -> None:
    """All cells as they are typed; text is written as text, never as a formula, a link or a number."""
    if frame.height > _MOST_SHEET_ROWS:
        place = Place(where="rows", value=str(frame.height), sentence="Write a .csv or .parquet file instead.")
        raise Invalid(f"A sheet holds {_MOST_SHEET_ROWS:,} rows below its header.", places=[place])
    closed = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, closed | {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Rows")
        sheet.write_row(0, 0, frame.columns)
        for number, row in enumerate(frame.iter_rows(), start=1):
            sheet.write_row(number, 0, row)


def rejects(rejected: pl.DataFrame, findings: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """The rejected rows under their original headers, each with its row, column, value and reason.

    `rejected` is what `check` and `examine` give: text as it stood in the file. A row with several reasons
    names the first column and value, and all reasons. Mended, the file can be uploaded with the same mapping.
    """
    told = (
        findings.filter(pl.col("severity") == "reject")
        .group_by("row_no", maintain_order=True)
        .agg(
            pl.col("line_no").first().alias(REASON_COLUMNS[0]),
            pl.col("column").first().alias(REASON_COLUMNS[1]),
            pl.col("value").first().alias(REASON_COLUMNS[2]),
            pl.format("{}: {}", "rule", "sentence").unique(maintain_order=True).str.join("; ").alias(REASON_COLUMNS[3]),
        )
    )
    lines = told[REASON_COLUMNS[0]]
    places = pl.Series(REASON_COLUMNS[0], [layout.place_text(line) for line in lines], pl.String)
    told = told.with_columns(places if layout.gathered else lines)
    joined = rejected.join(told, on="row_no", how="left", maintain_order="left")
    return joined.drop(ROW_COLUMNS)
