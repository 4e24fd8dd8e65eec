"""A Polish case file with valid defaults, ready for the notice, the demand and the suits; and random legal ones."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from cases.jurisdictions.contract import CaseFile, FiledItem, FiledParty
from cases.jurisdictions.pl import PL
from cases.studio.samples.polish import E_COURT_ACCOUNT, polish_case, polish_debtor, polish_item
from tests.builders.e_court import PESELS

__all__ = [
    "E_COURT_ACCOUNT",
    "legal_cases",
    "legal_debtors",
    "legal_items",
    "polish_case",
    "polish_debtor",
    "polish_item",
]


WORDS = st.text("ąćęłńóśźżĄĆĘŁŃÓŚŹŻabcXYZ'-<&\"ß日", min_size=1, max_size=30)
STREETS = st.sampled_from(["ul. 3 Maja", "Rynek", "os. 1000-lecia", "al. Jana Pawła II", "Żółta <&>"])
FLATS = st.sampled_from(["", "/3", " m. 4", " lok. 12a"])
DAY = date(2026, 6, 30)


@st.composite
def legal_debtors(draw: st.DrawFn) -> FiledParty:
    """A person with PESEL or NIP, or a company with NIP or KRS."""
    given, family = draw(WORDS), draw(WORDS)
    kind = draw(st.sampled_from(["person", "company"]))
    numbers = st.sampled_from(["5260250274", "PL 123-456-32-18"])
    return polish_debtor(
        name=f"{given} {family}",
        given_name=given,
        family_name=family,
        kind=kind,
        national_id=draw(numbers | (PESELS if kind == "person" else st.just("0000123456"))),
        street=f"{draw(STREETS)} {draw(st.integers(1, 999))}{draw(FLATS)}",
        postcode=draw(st.sampled_from(["80-288", "00838"])),
    )


@st.composite
def legal_items(draw: st.DrawFn) -> FiledItem:
    """Due within three years before the paper, with interest of a kind the e-court has a code for, or none."""
    due_on = draw(st.dates(date(2023, 7, 1), DAY - timedelta(days=2)))
    kind = draw(st.sampled_from(["statutory", "contractual", "commercial", "none"]))
    return polish_item(
        amount=f"{draw(st.integers(1, 10**7))}.{draw(st.integers(0, 99)):02}",
        kind=draw(st.sampled_from(["principal", "invoice", "instalment"])),
        reference=draw(st.none() | WORDS),
        due_on=due_on,
        interest=None if kind == "none" else PL.interest,
        interest_kind=kind,
        interest_from=due_on + timedelta(days=1),
        interest_to=DAY,
        rate=Decimal("12.50"),
        debtor_kind="company" if kind == "commercial" else "person",
    )


@st.composite
def legal_cases(draw: st.DrawFn) -> CaseFile:
    """Random files from which every fact a suit in the EPU needs can be read."""
    debtors = draw(st.lists(legal_debtors(), min_size=1, max_size=3))
    told = draw(
        st.lists(st.builds(polish_item, kind=st.sampled_from(["interest", "fee"]), interest=st.none()), max_size=1)
    )
    return polish_case(
        case_reference=f"RC-{draw(st.integers(0, 10**9))}",
        items=(*draw(st.lists(legal_items(), min_size=1, max_size=4)), *told),
        debtors=tuple(debtors),
        product=draw(st.sampled_from(["consumer_loan", "invoice", "telecom", "other"])),
        particulars={"liability": "joint and several", "settlement_untried": draw(WORDS)},
        court_account={**E_COURT_ACCOUNT, "professional": draw(st.sampled_from(["yes", "no"]))},
    )
