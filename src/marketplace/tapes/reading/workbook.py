"""XLSX sheets, read whole by calamine (so bounded in size first) and handed out in slices."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import fastexcel
import polars as pl

from documents.intake.archives import UNREADABLE
from marketplace.tapes.reading.layout import Layout, unreadable

LARGEST_UNPACKED = 2 * 1024**3
"""Bytes of XML a workbook may unpack to: a sheet of a million rows by 40 columns needs about 1.5 GiB."""

LARGEST_GRID = 64_000_000
"""Cells from A1 to the furthest one of a sheet: a million rows by 64 columns, about 2 GiB once read."""

_COUNT = re.compile(rb"(?i)count\s*=\s*[\"']0*[1-9]\d{8,}")
"""A declared number of strings, styles or merges of nine digits or more, for which calamine would make room."""

_PIECE = 1024 * 1024
_COLUMN = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,7})\d")
_ROW = re.compile(rb"\br\s*=\s*[\"'][A-Za-z]{0,7}(\d{1,20})")
MOST_MEMBERS = 10_000
_BOMB = "Save the sheet as CSV, which is read in a stream, and upload that."


def check_workbook(path: Path) -> None:
    """Raises Invalid unless the file is an XLSX workbook of honest size, by inflating it once and counting."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            declared = sum(member.file_size for member in members)
            if declared > LARGEST_UNPACKED or len(members) > MOST_MEMBERS:
                raise _too_large(path, declared)
            if "xl/workbook.xml" not in names:
                kind = "an OpenDocument sheet" if "mimetype" in names else "a ZIP archive, not an XLSX workbook"
                raise unreadable(path.name, f"this is {kind}.", "Save the tape as CSV, XLSX or Parquet.")
            if any(member.flag_bits & 1 for member in members):
                raise unreadable(path.name, "the workbook is encrypted.", "Remove its password and upload it again.")
            _inflate(path, members)
    except UNREADABLE as error:
        raise unreadable(
            path.name, "the workbook is damaged.", "Open it in Excel, save it anew and upload that."
        ) from error


def _inflate(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Counts what really comes out, since declared sizes may lie, and how large a grid the cells span.

    Calamine lays out every sheet as one grid up to its furthest cell, and the process dies where that does
    not fit into memory: a cell at XFD1048576 is enough.
    """
    total = 0
    with path.open("rb") as file:
        for member in members:
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                sentence = "a part of it is packed in a way that no workbook may be."
                raise unreadable(path.name, sentence, "Open it in Excel and save it anew.", where=member.filename)
            grid = _Grid()
            for piece in _pieces(file, member):
                total += len(piece)
                if total > LARGEST_UNPACKED:
                    raise _too_large(path, total)
                if grid.take(piece):
                    raise ValueError("declares a count that nothing bears out")
            if grid.cells > LARGEST_GRID:
                where = f"{member.filename}, row {grid.row}, column {grid.column}"
                sentence = f"its cells span a grid of {grid.row:,} rows by {grid.column:,} columns."
                raise unreadable(path.name, sentence, "Delete the stray cells, or save as CSV.", where=where)


def _pieces(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes, unpacked a mebibyte at a time."""
    file.seek(member.header_offset + 26)
    lengths = file.read(4)
    file.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:4], "little"), 1)
    packed = file.read(member.compress_size)
    if member.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    inflater = zlib.decompressobj(-15)
    while packed and not inflater.eof:
        yield inflater.decompress(packed, _PIECE)
        packed = inflater.unconsumed_tail


class _Grid:
    """The furthest row and column that the cell references of a part name."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.tail = b""
        self.seen: set[bytes] = set()

    @property
    def cells(self) -> int:
        return self.row * self.column

    def take(self, piece: bytes) -> bool:
        """Notes the references of a piece; True if it declares an absurd count."""
        text = self.tail + piece
        self.tail = text[-64:]
        letters = set(_COLUMN.findall(text)) - self.seen
        self.seen |= letters
        self.column = max([self.column, *map(_column_number, letters)])
        rows = _ROW.findall(text)
        if rows:
            longest = max(map(len, rows))
            self.row = max(self.row, int(max(row for row in rows if len(row) == longest)))
        return _COUNT.search(text) is not None


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _too_large(path: Path, size: int) -> Exception:
    return unreadable(
        path.name, f"the workbook unpacks to more than {LARGEST_UNPACKED >> 30} GiB.", _BOMB, value=str(size)
    )


def sheet_names(path: Path) -> tuple[str, ...]:
    """The visible sheets with cells, in order."""
    return tuple(_open(path).sheet_names)


def sheet(path: Path, name: str, *, rows: int | None = None) -> pl.DataFrame:
    """The cells of a sheet from its first row on, as text; columns are named c0, c1, …; days as ISO."""
    try:
        loaded = _open(path).load_sheet(name, header_row=None, skip_rows=0, n_rows=rows, dtypes="string")
        frame = loaded.to_polars()
    except fastexcel.FastExcelError as error:
        raise unreadable(path.name, f"the sheet {name!r} cannot be read.", "Save it anew in Excel.") from error
    frame = frame.rename({old: f"c{i}" for i, old in enumerate(frame.columns)})
    return frame.with_columns(pl.all().cast(pl.String).pipe(_plain_days))


def _plain_days(cell: pl.Expr) -> pl.Expr:
    return cell.str.strip_suffix(" 00:00:00")


def _open(path: Path) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise unreadable(path.name, "the workbook is damaged.", "Save it anew in Excel and upload that.") from error


def frames(path: Path, layout: Layout, rows: int) -> Iterator[pl.DataFrame]:
    """Slices of the sheet below the header; blank rows are left out, numbers keep Excel's 15 digits."""
    whole = sheet(path, layout.sheet or sheet_names(path)[0])
    first = layout.data_line - 1
    width = len(layout.columns)
    names = [f"c{i}" for i in range(width)]
    beyond = [name for name in whole.columns if name not in names]
    for start in range(first, whole.height, rows):
        part = whole.slice(start, rows)
        extra = pl.any_horizontal(pl.col(beyond).is_not_null()) if beyond else pl.lit(value=False)
        part = part.with_columns(
            pl.int_range(start + 1, start + 1 + part.height, dtype=pl.Int64).alias("line_no"),
            pl.when(extra).then(pl.lit("the row has cells beyond the last header")).alias("broken"),
        )
        part = part.select(
            "line_no", "broken", *[pl.col(n).alias(h) for n, h in zip(names, layout.headers, strict=True)]
        )
        headers = pl.col(layout.headers)
        part = part.with_columns(pl.when(headers != "").then(headers))
        yield part.filter(pl.any_horizontal(headers.is_not_null()) | pl.col("broken").is_not_null())
