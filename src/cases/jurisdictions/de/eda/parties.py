"""Parties of an application as EDA takes them, with the labels of the readable twin."""

import re
from collections.abc import Iterator
from typing import Any

from schwifty import BIC, IBAN

from cases.jurisdictions.court_files.codes import Code
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.court_files.texts import Form, Text
from cases.jurisdictions.de.eda import applications
from cases.jurisdictions.de.eda.codes import PartySalutation, Representative

type Broken = Iterator[tuple[str, str, str]]


MOST_CLAIMANTS, MOST_REPRESENTATIVES, MOST_DEFENDANTS = 6, 6, 5
MOST_NAME_LINES, MOST_ATTORNEY_LINES = 4, 3


LINE, STREET, CITY = Text(35), Text(35), Text(27)
CODE = Text(8, forms=(Form(re.compile(r"[0-9]{8}"), "the eight digits of a Kennziffer"),))
POSTCODE = Text(5, forms=(Form(re.compile(r"[0-9]{5}"), "the five digits of a German postcode"),))


def field(attribute: str, label: str, what: Any, **other: Any) -> Field:
    return Field("", attribute, label, what, **other)


ADDRESS = Layout(
    "Anschrift",
    applications.Address,
    (field("street", "Straße", STREET), field("postcode", "PLZ", POSTCODE), field("city", "Ort", CITY)),
)


OFFICER = Layout(
    "Gesetzlicher Vertreter",
    applications.Officer,
    (field("position", "Stellung", LINE), field("name", "Name", LINE)),
)


def _either(person: Any) -> Broken:
    if (person.salutation is None) is (person.legal_form is None):
        yield "salutation", "A person has a salutation, anybody else a legal form.", "Give one of the two."


PERSON = Layout(
    "Partei",
    applications.Person,
    (
        field("salutation", "Anrede", Code(PartySalutation), optional=True),
        field("legal_form", "Rechtsform", LINE, optional=True),
        field("name", "Name", LINE, many=(1, MOST_NAME_LINES)),
        field("address", "Anschrift", ADDRESS),
        field("representatives", "Gesetzlicher Vertreter", OFFICER, many=(0, MOST_REPRESENTATIVES)),
    ),
    rules=(_either,),
)
ATTORNEY = Layout(
    "Prozessbevollmächtigter",
    applications.Attorney,
    (
        field("salutation", "Anrede", Code(Representative)),
        field("legal_form", "Rechtsform", LINE, optional=True),
        field("name", "Name", LINE, many=(1, MOST_ATTORNEY_LINES)),
        field("address", "Anschrift", ADDRESS),
    ),
)


def _account(account: Any) -> Broken:
    if not IBAN(account.iban, allow_invalid=True).is_valid:
        yield "iban", "The IBAN's check digits are wrong.", "Copy it from the bank."
    if account.bic is not None and not BIC(account.bic, allow_invalid=True).is_valid:
        yield "bic", "The BIC is none.", "Leave it out or copy it from the bank."


ACCOUNT = Layout(
    "Bankverbindung",
    applications.Account,
    (field("iban", "IBAN", Text(34)), field("bic", "BIC", Text(11), optional=True)),
    rules=(_account,),
)
