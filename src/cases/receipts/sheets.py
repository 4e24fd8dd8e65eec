"""Files of payments in columns: CSV of any usual encoding and separator, and the first sheet of an XLSX workbook."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Literal
from zipfile import BadZipFile, ZipFile

import fastexcel

from cases.receipts.lines import LONGEST, Fault, Line, creditor_reference
from cases.receipts.mapping import REQUIRED, DayOrder, Mapping
from kernel.errors import Invalid
from kernel.money import Money

Format = Literal["camt", "csv", "xlsx"]
MOST_LINES = 500_000
_NUMBER_CELL = re.compile(r"-?\d+\.\d{1,2}")
"""How a workbook's number comes, whatever the decimal mark of its texts: no thousands are marked before two digits."""
MOST_UNPACKED = 512 << 20
OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0")
"""How papers, pictures and workbooks of the old kind begin."""
SEPARATORS = ";\t|,"
FORMATS: dict[DayOrder, tuple[str, ...]] = {
    "iso": ("%Y-%m-%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d"),
    "day first": ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y"),
    "month first": ("%m/%d/%Y", "%m-%d-%Y"),
}


def format_of(content: bytes) -> Format:
    """By the bytes, whatever the name says."""
    start = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t")
    if content.startswith(b"PK\x03\x04"):
        return "xlsx"
    return "camt" if start.startswith(b"<") else "csv"


def headers_of(content: bytes, kind: Format) -> list[str]:
    """The first row; Invalid for a file without one. A statement of a bank has none."""
    if kind == "camt":
        return []
    if content.startswith(OTHER_FILES):
        raise Invalid("This is no file of payments. Bring a bank’s statement (camt), a CSV file or an XLSX workbook.")
    first = next(_rows(content, kind), None)
    if first is not None and 0 < sum(bool(cell.strip()) for cell in first) < len(REQUIRED):
        raise Invalid("The first row names one column alone; a day and an amount stand in two.")
    if first is None or not any(cell.strip() for cell in first):
        raise Invalid("The file has no first row that names its columns.")
    return [cell.strip()[:60] or f"column {number}" for number, cell in enumerate(first, start=1)]


def read_sheet(
    content: bytes, kind: Format, mapping: Mapping, headers: Sequence[str], today: date
) -> Iterator[Line | Fault]:
    """Every row below the first. Empty rows are passed over; rows are numbered as a spreadsheet shows them."""
    for number, row in enumerate(_rows(content, kind), start=1):
        if number == 1 or not any(cell.strip() for cell in row):
            continue
        if number > MOST_LINES:
            raise Invalid(f"The file has more than {MOST_LINES:,} rows. Send it in parts.")
        yield _line(number, row, mapping, headers, today)


def _line(number: int, row: Sequence[str], mapping: Mapping, headers: Sequence[str], today: date) -> Line | Fault:
    cells = {
        field: " ".join(row[column].split()) if column < len(row) else "" for field, column in mapping.columns.items()
    }

    def fault(field: str, reason: str) -> Fault:
        return Fault(number, headers[mapping.columns[field]], cells[field][:60], reason)

    received_on = _day(cells["received_on"], mapping.days)
    if received_on is None:
        return fault("received_on", f"This is no day as the file writes days ({mapping.days}).")
    if received_on > today:
        return fault("received_on", "The day has not come yet.")
    currency = cells.get("currency", "").upper() or mapping.currency
    try:
        amount = Money.parse(_amount(cells["amount"], mapping.decimal), currency, mapping.decimal)
    except Invalid as error:
        field = "currency" if "ISO 4217" in error.sentence and "currency" in cells else "amount"
        return fault(field, (error.places[0].sentence if error.places else error.sentence)[:200])
    if amount.minor <= 0:
        return fault("amount", "No payment in: the amount is not above zero.")
    for field, most in LONGEST.items():
        if len(cells.get(field, "")) > most and field != "remittance":
            return fault(field, f"Longer than {most} characters.")
    return Line(
        row_no=number,
        received_on=received_on,
        amount=amount,
        reference=creditor_reference(cells.get("reference", "")),
        court_number=cells.get("court_number", ""),
        payer=cells.get("payer", ""),
        iban=cells.get("iban", ""),
        remittance=cells.get("remittance", "")[: LONGEST["remittance"]],
        own_number=cells.get("own_number", ""),
    )


def _amount(text: str, decimal: str) -> str:
    """Without the marks between thousands that stand where thousands are; anything else is left to be refused."""
    bare = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").removeprefix("+")
    if decimal == "," and _NUMBER_CELL.fullmatch(bare):
        return bare.replace(".", ",")
    mark = "," if decimal == "." else "."
    whole, point, part = bare.partition(decimal)
    groups = whole.split(mark)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0].lstrip("-")) <= 3:
        whole = "".join(groups)
    return whole + point + part


def _day(text: str, order: DayOrder) -> date | None:
    for pattern in (*FORMATS[order], *FORMATS["iso"]):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _rows(content: bytes, kind: Format) -> Iterator[list[str]]:
    if kind == "xlsx":
        yield from _workbook(content)
        return
    text = _decoded(content)
    head = text[:4096].partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise Invalid(f"The file cannot be read as CSV: {error}.") from error


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            return content.decode(encoding).replace("\0", "\ufffd")
        except UnicodeDecodeError:
            continue
    raise Invalid("The file's characters cannot be read.")


def _workbook(content: bytes) -> Iterator[list[str]]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise Invalid("The workbook unpacks to more than is read.")
        sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, dtypes="string")
    except (BadZipFile, fastexcel.FastExcelError) as error:
        raise Invalid("The file is no Excel workbook that can be read.") from error
    for row in sheet.to_polars().iter_rows():
        yield ["" if cell is None else str(cell) for cell in row]
