"""What a file turned out to be: its format, and its columns with a few of their cells."""

from enum import StrEnum
from typing import Literal

from msgspec import Struct

from kernel.errors import Invalid, Place

LONGEST_LINE = 1024 * 1024
"""Bytes. A longer line is no row of a tape; the file is refused before more of it is read."""

MOST_COLUMNS = 2_000
ROW_COLUMNS = ("row_no", "line_no", "broken")
"""What every chunk carries beside the file's own columns: the number of the data row (from 1), the line of
the file it began on (CSV) or the row of the sheet, and, where the row has not the shape of the header, why."""


SHEET = 2**32
"""By so much the lines of a second sheet are counted on, where several sheets make one tape; no sheet has so many."""

ORPHAN = "no sheet of accounts has its reference"
"""What is wrong with the shape of an item whose account is not in the file."""


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    SET = "set"


SERIALS = ("excel", "excel-1904")
"""Date styles of spreadsheets that count days: from 30 December 1899, or, on old Macintoshes, 1 January 1904."""


class Style(Struct, frozen=True):
    """How one column writes amounts and days (strptime letters, or one of `SERIALS`); `None`: its cells do not tell."""

    decimal: Literal[".", ","] | None = None
    thousands: str | None = None
    date_style: str | None = None


class Column(Struct, frozen=True):
    """A column of the file: its header, its place (from 1), some of its filled cells, the style they show,
    and which question those cells leave open: a day or an amount that reads two ways, or a number that may be a
    day as spreadsheets count them (`serial`). `ways` are the date styles between which the cells do not decide."""

    header: str
    position: int
    samples: tuple[str, ...] = ()
    style: Style = Style()
    open_question: Literal["amount", "date", "serial"] | None = None
    ways: tuple[str, ...] = ()


class Layout(Struct, frozen=True):
    """How a file is to be read. `data_line` is the line (CSV) or sheet row of the first data row, from 1.

    `unread` are sheets of a workbook that hold rows too and are not part of this tape; `notes` are sentences about
    what a set of templates leaves hanging. `gathered` names the sheets, or files of an archive, that were put together
    to one tape: line numbers then count on by `SHEET` from one to the next.
    """

    format: Format
    columns: tuple[Column, ...]
    encoding: str = "utf-8"
    delimiter: str = ","
    header_line: int = 1
    data_line: int = 2
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    gathered: tuple[str, ...] = ()

    @property
    def headers(self) -> list[str]:
        return [column.header for column in self.columns]

    def place(self, line_no: int) -> tuple[str | None, int]:
        """The sheet of a tape of several, and the line in it."""
        if not self.gathered:
            return None, line_no
        sheet, line = divmod(line_no, SHEET)
        return self.gathered[sheet], line

    def place_text(self, line_no: int) -> str:
        """The place as findings tell it: a line, or a sheet and its row."""
        sheet, line = self.place(line_no)
        return str(line) if sheet is None else f"{sheet}, {line}"


def unreadable(file: str, sentence: str, remedy: str, *, where: str | None = None, value: str | None = None) -> Invalid:
    """The refusal of a whole file: what is wrong, where in it, and what to do."""
    return Invalid(
        f"{file}: {sentence} {remedy}",
        places=[Place(where=f"{file}, {where}" if where else file, value=value, sentence=remedy)],
    )
