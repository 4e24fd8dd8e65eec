"""A workbook of one sheet whose rows are written as XML straight from columns.

XlsxWriter makes the frame (styles, properties, header); cell by cell it would take 25 times as long for the
rows. Dates and amounts are real dates and numbers where their text is one; every other text stays text, so
a cell that begins with `=` is no formula.
"""

import re
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from marketplace.tapes.sample.headers import Kind, kind_of

SHEET_ROWS = 1_048_575
_SHEET = "xl/worksheets/sheet1.xml"
_AT_ONCE = 5_000
_EPOCH = date(1899, 12, 30)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


class SheetWriter:
    """Streams rows into the workbook at `path`; `close` finishes it."""

    def __init__(self, path: Path, headers: list[str], *, rows: int, written_on: date) -> None:
        frame = ZipFile(BytesIO(_empty_book(headers, written_on)))
        self._book = ZipFile(path, "w", ZIP_DEFLATED, compresslevel=3)
        for name in frame.namelist():
            if name != _SHEET:
                self._book.writestr(_entry(name), frame.read(name))
        head, style_row, self._tail = _cut(frame.read(_SHEET).decode())
        self._day, self._amount = re.findall(r's="(\d+)"', style_row)
        self._sheet = self._book.open(_entry(_SHEET), "w", force_zip64=True)
        last = f"{xl_col_to_name(len(headers) - 1)}{rows + 1}"
        self._sheet.write(re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="A1:{last}"', head).encode())
        self._next_row = 2

    def append(self, frame: pl.DataFrame) -> None:
        """Adds rows given as text in neutral notation under the catalogue's names."""
        number = pl.col("row").cast(pl.String)
        cells = [self._cell(field, xl_col_to_name(place)) for place, field in enumerate(frame.columns)]
        row = pl.concat_str(pl.lit('<row r="'), "row", pl.lit('">'), *cells, pl.lit("</row>")).alias("xml")
        for part in frame.with_row_index("row", self._next_row).with_columns(number).iter_slices(_AT_ONCE):
            self._sheet.write("".join(part.select(row)["xml"]).encode())
        self._next_row += frame.height

    def close(self) -> None:
        """Writes the end of the sheet and of the archive."""
        self._sheet.write(self._tail.encode())
        self._sheet.close()
        self._book.close()

    def _cell(self, field: str, column: str) -> pl.Expr:
        at = pl.concat_str(pl.lit(f'<c r="{column}'), "row")
        text = pl.concat_str(at, pl.lit('" t="inlineStr"><is><t>'), _escaped(pl.col(field)), pl.lit("</t></is></c>"))
        match kind_of(field):
            case Kind.MONEY | Kind.RATE:
                number, style = pl.when(_is_number(field)).then(pl.col(field)).otherwise(None), self._amount
            case Kind.DATE:
                day = pl.col(field).str.to_date("%Y-%m-%d", strict=False)
                number, style = (day - pl.lit(_EPOCH)).dt.total_days().cast(pl.String), self._day
            case _:
                return text.fill_null("")
        typed = pl.concat_str(at, pl.lit(f'" s="{style}"><v>'), number, pl.lit("</v></c>"))
        return pl.coalesce(typed, text, pl.lit(""))


def _is_number(field: str) -> pl.Expr:
    return pl.col(field).str.contains(r"^-?\d+\.\d\d$")


def _escaped(text: pl.Expr) -> pl.Expr:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.str.replace_all(sign, entity, literal=True)
    return text


def _empty_book(headers: list[str], written_on: date) -> bytes:
    """A book with the headers and, in row 2, one cell in the style of dates and one in that of amounts."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime.combine(written_on, time())})
    sheet = book.add_worksheet("Sheet1")
    for place, header in enumerate(headers):
        sheet.write_string(0, place, header)
    sheet.write_blank(1, 0, None, book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_blank(1, 1, None, book.add_format({"num_format": "0.00"}))
    book.close()
    return buffer.getvalue()


def _cut(xml: str) -> tuple[str, str, str]:
    """The sheet up to the end of its header row, its second row, and what follows the rows."""
    start, end = xml.index('<row r="2"'), xml.index("</sheetData>")
    return xml[:start], xml[start:end], xml[end:]


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _ZIP_DAY)
    entry.compress_type = ZIP_DEFLATED
    return entry
