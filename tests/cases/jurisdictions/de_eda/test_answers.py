"""What a Mahngericht sends: each notice becomes an event of the case it names, or is told and moves nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.jurisdictions.court_channel import CourtAnswer
from cases.jurisdictions.de.eda.channel import EDA
from cases.jurisdictions.de.eda.said import lines_of
from cases.jurisdictions.de.mahnverfahren import MACHINE
from kernel.errors import Invalid
from kernel.money import Money

NUMBER = "26123456701"
OTHER = "26765432102"


def record(key: str, *fields: tuple[int, str]) -> bytes:
    """128 bytes with each text at its position, counted from 1."""
    content = bytearray(key.encode().ljust(128))
    for at, text in fields:
        content[at - 1 : at - 1 + len(text)] = text.encode("cp850")
    return bytes(content)


def a_file(document: str, *records: bytes, counted: int | None = None) -> bytes:
    head = record("AA", (3, "05012345"), (11, "261122"), (17, document), (27, "4000"), (31, "MGH007"), (37, "05"))
    count = len(records) if counted is None else counted
    return b"".join((head, *records, record("BB", (3, "05012345"), (11, "0000001"), (18, f"{count:07}"))))


def told(document: str, *records: bytes) -> CourtAnswer:
    (answer,) = EDA.answers(a_file(document, *records))
    assert (answer.case_reference, answer.court_number, answer.court_reference) == ("RC-7", NUMBER, "MGH007")
    if answer.event is not None:
        assert answer.event in MACHINE.transitions
    return answer


COSTS = ((10, "00000500"), (18, "0003800"), (53, "0000000123"))
NUMBERS = (18, f"{NUMBER}{OTHER}")


def test_the_mahnbescheid_was_issued_at_this_cost() -> None:
    answer = told("03", record("03KS   00", NUMBERS, (73, "RC-7"), (108, "261102")), record("03AUSGB00", *COSTS))
    assert (answer.event, answer.on, answer.outcome) == ("mahnbescheid_issued", date(2026, 11, 2), "accepted")
    assert dict(answer.amounts) == {
        "Court fee": Money(3800, "EUR"),
        "Claimant's outlays": Money(500, "EUR"),
        "Interest": Money(123, "EUR"),
    }
    assert dict(answer.said)["Further numbers"] == OTHER


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("05", "mahnbescheid_served"),
        ("06", "service_failed"),
        ("08", "vollstreckungsbescheid_served"),
        ("09", None),
    ],
)
def test_served_or_not(kind: str, event: str | None) -> None:
    key = record("05KS   00", (18, NUMBER), (29, "RC-7"), (73, kind), (75, "261109"))
    answer = told("05", key, record("05NZUG 01", (10, "B"), (12, "Neuer Weg 2; 44135 Dortmund;")))
    assert (answer.event, answer.on) == (event, date(2026, 11, 9))
    assert ("Reason", "Neuer Weg 2; 44135 Dortmund;") in answer.said


def test_handed_over_to_the_court_of_the_dispute() -> None:
    key = record("16KS   00", (18, NUMBER), (29, "RC-7"), (64, "261120"), (79, "1"), (80, "58095"), (85, "Hagen"))
    answer = told("16", key)
    assert (answer.event, answer.on) == ("handed_over", date(2026, 11, 20))
    assert answer.said == (("Court of the dispute", "Amtsgericht 58095 Hagen"),)


def test_a_widerspruch_against_a_part() -> None:
    key = record("18KS   00", (18, NUMBER), (29, "RC-7"))
    answer = told("18", key, record("18WIPG 00", (10, "2"), (13, "0000012345"), (109, "261116")))
    assert (answer.event, answer.on) == ("widerspruch_raised", date(2026, 11, 16))
    assert answer.amounts == (("Opposed of the principal", Money(12345, "EUR")),)
    assert "a part of the claim" in answer.sentence


def test_a_monierung_shows_lines_that_its_answer_takes_back() -> None:
    key = record("20KS   00", (18, "RC-7"), (53, NUMBER), (108, "261103"), (114, "261002"), (120, "01"))
    line = record("20MO   00", (10, "047"), (13, "AGPLZ"), (33, "0100121"), (40, "6"), (41, "5809"))
    answer = told("20", key, line)
    assert (answer.event, answer.on) == ("monierung_received", date(2026, 11, 3))
    said = dict(answer.said)
    assert (said["Application of"], said["About"]) == ("2026-10-02", "01")
    (back,) = lines_of(said["Line 1"])
    assert (back.fault, back.field, back.content) == (47, "AGPLZ", "5809")


def test_the_vollstreckungsbescheid_was_issued() -> None:
    answer = told("22", record("22KS   00", (18, NUMBER), (73, "RC-7"), (108, "261130")))
    assert (answer.event, answer.on, answer.outcome) == ("vollstreckungsbescheid_issued", date(2026, 11, 30), "told")


def test_a_receipt_names_the_file_and_no_case() -> None:
    lines = (record("90QU   00", (10, "Datei RUF021.EDA ist eingegangen")), record("90QU   00", (10, "Anträge: 17")))
    (answer,) = EDA.answers(a_file("90", *lines))
    assert (answer.outcome, answer.file_reference, answer.case_reference) == ("received", "RUF021", None)
    assert [text for _, text in answer.said] == ["Datei RUF021.EDA ist eingegangen", "Anträge: 17"]
    (unclear,) = EDA.answers(a_file("90", *lines, record("90QU   00", (10, "RUF022"))))
    assert unclear.file_reference is None


@pytest.mark.parametrize(
    ("document", "records"),
    [
        ("03", [record("03KS   00", (18, NUMBER), (73, "RC-7"), (108, "26XX02"))]),
        ("05", [record("05KS   00", (18, NUMBER), (29, "RC-7"), (73, "77"), (75, "261109"))]),
        ("05", [record("05KS   00", (18, NUMBER), (29, "RC-7"), (73, "05"), (75, "269999"))]),
        ("16", [record("16KS   00", (18, NUMBER), (29, "RC-7"), (64, "HAGEN"))]),
        ("18", [record("18KS   00", (18, NUMBER), (29, "RC-7"))]),
        ("20", [record("20KS   00", (18, "RC-7"), (53, NUMBER))]),
    ],
)
def test_a_notice_that_does_not_hold_what_its_layout_says_moves_nothing(document: str, records: list[bytes]) -> None:
    answer = told(document, *records)
    assert (answer.event, answer.outcome) == (None, "told")
    assert answer.sentence.endswith("read.")


def test_many_notices_in_one_file_each_find_their_case() -> None:
    keys = [record("22KS   00", (18, NUMBER), (73, f"RC-{at}"), (108, "261130")) for at in range(50)]
    answers = EDA.answers(a_file("22", *keys))
    assert [one.case_reference for one in answers] == [f"RC-{at}" for at in range(50)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (a_file("01"), "no Mahngericht sends"),
        (a_file("99"), "nothing known"),
        (a_file("22", record("22KS   00"), counted=7), "counts 7 records, the file holds 1"),
        (a_file("22"), "no notice"),
        (b"<xml/>", "not records"),
    ],
)
def test_what_is_no_answer_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        EDA.answers(content)


KINDS = ("03", "05", "16", "18", "20", "22", "90")
MARKS = ("KS   00", "AUSGB00", "NZUG 01", "WIPG 00", "MO   00", "QU   00", "AG   01", "?????99")


@st.composite
def foreign_records(draw: st.DrawFn) -> bytes:
    """A record of the court's kinds with anything at all in it, superscript digits and control characters included."""
    key = draw(st.sampled_from(KINDS)) + draw(st.sampled_from(MARKS))
    return key.encode() + draw(st.binary(min_size=119, max_size=119))


@settings(deadline=None, max_examples=200)
@given(document=st.sampled_from(KINDS), records=st.lists(foreign_records(), max_size=4))
def test_whatever_a_file_holds_it_is_read_or_refused(document: str, records: list[bytes]) -> None:
    try:
        answers = EDA.answers(a_file(document, *records))
    except Invalid:
        return
    for answer in answers:
        assert answer.event is None or answer.event in MACHINE.transitions
        assert answer.event is None or answer.on is not None
