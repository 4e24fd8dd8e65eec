"""Polish words for what a case file holds as codes."""

from collections.abc import Mapping

from cases.jurisdictions.contract import CaseFile, FiledItem, InterestPeriod, InterestSheet
from cases.jurisdictions.paperwork import letters
from cases.jurisdictions.paperwork.figures import is_agreed

CONTRACTS: Mapping[str, str] = {
    "consumer_loan": "umowy pożyczki",
    "credit_card": "umowy o kartę kredytową",
    "overdraft": "umowy rachunku z limitem zadłużenia",
    "telecom": "umowy o świadczenie usług telekomunikacyjnych",
    "utility": "umowy o dostarczanie mediów",
    "rent": "umowy najmu",
    "invoice": "umowy, z której wystawiono wskazane niżej faktury",
    "other": "umowy",
}
"""In the genitive: the debt arises `z umowy …`."""

ITEMS: Mapping[str, str] = {
    "principal": "Należność główna",
    "invoice": "Faktura",
    "instalment": "Rata",
    "interest": "Odsetki naliczone wcześniej",
    "fee": "Opłata",
    "cost": "Koszty",
}

EXHIBITS: Mapping[str, str] = {
    "contract": "zawarcie i treść umowy, wysokość i termin wymagalności zobowiązania",
    "invoice": "wysokość i termin wymagalności zobowiązania",
    "delivery_note": "spełnienie świadczenia przez wierzyciela pierwotnego",
    "statement": "wysokość zadłużenia",
    "termination": "wypowiedzenie umowy i wymagalność zobowiązania",
    "delivery_proof": "doręczenie pisma",
    "assignment": "przejście wierzytelności na powoda",
    "notice": "zawiadomienie o przelewie wierzytelności",
    "masc": "wezwanie do zapłaty i próba pozasądowego rozwiązania sporu",
    "guarantee": "poręczenie",
}
"""The fact each kind of document is to prove (KPC 126 §1)."""

COMMERCIAL = "Interest in commercial transactions"
"""How the title of the table of commercial interest begins."""
_WAYS = (
    ("phone", "telefonicznie pod numerem"),
    ("email", "pocztą elektroniczną na adres"),
    ("address", "pisemnie na adres"),
)


def contract_of(product: str) -> str:
    return CONTRACTS.get(product, CONTRACTS["other"])


def label_of(item: FiledItem) -> str:
    named = ITEMS.get(item.kind, "Inna należność")
    return f"{named} nr {item.reference}" if item.reference else named


def ground_of(sheet: InterestSheet, period: InterestPeriod) -> str:
    """The kind of interest a period is, as a suit names it."""
    if is_agreed(period):
        return "odsetki umowne"
    if sheet.basis.startswith(COMMERCIAL):
        return "odsetki ustawowe za opóźnienie w transakcjach handlowych"
    return "odsetki ustawowe za opóźnienie"


def channels(case_file: CaseFile) -> str:
    return letters.channels(case_file, _WAYS, "lub")
