"""The suit in the EPU on paper says what its element says, to the grosz and the day, whatever stands in a name."""

import re
from datetime import date
from decimal import Decimal

import pytest

from cases.jurisdictions.contract import Paper
from cases.jurisdictions.court_files.layout import leaves
from cases.jurisdictions.pl import PL
from cases.jurisdictions.pl.epu.claim_layouts import IN_BATCH
from cases.jurisdictions.pl.epu.suing import claim_of
from cases.jurisdictions.pl.papers.epu_letters import EPU_LETTERS
from cases.jurisdictions.pl.papers.epu_suit import EPU_SUIT
from kernel.money import Money
from tests.builders.polish_case import polish_case, polish_debtor, polish_item

TWO = (polish_debtor(), polish_debtor(name="Łukasz Żak", role="co-debtor", national_id="5260250274"))


def in_digits(text: str) -> str:
    """Amounts and days as the file writes them, whatever the paper's spaces, commas and points."""
    days = re.sub(r"(\d\d)\.(\d\d)\.(\d{4})", r"\3-\2-\1", text)
    return re.sub(r"(?<=\d)[\s\N{NO-BREAK SPACE}](?=\d)", "", days).replace(",", ".")


def test_every_amount_day_number_and_name_of_the_element_stands_in_the_paper(read):
    items = (
        polish_item(),
        polish_item(amount="1234567.89", kind="invoice", reference="FV/7", due_on=date(2025, 1, 31),
                    interest_kind="contractual", rate=Decimal("7.25"), interest_from=date(2025, 2, 1)),
    )  # fmt: skip
    file = polish_case(items=items, debtors=TWO, particulars={"liability": "joint and several"})
    claim = claim_of(file)
    text = read(EPU_SUIT, file)
    digits = in_digits(text)
    for leaf in leaves(IN_BATCH, claim):
        if isinstance(leaf.value, Money) and leaf.value.minor:
            assert leaf.value.text() in digits, leaf.path
        elif isinstance(leaf.value, date) and leaf.path != "filed_on":
            assert leaf.value.isoformat() in digits, leaf.path
        elif leaf.path.endswith(("pesel", "nip", "krs", "surname", "name", "label", "fact", "ground")):
            assert str(leaf.value) in text, leaf.path
    assert "7.25 % rocznie" in digits
    assert "30 czerwca 2026 r." in text


def test_it_asks_for_no_sum_of_interest_and_the_total_approved_is_the_value_in_dispute():
    file = polish_case()
    paper = EPU_SUIT.prepare(file)
    assert isinstance(paper, Paper)
    assert paper.context["owed"] == file.principal < file.total


@pytest.mark.parametrize("kind", [EPU_SUIT, EPU_LETTERS[0]], ids=lambda kind: kind.code)
def test_markup_in_a_name_stays_a_name_on_paper_and_in_the_element(kind, renderer):
    hostile = polish_debtor(name="<b>&\"' ]]>", given_name="<script>", family_name="alert(1)&amp;")
    entered = {"settlement_untried": "-", "court_number": "1", "epu_case_id": "5", "epu_letter_text": "<img src=x>"}
    paper = kind.prepare(polish_case(debtors=(hostile,), particulars=entered))
    assert isinstance(paper, Paper), paper
    html = renderer.html(paper.template, paper.context, language="pl", as_of=date(2026, 6, 30))
    assert "<script>" not in html
    assert "<img" not in html
    assert b"&lt;script&gt;" in paper.machine[0].content
    assert b"<script>" not in paper.machine[0].content


def test_sixty_items_are_printed_with_the_element_inside(renderer):
    items = tuple(polish_item(amount=f"{100 + n}.01", kind="invoice", reference=f"FV/{n}/2024") for n in range(60))
    file = polish_case(items=items, product="invoice")
    paper = EPU_SUIT.prepare(file)
    assert isinstance(paper, Paper)
    rendered = renderer.render_paper(paper.template, paper.context, language="pl", as_of=file.on)
    assert rendered.pages >= 3


def test_its_leaving_files_the_case():
    epu = PL.procedures["epu"]
    assert epu.begins(EPU_SUIT.code)
    assert epu.leaves_as[EPU_SUIT.code] == "epu_filed"
