"""The Swedish notice, demand, application and hand-over: complete, exact to the öre, or refused with the reason."""

from dataclasses import replace
from datetime import date

import pytest

from cases.jurisdictions.se.papers.application import APPLICATION
from cases.jurisdictions.se.papers.handover import HANDOVER
from cases.jurisdictions.se.papers.letters import DEMAND_FOR_PAYMENT, NOTICE_OF_ASSIGNMENT
from documents.render.words import money
from tests.builders.swedish_case import swedish_case, swedish_debtor, swedish_item

TWO = (swedish_debtor(), swedish_debtor(name="Örjan Ström", role="co-debtor", national_id="19700101-1234"))
WANTED_BY_LETTERS = [
    ({"debtors": ()}, "debtors", "parties"),
    ({"debtors": (swedish_debtor(city=None),)}, "debtor city", "parties"),
    ({"currency": "EUR"}, "currency", "claim"),
    ({"title": ()}, "chain of title", "title"),
    ({"contact": {}}, "contact", "mandate"),
    ({"bank_account": None}, "bank account", "bank"),
    ({"signatory": None}, "signatory", "signatory"),
]
WANTED_BY_APPLICATION = [
    ({"debtors": (swedish_debtor(national_id=None),)}, "debtor national_id", "parties"),
    ({"debtors": (swedish_debtor(country="no"),)}, "debtor in Sweden", "parties"),
    ({"creditor": replace(swedish_case().creditor, national_id=None)}, "creditor national_id", "parties"),
    ({"debtors": TWO}, "liability", "parties"),
    ({"contract_on": None}, "contract date", "claim"),
    ({"items": (swedish_item(due_on=date(2027, 1, 5)),)}, "due debt", "items"),
    ({"items": (swedish_item(interest_to=date(2027, 3, 1)),)}, "interest rate", "items"),
    ({"particulars": {"enforce": "perhaps"}}, "enforce", "claim"),
    ({"signatory": None}, "signatory", "signatory"),
]
WANTED_BY_HANDOVER = [
    ({"court": None}, "court", "court"),
    ({"particulars": {}}, "case number", "court"),
    ({"exhibits": ()}, "document of the debt", "documents"),
    ({"pre_action": ()}, "notice of the contest", "events"),
]


@pytest.mark.parametrize("letter", [NOTICE_OF_ASSIGNMENT, DEMAND_FOR_PAYMENT], ids=lambda kind: kind.code)
@pytest.mark.parametrize(("changes", "fact", "enter_at"), WANTED_BY_LETTERS, ids=[row[1] for row in WANTED_BY_LETTERS])
def test_each_missing_fact_stops_the_letter(letter, changes, fact, enter_at, refused):
    assert (fact, enter_at) in refused(letter, swedish_case(**changes))


@pytest.mark.parametrize(
    ("changes", "fact", "enter_at"), WANTED_BY_APPLICATION, ids=[row[1] for row in WANTED_BY_APPLICATION]
)
def test_each_missing_fact_stops_the_application(changes, fact, enter_at, refused):
    assert (fact, enter_at) in refused(APPLICATION, swedish_case(**changes))


@pytest.mark.parametrize(
    ("changes", "fact", "enter_at"), WANTED_BY_HANDOVER, ids=[row[1] for row in WANTED_BY_HANDOVER]
)
def test_each_missing_fact_stops_the_hand_over(changes, fact, enter_at, refused):
    assert (fact, enter_at) in refused(HANDOVER, swedish_case(**changes))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_application_names_the_original_creditor_and_tells_no_one_where_to_pay(read):
    file = swedish_case()
    text = plain(read(APPLICATION, file))
    for said in (
        "Ursprunglig fordringsägare är Norrbanken AB.",
        "Personnummer: 19640823-3234",
        f"svaranden ska betala {money(file.total, 'sv')} samt dröjsmålsränta enligt räntelagen på"
        f" {money(file.principal, 'sv')} från och med den 21 november 2026 tills betalning sker",
        "Ansökningsavgift 300,00 kr",
        "Ombudsarvode (48 §) 380,00 kr",
        "Ett utslag ska verkställas.",
    ):
        assert plain(said) in text
    assert "SE45" not in text.replace(" ", "")


def test_no_cost_of_an_agent_is_asked_where_none_acts(read):
    text = plain(read(APPLICATION, swedish_case(representative=None)))
    assert "Ombudsarvode" not in text
    assert "kostnader i målet med 300,00 kr" in text


def test_the_applicant_may_leave_enforcement_out(read):
    text = read(APPLICATION, swedish_case(particulars={"enforce": "no"}))
    assert "Ett utslag ska inte verkställas (16 §)." in plain(text)


def test_the_hand_over_goes_with_circumstances_and_evidence(read):
    text = plain(read(HANDOVER, swedish_case()))
    for said in ("Målnummer: BF-26-77123", "lämnas över till Umeå tingsrätt", "att fordringen övergått till sökanden"):
        assert said in text


@pytest.mark.parametrize(("on", "late"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)])
def test_the_hand_over_comes_in_within_four_weeks_of_the_day_the_notice_was_sent(on, late):
    """Lag 1990:746 34 §: sent on 2 November."""
    told = [(lack.fact, "2026-11-30" in lack.sentence) for lack in HANDOVER.in_time(swedish_case(on=on))]
    assert told == ([("time to ask for hand-over", True)] if late else [])


def test_no_debtor_is_named_in_the_letter_of_another(read):
    for letter in (NOTICE_OF_ASSIGNMENT, DEMAND_FOR_PAYMENT):
        first, second = read(letter, swedish_case(debtors=TWO)).split("Örjan Ström", 1)
        assert "Åsa" in first
        assert "Åsa" not in second


def test_markup_in_a_name_stays_a_name(renderer):
    hostile = swedish_case(debtors=(swedish_debtor(name="<script>alert(1)</script>"),))
    for kind in (NOTICE_OF_ASSIGNMENT, DEMAND_FOR_PAYMENT, APPLICATION, HANDOVER):
        paper = kind.prepare(hostile)
        html = renderer.html(paper.template, paper.context, language="sv", as_of=hostile.on)
        assert "<script>" not in html
        assert "&lt;script&gt;" in html
