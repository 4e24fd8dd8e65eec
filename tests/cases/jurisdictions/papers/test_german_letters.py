"""The German notice of assignment and demand: complete, exact to the cent, or refused with the reason."""

import pytest

from cases.jurisdictions.de.papers.letters import DEMAND_FOR_PAYMENT, NOTICE_OF_ASSIGNMENT
from documents.render.words import money
from tests.builders.german_case import german_case, german_debtor, german_item

LETTERS = (NOTICE_OF_ASSIGNMENT, DEMAND_FOR_PAYMENT)
REMOVED = [
    ({"debtors": ()}, "debtors", "parties"),
    ({"debtors": (german_debtor(postcode=None),)}, "debtor postcode", "parties"),
    ({"currency": "PLN"}, "currency", "claim"),
    ({"items": ()}, "items", "items"),
    ({"title": ()}, "chain of title", "title"),
    ({"contact": {}}, "contact", "mandate"),
    ({"bank_account": None}, "bank account", "bank"),
    ({"signatory": None}, "signatory", "signatory"),
]


@pytest.mark.parametrize("letter", LETTERS, ids=lambda kind: kind.code)
@pytest.mark.parametrize(("changes", "fact", "enter_at"), REMOVED, ids=[row[1] for row in REMOVED])
def test_each_missing_fact_stops_the_letter(letter, changes, fact, enter_at, refused):
    assert (fact, enter_at) in refused(letter, german_case(**changes))


def test_there_is_nothing_to_notify_without_an_assignment(refused):
    own = german_case(title=(), original_creditor="Ruhr Forderungen GmbH")
    assert refused(NOTICE_OF_ASSIGNMENT, own) == [("assignment", "title")]


def test_the_demand_says_what_is_owed_since_when_and_by_which_right(read):
    file = german_case()
    text = read(DEMAND_FOR_PAYMENT, file).replace("\N{NO-BREAK SPACE}", " ")
    for said in (
        f"bitte zahlen Sie {money(file.total, 'de')} innerhalb von 14 Tagen",
        "aus dem Versorgungsvertrag vom 3. April 2021 mit Stadtwerke Südhang AG",
        "Am 29. Januar 2026 hat Stadtwerke Südhang AG sie an Ruhr Forderungen GmbH abgetreten",
        "Verzugszinsen (§ 288 Abs. 1 BGB)",
        "DE89 3704 0044 0532 0130 00",
    ):
        assert said.replace("\N{NO-BREAK SPACE}", " ") in text


def test_a_company_is_asked_for_the_interest_between_businesses(read):
    company = german_debtor(name="Bäcker Süß GmbH", kind="company")
    file = german_case(debtors=(company,), items=(german_item(debtor_kind="company"),))
    assert "Verzugszinsen (§ 288 Abs. 2 BGB)" in read(DEMAND_FOR_PAYMENT, file)


def test_no_debtor_is_named_in_the_letter_of_another(read):
    two = (german_debtor(), german_debtor(name="Zoë Müller", role="guarantor"))
    for letter in LETTERS:
        first, second = read(letter, german_case(debtors=two)).split("Zoë Müller", 1)
        assert "Jürgen" in first
        assert "Jürgen" not in second


def test_markup_in_a_name_stays_a_name(renderer):
    hostile = german_case(debtors=(german_debtor(name="<script>alert(1)</script>"),))
    for kind in LETTERS:
        paper = kind.prepare(hostile)
        html = renderer.html(paper.template, paper.context, language="de", as_of=hostile.on)
        assert "<script>" not in html
