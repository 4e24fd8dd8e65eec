"""Several sheets as one tape: of one header, or accounts with their people and items; every row with its place."""

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from marketplace.tapes.checking import check_file
from marketplace.tapes.examine import Examined, examine, settled
from marketplace.tapes.proposal import propose
from marketplace.tapes.reading import Layout, detect, read_chunks

ON = date(2026, 1, 31)
HEADER = ("Account number", "Balance", "Date of default", "Currency", "Country")
ACCOUNTS = (
    ("Account number", "Customer name", "Date of default", "Currency", "Country", "Product"),
    ("A-1", "ignored", "2024-01-31", "EUR", "es", "invoice"),
    ("A-2", "ignored", "2024-02-29", "EUR", "es", "invoice"),
    ("A-3", "ignored", "2024-03-31", "EUR", "es", "invoice"),
)
INVOICES = (
    ("Invoice number", "Account number", "Amount", "Due date"),
    ("F-1", "A-1", "10.00", "2024-01-01"),
    ("F-2", "A-1", "15.50", "2024-01-15"),
    ("F-3", "A-2", "100.00", "2024-02-01"),
    ("F-4", "A-9", "7.00", "2024-02-01"),
    ("F-5", "", "8.00", "2024-02-01"),
)

type Rows = Sequence[Sequence[str]]
type Made = Callable[..., Path]


def a_workbook(folder: Path, **sheets: Rows) -> Path:
    path = folder / "tape.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, place, cell)
    return path


def an_archive(folder: Path, **files: Rows) -> Path:
    path = folder / "tape.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in files.items():
            archive.writestr(f"{name}.csv", "\n".join(";".join(row) for row in rows))
    return path


def read(path: Path) -> tuple[Layout, Examined]:
    layout = detect(path)
    mapping = settled(propose(layout, country="es"))
    (chunk,) = examine(path, mapping, today=ON, layout=layout)
    return layout, chunk


def places(layout: Layout, rows: pl.DataFrame) -> list[str]:
    return [layout.place_text(line) for line in rows["line_no"]]


@pytest.mark.parametrize("made", [a_workbook, an_archive])
def test_sheets_of_one_header_are_one_tape_in_their_order(tmp_path: Path, made: Made) -> None:
    north = (HEADER, ("A-1", "10.00", "2024-01-31", "EUR", "es"), ("A-2", "0.00", "2024-01-31", "EUR", "es"))
    swapped = (HEADER[1], HEADER[0], *HEADER[2:])
    south = (swapped, ("30.00", "A-3", "2024-01-31", "EUR", "es"), ("40.00", "A-1", "2024-01-31", "EUR", "es"))
    path = made(tmp_path, North=north, Notes=(("About", "Note"), ("x", "y")), South=south)
    layout, chunk = read(path)
    assert chunk.accepted["reference"].to_list() == ["A-3"]
    assert chunk.rejected.height == 3
    suffix = ".csv" if path.suffix == ".zip" else ""
    told = {(layout.place_text(one["line_no"]), one["rule"]) for one in chunk.findings.iter_rows(named=True)}
    assert told == {
        (f"North{suffix}, 2", "duplicate.reference"),
        (f"North{suffix}, 3", "amount.zero"),
        (f"South{suffix}, 3", "duplicate.reference"),
    }
    assert layout.notes[0] == f"The sheets North{suffix}, South{suffix} were read as one tape."
    assert layout.unread == (f"Notes{suffix}",)


@pytest.mark.parametrize("made", [a_workbook, an_archive])
def test_accounts_people_and_items_are_joined_by_reference(tmp_path: Path, made: Made) -> None:
    people = (
        ("Account no", "Full name", "Postcode", "City", "Role"),
        ("A-1", "Ana Ruiz", "33003", "Oviedo", ""),
        ("A-2", "Luis Sol", "33004", "Oviedo", ""),
        ("A-2", "Eva Sol", "33004", "Oviedo", "guarantor"),
        ("A-2", "Iris Sol", "33004", "Oviedo", "guarantor"),
        ("A-8", "Nobody Known", "33005", "Oviedo", ""),
    )
    path = made(tmp_path, Accounts=ACCOUNTS, People=people, Invoices=INVOICES)
    layout, chunk = read(path)
    shown = chunk.accepted.select("reference", "item_reference", "item_amount_minor", "codebtor_name", "codebtor_role")
    assert shown.rows() == [
        ("A-1", "F-1", 1_000, None, None),
        ("A-1", "F-2", 1_550, None, None),
        ("A-2", "F-3", 10_000, "Eva Sol", "guarantor"),
    ]
    shape = pl.col("rule").is_in(["row.orphan", "row.shape", "amount.missing"])
    rejected = chunk.findings.filter(shape).select("line_no", "rule").rows()
    suffix = ".csv" if path.suffix == ".zip" else ""
    assert {(layout.place_text(line), rule) for line, rule in rejected} == {
        (f"Accounts{suffix}, 4", "amount.missing"),
        (f"Invoices{suffix}, 5", "row.orphan"),
        (f"Invoices{suffix}, 6", "row.orphan"),
    }
    assert any("no account of the tape: 1, such as A-8." in note for note in layout.notes)
    assert any("third or further people of an account, which are not read: 1." in note for note in layout.notes)


