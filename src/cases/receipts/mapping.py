"""Which column of a file of payments means what, proposed from its headers and confirmed by a person. Pure."""

import unicodedata
from collections.abc import Sequence
from typing import Literal

import msgspec

from kernel.errors import Invalid, Place
from kernel.money import minor_digits

type Decimal = Literal[".", ","]
type DayOrder = Literal["iso", "day first", "month first"]
REQUIRED = ("received_on", "amount")
FIELDS: dict[str, str] = {
    "received_on": "Received on",
    "amount": "Amount",
    "currency": "Currency",
    "reference": "Reference of the claim or case",
    "court_number": "Court’s or bailiff’s number",
    "payer": "Who paid",
    "iban": "Account of who paid",
    "remittance": "Words of the payer",
    "own_number": "Number of the entry",
}
SYNONYMS: dict[str, str] = {
    "received_on": "date day received value-date booking-date valuta fecha fecha-valor data datum buchungstag"
    " betalningsdatum paid-on payment-date data-operacji data-ksiegowania bokforingsdag",
    "amount": "amount sum betrag importe kwota belopp paid payment cantidad received-amount",
    "currency": "currency ccy wahrung waluta moneda divisa valuta-kod",
    "reference": "reference claim account claim-reference case referencia referencja referens aktenzeichen"
    " numer-sprawy",
    "court_number": "court-number docket sygnatura autos bailiff-reference dr-nummer malnummer numero-de-autos",
    "payer": "payer name debtor debtor-name auftraggeber ordenante nadawca avsandare zahler",
    "iban": "iban account-number konto cuenta rachunek payer-iban",
    "remittance": "remittance details text verwendungszweck concepto tytul meddelande description purpose",
    "own_number": "entry-number transaction-id bank-reference id-operacji",
}


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Column numbers from 0 by field of `Line`; how days and decimals are written; the currency where none is told."""

    columns: dict[str, int]
    days: DayOrder
    decimal: Decimal
    currency: str


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.strip().lower().replace("ł", "l"))
    return "-".join("".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c)).split())


def proposed(headers: Sequence[str]) -> dict[str, int]:
    """The columns whose header says plainly what they are; each column is used once."""
    found: dict[str, int] = {}
    for field, words in SYNONYMS.items():
        known = set(words.split())
        for number, header in enumerate(headers):
            if number not in found.values() and _plain(header) in known:
                found[field] = number
                break
    return found


def confirmed(mapping: Mapping, headers: Sequence[str]) -> Mapping:
    """The mapping itself; Invalid with one place for each thing to mend."""
    places = [
        Place(field, None, f"Say which column is “{FIELDS[field]}”.")
        for field in REQUIRED
        if field not in mapping.columns
    ]
    for field, number in mapping.columns.items():
        if field not in FIELDS or not 0 <= number < len(headers):
            places.append(Place(field, str(number), "There is no such column."))
    if len(set(mapping.columns.values())) != len(mapping.columns):
        places.append(Place("columns", None, "Two fields read the same column."))
    try:
        minor_digits(mapping.currency)
    except Invalid as error:
        places += error.places
    if places:
        raise Invalid("The file cannot be read with these columns.", places=places)
    return mapping
