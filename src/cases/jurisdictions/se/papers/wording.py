"""Swedish words for what a case file holds as codes."""

from collections.abc import Mapping

from cases.jurisdictions.contract import CaseFile, FiledItem, FiledParty, InterestPeriod, InterestSheet
from cases.jurisdictions.paperwork import letters
from cases.jurisdictions.paperwork.figures import is_agreed

CONTRACTS: Mapping[str, str] = {
    "consumer_loan": "låneavtal",
    "credit_card": "avtal om kontokredit (kreditkort)",
    "overdraft": "avtal om kontokredit",
    "telecom": "avtal om telefoni- eller bredbandstjänster",
    "utility": "avtal om leverans av el, gas, värme eller vatten",
    "rent": "hyresavtal",
    "invoice": "avtal om varor eller tjänster enligt nedanstående fakturor",
    "other": "avtal",
}

ITEMS: Mapping[str, str] = {
    "principal": "Kapital",
    "invoice": "Faktura",
    "instalment": "Delbetalning",
    "interest": "Tidigare beräknad ränta",
    "fee": "Avgift",
    "cost": "Kostnad",
}

PROVES: Mapping[str, str] = {
    "contract": "avtalets innehåll och betalningsskyldigheten",
    "invoice": "fordringens belopp och förfallodag",
    "delivery_note": "att varan eller tjänsten levererats",
    "statement": "fordringens storlek",
    "termination": "uppsägningen och förfallodagen",
    "delivery_proof": "att meddelandet nått gäldenären",
    "assignment": "att fordringen övergått till sökanden",
    "notice": "att gäldenären underrättats om överlåtelsen",
    "masc": "kravet på betalning",
    "guarantee": "borgensåtagandet",
}
"""What each kind of document is to prove (lag 1990:746 33–35 §§)."""

_WAYS = (("phone", "per telefon"), ("email", "per e-post"), ("address", "skriftligen till"))


def contract_of(product: str) -> str:
    return CONTRACTS.get(product, CONTRACTS["other"])


def label_of(item: FiledItem) -> str:
    named = ITEMS.get(item.kind, "Annan fordran")
    return f"{named} nr {item.reference}" if item.reference else named


def ground_of(_sheet: InterestSheet, period: InterestPeriod) -> str:
    return "avtalad ränta" if is_agreed(period) else "dröjsmålsränta enligt räntelagen"


def number_of(party: FiledParty) -> str:
    return "Personnummer" if party.kind == "person" else "Organisationsnummer"


def channels(case_file: CaseFile) -> str:
    return letters.channels(case_file, _WAYS, "eller")
