"""What sellers' systems do to a table before it arrives: columns, titles, totals, encodings, marks, sheets."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

import msgspec
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.marketplace.tapes.fuzz.bases import Table

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "cp1252")
DELIMITERS = (";", ",", "\t", "|")
BREAKS = ("\n", "\r\n")

type Shape = Callable[[Table, Random], Table]


def wider(table: Table, chance: Random) -> Table:
    """Three hundred columns and more, as bureau extracts have."""
    more = chance.randint(1, 320)
    header = [*table.header, *(f"extra {i}" for i in range(more))]
    return msgspec.structs.replace(
        table, header=header, rows=[[*row, *(str(i) if i % 7 else "" for i in range(more))] for row in table.rows]
    )


def narrower(table: Table, chance: Random) -> Table:
    keep = sorted(chance.sample(range(len(table.header)), max(2, len(table.header) // 2)))
    header = [table.header[i] for i in keep]
    rows = [[row[i] for i in keep] for row in table.rows]
    return msgspec.structs.replace(table, header=header, rows=[row for row in rows if any(row)])


def shuffled(table: Table, chance: Random) -> Table:
    order = list(range(len(table.header)))
    chance.shuffle(order)
    return msgspec.structs.replace(
        table, header=[table.header[i] for i in order], rows=[[row[i] for i in order] for row in table.rows]
    )


def littered(table: Table, chance: Random) -> Table:
    """Cells that hold line breaks, quotation marks, delimiters, formulas, serial days and numbers of all marks."""
    litter = ("a\nb", 'say "x"', ";", ",", "|", "=1+1", "@x", "45291", "1.234", "1,234", "12.5.5", "n/a", "Ä" * 300)
    rows = [list(row) for row in table.rows]
    for _ in range(chance.randint(1, 12)):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(litter)
    return msgspec.structs.replace(table, rows=rows)


def doubled(table: Table, chance: Random) -> Table:
    rows = [*table.rows, *chance.choices(table.rows, k=chance.randint(1, 5))]
    return msgspec.structs.replace(table, rows=rows)


def totalled(table: Table, chance: Random) -> Table:
    """A line of totals below, as a spreadsheet ends."""
    word = chance.choice(("Total", "Suma", "Summe", "Summa", "TOTAL:", "Razem"))
    last = [word, *("1234.56" for _ in table.header[1:])]
    return msgspec.structs.replace(table, rows=[*table.rows, last])


SHAPES: tuple[Shape, ...] = (wider, narrower, shuffled, littered, doubled, totalled)


def as_text(table: Table, chance: Random) -> bytes:
    """Delimited text in one of the encodings, with title rows above and blank lines between at times."""
    out = io.StringIO()
    line = chance.choice(BREAKS)
    quoting = chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    writer = csv.writer(out, delimiter=chance.choice(DELIMITERS), lineterminator=line, quoting=quoting)
    for title in range(chance.choice((0, 0, 0, 1, 3))):
        out.write(f"Portfolio {title}{line}")
    writer.writerow(table.header)
    for row in table.rows:
        writer.writerow(row)
        if chance.random() < 0.02:
            out.write(line)
    encoding = chance.choice(ENCODINGS)
    return out.getvalue().encode(encoding, "replace")


def as_workbook(table: Table, chance: Random) -> bytes:
    """A workbook: title rows, merged cells, real days and numbers, at times two sheets of one tape, others beside."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        for name in ("Cover", "Notes")[: chance.randint(0, 2)]:
            book.add_worksheet(name).write_string(0, 0, "for your eyes")
        cut = chance.choice((0, 0, len(table.rows) // 2))
        for name, rows in (("North", table.rows[:cut]), ("Accounts", table.rows[cut:])):
            if rows:
                _as_sheet(book.add_worksheet(name), table.header, rows, chance)
    return out.getvalue()


def _as_sheet(sheet: Worksheet, header: list[str], rows: list[list[str]], chance: Random) -> None:
    top = chance.choice((0, 0, 2))
    if top:
        sheet.merge_range(0, 0, 0, 3, "Portfolio of non-performing loans")
    sheet.write_row(top, 0, header)
    for number, row in enumerate(rows, start=top + 1):
        for place, cell in enumerate(row):
            if cell and cell.isdigit() and len(cell) < 12 and chance.random() < 0.5:
                sheet.write_number(number, place, int(cell))
            elif cell:
                sheet.write_string(number, place, cell[:32_000])


def mangled(content: bytes, chance: Random) -> bytes:
    """Bytes taken out, put in, doubled and overwritten, NULs and lone marks among them."""
    patches = (b"\x00", b'"', b"\n", b"\r", b";", b"\xff", b"\xef\xbb\xbf", b"\xb3", b'""', b"\t", b"=")
    for _ in range(chance.choice((1, 1, 2, 8, 40))):
        at = chance.randrange(len(content) + 1)
        match chance.randrange(4):
            case 0:
                content = content[:at] + chance.choice(patches) + content[at:]
            case 1:
                content = content[:at] + content[at + chance.randint(1, 40) :]
            case 2:
                content = content[:at] + content[at : at + 200] + content[at:]
            case _:
                content = content[:at] + chance.randbytes(chance.randint(1, 6)) + content[at + 2 :]
    return content
