"""The notice of assignment, the Letter of Claim with its enclosures, and odd names on every paper."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.jurisdictions.es.papers.assignment_notice import NOTICE_OF_ASSIGNMENT as SPANISH_NOTICE
from cases.jurisdictions.es.papers.masc import REQUEST_TO_NEGOTIATE
from cases.jurisdictions.es.papers.petition import PETITION
from cases.jurisdictions.gb_ew.papers.assignment_notice import NOTICE_OF_ASSIGNMENT
from cases.jurisdictions.gb_ew.papers.claim import CLAIM
from cases.jurisdictions.gb_ew.papers.letter_of_claim import LETTER_OF_CLAIM
from tests.builders.case_file import english_case, english_debtor, english_item, spanish_case, spanish_debtor

SPANISH = (SPANISH_NOTICE, REQUEST_TO_NEGOTIATE, PETITION)
ENGLISH = (NOTICE_OF_ASSIGNMENT, LETTER_OF_CLAIM, CLAIM)
REMOVED = [
    ({"debtors": ()}, "debtors", "parties"),
    ({"debtors": (english_debtor(street=None),)}, "debtor street", "parties"),
    ({"debtors": (english_debtor(postcode="G1 1AA"),)}, "debtor in England or Wales", "parties"),
    ({"items": ()}, "items", "items"),
    ({"title": ()}, "chain of title", "title"),
    ({"contact": {}}, "contact", "mandate"),
    ({"bank_account": None}, "bank account", "bank"),
    ({"signatory": None}, "signatory", "signatory"),
]


@pytest.mark.parametrize("letter", [NOTICE_OF_ASSIGNMENT, LETTER_OF_CLAIM], ids=lambda kind: kind.code)
@pytest.mark.parametrize(("changes", "fact", "enter_at"), REMOVED, ids=[row[1] for row in REMOVED])
def test_each_missing_fact_stops_the_letter(letter, changes, fact, enter_at, refused):
    assert refused(letter, english_case(**changes)) == [(fact, enter_at)]


def test_the_letter_of_claim_says_what_section_3_of_the_protocol_asks(read):
    text = read(LETTER_OF_CLAIM, english_case())
    assert text.index("Date: 20 November 2026") < 120, "the date stands near the top"
    for fact in (
        "reply by 20 December 2026",
        "within 30 days of the date at the top",
        "written loan agreement dated 3 April 2021 between Northbank Lending plc and you",
        "You may ask us for a copy of the agreement",
        "On 29 May 2026 Northbank Lending plc assigned it to Pennine Receivables Limited",
        "sort code 40-11-22, account 71234568",
        "by telephone on 0161 555 0145 or by e-mail at accounts@pennine.example",
        "Enclosure 1: Information Sheet",
        "Enclosure 2: Reply Form",
        "Enclosure 3: Financial Statement",
        "Enclosure 4: Statement of account",
        "C. I do not know whether I owe the debt.",
    ):
        assert fact in text, fact


def test_interest_that_only_a_court_can_award_is_not_demanded(read):
    for letter in (LETTER_OF_CLAIM, NOTICE_OF_ASSIGNMENT):
        text = read(letter, english_case())
        assert "£4,200.00" in text
        assert "£5,111.34" not in text
    assert "would come to £911.34 and grows by £0.92 a day" in read(LETTER_OF_CLAIM, english_case())


def test_agreed_interest_is_part_of_the_debt_and_runs_on(read):
    agreed = [english_item(interest_kind="contractual", rate=Decimal("9.50"))]
    text = read(LETTER_OF_CLAIM, english_case(items=agreed))
    assert "You owe Pennine Receivables Limited £5,282.22" in text
    assert "Interest continues to run at £1.09 a day" in text
    assert "section 69" not in text


def test_the_protocol_is_for_individuals_only(refused, read):
    company = english_debtor(name="Canal Works Limited", kind="company")
    assert refused(LETTER_OF_CLAIM, english_case(debtors=(company,))) == [("individual debtor", "pre-action")]
    both = english_case(debtors=(company, english_debtor()), particulars={"liability": "joint and several"})
    text = read(LETTER_OF_CLAIM, both)
    assert "Dear Aoife O'Brien" in text
    assert "Canal Works" not in text


def test_an_individual_who_does_not_trade_is_no_business_creditor(refused):
    person = replace(english_case().creditor, kind="person")
    assert refused(LETTER_OF_CLAIM, english_case(creditor=person)) == [("business creditor", "parties")]


def test_there_is_nothing_to_notify_without_an_assignment(refused):
    own = english_case(title=(), original_creditor="Pennine Receivables Limited")
    assert refused(NOTICE_OF_ASSIGNMENT, own) == [("assignment", "title")]


ODD = st.text(alphabet=st.sampled_from("abzÁéíñÑçößŁłÓóŹźØåŞ'’-.&<>\"{}% "), min_size=1, max_size=40).map(
    lambda text: f"X{' '.join(text.split())}X"
)


@pytest.mark.parametrize("name", ["Aoife O'Brien", "José Núñez", "ŁÓDŹ Sp. z o.o.", "<b>Bold</b>", "{{ case }} & Sons"])
def test_every_paper_prints_an_odd_name_as_it_is(name, read):
    for kind in SPANISH:
        assert name in read(kind, spanish_case(debtors=(spanish_debtor(name=name),)))
    for kind in ENGLISH:
        assert name in read(kind, english_case(debtors=(english_debtor(name=name),)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=ODD)
def test_any_name_survives_the_way_onto_the_paper(name, read):
    assert name in read(SPANISH[-1], spanish_case(debtors=(spanish_debtor(name=name),)))
    assert name in read(ENGLISH[-1], english_case(debtors=(english_debtor(name=name),)))


def test_the_same_file_gives_the_same_bytes(renderer):
    for kind in (*SPANISH, *ENGLISH):
        file = spanish_case() if kind in SPANISH else english_case()
        paper = kind.prepare(file)
        once, again = (
            renderer.render_paper(paper.template, paper.context, language=paper.language, as_of=date(2026, 11, 20))
            for _ in range(2)
        )
        assert once.sha256 == again.sha256
