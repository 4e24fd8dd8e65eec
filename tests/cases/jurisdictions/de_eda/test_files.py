"""EDA files: taken apart exactly, their sums held against their records, and no guessed position ever written."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.jurisdictions.de.eda.codes import Document
from cases.jurisdictions.de.eda.control import ControlSums, of_court_numbers
from cases.jurisdictions.de.eda.files import read, write
from cases.jurisdictions.de.eda.records import LENGTH, RecordTable, known, supplied, tables
from cases.jurisdictions.de.eda.trailer import sum_faults
from kernel.errors import Invalid

INVENTED = """
[AA]
complete = true
verified = false
source = "invented for this test; no court's layout"
[AA.positions]
kind = { first = 1, length = 2 }
participant = { first = 3, length = 8, number = true }
created = { first = 11, length = 6, number = true }
document = { first = 17, length = 2, number = true }
software = { first = 60, length = 20 }
[BB]
complete = true
verified = false
source = "invented for this test; no court's layout"
[BB.positions]
kind = { first = 1, length = 2 }
participant = { first = 3, length = 8, number = true }
applications = { first = 11, length = 9, number = true }
records = { first = 20, length = 9, number = true }
catalogue_numbers = { first = 29, length = 9, number = true }
amounts = { first = 38, length = 19, number = true }
court_numbers = { first = 57, length = 19, number = true }
claims = { first = 76, length = 9, number = true }
"""
HEADER = {"participant": "12345678", "created": "261122", "document": "01", "software": "Prüfung"}


@pytest.fixture
def agreed(tmp_path: Path) -> dict[str, RecordTable]:
    file = tmp_path / "records.toml"
    file.write_text(INVENTED, "utf-8")
    return supplied(file)


def body(count: int) -> list[bytes]:
    return [f"01{number:06}".encode().ljust(LENGTH) for number in range(count)]


COUNTS = st.integers(0, 999_999)


@pytest.mark.parametrize("ending", [b"", b"\r\n", b"\n"])
@settings(deadline=None)
@given(sums=st.builds(ControlSums, COUNTS, st.integers(0, 40), COUNTS, COUNTS, COUNTS))
def test_a_file_reads_back_as_it_was_written(ending: bytes, sums: ControlSums) -> None:
    by = {**known(), **tables(INVENTED)}
    content = write(HEADER, body(sums.records), sums, tables=by, ending=ending)
    file = read(content, tables=by)
    assert (file.participant, file.document, file.created) == ("12345678", Document.MAHNBESCHEIDSANTRAG, "261122")
    assert [one.content for one in file.records] == body(sums.records)
    assert file.sums == sums
    assert list(sum_faults(file, sums)) == []


def test_what_the_house_does_not_know_it_does_not_write() -> None:
    with pytest.raises(Invalid, match="not all known"):
        known()["01 KS 00"].write({"reference": "RC-1"}, codec="cp850")
    for name, table in known().items():
        assert not table.verified
        assert not (table.complete and name[:2] in {"03", "05", "16", "18", "22", "90"}), "a notice is the court's"


def test_a_record_lost_on_the_way_is_noticed(agreed: dict[str, RecordTable]) -> None:
    content = write(HEADER, body(3), ControlSums(1, 3, 43, 123456), tables=agreed)
    shorter = content[: 2 * LENGTH] + content[3 * LENGTH :]
    (fault,) = sum_faults(read(shorter, tables=agreed))
    assert "counts 3 records, the file holds 2" in fault.limit


@pytest.mark.parametrize("name", ["applications", "catalogue_numbers", "amounts", "court_numbers"])
def test_each_sum_that_differs_from_the_data_is_named(agreed: dict[str, RecordTable], name: str) -> None:
    sums = ControlSums(1, 1, 43, 123456, 7)
    file = read(write(HEADER, body(1), sums, tables=agreed), tables=agreed)
    wanted = ControlSums(**{**{each: getattr(sums, each) for each in sums.__slots__}, name: 9})
    assert [fault.field for fault in sum_faults(file, wanted)] == [f"BB.{name}"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not records"),
        (b"AA" + b" " * 125, "not records"),
        (b"XX".ljust(LENGTH) * 2, "begins with a record AA"),
        (b"AA".ljust(LENGTH), "begins with a record AA"),
        (b"AA".ljust(LENGTH) + b"BB".ljust(LENGTH) * 2, "Record 2 begins with 'BB'"),
        (b"AA".ljust(LENGTH) + b"\x00\x00".ljust(LENGTH) + b"BB".ljust(LENGTH), "Record 2 begins"),
        (b"A" * (50 * 1024 * 1024), "the most that is read"),
    ],
    ids=["empty", "short", "foreign", "alone", "two ends", "no kind", "50 MB"],
)
def test_what_is_no_file_is_refused_where_it_stops_being_one(content: bytes, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        read(content)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"participant": "123456789"}, "9 characters; 8 fit"),
        ({"participant": "12A"}, "must be digits"),
        ({"software": "Łódź"}, "holds a letter"),
        ({"colour": "blue"}, "has no colour"),
    ],
)
def test_a_value_is_never_cut_or_respelt(agreed: dict[str, RecordTable], values: dict[str, str], reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        agreed["AA"].write(values, codec="cp850")


def test_positions_that_overlap_are_refused() -> None:
    with pytest.raises(Invalid, match="overlaps"):
        tables(INVENTED.replace("first = 11, length = 6", "first = 10, length = 6"))
    with pytest.raises(Invalid, match="leaves the record"):
        tables(INVENTED.replace("first = 60, length = 20", "first = 120, length = 20"))


def test_court_numbers_add_up_by_their_digits_three_to_nine() -> None:
    sums = of_court_numbers(["26123456701", "26000000302"], records=4)
    assert (sums.applications, sums.records, sums.court_numbers) == (2, 4, 1234567 + 3)
    with pytest.raises(Invalid, match="no number of a Mahngericht"):
        of_court_numbers(["26-1234567-0-1"], records=1)
