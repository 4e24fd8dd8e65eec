"""Writers that take a tape chunk by chunk: CSV, XLSX and Parquet. The same chunks give the same bytes."""

from abc import ABC, abstractmethod
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from kernel.errors import Invalid, Place
from marketplace.tapes.sample.country import Country, Layout
from marketplace.tapes.sample.rendering import NEUTRAL, headed
from marketplace.tapes.sample.workbook import SHEET_ROWS, SheetWriter

FORMATS = (".csv", ".xlsx", ".parquet")


class TapeFile(ABC):
    """A tape being written. `layout` is how the format wants its values."""

    layout: Layout

    @abstractmethod
    def append(self, frame: pl.DataFrame) -> None:
        """Adds rows given as text under the catalogue's names."""

    @abstractmethod
    def close(self) -> None:
        """Finishes the file."""


def tape_file(path: Path, suffix: str, country: Country, *, rows: int, written_on: date) -> TapeFile:
    """The writer for a suffix of `FORMATS`. Raises `Invalid` for another one or more rows than it can hold."""
    match suffix:
        case ".csv":
            return _Csv(path, country)
        case ".xlsx" if rows <= SHEET_ROWS:
            return _Xlsx(path, country, rows=rows, written_on=written_on)
        case ".xlsx":
            place = Place("rows", str(rows), "Write a CSV or Parquet file.")
            raise Invalid(f"A workbook's sheet holds {SHEET_ROWS:,} rows and a header.", places=[place])
        case ".parquet":
            return _Parquet(path, country)
        case _:
            place = Place("out", suffix, "End the name in .csv, .xlsx or .parquet.")
            raise Invalid(f"A sample tape cannot be written as “{suffix}”.", places=[place])


class _Csv(TapeFile):
    def __init__(self, path: Path, country: Country) -> None:
        self.layout = country.layout
        self._country = country
        self._file = path.open("wb")
        self._encoding = country.layout.encoding
        self._first = True

    def append(self, frame: pl.DataFrame) -> None:
        text = headed(frame, self._country).write_csv(
            include_header=self._first, separator=self.layout.delimiter, line_terminator="\r\n"
        )
        self._file.write(text.encode(self._encoding))
        self._encoding = self._encoding.removesuffix("-sig")
        self._first = False

    def close(self) -> None:
        self._file.close()


class _Xlsx(TapeFile):
    layout = NEUTRAL

    def __init__(self, path: Path, country: Country, *, rows: int, written_on: date) -> None:
        self._sheet = SheetWriter(path, [text for _, text in country.headers], rows=rows, written_on=written_on)

    def append(self, frame: pl.DataFrame) -> None:
        self._sheet.append(frame)

    def close(self) -> None:
        self._sheet.close()


class _Parquet(TapeFile):
    """All columns are text, as most exports have them; the chunks wait in files of their own."""

    layout = NEUTRAL

    def __init__(self, path: Path, country: Country) -> None:
        self._path = path
        self._country = country
        self._folder = TemporaryDirectory(prefix="sample-tape-")
        self._parts: list[Path] = []

    def append(self, frame: pl.DataFrame) -> None:
        part = Path(self._folder.name) / f"{len(self._parts):05}.parquet"
        headed(frame, self._country).write_parquet(part)
        self._parts.append(part)

    def close(self) -> None:
        with self._folder:
            if self._parts:
                pl.scan_parquet(self._parts).sink_parquet(self._path)
