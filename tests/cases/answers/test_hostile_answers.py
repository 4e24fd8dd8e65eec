"""Whatever bytes a court's system sends: its reader gives answers, or says in words why it cannot, and no third."""

import re
from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.answers.channels import way_named
from cases.answers.hushing import hushed, repeats
from cases.answers.keeping import kept_of
from cases.answers.reading import sentence_of
from cases.answers.words import SEALED, digest_of_answer
from cases.jurisdictions.court_channel import CourtAnswer
from cases.jurisdictions.court_files.xml_parsing import LARGEST_ANSWER, MOST_IN_ANSWER
from kernel.errors import Invalid
from kernel.keys import ColumnSealer
from tests.cases.answers.feedback import Told, defence, feedback
from tests.cases.jurisdictions.de_eda.test_answers import NUMBER, a_file, record
from tests.cases.jurisdictions.pl_epu.test_answers import an_answer

ROW = "<a:mojeNakazy><a:Row><a:sygnaturaSprawy>VI</a:sygnaturaSprawy><a:id>9</a:id></a:Row></a:mojeNakazy>"
GOOD = {
    "sdt": (feedback([Told("A" * 22, claim_number="9QZ12345", issued_on="2026-11-04")], file="F"), defence("9QZ12345")),
    "epu": (an_answer("Moje", ROW),),
    "eda": (
        a_file("03", record("03KS   00", (18, NUMBER), (73, "RC"), (108, "261121"))),
        a_file("18", record("18KS   00", (18, NUMBER)), record("18WIPG 00", (10, "1"), (109, "261122"))),
    ),
}
EACH = [(code, content) for code, contents in GOOD.items() for content in contents]
XML = [pair for pair in EACH if pair[0] != "eda"]


def _without_nul(text: str) -> str:
    """No column of the database holds one."""
    assert "\0" not in text
    return text


def read(code: str, content: bytes) -> Sequence[CourtAnswer] | str:
    """The answers, each fit to be kept and shown; or why there are none."""
    channel = way_named(code).channel
    try:
        answers = channel.answers(content)
    except Invalid as problem:
        return _without_nul(problem.located)
    for one in answers:
        kept = kept_of(code, one)
        assert kept.told.sentence
        assert ColumnSealer(bytes(32), *SEALED).seal(UUID(int=1), kept.told)
        assert len(digest_of_answer(code, one)) == 32
        _without_nul(f"{kept.court_number}{kept.case_reference}{kept.request_id}{kept.told.fault}")
        assert channel.answer_twin(content, one.record)
    return answers


@pytest.mark.parametrize(("code", "content"), EACH)
def test_cut_off_anywhere_it_is_refused_in_words(code: str, content: bytes) -> None:
    assert not isinstance(read(code, content), str)
    for end in range(len(content)):
        if content[end:].strip():
            assert isinstance(read(code, content[:end]), str), end


@given(data=st.data(), pair=st.sampled_from(EACH))
@settings(max_examples=150, deadline=None)
def test_bytes_changed_anywhere_break_no_reader(data: st.DataObject, pair: tuple[str, bytes]) -> None:
    code, good = pair
    content = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    read(code, bytes(content))


@pytest.mark.parametrize(("code", "content"), XML)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-7", "cp037", "utf-8-sig", "cp1250"])
def test_another_encoding_than_it_says_is_read_or_refused(code: str, content: bytes, encoding: str) -> None:
    text = content.decode()
    read(code, text.encode(encoding, errors="replace"))
    for declared in (encoding, "nonsense", "rot13", "zlib", "ucs-4"):
        read(code, f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode())


@pytest.mark.parametrize(("code", "content"), XML)
def test_a_byte_order_mark_is_no_fault(code: str, content: bytes) -> None:
    assert not isinstance(read(code, b"\xef\xbb\xbf" + content), str)


BOMB = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize("code", ["sdt", "epu"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "document type"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>', "document type"),
        (b"<a>" * 100_000, "nests deeper"),
        (b"<a>" + b" " * LARGEST_ANSWER + b"</a>", "bytes"),
        (b"<a>&unknown;</a>", "line 1"),
        (b"\0" * 400, "well-formed"),
        (b"\x1f\x8b\x08" + b"\0" * 40, "line 1"),
    ],
)
def test_what_is_made_to_harm_is_refused_before_it_costs_anything(code: str, content: bytes, said: str) -> None:
    assert said in read(code, content)


