"""Letters to the e-court: six kinds, each with its element, and the address completed from the debtors' own."""

import pytest

from cases.jurisdictions.contract import Paper
from cases.jurisdictions.court_channel import Part
from cases.jurisdictions.pl import PL
from cases.jurisdictions.pl.epu.channel import EPU
from cases.jurisdictions.pl.epu.letters import LetterBatch
from cases.jurisdictions.pl.epu.reading import read_batch
from cases.jurisdictions.pl.papers.epu_letters import EPU_LETTERS
from tests.builders.court_files import an_occasion, schema
from tests.builders.polish_case import E_COURT_ACCOUNT, polish_case, polish_debtor

KINDS = {one.code: one for one in EPU_LETTERS}
ENTERED = {
    "court_number": "VI Nc-e 77/26",
    "epu_case_id": "5",
    "epu_delivery_id": "9",
    "epu_letter_subject": "Odpowiedź na wezwanie",
    "epu_letter_text": "Podtrzymujemy żądanie.\r\nWnosimy jak w pozwie.",
}


def a_case(**particulars):
    return polish_case(particulars={**ENTERED, **particulars})


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("epu_letter", 3),
        ("epu_motion", 4),
        ("epu_address", 5),
        ("epu_defects", 6),
        ("epu_power_ended", 13),
        ("epu_attorney", 14),
    ],
)
def test_each_kind_goes_in_its_file_and_says_the_same_on_paper(code, number, shared, read):
    paper = KINDS[code].prepare(a_case())
    assert isinstance(paper, Paper)
    done = EPU.lodge([Part("A" * 22, "RC-1", paper.machine[0].content)], E_COURT_ACCOUNT, an_occasion("BOOK7"))
    (file,) = done.files
    assert file.reference == "BOOK7-PISMA-1"
    assert schema(shared, "pl-epu/xsd/Dokumenty.xsd").faults(file.content) == []
    batch = read_batch(file.content)
    assert isinstance(batch, LetterBatch)
    (sent,) = batch.letters
    assert (sent.kind, sent.signature, sent.court_case_id, sent.delivery_id) == (number, "VI Nc-e 77/26", 5, 9)
    text = read(KINDS[code], a_case())
    for said in ("VI Nc-e 77/26", "Odpowiedź na wezwanie", "Podtrzymujemy żądanie.", "Żaneta Śliwińska-Łęcka"):
        assert said in text


def test_a_completed_address_is_the_debtors_own(read):
    text = read(KINDS["epu_address"], a_case(epu_letter_text=""))
    assert "Żaneta Śliwińska-Łęcka: ul. Źródlana 14/3, 80-288 Gdańsk" in text


@pytest.mark.parametrize(
    ("code", "changes", "fact"),
    [
        ("epu_letter", {"epu_letter_text": ""}, "text of the letter"),
        ("epu_letter", {"epu_case_id": "five"}, "epu case id"),
        ("epu_letter", {"epu_delivery_id": "-1"}, "epu delivery id"),
        ("epu_letter", {"court_number": ""}, "case number"),
        ("epu_address", {"epu_delivery_id": ""}, "epu delivery id"),
        ("epu_motion", {"epu_letter_text": "x" * 32_001}, "text"),
    ],
)
def test_what_is_missing_is_named(code, changes, fact, refused):
    assert [one for one, _ in refused(KINDS[code], a_case(**changes))] == [fact]


def test_a_letter_names_nobody_halfway(refused):
    file = polish_case(particulars=ENTERED, debtors=(polish_debtor(given_name=None),))
    assert refused(KINDS["epu_letter"], file) == [("debtor given_name", "parties")]


def test_the_address_removes_the_obstacle_and_no_letter_is_the_debtors():
    procedure = PL.procedures["epu"]
    assert procedure.leaves_as["epu_address"] == "obstacle_removed"
    assert not any(procedure.is_letter(code) for code in KINDS)
