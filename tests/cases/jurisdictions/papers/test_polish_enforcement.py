"""The application to a bailiff: what the title awards, by the ways chosen, on paper and for the e-court's service."""

from typing import Any

import pytest

from cases.jurisdictions.contract import Paper
from cases.jurisdictions.court_channel import Part
from cases.jurisdictions.pl import PL
from cases.jurisdictions.pl.epu.channel import EPU
from cases.jurisdictions.pl.epu.enforcement import ApplicationBatch
from cases.jurisdictions.pl.epu.reading import read_batch
from cases.jurisdictions.pl.papers.enforcement import ENFORCEMENT
from cases.jurisdictions.pl.papers.epu_enforcement import EPU_ENFORCEMENT
from tests.builders.case_file import exhibit
from tests.builders.court_files import an_occasion, schema
from tests.builders.polish_case import E_COURT_ACCOUNT, polish_case, polish_debtor, polish_item

ASKED = {
    "bailiff": "Komornik Sądowy przy Sądzie Rejonowym w Gdyni Jan Kowalewski",
    "clause_on": "2026-06-01",
    "enforcement_means": "rachunki; wynagrodzenie: Zakład Przykład sp. z o.o.",
    "awarded_costs": "617.00",
}
OF_AN_ORDER = {
    **ASKED,
    "court_number": "VI Nc-e 77/26",
    "bailiff_id": "12",
    "epu_order_id": "9",
    "epu_order_on": "2026-05-09",
    "epu_order_code": "1",
    "epu_clause_id": "3",
    "epu_clause_code": "K1",
}
OF_A_JUDGMENT = {
    **ASKED,
    "enforceable_title": "wyrok Sądu Rejonowego w Gdyni z 3 maja 2026 r., sygn. akt I C 12/26",
    "decreed_sum": "4900.00",
    "decreed_interest": "odsetki ustawowe za opóźnienie od dnia 1 maja 2026 r. do dnia zapłaty",
    "paid_since": "100.00",
}
TITLE = exhibit(8, "decision", "Wyrok z klauzulą wykonalności", None)


def an_order(**particulars: str) -> Any:
    return polish_case(particulars={**OF_AN_ORDER, **particulars})


def a_judgment(**particulars: str) -> Any:
    return polish_case(particulars={**OF_A_JUDGMENT, **particulars}, exhibits=(*polish_case().exhibits, TITLE))


def test_a_judgment_is_enforced_as_it_was_entered_less_what_was_paid_since(read):
    text = read(ENFORCEMENT, a_judgment()).replace("\N{NO-BREAK SPACE}", " ")
    for said in (
        "Komornik Sądowy przy Sądzie Rejonowym w Gdyni",
        "sygn. akt I C 12/26",
        "z klauzulą wykonalności z 1 czerwca 2026 r.",
        "4 900,00 zł",
        "odsetki ustawowe za opóźnienie od dnia 1 maja 2026 r. do dnia zapłaty",
        "617,00 zł",
        "Razem (bez odsetek) 5 417,00 zł",
        "z wynagrodzenia za pracę: Zakład Przykład sp. z o.o.",
        "PL61 1090 1014 0000 0712 1981 2874",
        "Wyrok z klauzulą wykonalności",
    ):
        assert said in text


def test_an_order_of_the_e_court_takes_its_element_along_and_the_schema_accepts_it(shared):
    paper = EPU_ENFORCEMENT.prepare(an_order(search_assets="yes", outside_district="no"))
    assert isinstance(paper, Paper)
    (machine,) = paper.machine
    done = EPU.lodge([Part("A" * 22, "RC-1", machine.content)], E_COURT_ACCOUNT, an_occasion("BOOK7"))
    assert done.left_out == ()
    (file,) = done.files
    assert file.reference == "BOOK7-EGZ-1"
    assert schema(shared, "pl-epu/xsd/WnioskiEgzekucyjneEPU.xsd").faults(file.content) == []
    batch = read_batch(file.content)
    assert isinstance(batch, ApplicationBatch)
    (sent,) = batch.applications
    assert [one.amount.text() for one in sent.sums] == ["4200.00", "617.00"]
    assert [one.means.value for one in sent.debtors[0].means] == ["z rachunków bankowych", "z wynagrodzenia za pracę"]
    assert (sent.search_assets, sent.outside_district) == (True, False)
    assert sent.creditors[0].account == "PL61109010140000071219812874"


def test_an_old_order_may_still_be_enforced(refused):
    old = polish_item(due_on=None, interest_to=polish_case().on)
    assert isinstance(EPU_ENFORCEMENT.prepare(polish_case(items=(old,), particulars=OF_AN_ORDER)), Paper)


@pytest.mark.parametrize(
    ("changes", "fact"),
    [
        ({"bailiff": ""}, "bailiff"),
        ({"clause_on": "soon"}, "clause on"),
        ({"enforcement_means": ""}, "ways of enforcement"),
        ({"enforcement_means": "samochód"}, "ways of enforcement"),
        ({"enforcement_means": "inny"}, "ways of enforcement"),
        ({"enforcement_means": "rachunki; rachunki"}, "ways of enforcement"),
        ({"awarded_costs": "dużo"}, "awarded costs"),
        ({"search_assets": "może"}, "search assets"),
    ],
)
def test_what_both_lack_is_named(changes, fact, refused):
    assert [one for one, _ in refused(EPU_ENFORCEMENT, an_order(**changes))] == [fact]
    assert [one for one, _ in refused(ENFORCEMENT, a_judgment(**changes))] == [fact]


@pytest.mark.parametrize(
    ("changes", "fact"),
    [
        ({"court_number": ""}, "case number"),
        ({"bailiff_id": "x"}, "bailiff id"),
        ({"epu_order_code": "128"}, "epu order code"),
        ({"epu_order_on": ""}, "epu order on"),
        ({"epu_clause_code": ""}, "clause code"),
        ({"epu_clause_code": "x" * 21}, "clause.code"),
    ],
)
def test_what_only_the_service_tells_is_asked_for(changes, fact, refused):
    assert [one for one, _ in refused(EPU_ENFORCEMENT, an_order(**changes))] == [fact]


def test_a_judgment_goes_with_its_title_and_the_sum_it_awards(refused):
    bare = polish_case(particulars={**OF_A_JUDGMENT, "decreed_sum": "", "enforceable_title": ""})
    assert {one for one, _ in refused(ENFORCEMENT, bare)} == {
        "enforceable title",
        "enforceable title with its clause",
        "decreed sum",
    }


def test_it_names_the_number_of_every_debtor(refused):
    file = polish_case(particulars=OF_AN_ORDER, debtors=(polish_debtor(national_id=None),))
    assert ("debtor national_id", "parties") in refused(EPU_ENFORCEMENT, file)


@pytest.mark.parametrize(("procedure", "paper"), [("pozew", "enforcement"), ("epu", "epu_enforcement")])
def test_its_leaving_asks_for_enforcement_and_it_is_no_letter(procedure, paper):
    meant = PL.procedures[procedure]
    assert meant.leaves_as[paper] == "enforcement_requested"
    assert not meant.is_letter(paper)
    assert not meant.begins(paper)
