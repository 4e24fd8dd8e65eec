"""A file that is no tape is refused with its place and what to do, before more than its beginning is read."""

import io
import os
import struct
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from kernel.errors import Invalid
from marketplace.tapes.mapping import confirm
from marketplace.tapes.reading import detect
from marketplace.tapes.reading.layout import LONGEST_LINE
from marketplace.tapes.reading.workbook import LARGEST_UNPACKED
from tests.marketplace.tapes.tape_files import HEADER, ROWS, plain_mapping, read, tape

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty"),
        (b"%PDF-1.7\n1 0 obj\n", "PDF"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00" * 50, "binary"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"<!DOCTYPE html><table></table>", "web page"),
        (OLE + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + b"\x00" * 512, "old Excel"),
        (b"PAR1 and nothing more", "damaged"),
        (b"PK\x03\x04 torn", "damaged"),
        (b"just one column\nof words\n", "delimiter"),
        (b"A-1;100.00;2024-01-31\nA-2;200.00;2024-01-31\n", "no header"),
        (HEADER.encode(), "no data row"),
        (b"Account number;Balance;Balance\nA-1;1;2\n", "twice"),
    ],
)
def test_what_is_no_tape_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "tape.csv"
    path.write_bytes(content)
    with pytest.raises(Invalid) as refusal:
        detect(path)
    assert says in refusal.value.sentence
    assert refusal.value.places[0].where.startswith("tape.csv")
    assert refusal.value.places[0].sentence


def test_a_line_of_a_gigabyte_is_refused_after_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "tape.csv"
    path.write_bytes(b"a" * (2 * LONGEST_LINE))
    os.truncate(path, 1024**3)
    with pytest.raises(Invalid, match="line 1 is longer than 1,048,576 bytes"):
        detect(path)


def test_an_endless_line_further_down_is_named(tmp_path: Path) -> None:
    path = tape(tmp_path, lines=(HEADER, *ROWS, "A-3;" + "9" * (3 * LONGEST_LINE)))
    with pytest.raises(Invalid, match="line 4 is longer"):
        read(path)


def test_a_quotation_mark_left_open_is_named(tmp_path: Path) -> None:
    path = tape(tmp_path, lines=(HEADER, ROWS[0], 'A-2;1.00;2024-01-31;"Ann', *(ROWS[1] for _ in range(600))))
    with pytest.raises(Invalid, match="line 3 is not closed"):
        read(path)


def test_a_workbook_that_declares_too_much_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "tape.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", "<sheet/>")
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", LARGEST_UNPACKED + 1)
    path.write_bytes(data)
    with pytest.raises(Invalid, match="unpacks to more than 2 GiB"):
        detect(path)


def test_a_workbook_that_lies_about_its_size_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.tapes.reading.workbook.LARGEST_UNPACKED", 1_000_000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    data = bytearray(buffer.getvalue())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    path = tmp_path / "tape.xlsx"
    path.write_bytes(data)
    with pytest.raises(Invalid, match="unpacks to more"):
        detect(path)


def test_a_sheet_with_one_cell_far_away_is_refused_before_it_is_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "tape.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, ["Account number", "Balance"])
        sheet.write_string("XFD1048576", "x")
    with pytest.raises(Invalid) as refusal:
        detect(path)
    assert "1,048,576 rows by 16,384 columns" in refusal.value.sentence
    assert refusal.value.places[0].where.endswith("row 1048576, column 16384")


def test_a_workbook_that_declares_absurdly_many_strings_is_refused(tmp_path: Path) -> None:
    whole, path = tmp_path / "whole.xlsx", tmp_path / "tape.xlsx"
    with xlsxwriter.Workbook(whole) as book:
        book.add_worksheet("Accounts").write_row(0, 0, ["Account number", "Balance"])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'uniqueCount="2"', b'uniqueCount="59999999999"'))
    with pytest.raises(Invalid, match="damaged"):
        detect(path)


def test_a_workbook_packed_as_none_may_be_is_refused_by_the_part(tmp_path: Path) -> None:
    path = tmp_path / "tape.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as target:
        target.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Invalid, match="packed in a way that no workbook may be") as refusal:
        detect(path)
    assert refusal.value.places[0].where.endswith("xl/workbook.xml")


def test_torn_parquet_is_refused_and_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "tape.parquet"
    pl.DataFrame({"Account number": [str(i) for i in range(5_000)], "Balance": ["1.00"] * 5_000}).write_parquet(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:8] + whole[len(whole) // 2 :])
    with pytest.raises(Invalid, match="damaged"):
        read(path)


def test_nested_parquet_names_its_column(tmp_path: Path) -> None:
    path = tmp_path / "tape.parquet"
    pl.DataFrame({"Account number": ["1"], "Parts": [[1, 2]]}).write_parquet(path)
    with pytest.raises(Invalid) as refusal:
        detect(path)
    assert refusal.value.places[0].where == "tape.parquet, column Parts"


def test_a_tape_without_an_amount_is_refused_when_mapped(tmp_path: Path) -> None:
    layout = detect(tape(tmp_path))
    with pytest.raises(Invalid, match="No column holds an amount that is owed"):
        confirm(plain_mapping(columns={"Account number": "reference"}), layout)


def test_all_faults_of_a_mapping_are_told_at_once(tmp_path: Path) -> None:
    layout = detect(tape(tmp_path))
    wrong = plain_mapping(
        columns={"Konto": "reference", "Balance": "debt"}, currency="EURO", country="ES", product="car"
    )
    with pytest.raises(Invalid) as refusal:
        confirm(wrong, layout)
    places = [place.where for place in refusal.value.places]
    assert {"column Konto", "field debt", "currency", "country", "field product"} <= set(places)
