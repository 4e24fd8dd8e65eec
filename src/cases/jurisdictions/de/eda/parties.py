"""Parties of an application as EDA takes them, with the labels of the readable twin."""

import re
from collections.abc import Iterator
from typing import Any

from schwifty import BIC, IBAN

from cases.jurisdictions.court_files.codes import Code
from cases.jurisdictions.court_files.days import Day
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.court_files.texts import Form, Text
from cases.jurisdictions.de.eda import applications
from cases.jurisdictions.de.eda.codes import Representative

type Broken = Iterator[tuple[str, str, str]]


MOST_CLAIMANTS, MOST_REPRESENTATIVES, MOST_DEFENDANTS = 6, 6, 5


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


def _representatives(person: Any) -> Broken:
    if len(person.representatives) > MOST_REPRESENTATIVES:
        yield "representatives", f"There are {len(person.representatives)}; {MOST_REPRESENTATIVES} fit.", "Name fewer."
    for lines in person.representatives:
        for one in lines:
            if not 1 <= len(one) <= 35:
                yield "representatives", f"A name has {len(one)} characters; a line holds 1 to 35.", "Divide it."


PERSON = Layout(
    "Partei",
    applications.Person,
    (
        field("name", "Name", LINE, many=(1, None)),
        field("address", "Anschrift", ADDRESS),
        field("born_on", "Geburtsdatum", Day(), optional=True),
    ),
    rules=(_representatives,),
)
ATTORNEY = Layout(
    "Prozessbevollmächtigter",
    applications.Attorney,
    (
        field("salutation", "Anrede", Code(Representative)),
        field("name", "Name", LINE, many=(1, None)),
        field("address", "Anschrift", ADDRESS),
        field("code", "Kennziffer", CODE, optional=True),
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
