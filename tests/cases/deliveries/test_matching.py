"""Whose document it is: what two people write differently is one reference, and what is not certain is nobody's."""

from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.deliveries.archive import Sent
from cases.deliveries.index import read_index
from cases.deliveries.listing import beside
from cases.deliveries.matching import Known, Match, Stray, match
from cases.deliveries.words import class_of, plain
from kernel.errors import Invalid

NAMESPACE = UUID("6a0c3f0e-4a7d-4a39-8d6c-0d5f0b8f6f11")
REFERENCES = ("UM 586902/72", "UM 586902/7", "0001-2044", "ES.77/B-10", "ŁÓD-778899")


def claim(reference: str) -> UUID:
    return uuid5(NAMESPACE, reference)


def known(*references: str) -> Known:
    return Known.of((claim(one), one) for one in references or REFERENCES)


@pytest.mark.parametrize(
    ("reference", "path", "basis"),
    [
        ("UM 586902/72", "box001/umowa_000001.pdf", "reference"),
        ("um586902-72", "box001/umowa_000001.pdf", "written_differently"),
        ("lod778899", "scan.pdf", "written_differently"),
        (None, "UM-586902-72/umowa.pdf", "name"),
        ("", "post/0001_2044 statement.pdf", "name"),
    ],
)
def test_a_reference_is_known_however_it_is_written(reference: str | None, path: str, basis: str) -> None:
    found = match(known(), reference, path)
    assert isinstance(found, Match)
    assert found.basis == basis


def test_the_longer_reference_in_a_name_is_meant() -> None:
    assert match(known(), None, "UM-586902-72.pdf") == Match(claim("UM 586902/72"), "name")


@pytest.mark.parametrize(
    ("reference", "path", "says"),
    [
        ("UM 586902/73", "scan.pdf", "No claim has the reference UM 586902/73. Near it: UM 586902/7"),
        ("UM 586902/72", "0001-2044/umowa.pdf", "the file's name to another claim"),
        (None, "0001-2044_and_UM-586902-72.pdf", "the references of 2 claims"),
        (None, "2024/03/scan0001.pdf", "Neither the index nor the file's name"),
    ],
)
def test_what_is_not_certain_waits_for_a_person(reference: str | None, path: str, says: str) -> None:
    found = match(known(), reference, path)
    assert isinstance(found, Stray)
    assert says in found.sentence


def test_one_reference_of_two_claims_is_nobodys() -> None:
    two = Known.of([(claim("a"), "A-10001"), (claim("b"), "A-10001")])
    found = match(two, "A-10001", "scan.pdf")
    assert isinstance(found, Stray)
    assert "2 claims have the reference" in found.sentence


references = st.text("ABCXYZ0123456789-/. ", min_size=6, max_size=14).filter(lambda text: len(plain(text)) >= 6)


@given(st.lists(references, min_size=2, max_size=30, unique_by=plain), st.data())
def test_a_file_is_never_given_to_a_claim_that_neither_index_nor_name_names(
    written: list[str], data: st.DataObject
) -> None:
    house = known(*written)
    said = data.draw(st.none() | st.sampled_from(written) | references)
    path = data.draw(st.sampled_from(written) | references) + "/" + data.draw(st.sampled_from(["scan", "contract"]))
    found = match(house, said, path)
    if isinstance(found, Match):
        owner = next(one for one in written if claim(one) == found.claim_id)
        assert plain(owner) == plain(said or "") or plain(owner) in plain(path)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Wypowiedzenie umowy", "termination"),
        ("umowa_000001.pdf", "contract"),
        ("Notice of assignment", "notice"),
        ("DEED OF ASSIGNMENT", "assignment"),
        ("acuse_de_recibo_000009.pdf", "delivery_proof"),
        ("Kündigung", "termination"),
        ("Certificado de saldo", "statement"),
        ("scan_0001.pdf", None),
        ("invoice and contract", "contract or invoice"),
    ],
)
def test_a_class_is_told_by_its_longest_word(text: str, kind: str | None) -> None:
    if kind == "contract or invoice":
        # Two words of different classes: the longer one is no better a guess than the shorter.
        assert class_of(text) is None
    else:
        assert class_of(text) == kind


def test_an_index_is_read_by_the_words_of_five_languages() -> None:
    lines = read_index("Datei;Aktenzeichen;Art;Datum\nA/b.pdf;X-1;Kündigung;2026-03-01\n".encode(), "index.csv")
    assert [(one.number, one.path, one.reference, one.kind, str(one.dated_on)) for one in lines] == [
        (2, "A/b.pdf", "X-1", "termination", "2026-03-01")
    ]


@pytest.mark.parametrize(
    ("content", "where", "says"),
    [
        (b"", "index.csv", "Give a header"),
        (b"name,account\n", "index.csv, line 1", "Add a column"),
        (b"file;reference;date\na.pdf;X;3.4.2026\n", "index.csv, line 2", "Write the day as 2026-09-30."),
        (b"file;reference\n;X\n", "index.csv, line 2", "Name the file."),
        ("plik;sygnatura\ną.pdf;X\n".encode("cp1250"), "index.csv", "UTF-8"),
        (b'file;reference\n"a.pdf;X\n', "index.csv", "Save it as CSV again"),
    ],
)
def test_an_index_that_cannot_be_read_says_where(content: bytes, where: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_index(content, "index.csv")
    assert any(place.where == where and says in place.sentence for place in refused.value.places)


def test_files_and_lines_stand_side_by_side() -> None:
    lines = read_index(b"file;reference\na.pdf;X-10001\nb.pdf;X-10001\nb.pdf;Y-10002\ngone.pdf;X-10001\n", "index.csv")
    found = beside([Sent(0, "index.csv"), Sent(1, "a.pdf"), Sent(2, "b.pdf"), Sent(3, "extra.pdf")], lines)
    assert [(one.path, one.came, one.line is not None) for one in found] == [
        ("a.pdf", True, True),
        ("b.pdf", True, True),
        ("extra.pdf", True, False),
        ("gone.pdf", False, True),
    ]
    assert found[1].conflict == "Lines 3 and 4 of the index give this file to different claims. Say which one is meant."
