"""What of a batch did not become a paper, as a file to work from: a line for each case and reason."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter

from cases.proceedings.batch_queries import Aside
from documents.neutral import neutralised_text

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ("case", "what became of it", "fact", "reason", "enter it at")


def lines_of(aside: Sequence[Aside]) -> list[tuple[str, ...]]:
    return [
        (one.case_reference, one.what, why.fact if one.what == "stopped" else "", why.sentence, why.enter_at)
        for one in aside
        for why in one.reasons
    ]


def as_csv(aside: Sequence[Aside]) -> bytes:
    """No cell is run as a formula by a spreadsheet that opens it."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows([neutralised_text(cell) for cell in line] for line in lines_of(aside))
    return text.getvalue().encode("utf-8-sig")


def as_workbook(aside: Sequence[Aside]) -> bytes:
    """Every cell is text: nothing of it is a formula or a link."""
    held = BytesIO()
    closed = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, closed) as book:
        page = book.add_worksheet("Not prepared")
        page.set_column(0, 2, 24)
        page.set_column(3, 3, 90)
        page.write_row(0, 0, HEAD, book.add_format({"bold": True}))
        for number, line in enumerate(lines_of(aside), start=1):
            page.write_row(number, 0, line)
        page.freeze_panes(1, 0)
    return held.getvalue()