def test_more_elements_than_any_answer_has_are_not_read() -> None:
    assert "elements" in read("sdt", b"<a>" + b"<b/>" * (MOST_IN_ANSWER + 1) + b"</a>")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD["eda"][0][:-3], "After 2 records 125 are left over."),
        (b"\r\n".join((b"A" * 128, b"B" * 127, b"C" * 128)), "Record 2 has 127."),
        (b"", "0 bytes"),
        (b"AA".ljust(128), "BB"),
        (GOOD["eda"][0].replace(b"03KS", b"\0\0KS"), "Record 2 begins with"),
    ],
)
def test_a_broken_record_is_named_by_its_place(content: bytes, said: str) -> None:
    assert said in read("eda", content)


@pytest.mark.parametrize("secret", ["s3cret", "a&b<c>", "hasło”x"])
def test_a_secret_is_found_however_it_is_written_and_told_nowhere(secret: str) -> None:
    escaped = secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for encoding in ("utf-8", "utf-16"):
        assert repeats(f"<a>Wrong {escaped}</a>".encode(encoding), [secret])
    assert not repeats(b"<a>Wrong</a>", [secret])
    assert secret not in hushed(f"Wrong {secret}.", [secret])


@pytest.mark.parametrize("records", [62, 63])
def test_records_between_ends_of_line_of_any_kind_are_read_the_last_with_or_without_one(records: int) -> None:
    """A file of 64 records with two bytes more each is as long as one of 65 without."""
    whole = a_file("22", *[record("22KS   00", (18, NUMBER), (73, f"RC-{n}"), (108, "261130")) for n in range(records)])
    lines = [whole[at : at + 128] for at in range(0, len(whole), 128)]
    mixed = b"".join(line + (b"\r\n", b"\n")[number % 2] for number, line in enumerate(lines))
    for content in (
        b"\r\n".join(lines),
        b"\r\n".join(lines) + b"\r\n",
        b"\n".join(lines),
        b"\n".join([*lines, b""]),
        mixed,
    ):
        assert len(read("eda", content)) == records


VALUE = re.compile(r'(?<=>)[^<>]*(?=<)|(?<==")[^"<>]*(?=")|<(\w+:\w+)\b[^<>]*>[^<>]*</\1>')
ODD = (
    *("", " ", "-1", "9" * 400, "9" * 21, "1e999", "1e-400", "1_000", "NaN", "Infinity", "-0.00", "٣٤", "１２", "²"),
    *(
        "0000-00-00",
        "2026-02-30",
        "9999-12-31T23:59:59.9999999+14:00",
        "0001-01-01T00:00:00-14:00",
        "2026-11-04T25:00:00",
    ),
    *(
        "&#0;",
        "&#55296;",
        "]]&gt;",
        "&lt;a>",
        "\u202e",
        "\u0085",
        "x" * 100_000,
        "%s{}",
        "\0",
        "<!-- -->",
        "<![CDATA[x]]>",
    ),
)


@given(data=st.data(), pair=st.sampled_from(XML))
@settings(max_examples=200, deadline=None)
def test_values_nobody_expects_and_elements_where_none_stand_break_no_reader(
    data: st.DataObject, pair: tuple[str, bytes]
) -> None:
    code, good = pair
    text = good.decode()
    for _ in range(data.draw(st.integers(1, 3))):
        found = list(VALUE.finditer(text))
        one = data.draw(st.sampled_from(found))
        other = data.draw(st.one_of(st.sampled_from(ODD), st.sampled_from(found).map(lambda hit: hit.group())))
        text = text[: one.start()] + other + text[one.end() :]
    ended = text.replace("\n", data.draw(st.sampled_from(["\n", "\r\n", "\r", "\n\r"])))
    read(code, ended.encode(data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))))


@given(data=st.data(), good=st.sampled_from(GOOD["eda"]))
@settings(max_examples=100, deadline=None)
def test_records_in_any_order_with_any_signs_break_no_reader(data: st.DataObject, good: bytes) -> None:
    lines = [good[at : at + 128] for at in range(0, len(good), 128)]
    drawn = bytearray(b"".join(data.draw(st.lists(st.sampled_from(lines), min_size=1, max_size=6))))
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(drawn) - 1))
        drawn[at : at + 4] = data.draw(st.binary(min_size=4, max_size=4))
    read("eda", bytes(drawn))


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("sdt", feedback([Told("A" * 22, "P" * 1_000_000)], file="F")),
        ("sdt", f"<{'a' * 1_000_000}/>".encode()),
        ("epu", GOOD["epu"][0].replace(b"<a:id>9", b"<a:id>" + b"9" * 1_000_000)),
        ("epu", an_answer("Moje", "", code="X" * 1_000_000)),
    ],
)
def test_what_is_told_of_a_fault_is_short_however_long_the_fault(code: str, content: bytes) -> None:
    channel = way_named(code).channel
    try:
        told = [one.told.fault or "" for one in (kept_of(code, each) for each in channel.answers(content))]
    except Invalid as problem:
        told = [sentence_of(problem)]
    assert any(told)
    assert max(map(len, told)) <= 1002
