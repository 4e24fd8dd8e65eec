"""Looking at a file once: what it is, where its header stands, and what its columns look like."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from documents.neutral import restored, restored_text
from kernel.errors import Invalid
from marketplace.tapes.reading import columnar, delimited, workbook
from marketplace.tapes.reading.columns import LOOKED_AT, columns_of, only_header, records_in
from marketplace.tapes.reading.encoding import encoding_of, utf8_blocks
from marketplace.tapes.reading.format import sniff
from marketplace.tapes.reading.header import delimiter_of, header_of, headers_of, records_of
from marketplace.tapes.reading.layout import LONGEST_LINE, ROW_COLUMNS, Column, Format, Layout, unreadable
from marketplace.tapes.reading.templates import gaps, gathering, joining, tables
from marketplace.tapes.reading.templates.sheet import Sheet

ROWS = 50_000


def detect(path: Path, *, sheet: str | None = None) -> Layout:
    """How to read the file. Raises Invalid, with the place and what to do, for a file that is no tape.

    Of a workbook, the named sheet, or else the one with most rows.
    """
    start = _start_of(path)
    match sniff(path, start):
        case Format.SET:
            return _set_layout(path, tables.parts_of_archive(path))
        case Format.XLSX:
            parts = tables.parts_of_workbook(path) if sheet is None else []
            return _set_layout(path, parts) if parts else _workbook_layout(path, sheet)
        case Format.PARQUET:
            return _parquet_layout(path)
        case Format.CSV:
            return _text_layout(path, start)


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(2 * LONGEST_LINE)


def read_chunks(path: Path, layout: Layout, rows: int = ROWS) -> Iterator[pl.DataFrame]:
    """The data rows in order, `rows` at a time: `row_no`, `line_no`, `broken` and every column as text.

    Blank rows are left out and not numbered. A row that does not fit the header comes with its reason in
    `broken`. The apostrophe that our own files put before `=`, `+`, `-` and `@` is taken off again.
    """
    match layout.format:
        case _ if layout.gathered:
            parts = _gathered_frames(path, layout, rows)
        case Format.XLSX:
            parts = workbook.frames(path, layout, rows)
        case Format.PARQUET:
            parts = columnar.frames(path, layout, rows)
        case Format.SET:
            parts = _set_frames(path, layout, rows)
        case Format.CSV:
            parts = delimited.frames(path, layout)
    first = 1
    for frame in _regrouped(parts, rows):
        numbers = pl.int_range(first, first + frame.height, dtype=pl.Int64).alias("row_no")
        yield restored(frame.with_columns(numbers).select(*ROW_COLUMNS, *layout.headers), layout.headers)
        first += frame.height


def _regrouped(parts: Iterator[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    held: list[pl.DataFrame] = []
    height = 0
    for part in parts:
        held.append(part)
        height += part.height
        if height >= rows:
            whole = pl.concat(held, how="vertical") if len(held) > 1 else held[0]
            full = height - height % rows
            for start in range(0, full, rows):
                yield whole.slice(start, rows)
            held, height = [whole.slice(full)], height - full
    if height:
        yield pl.concat(held, how="vertical")


def _text_layout(path: Path, start: bytes) -> Layout:
    if len(start) >= LONGEST_LINE and b"\n" not in start:
        next(delimited.line_blocks(path, "utf-8"), None)
    encoding = encoding_of(path, start)
    head = next(utf8_blocks(path, encoding), b"")[:LONGEST_LINE].decode("utf-8", "ignore")
    text = head.replace("\r\n", "\n")
    if len(head) >= LONGEST_LINE // 2 and "\n" in text:
        text = text[: text.rfind("\n")]
    delimiter = delimiter_of(path.name, text)
    records = records_of(text, delimiter, LOOKED_AT)
    at = header_of(path.name, records)
    line, header = records[at]
    where = f"line {line}"
    headers = headers_of(path.name, [restored_text(cell) for cell in header], where)
    body = [record for _, record in records[at + 1 :]]
    layout = Layout(
        format=Format.CSV,
        columns=columns_of(headers, body),
        encoding=encoding,
        delimiter=delimiter,
        header_line=line,
        data_line=line + 1,
    )
    if not body and not any(True for _ in read_chunks(path, layout, 1)):
        raise only_header(path, where)
    return layout


def _workbook_layout(path: Path, wanted: str | None) -> Layout:
    names = workbook.sheet_names(path)
    if wanted is not None and wanted not in names:
        known = ", ".join(names)
        raise unreadable(path.name, f"it has no sheet {wanted!r}.", f"Its sheets are {known}.", where=f"sheet {wanted}")
    filled = {name: records_in(workbook.sheet(path, name, rows=LOOKED_AT)) for name in names}
    if wanted is None and sum(len(records) > 1 for records in filled.values()) > 1:
        whole = _gathered(path)
        if whole is not None:
            return _gathered_layout(path, Format.XLSX, whole)
    sheet = wanted or max(filled, key=lambda name: len(filled[name]), default=None)
    if sheet is None or not filled[sheet]:
        raise unreadable(path.name, "the workbook has no filled sheet.", "Upload a sheet with a header row.")
    records = filled[sheet]
    unread = tuple(name for name in names if name != sheet and sum(len(row) > 1 for _, row in filled[name]) > 1)
    at = header_of(f"{path.name}, sheet {sheet}", records)
    row, cells = records[at]
    while cells and not cells[-1]:
        cells = cells[:-1]
    headers = headers_of(path.name, [restored_text(cell) for cell in cells], f"sheet {sheet}, row {row}")
    if at + 1 >= len(records):
        raise only_header(path, f"sheet {sheet}, row {row}")
    body = [record for _, record in records[at + 1 :]]
    return Layout(
        format=Format.XLSX,
        columns=columns_of(headers, body),
        header_line=row,
        data_line=row + 1,
        sheet=sheet,
        sheets=names,
        unread=unread,
    )


def _sheet_layout(path: Path, name: str) -> Layout | None:
    """How to read one sheet among several; None for one that holds no table."""
    records = records_in(workbook.sheet(path, name, rows=LOOKED_AT))
    try:
        at = header_of(f"{path.name}, sheet {name}", records)
        row, cells = records[at]
        while cells and not cells[-1]:
            cells = cells[:-1]
        headers = headers_of(path.name, [restored_text(cell) for cell in cells], f"sheet {name}, row {row}")
    except Invalid:
        return None
    columns = tuple(Column(header, place) for place, header in enumerate(headers, start=1))
    return Layout(Format.XLSX, columns, header_line=row, data_line=row + 1, sheet=name)


def _gathered(path: Path) -> gathering.Gathered | None:
    """The tables of a workbook or an archive as one, where they belong together."""
    sheets = _sheets_of_archive(path) if tables.is_archive_of_csv(path) else _sheets_of_workbook(path)
    return gathering.gathered(path.name, sheets) if len(sheets) > 1 else None


def _sheets_of_workbook(path: Path) -> list[Sheet]:
    layouts = [(name, _sheet_layout(path, name)) for name in workbook.sheet_names(path)]
    found = ((name, layout, list(workbook.frames(path, layout, ROWS))) for name, layout in layouts if layout)
    return [Sheet(name, pl.concat(frames)) for name, _, frames in found if any(one.height for one in frames)]


def _sheets_of_archive(path: Path) -> list[Sheet]:
    found = []
    for name, file in tables.files_of_archive(path):
        try:
            start = _start_of(file)
            layout = _text_layout(file, start) if sniff(file, start) is Format.CSV else None
        except Invalid:
            continue
        frames = list(delimited.frames(file, layout)) if layout else []
        if any(one.height for one in frames):
            found.append(Sheet(name, pl.concat(frames)))
    return found


def _gathered_layout(path: Path, kind: Format, whole: gathering.Gathered) -> Layout:
    cells = whole.rows.drop("line_no", "broken")
    headers = headers_of(path.name, [restored_text(name) for name in cells.columns], "its sheets")
    body = [[cell or "" for cell in row] for row in cells.head(LOOKED_AT).iter_rows()]
    columns = columns_of(headers, body)
    return Layout(kind, columns, sheets=whole.sheets, unread=whole.unread, notes=whole.notes, gathered=whole.sheets)


def _gathered_frames(path: Path, layout: Layout, rows: int) -> Iterator[pl.DataFrame]:
    whole = _gathered(path)
    if whole is None:
        raise unreadable(path.name, "its sheets do not belong together any more.", "Upload it again.")
    cells = [name for name in whole.rows.columns if name not in ("line_no", "broken")]
    renamed = whole.rows.rename(dict(zip(cells, layout.headers, strict=True)))
    for start in range(0, renamed.height, rows):
        yield renamed.slice(start, rows)


def _set_layout(path: Path, parts: list[tables.Part]) -> Layout:
    """A set of templates as one row a loan (`eba.joining`); an archive of other tables as they belong together."""
    if not parts:
        gathered = _gathered(path)
        if gathered is not None:
            return _gathered_layout(path, Format.SET, gathered)
        remedy = "Put a file of loans (fields 3.xx, with 3.01) and the other templates into the archive."
        raise unreadable(path.name, "the archive holds no set of templates.", remedy)
    whole = joining.joined(parts)
    cells = whole.rows.drop("line_no", "broken")
    if cells.is_empty():
        raise only_header(path, "the template of loans")
    headers = headers_of(path.name, [restored_text(name) for name in cells.columns], "its templates")
    body = [[cell or "" for cell in row] for row in cells.head(LOOKED_AT).iter_rows()]
    names = tuple(part.name for part in parts)
    notes = (*whole.notes, gaps.summary(gaps.gaps(parts)))
    return Layout(format=Format.SET, columns=columns_of(headers, body), sheets=names, notes=notes)


def _set_frames(path: Path, layout: Layout, rows: int) -> Iterator[pl.DataFrame]:
    whole = joining.joined(tables.parts_of(path)).rows
    cells = [name for name in whole.columns if name not in ("line_no", "broken")]
    whole = whole.select("line_no", "broken", *cells).rename(dict(zip(cells, layout.headers, strict=True)))
    for start in range(0, whole.height, rows):
        yield whole.slice(start, rows)


def _parquet_layout(path: Path) -> Layout:
    headers = headers_of(path.name, [restored_text(name) for name in columnar.parquet_columns(path)], "its schema")
    body = records_in(columnar.parquet_head(path, LOOKED_AT))
    if not body:
        raise only_header(path, "its schema")
    columns = columns_of(headers, [record for _, record in body])
    return Layout(format=Format.PARQUET, columns=columns, header_line=0, data_line=1)
