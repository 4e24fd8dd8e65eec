"""The claim form with particulars: CPR 16.2 and 16.4(2), complete or refused with the one reason that applies."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cases.jurisdictions.contract import PreAction
from cases.jurisdictions.gb_ew.papers.claim import CLAIM
from kernel.money import Money
from tests.builders.case_file import english_case, english_debtor, english_item, exhibit

GOLDEN = Path(__file__).parent / "golden" / "claim.txt"
BORN = english_case()


def debtor(**changes):
    return {"debtors": (english_debtor(**changes),)}


def link(**changes):
    first, last = BORN.title
    return {"title": (first, replace(last, **changes))}


def letter(**changes):
    notice, sent = BORN.pre_action
    return {"pre_action": (notice, replace(sent, **changes))}


def oral(**changes):
    return {"agreement_form": "oral", "product": "invoice", **changes}


REMOVED = [
    ({"court": None}, "court", "court"),
    ({"creditor": replace(BORN.creditor, postcode=None)}, "creditor postcode", "parties"),
    ({"debtors": ()}, "debtors", "parties"),
    (debtor(name=""), "debtor name", "parties"),
    (debtor(street=None), "debtor street", "parties"),
    (debtor(city=None), "debtor city", "parties"),
    (debtor(postcode=None), "debtor postcode", "parties"),
    (debtor(country=None), "debtor country", "parties"),
    (debtor(country="ie"), "debtor in England or Wales", "parties"),
    (debtor(postcode="EH1 1YZ"), "debtor in England or Wales", "parties"),
    (debtor(postcode="BT1 5GS"), "debtor in England or Wales", "parties"),
    (debtor(postcode="TD9 9AA"), "debtor in England or Wales", "parties"),
    ({"agreement_form": None}, "agreement form", "claim"),
    ({"contract_on": None}, "agreement date", "claim"),
    (oral(), "oral terms", "claim"),
    ({"items": ()}, "items", "items"),
    ({"currency": "EUR"}, "currency", "claim"),
    ({"items": [english_item(due_on=None)], "default_on": None}, "due date", "items"),
    ({"items": [english_item(interest_to=date(2026, 12, 1))]}, "interest to date", "items"),
    ({"total": Money(1, "GBP")}, "total that adds up", "items"),
    (link(from_on=None), "date of assignment", "title"),
    (link(deed=None), "deed", "title"),
    (link(notice_on=None), "notice of assignment", "title"),
    ({"title": ()}, "chain of title", "title"),
    ({"pre_action": BORN.pre_action[:1]}, "letter of claim", "pre-action"),
    (letter(sent_on=None), "letter of claim", "pre-action"),
    (letter(answered_on=date(2026, 9, 30)), "notice of intention", "pre-action"),
    ({"pre_action": BORN.pre_action[1:]}, "default notice", "pre-action"),
    ({"exhibits": BORN.exhibits[1:]}, "contract document", "documents"),
    ({"exhibits": (replace(BORN.exhibits[0], sha256=None),)}, "file of document 1", "documents"),
    ({"signatory": None}, "signatory", "signatory"),
]


@pytest.mark.parametrize(
    ("changes", "fact", "enter_at"), REMOVED, ids=[row[1] + str(i) for i, row in enumerate(REMOVED)]
)
def test_each_missing_fact_stops_the_claim_and_is_the_only_reason(changes, fact, enter_at, refused):
    assert refused(CLAIM, english_case(**changes)) == [(fact, enter_at)]


class TestWaiting:
    """The Pre-Action Protocol: thirty days, more on request, fourteen after a reply."""

    def test_no_claim_while_the_thirty_days_run(self, refused):
        assert refused(
            CLAIM, english_case(on=date(2026, 10, 14), items=[english_item(interest_to=date(2026, 10, 14))])
        ) == [("end of the waiting time", "pre-action")]

    def test_a_claim_on_the_day_after(self, read):
        file = english_case(on=date(2026, 10, 15), items=[english_item(interest_to=date(2026, 10, 15))])
        assert "No reply has been received." in read(CLAIM, file)

    def test_a_reply_that_asks_for_documents_gives_more_time(self, refused):
        replied = letter(answered_on=date(2026, 11, 10), outcome="documents")["pre_action"]
        notice = PreAction("notice_of_intention", date(2026, 11, 1), None, None, None, None)
        assert refused(CLAIM, english_case(pre_action=(*replied, notice))) == [
            ("end of the waiting time", "pre-action")
        ]

    def test_a_reply_without_agreement_needs_notice_and_its_fourteen_days(self, refused, read):
        replied = letter(answered_on=date(2026, 9, 30), outcome="dispute")["pre_action"]
        late = PreAction("notice_of_intention", date(2026, 11, 10), None, None, None, None)
        assert refused(CLAIM, english_case(pre_action=(*replied, late))) == [("end of the waiting time", "pre-action")]
        text = read(CLAIM, english_case(pre_action=(*replied, replace(late, sent_on=date(2026, 10, 20)))))
        assert "Notice of the intention to start this claim was given on 20 October 2026." in text

    def test_a_company_is_outside_the_protocol_but_not_unwarned(self, read, refused):
        company = debtor(name="Canal Works Limited", kind="company")
        assert refused(CLAIM, english_case(pre_action=(), **company)) == [("letter of claim", "pre-action")]
        sent = (PreAction("letter_of_claim", date(2026, 11, 1), None, None, None, None),)
        text = read(CLAIM, english_case(pre_action=sent, **company))
        assert "Protocol" not in text
        assert "Consumer Credit Act" not in text


def test_the_claim_says_every_fact_of_its_file_and_none_of_another(read):
    text = read(CLAIM, english_case())
    for fact in (
        "In the County Court at Leeds",
        "Pennine Receivables Limited",
        "2 Exchange Quay, Salford, M5 3EF",
        "Aoife O'Brien",
        "14 Canal Row, Leeds, LS2 7EQ",
        "loan agreement in writing dated 3 April 2021",
        "Northbank Lending plc",
        "in default since 5 March 2024",
        "served on the Defendant on 2 April 2024",
        "On 29 May 2026, by deed of assignment PR-26-114",
        "given to the Defendant on 12 June 2026",
        "On 14 September 2026 a letter of claim",
        "section 69 of the County Courts Act 1984",
        "8.00%",
        "06/03/2024",
        "20/11/2026",
        "£911.34",
        "at the daily rate of £0.92",
        "£5,111.34",
        "proceedings for contempt of court may be brought",
        "Harriet Cole",
        "Head of Litigation",
        "accounts@pennine.example",
    ):
        assert fact in text, fact
    other = read(CLAIM, english_case(case_reference="X-1", **debtor(name="Bob Lee", street="1 High Street")))
    assert "Aoife" not in other
    assert "Canal Row" not in other
    assert "RC-2026-008812" not in other
    assert "None " not in text.replace("None recorded", "")


def test_the_rendered_sums_add_up(read):
    rows = [
        english_item(
            amount="1850.40", kind="instalment", reference="31", interest_kind="contractual", rate=Decimal("9.50")
        ),
        english_item(amount="300.33", kind="instalment", reference="32"),
        english_item(amount="25.00", kind="fee", interest=None),
    ]
    file = english_case(items=rows, payments="50.00")
    text = read(CLAIM, file)
    prayer = text[text.index("AND THE CLAIMANT CLAIMS") : text.index("Total claimed at")]
    total = pounds(re.search(r"Total claimed at .*? £([\d,.]+)", text)[1])
    due, interest, _ = (pounds(one) for one in re.findall(r"£([\d,.]+\d)", prayer))
    assert due + interest == total == file.total.amount
    claimed, fee, costs, whole = (
        pounds(one) for one in re.findall(r"£([\d,.]+\d)", text[text.index(" Amounts ") :])[:4]
    )
    assert (claimed, claimed + fee + costs) == (total, whole)
    lines = re.findall(r"\d \d\d/\d\d/\d{4} \d\d/\d\d/\d{4} \d+ £\S+ \S+% £(\S+)", text)
    assert sum(map(pounds, lines)) == interest


def pounds(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_an_oral_agreement_is_pleaded_in_its_words(read):
    words = "“I will pay you in March”, said by the Defendant to Mr Lowe on 3 April 2021 at the yard."
    text = read(CLAIM, english_case(**oral(particulars={"oral_terms": words})))
    assert words in text
    assert "made orally" in text


def test_a_guarantor_is_sued_on_the_guarantee_and_did_not_make_the_agreement(read, refused):
    two = (english_debtor(), english_debtor(name="Zoë Hart", role="guarantor"))
    file = english_case(debtors=two, particulars={"liability": "joint and several"})
    assert refused(CLAIM, file) == [("guarantee", "documents")]
    guarantee = exhibit(3, "guarantee", "Guarantee", date(2021, 4, 3))
    text = read(CLAIM, replace(file, exhibits=(*file.exhibits, guarantee)))
    assert "between Northbank Lending plc and Defendant (1)" in text
    assert "(document 3) Defendant (2) guaranteed payment" in text
    assert "served on Aoife O'Brien" in text
    assert "served on Zoë Hart" not in text


def test_credit_that_is_not_regulated_needs_no_default_notice(read):
    text = read(CLAIM, english_case(pre_action=BORN.pre_action[1:], particulars={"regulated_credit": "no"}))
    assert "Consumer Credit Act" not in text


def test_the_words_of_the_claim_are_those_that_were_read_and_approved(read):
    assert read(CLAIM, english_case()) == GOLDEN.read_text(encoding="utf-8").strip()


def test_it_becomes_a_pdf_of_few_pages(renderer):
    paper = CLAIM.prepare(english_case())
    rendered = renderer.render_paper(paper.template, paper.context, language="en", as_of=date(2026, 11, 20))
    assert rendered.pdf.startswith(b"%PDF")
    assert 3 <= rendered.pages <= 6