def test_one_of_several_sheets_can_be_chosen(tmp_path: Path) -> None:
    path = a_workbook(
        tmp_path, May=(HEADER, ("A-1", "1.00", "2024-01-31", "EUR", "es")), June=(HEADER, ("A-1", "2.00"))
    )
    assert detect(path).gathered == ("May", "June")
    layout = detect(path, sheet="June")
    assert (layout.gathered, layout.unread) == ((), ("May",))


def test_a_sheet_that_only_shares_a_column_is_left_alone_and_told(tmp_path: Path) -> None:
    rows = (HEADER, *((f"A-{n}", "10.00", "2024-01-31", "EUR", "es") for n in range(1, 6)))
    summary = (("Country", "Accounts", "Total"), ("es", "5", "50.00"), ("pl", "0", "0.00"))
    others = (("Account number", "Comment"), ("Z-1", "of another tape"), ("Z-2", "of another tape"))
    layout = detect(a_workbook(tmp_path, Accounts=rows, Summary=summary, Others=others))
    assert layout.gathered == ()
    assert (layout.sheet, set(layout.unread)) == ("Accounts", {"Summary", "Others"})


def test_titles_merged_cells_and_totals_of_each_sheet_are_no_accounts(tmp_path: Path) -> None:
    path = tmp_path / "tape.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, first in (("January", 1), ("February", 11)):
            sheet = book.add_worksheet(name)
            sheet.merge_range(0, 0, 0, 4, f"Non-performing loans of {name}")
            sheet.merge_range(2, 0, 2, 1, "Account number")
            sheet.write_row(2, 2, ["Balance", "Date of default", "Currency", "Country"])
            for number in range(3):
                sheet.write_row(3 + number, 0, [f"A-{first + number}", "", 10.5, "2024-01-31", "EUR", "es"])
            sheet.write_row(6, 0, ["Total", "", 31.5])
    layout, chunk = read(path)
    assert layout.gathered == ("January", "February")
    assert chunk.accepted["reference"].to_list() == ["A-1", "A-2", "A-3", "A-11", "A-12", "A-13"]
    assert set(chunk.findings.filter(pl.col("rule") == "row.total")["row_no"]) == set(chunk.rejected["row_no"])
    assert places(layout, chunk.rejected) == ["January, 7", "February, 7"]


def test_five_thousand_debtors_with_twenty_six_thousand_invoices_are_five_thousand_accounts(tmp_path: Path) -> None:
    header = ("Kundennummer", "Firma", "Rechnungsnr", "Betrag", "Fälligkeitsdatum", "Währung")
    lines = [
        (f"K-{n % 5_000:05}", f"Firma {n % 5_000}", f"R-{n:06}", f"{10 + n % 90},50", "31.01.2025", "EUR")
        for n in range(26_000)
    ]
    path = an_archive(tmp_path, invoices=[header, *lines])
    (tmp_path / "invoices.csv").write_text("\n".join(";".join(row) for row in (header, *lines)))
    layout = detect(tmp_path / "invoices.csv")
    mapping = settled(propose(layout, country="de"))
    told = check_file(tmp_path / "invoices.csv", mapping, today=ON)
    assert (told.read, told.accepted) == (26_000, 26_000)
    chunks = examine(tmp_path / "invoices.csv", mapping, today=ON, layout=layout)
    accounts = pl.concat([chunk.accepted for chunk in chunks])
    assert accounts["reference"].n_unique() == 5_000
    assert sum(accounts["item_amount_minor"]) == sum((10 + n % 90) * 100 + 50 for n in range(26_000))
    assert path.exists()


def test_the_rows_of_several_sheets_come_in_chunks_of_any_size(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, Accounts=ACCOUNTS, Invoices=INVOICES)
    layout = detect(path)
    whole = pl.concat(list(read_chunks(path, layout)))
    assert whole.height == 6
    assert pl.concat(list(read_chunks(path, layout, 2))).equals(whole)
