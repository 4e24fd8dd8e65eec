"""What we write is harmless in a spreadsheet, comes back as it was, and rejected rows can be mended."""

import csv
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.neutral import neutralised, restored
from kernel.errors import Invalid
from marketplace.tapes.examine import examine, summarised
from marketplace.tapes.export import REASON_COLUMNS, rejects, write_rows
from marketplace.tapes.reading import detect
from marketplace.tapes.sample import CUT_OFF
from tests.marketplace.tapes.tape_files import HEADER, ROWS, plain_mapping, read, tape

DANGEROUS = ("=1+1", "+SUM(A1)", "-2", "@here", "'=already", "''+twice", "\t=tab", "'plain", "plain")


@given(st.lists(st.text(st.sampled_from("'=+-@\t\ra1 "), max_size=5), min_size=1, max_size=20))
def test_neutralising_is_undone_exactly_and_leaves_nothing_that_runs(cells: list[str]) -> None:
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    safe = neutralised(frame)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in safe["cell"])
    assert restored(safe, ["cell"]).equals(frame)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_a_dangerous_cell_comes_back_as_it_was_from_every_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rows.{suffix}"
    count = len(DANGEROUS)
    frame = pl.DataFrame(
        {"Account number": [f"A{i}" for i in range(count)], "Name": DANGEROUS, "Balance": ["1.00"] * count}
    )
    write_rows(frame, path)
    back = read(path)["Name"].to_list()
    assert [cell.strip() for cell in back] == [cell.strip() for cell in DANGEROUS]


def test_a_sheet_holds_no_formula_and_a_text_file_no_cell_that_starts_one(tmp_path: Path) -> None:
    frame = pl.DataFrame({"=Name": DANGEROUS})
    write_rows(frame, tmp_path / "rows.xlsx")
    with zipfile.ZipFile(tmp_path / "rows.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    write_rows(frame, tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) == len(DANGEROUS) + 1
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_rejected_rows_are_mended_and_uploaded_again(tmp_path: Path) -> None:
    bad = ("A-3;12O.00;2024-01-31;=cmd()", "A-4;5.00;2091-01-01;Di")
    original = tape(tmp_path, lines=(HEADER, *ROWS, *bad))
    (chunk,) = examine(original, plain_mapping(), today=CUT_OFF)
    out = rejects(chunk.rejected, chunk.findings, detect(original))
    assert out.columns == [*HEADER.split(";"), *REASON_COLUMNS]
    assert out.select(REASON_COLUMNS[:3]).rows() == [(4, "Balance", "12O.00"), (5, "Date of default", "2091-01-01")]
    assert "This is not an amount" in out[REASON_COLUMNS[3]][0]
    path = tmp_path / "rejects.csv"
    write_rows(out, path)
    path.write_text(path.read_text("utf-8-sig").replace("12O.00", "120.00").replace("2091-", "2021-"), "utf-8")
    (again,) = examine(path, plain_mapping(), today=CUT_OFF)
    assert summarised(iter([again])).accepted == 2
    assert again.accepted["debtor_name"].to_list() == ["=cmd()", "Di"]


def test_another_kind_of_file_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"\.pdf are not written"):
        write_rows(pl.DataFrame({"a": ["b"]}), tmp_path / "rows.pdf")
    assert list(tmp_path.iterdir()) == []
