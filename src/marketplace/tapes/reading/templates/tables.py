"""The sheets of a workbook, or the CSV files of a ZIP archive, told apart by the numbers in their headers."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import polars as pl
from msgspec import Struct

from documents.intake.archives import UNREADABLE
from kernel.errors import Invalid
from marketplace.tapes.eba.fields import FIELDS, month_of, number_of
from marketplace.tapes.reading import delimited, workbook
from marketplace.tapes.reading.encoding import encoding_of, utf8_blocks
from marketplace.tapes.reading.header import delimiter_of, headers_of, records_of
from marketplace.tapes.reading.layout import LONGEST_LINE, Column, Format, Layout, unreadable

LARGEST_SET = 2 * 1024**3
"""Bytes that the files of an archive may unpack to."""
SEARCHED_ROWS = 12


class Part(Struct, frozen=True):
    """One sheet or file: its template, and its rows as text under field numbers, or their own headers; beside them
    `line_no` and, where a row does not fit its header, why (`broken`)."""

    name: str
    template: str
    rows: pl.DataFrame


def parts_of_workbook(path: Path) -> list[Part]:
    """The sheets that hold templates; empty where no sheet of loans is among them."""
    found = []
    for name in workbook.sheet_names(path):
        head = workbook.sheet(path, name, rows=SEARCHED_ROWS)
        at = _header_at([[cell or "" for cell in row] for row in head.iter_rows()])
        if at is None:
            continue
        whole = workbook.sheet(path, name)
        headers = [str(cell or "") for cell in whole.row(at)]
        rows = whole.slice(at + 1).with_columns(
            pl.int_range(at + 2, whole.height + 1, dtype=pl.Int64).alias("line_no"),
            pl.lit(None, pl.String).alias("broken"),
        )
        found.append(_part(name, headers, rows))
    return found if _has_loans(found) else []


def parts_of_archive(path: Path) -> list[Part]:
    """The CSV files of a ZIP archive that hold templates. Raises Invalid for one that holds anything unsafe."""
    parts = (_part_of_text(file, name) for name, file in files_of_archive(path))
    found = [part for part in parts if part is not None]
    return found if _has_loans(found) else []


def files_of_archive(path: Path) -> Iterator[tuple[str, Path]]:
    """Each CSV file of a ZIP archive unpacked, one at a time: the file is gone when the next is asked for."""
    with zipfile.ZipFile(path) as archive, TemporaryDirectory(prefix="recourse-set-") as folder:
        members = [one for one in archive.infolist() if not one.is_dir()]
        if sum(one.file_size for one in members) > LARGEST_SET:
            raise unreadable(path.name, "its files unpack to more than 2 GiB.", "Split the portfolio.")
        for member in members:
            if PurePosixPath(member.filename).suffix.lower() not in (".csv", ".txt", ".tsv"):
                continue
            target = Path(folder) / "part.csv"
            try:
                _unpack(archive, member, target)
            except UNREADABLE as error:
                where = member.filename
                raise unreadable(
                    path.name,
                    "a file in the archive cannot be unpacked.",
                    "Pack it anew, without a password.",
                    where=where,
                ) from error
            yield PurePosixPath(member.filename).name, target


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    taken = 0
    with archive.open(member) as source, target.open("wb") as file:
        while block := source.read(1024 * 1024):
            taken += len(block)
            if taken > member.file_size:
                raise unreadable(str(archive.filename), "the archive lies about its sizes.", "Pack it anew.")
            file.write(block)


def is_archive_of_csv(path: Path) -> bool:
    """True for a ZIP with CSV files and no workbook in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [one.filename.lower() for one in archive.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return "xl/workbook.xml" not in names and any(name.endswith((".csv", ".txt", ".tsv")) for name in names)


def _part_of_text(path: Path, name: str) -> Part | None:
    with path.open("rb") as file:
        start = file.read(LONGEST_LINE)
    if not start.strip():
        return None
    encoding = encoding_of(path, start)
    head = next(utf8_blocks(path, encoding), b"")[:LONGEST_LINE].decode("utf-8", "ignore").replace("\r\n", "\n")
    try:
        delimiter = delimiter_of(name, head)
    except Invalid:
        return None
    records = records_of(head, delimiter, SEARCHED_ROWS)
    at = _header_at([cells for _, cells in records])
    if at is None:
        return None
    line, cells = records[at]
    headers = headers_of(name, cells, f"line {line}")
    columns = tuple(Column(header, place) for place, header in enumerate(headers, start=1))
    layout = Layout(Format.CSV, columns, encoding, delimiter, line, line + 1)
    frames = list(delimited.frames(path, layout))
    nothing = pl.DataFrame(schema={"line_no": pl.Int64(), "broken": pl.String()} | dict.fromkeys(headers, pl.String()))
    return _part(name, headers, pl.concat([nothing, *frames]))


def _header_at(records: list[list[str]]) -> int | None:
    """The first row in which most filled cells name fields."""
    for index, cells in enumerate(records):
        filled = [cell for cell in cells if cell.strip() and month_of(cell) is None]
        known = sum(number_of(cell) is not None for cell in filled)
        if known >= 1 and known * 2 >= len(filled) and sum(bool(cell.strip()) for cell in cells) >= 2:
            return index
    return None


def _part(name: str, headers: list[str], rows: pl.DataFrame) -> Part:
    """The rows under field numbers; columns that name no field keep their header, nameless ones their place."""
    numbers = [number_of(header) for header in headers]
    votes = Counter(FIELDS[number].template for number in numbers if number is not None)
    template = max(votes, key=lambda one: votes[one])
    if template in ("protection", "mortgage") and set(filter(None, numbers)) <= {"2.00", "2.01", "2.02", "2.03"}:
        template = "relations"
    names: list[str] = []
    for place, (number, header) in enumerate(zip(numbers, headers, strict=True), start=1):
        wanted = number or " ".join(header.split()) or f"column {place}"
        names.append(wanted if wanted not in names else f"{wanted} ({place})")
    cells = [column for column in rows.columns if column not in ("line_no", "broken")]
    renamed = rows.rename(dict(zip(cells, names, strict=True)))
    kept = pl.col(names).str.strip_chars()
    renamed = renamed.with_columns(pl.when(kept != "").then(kept))
    filled = pl.any_horizontal(pl.col(names).is_not_null()) | pl.col("broken").is_not_null()
    return Part(name, template, renamed.filter(filled))


def parts_of(path: Path) -> list[Part]:
    """The templates of a workbook or an archive; empty where the file is no set of them."""
    return parts_of_archive(path) if is_archive_of_csv(path) else parts_of_workbook(path)


def _has_loans(parts: list[Part]) -> bool:
    """Templates make a set where loans stand among them beside another template; a lone sheet is a plain tape."""
    templates = {part.template for part in parts}
    named = any("3.01" in part.rows.columns for part in parts if part.template == "loan")
    return named and len(templates) > 1
