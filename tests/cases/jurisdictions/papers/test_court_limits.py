"""An amount over a court's limit: refused with the limit, or sent where the law sends it. At the limit to the cent."""

from dataclasses import replace
from datetime import date

import pytest

from cases.jurisdictions.contract import CaseFile, Missing, PaperKind, PreAction
from cases.jurisdictions.de.papers.mahnantrag import MAHNANTRAG
from cases.jurisdictions.es.papers.opposition import OPPOSITION_ANSWER
from cases.jurisdictions.gb_ew.sdt.from_case import inside_the_form
from cases.jurisdictions.pl.papers.suit import SUIT
from tests.builders.case_file import english_case, english_item, item, spanish_case
from tests.builders.german_case import case_for_court, german_item
from tests.builders.polish_case import polish_case, polish_item


def lacking(kind: PaperKind, case_file: CaseFile) -> list[Missing]:
    outcome = kind.prepare(case_file)
    return list(outcome) if isinstance(outcome, tuple) else []


@pytest.mark.parametrize(("owed", "fits"), [("99999.99", True), ("100000.00", False)])
def test_what_is_not_under_the_limit_of_money_claim_online_is_issued_on_paper(owed: str, fits: bool) -> None:
    """PD 7C: under 100 000 pounds, interest included."""
    case_file = english_case(items=[english_item(amount=owed, interest=None)])
    assert bool(inside_the_form(case_file)) is fits


@pytest.mark.parametrize(
    ("owed", "product", "refused"),
    [("15000.00", "consumer_loan", False), ("15000.01", "consumer_loan", True), ("15000.01", "rent", False)],
)
def test_an_opposition_above_the_limit_of_the_verbal_is_answered_by_a_claim_of_its_own(
    owed: str, product: str, refused: bool
) -> None:
    """LEC 249.2, 818.2; urban rent is heard in a verbal whatever its sum (818.3)."""
    opposed = PreAction("opposition", None, date(2026, 11, 12), None, None, "LexNET")
    case_file = replace(spanish_case(items=[item(amount=owed, interest=None)]), product=product, pre_action=(opposed,))
    told = [one.sentence for one in lacking(OPPOSITION_ANSWER, case_file) if one.fact == "sum within the verbal"]
    assert bool(told) is refused
    assert all("15000.00 EUR" in one for one in told)


@pytest.mark.parametrize(
    ("owed", "court", "refused"),
    [
        ("100000.00", "Sąd Rejonowy w Gdyni, I Wydział Cywilny", False),
        ("100000.01", "Sąd Rejonowy w Gdyni, I Wydział Cywilny", True),
        ("100000.01", "Sąd Okręgowy w Gdańsku, I Wydział Cywilny", False),
    ],
)
def test_a_suit_above_the_limit_names_no_district_court(owed: str, court: str, refused: bool) -> None:
    """KPC 17 pkt 4."""
    case_file = polish_case(items=[polish_item(amount=owed, interest=None)], court=court)
    assert ("court for the value" in [one.fact for one in lacking(SUIT, case_file)]) is refused


@pytest.mark.parametrize(
    ("owed", "court", "product", "refused"),
    [
        ("10000.00", "Amtsgericht 58095 Hagen", "utility", False),
        ("10000.01", "Amtsgericht 58095 Hagen", "utility", True),
        ("10000.01", "Landgericht 58097 Hagen", "utility", False),
        ("10000.01", "Amtsgericht 58095 Hagen", "rent", False),
    ],
)
def test_the_court_of_a_german_dispute_fits_its_principal(owed: str, court: str, product: str, refused: bool) -> None:
    """GVG 23 Nr. 1, of cases from 2026 on; what an Amtsgericht hears whatever its value was not read."""
    case_file = case_for_court(items=[german_item(amount=owed)], product=product, particulars={"dispute_court": court})
    assert ("court for the value" in [one.fact for one in lacking(MAHNANTRAG, case_file)]) is refused
