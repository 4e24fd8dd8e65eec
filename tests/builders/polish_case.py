"""A Polish case file with valid defaults, ready for the notice, the demand and the suits; and random legal ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from cases.jurisdictions.contract import CaseFile, FiledItem, FiledParty, PreAction, Signatory, TitleLink
from cases.jurisdictions.pl import PL
from tests.builders.case_file import exhibit, item, sums
from tests.builders.e_court import PESELS

E_COURT_ACCOUNT = {
    "user_name": "BALTYK",
    "given_name": "Joanna",
    "family_name": "Wójcik",
    "pesel": "75030212345",
    "street": "Prosta",
    "house": "51",
    "postcode": "00-838",
    "city": "Warszawa",
    "professional": "yes",
    "ground": "pełnomocnictwo procesowe z 5 stycznia 2026 r.",
    "court_id": "1",
}


def polish_item(**changes: Any) -> FiledItem:
    """An item in zloty with statutory default interest."""
    defaults: dict[str, Any] = {
        "currency": "PLN",
        "interest": PL.interest,
        "reference": "R/2023/11",
        "interest_to": date(2026, 6, 30),
    }
    return item(**{**defaults, **changes})


def polish_debtor(*, name: str = "Żaneta Śliwińska-Łęcka", **changes: Any) -> FiledParty:
    debtor = FiledParty(
        role="debtor",
        name=name,
        kind="person",
        national_id="44051401359",
        street="ul. Źródlana 14/3",
        postcode="80-288",
        city="Gdańsk",
        country="pl",
        given_name=name.partition(" ")[0],
        family_name=name.partition(" ")[2],
    )
    return replace(debtor, **changes)


def polish_case(*, items: Sequence[FiledItem] | None = None, payments: str = "0.00", **changes: Any) -> CaseFile:
    used = (polish_item(),) if items is None else tuple(items)
    file = CaseFile(
        case_reference="RC-2026-003301",
        claim_reference="GD-77-00912",
        product="consumer_loan",
        on=date(2026, 6, 30),
        currency="PLN",
        creditor=FiledParty(
            role="creditor",
            name="Bałtyk Wierzytelności NSFIZ",
            kind="company",
            national_id="0000123456",
            street="ul. Prosta 51",
            postcode="00-838",
            city="Warszawa",
            country="pl",
        ),
        representative=None,
        debtors=(polish_debtor(),),
        items=used,
        **sums(used, payments, "PLN"),
        original_creditor="Bank Pomorski S.A.",
        contract_on=date(2021, 4, 3),
        agreement_form="written",
        default_on=date(2024, 3, 5),
        title=(
            TitleLink("Bank Pomorski S.A.", "0000098765", date(2021, 4, 3), None, None),
            TitleLink(
                "Bałtyk Wierzytelności NSFIZ",
                "0000123456",
                date(2026, 1, 29),
                "umowa przelewu nr 7/2026",
                date(2026, 2, 12),
            ),
        ),
        pre_action=(PreAction("demand", date(2026, 5, 4), None, None, None, "potwierdzenie nadania"),),
        exhibits=(
            exhibit(1, "contract", "Umowa pożyczki", date(2021, 4, 3)),
            exhibit(2, "statement", "Wyciąg z ksiąg", date(2026, 1, 29)),
            exhibit(3, "assignment", "Wyciąg z umowy przelewu", date(2026, 1, 29)),
            exhibit(4, "notice", "Zawiadomienie o przelewie", date(2026, 2, 12)),
            exhibit(5, "masc", "Wezwanie do zapłaty", date(2026, 5, 4)),
            exhibit(6, "power", "Odpis z rejestru funduszy", date(2026, 1, 5)),
            exhibit(7, "fee", "Potwierdzenie opłaty", date(2026, 6, 29)),
        ),
        signatory=Signatory("Joanna Wójcik", "radca prawny", "pełnomocnictwo z 5 stycznia 2026 r."),
        court="Sąd Rejonowy Gdańsk-Południe w Gdańsku, I Wydział Cywilny",
        bank_account="PL61109010140000071219812874",
        contact={"phone": "+48 22 555 01 01", "email": "kontakt@baltyk.example"},
        particulars={"demand_days": "14"},
        court_account=E_COURT_ACCOUNT,
    )
    return replace(file, **changes)


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
