"""From a case to the e-court: complete within the court's own schema, or refused with the reason and its place."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from cases.jurisdictions.contract import CaseFile, Paper
from cases.jurisdictions.court_channel import Part
from cases.jurisdictions.pl.epu.channel import EPU
from cases.jurisdictions.pl.epu.claims import Claim, ClaimBatch
from cases.jurisdictions.pl.epu.codes import Interest, Nature, PartyKind, Solidarity
from cases.jurisdictions.pl.epu.parties import Institution, Person
from cases.jurisdictions.pl.epu.reading import read_batch
from cases.jurisdictions.pl.epu.suing import claim_of
from cases.jurisdictions.pl.papers.epu_suit import EPU_SUIT
from kernel.money import Money
from tests.builders.case_file import exhibit
from tests.builders.court_files import EXAMPLES, Schema, an_occasion, schema
from tests.builders.polish_case import E_COURT_ACCOUNT, legal_cases, polish_case, polish_debtor, polish_item

RANDOM = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
TWO = (polish_debtor(), polish_debtor(name="Łukasz Żak", role="co-debtor"))


@pytest.fixture(scope="module")
def judge(shared: Path) -> Schema:
    return schema(shared, "pl-epu/xsd/Pozwy.xsd")


def part_of(file: CaseFile, request_id: str = "A" * 22) -> Part:
    paper = EPU_SUIT.prepare(file)
    assert isinstance(paper, Paper), paper
    (machine,) = paper.machine
    assert machine.name in EPU.parts
    return Part(request_id, file.case_reference, machine.content)


def claim(**changes: Any) -> Claim:
    made = claim_of(polish_case(**changes))
    assert isinstance(made, Claim), made
    return made


def lacking(**changes: Any) -> set[tuple[str, str]]:
    made = claim_of(polish_case(**changes))
    assert isinstance(made, tuple), "the claim was made"
    assert all(one.sentence.endswith(".") for one in made)
    return {(one.fact, one.enter_at) for one in made}


@RANDOM
@given(file=legal_cases())
def test_every_legal_case_becomes_a_file_the_courts_schema_accepts(judge: Schema, file: CaseFile) -> None:
    done = EPU.lodge([part_of(file)], E_COURT_ACCOUNT, an_occasion("LOS"))
    assert done.left_out == ()
    (written,) = done.files
    assert judge.faults(written.content) == []
    batch = read_batch(written.content)
    assert isinstance(batch, ClaimBatch)
    assert batch.claims == (claim_of(file),)
    assert batch.claims[0].dispute_value == sum((one.amount for one in file.items), Money.zero("PLN"))


def test_the_file_says_who_owes_whom_how_much_since_when() -> None:
    made = claim()
    (defendant,) = made.defendants
    assert defendant.who == Person(first_name="Żaneta", surname="Śliwińska-Łęcka", pesel="44051401359")
    assert (defendant.address.street, defendant.address.house, defendant.address.flat) == ("ul. Źródlana", "14", "3")
    assert isinstance(made.claimants[0].who, Institution)
    assert made.claimants[0].who.krs == "0000123456"
    (demand,) = made.demands
    assert (demand.amount.text(), demand.due_on, demand.nature) == ("4200.00", date(2024, 3, 5), Nature.CYWILNE)
    (period,) = demand.interest
    assert (period.kind, period.first_on, period.last_on) == (Interest.USTAWOWE_ZA_OPÓŹNIENIE, date(2024, 3, 6), None)
    assert made.fee.amount.text() == "100.00"
    assert {one.label for one in made.evidence}.isdisjoint({"Odpis z rejestru funduszy", "Potwierdzenie opłaty"})


@pytest.mark.parametrize(
    ("changes", "fact", "enter_at"),
    [
        ({"debtors": (polish_debtor(national_id=None),)}, "debtor national_id", "parties"),
        ({"debtors": (polish_debtor(national_id="44051401358"),)}, "debtor national_id", "parties"),
        ({"debtors": (polish_debtor(given_name=None),)}, "debtor given_name", "parties"),
        ({"debtors": (polish_debtor(street="Prosta 51 12"),)}, "debtor street", "parties"),
        ({"debtors": (polish_debtor(street="os. Piastów"),)}, "debtor street", "parties"),
        ({"debtors": (polish_debtor(postcode="1000"),)}, "debtor postcode", "parties"),
        ({"debtors": (polish_debtor(country="de"),)}, "debtor in Poland", "parties"),
        ({"debtors": ()}, "debtors", "parties"),
        ({"debtors": TWO}, "liability", "parties"),
        ({"debtors": (polish_debtor(family_name="x" * 61),)}, "defendants.1.who.surname", "parties"),
        ({"items": (polish_item(due_on=date(2023, 6, 29)),)}, "age of the claim", "items"),
        ({"items": (polish_item(interest_kind="capital"),)}, "kind of interest", "claim"),
        ({"payments": "100.00", "items": (polish_item(), polish_item())}, "payments", "items"),
        ({"court_account": {}}, "e-court account pesel", "court account"),
        ({"court_account": {**E_COURT_ACCOUNT, "pesel": "75030212344"}}, "filer.person.pesel", "court account"),
        ({"exhibits": ()}, "document of the debt", "documents"),
        ({"pre_action": ()}, "demand before suit", "pre-action"),
        ({"signatory": None}, "signatory", "signatory"),
        ({"particulars": {"settlement_untried": "x" * 32_000}}, "reasons", "court"),
    ],
)
def test_what_the_e_court_demands_and_the_case_lacks_is_named(changes: Any, fact: str, enter_at: str) -> None:
    assert (fact, enter_at) in lacking(**changes)


def test_an_item_that_fell_due_three_years_ago_to_the_day_is_still_taken() -> None:
    item = polish_item(due_on=date(2023, 6, 30), interest_from=date(2023, 7, 1))
    assert claim(items=(item,)).demands[0].due_on == date(2023, 6, 30)


def test_companies_are_in_trade_and_several_debtors_are_bound_together() -> None:
    company = polish_debtor(name="Hel sp. k.", kind="company", national_id="123-456-32-18", given_name=None)
    made = claim(debtors=(company,))
    assert (made.defendants[0].kind, made.defendants[0].nip) == (PartyKind.JEDNOSTKA_ORGANIZACYJNA, "1234563218")
    assert made.demands[0].nature is Nature.GOSPODARCZE
    together = claim(debtors=TWO, particulars={"liability": "joint and several"})
    assert together.demands[0].solidarity is Solidarity.SOLIDARNIE
    assert [one.party_id for one in together.defendants] == [2, 3]


def test_a_payment_on_the_one_item_without_interest_is_taken_off_it() -> None:
    made = claim(items=(polish_item(interest=None),), payments="200.00")
    assert made.dispute_value.text() == "4000.00"
    assert made.demands[0].interest == ()
    assert "Wpłaty w łącznej kwocie 200,00 zł" in made.reasons


def test_interest_on_less_after_a_payment_is_demanded_by_periods_with_their_sums() -> None:
    first = polish_item(interest_to=date(2025, 1, 31))
    rest = polish_item(amount="4000.00", interest_from=date(2025, 2, 1))
    assert first.interest is not None
    assert rest.interest is not None
    sheet = replace(first.interest, periods=(*first.interest.periods, *rest.interest.periods))
    sheet = replace(sheet, total=first.interest.total + rest.interest.total)
    (demand,) = claim(items=(replace(first, interest=sheet),), payments="200.00").demands
    assert demand.amount.text() == "4000.00"
    assert [(str(one.base), one.first_on, one.last_on) for one in demand.interest] == [
        ("4200.00", date(2024, 3, 6), date(2025, 1, 31)),
        ("None", date(2025, 2, 1), None),
    ]


def test_a_title_too_long_for_the_label_is_told_in_the_description() -> None:
    made = claim(exhibits=(*polish_case().exhibits, exhibit(8, "contract", "Umowa " + "x" * 130, None)))
    assert (made.evidence[-1].label, made.evidence[-1].description) == (None, "Umowa " + "x" * 130)
