"""A Polish case from invented data, ready for notice, demand and suit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cases.jurisdictions.contract import CaseFile, FiledItem, FiledParty, PreAction, Signatory, TitleLink
from cases.jurisdictions.pl import PL
from cases.studio.samples.making import exhibit, item, sums

CREDITOR = FiledParty(
    role="creditor",
    name="Bałtyk Wierzytelności NSFIZ",
    kind="company",
    national_id="0000123456",
    street="ul. Prosta 51",
    postcode="00-838",
    city="Warszawa",
    country="pl",
)

CHAIN_OF_TITLE = (
    TitleLink("Bank Pomorski S.A.", "0000098765", date(2021, 4, 3), None, None),
    TitleLink(
        "Bałtyk Wierzytelności NSFIZ",
        "0000123456",
        date(2026, 1, 29),
        "umowa przelewu nr 7/2026",
        date(2026, 2, 12),
    ),
)

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
        creditor=CREDITOR,
        representative=None,
        debtors=(polish_debtor(),),
        items=used,
        **sums(used, payments, "PLN"),
        original_creditor="Bank Pomorski S.A.",
        contract_on=date(2021, 4, 3),
        agreement_form="written",
        default_on=date(2024, 3, 5),
        title=CHAIN_OF_TITLE,
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
