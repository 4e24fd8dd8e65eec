"""German words for what a case file holds as codes."""

from collections.abc import Mapping

from cases.jurisdictions.contract import CaseFile, FiledItem, InterestPeriod, InterestSheet
from cases.jurisdictions.paperwork import letters
from cases.jurisdictions.paperwork.figures import is_agreed

CONTRACTS: Mapping[str, str] = {
    "consumer_loan": "dem Darlehensvertrag",
    "credit_card": "dem Kreditkartenvertrag",
    "overdraft": "dem Kontovertrag mit Überziehung",
    "telecom": "dem Vertrag über Telekommunikationsleistungen",
    "utility": "dem Versorgungsvertrag",
    "rent": "dem Mietvertrag",
    "invoice": "dem Vertrag, der den unten genannten Rechnungen zugrunde liegt,",
    "other": "dem Vertrag",
}
"""In the dative: the claim arises `aus dem Vertrag`."""

ITEMS: Mapping[str, str] = {
    "principal": "Hauptforderung",
    "invoice": "Rechnung",
    "instalment": "Rate",
    "interest": "Früher berechnete Zinsen",
    "fee": "Gebühr",
    "cost": "Kosten",
}

BUSINESS = "Default interest between businesses"
REAL_ESTATE = "Default interest on real-estate"
"""How the titles of the tables of default interest begin."""
_WAYS = (("phone", "telefonisch unter"), ("email", "per E-Mail an"), ("address", "schriftlich an"))


def contract_of(product: str) -> str:
    return CONTRACTS.get(product, CONTRACTS["other"])


def label_of(item: FiledItem) -> str:
    named = ITEMS.get(item.kind, "Sonstige Forderung")
    return f"{named} Nr. {item.reference}" if item.reference else named


def ground_of(sheet: InterestSheet, period: InterestPeriod) -> str:
    if is_agreed(period):
        return "vereinbarte Zinsen"
    if sheet.basis.startswith(BUSINESS):
        return "Verzugszinsen (§ 288 Abs. 2 BGB)"
    if sheet.basis.startswith(REAL_ESTATE):
        return "Verzugszinsen (§ 497 Abs. 4 BGB)"
    return "Verzugszinsen (§ 288 Abs. 1 BGB)"


def channels(case_file: CaseFile) -> str:
    return letters.channels(case_file, _WAYS, "oder")
