"""A report as lines of a file: text everywhere, so that no spreadsheet runs a cell of it."""

import csv
import io
from io import BytesIO

import xlsxwriter

from cases.instructions.reports import Report
from documents.neutral import neutralised_text

Row = tuple[str, str, str, str]


def rows_of(report: Report) -> list[Row]:
    """The report as lines of four cells: section, what, how much, in what."""
    rows: list[Row] = [
        ("instruction", "number", report.number, ""),
        ("instruction", "owner", report.owner, ""),
        ("instruction", "firm", report.firm, ""),
        ("instruction", "from", report.from_on.isoformat(), ""),
        ("instruction", "until", report.until_on.isoformat(), ""),
        ("cases", "in all", str(report.cases), ""),
    ]
    rows += [("cases by stage", one.name, str(one.many), "") for one in report.stages]
    rows += [("papers sent", one.name, str(one.many), "") for one in report.papers]
    rows += [("money received", "", one.amount, one.currency) for one in report.received]
    rows += [
        ("costs", "laid out", report.laid_out.amount, report.laid_out.currency),
        ("costs", "court fees of papers", report.court_fees.amount, report.court_fees.currency),
        ("time", "minutes", str(report.minutes), ""),
        ("deadlines", "met", str(report.deadlines_met), ""),
        ("deadlines", "missed", str(report.deadlines_missed), ""),
    ]
    rows += [("next deadlines", f"{one.reference}: {one.title}", one.safe_on.isoformat(), "") for one in report.ahead]
    rows += [
        (f"fee: {one.what}", f"{one.quantity} at {one.rate}", one.amount.amount, one.amount.currency)
        for one in report.fees
    ]
    rows += [("fees", "in all", report.fees_total.amount, report.fees_total.currency)]
    return rows + [("note", note, "", "") for note in report.notes]


def as_csv(rows: list[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["section", "what", "value", "currency"])
    for row in rows:
        writer.writerow([neutralised_text(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_sheet(rows: list[Row]) -> bytes:
    """Every cell is text: nothing of it is a formula or a link."""
    held = BytesIO()
    closed = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, closed) as book:
        page = book.add_worksheet("Report")
        page.set_column(0, 3, 28)
        page.write_row(0, 0, ("section", "what", "value", "currency"), book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                page.write_string(number, column, neutralised_text(cell))
    return held.getvalue()
