"""A tape is read as it was written, whatever program wrote it."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.tapes.reading import Format, detect, read_chunks
from tests.marketplace.tapes.tape_files import HEADER, ROWS, read, tape


@pytest.mark.parametrize(
    ("encoding", "name", "found"),
    [
        ("utf-8", "Łukasz Żółć", "utf-8"),
        ("utf-8-sig", "Łukasz Żółć", "utf-8-sig"),
        ("utf-16", "Łukasz Żółć", "utf-16"),
        ("utf-16-le", "Ann Lee", "utf-16-le"),
        ("cp1250", "Łukasz Żółć", "cp1250"),
        ("cp1252", "Iñigo Pérez Åström", "cp1252"),
    ],
)
def test_a_name_survives_every_encoding(tmp_path: Path, encoding: str, name: str, found: str) -> None:
    path = tape(tmp_path, lines=(HEADER, f"A-1;100.00;2024-01-31;{name}", *ROWS), encoding=encoding)
    assert detect(path).encoding == found
    assert read(path)["Customer name"][0] == name


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = tuple(line.replace(";", delimiter) for line in (HEADER, *ROWS))
    assert detect(tape(tmp_path, lines=lines)).delimiter == delimiter


def test_a_decimal_comma_is_not_taken_for_a_delimiter(tmp_path: Path) -> None:
    layout = detect(tape(tmp_path, lines=(HEADER, "A-1;1.000,50;31.01.2024;Ann", "A-2;25,00;29.02.2024;Bo")))
    assert layout.delimiter == ";"
    assert (layout.columns[1].style.decimal, layout.columns[1].style.thousands) == (",", ".")
    assert layout.columns[2].style.date_style == "%d.%m.%Y"


def test_titles_above_the_header_are_passed_over_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    path = tape(tmp_path, lines=("Portfolio North;;;", "", "Cut-off;30.09.2026;;", HEADER, *ROWS))
    layout = detect(path)
    assert (layout.header_line, layout.headers[0]) == (4, "Account number")
    assert read(path)["line_no"].to_list() == [5, 6]
    assert read(path)["row_no"].to_list() == [1, 2]


def test_a_quoted_cell_may_hold_delimiters_marks_and_line_breaks(tmp_path: Path) -> None:
    row = 'A-0;5.00;2024-01-31;"Lee; Ann\r\n""the elder"""'
    path = tape(tmp_path, lines=(HEADER, row, *ROWS))
    frame = read(path)
    assert frame["Customer name"][0] == 'Lee; Ann\n"the elder"'
    assert frame["line_no"].to_list() == [2, 4, 5]


def test_a_misshapen_row_is_told_and_not_dropped(tmp_path: Path) -> None:
    frame = read(tape(tmp_path, lines=(HEADER, ROWS[0], "A-9;1.00", "A-8;1;2;3;4;5", ROWS[1])))
    assert frame["broken"].to_list() == [
        None,
        "the row has 2 cells, the header has 4",
        "the row has 6 cells, the header has 4",
        None,
    ]
    assert frame["Account number"].to_list() == ["A-1", "A-9", "A-8", "A-2"]


def test_a_mark_never_closed_spoils_its_row_alone_when_it_is_the_last(tmp_path: Path) -> None:
    frame = read(tape(tmp_path, lines=(HEADER, *ROWS, 'A-3;1.00;2024-01-01;"Ann')))
    assert frame["broken"].to_list() == [None, None, "a quotation mark is opened and never closed"]


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    frame = read(tape(tmp_path, lines=(HEADER, ROWS[0], "", ";;;", ROWS[1], ";;;", "")))
    assert frame["row_no"].to_list() == [1, 2]
    assert frame["line_no"].to_list() == [2, 5]


def test_chunks_hold_the_rows_asked_for_and_number_them_through(tmp_path: Path) -> None:
    path = tape(tmp_path, lines=(HEADER, *(f"A-{i};1.00;2024-01-31;x" for i in range(25))))
    chunks = list(read_chunks(path, detect(path), rows=10))
    assert [chunk.height for chunk in chunks] == [10, 10, 5]
    assert pl.concat(chunks)["row_no"].to_list() == list(range(1, 26))


def test_a_sheet_is_read_below_its_titles_with_days_and_leading_zeros_whole(tmp_path: Path) -> None:
    path = tmp_path / "tape.dat"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.add_worksheet("Notes").write(0, 0, "made for the sale")
        sheet = book.add_worksheet("Accounts")
        sheet.write(0, 0, "Portfolio North")
        sheet.write_row(2, 0, ["Account number", "Balance", "Date of default", "Paid"])
        sheet.write_string(3, 0, "0071")
        sheet.write_number(3, 1, 1234.5)
        sheet.write_datetime(3, 2, date(2024, 4, 3))
        sheet.write_boolean(3, 3, False)
        sheet.write_row(5, 0, ["0072", "12", "2024-04-04", "no"])
    layout = detect(path)
    assert (layout.format, layout.sheet, layout.header_line) == (Format.XLSX, "Accounts", 3)
    frame = read(path)
    assert frame.row(0)[3:] == ("0071", "1234.5", "2024-04-03", "false")
    assert frame["line_no"].to_list() == [4, 6]


def test_parquet_values_become_text(tmp_path: Path) -> None:
    path = tmp_path / "tape.csv"
    amounts = pl.Series(["100.00", "250.50"]).cast(pl.Decimal(12, 2))
    pl.DataFrame({"Account number": [7, 8], "Balance": amounts}).write_parquet(path)
    assert detect(path).format is Format.PARQUET
    assert read(path).select("Account number", "Balance").rows() == [("7", "100.00"), ("8", "250.50")]


CELLS = st.text(st.sampled_from("ab1 .,ñ\u2028'=-"), min_size=1, max_size=6).map(str.strip).filter(bool)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_quoting_changes_nothing(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    """The quick way for plain lines and the careful way for quoted ones give the same cells."""
    body = [("Account number", "Balance", "Customer name"), *rows]
    plain = tape(tmp_path, lines=tuple("|".join(row) for row in body), name="plain.csv")
    layout = detect(tape(tmp_path, lines=("Account number|Balance|Customer name", "a|b|c")))
    quoted = tape(tmp_path, lines=tuple("|".join(f'"{cell}"' for cell in row) for row in body), name="quoted.csv")
    assert read(plain, layout).equals(read(quoted, layout))
