"""Every limit of the EDA-Konditionen the house knows (§ 2.6.1.1 as coded by others, not read in the official text), and
the labels of the readable twin. The element names stay empty: EDA has positions, not names.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from schwifty import BIC, IBAN

from cases.jurisdictions.court_files.kinds import Amount, Code, Day, Flag, Form, Number, Text, Whole
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.de.eda import applications
from cases.jurisdictions.de.eda.codes import Representative

type Broken = Iterator[tuple[str, str, str]]

MOST_CLAIMANTS, MOST_REPRESENTATIVES, MOST_DEFENDANTS = 6, 6, 5
MOST_CATALOGUE, MOST_OTHERS, MOST_ANCILLARY, MOST_CREDITS = 45, 9, 5, 10
MOST_ASSIGNMENTS, MOST_INTEREST_LINES, MOST_STEPS = 4, 54, 3

LINE, STREET, CITY = Text(35), Text(35), Text(27)
CODE = Text(8, forms=(Form(re.compile(r"[0-9]{8}"), "the eight digits of a Kennziffer"),))
POSTCODE = Text(5, forms=(Form(re.compile(r"[0-9]{5}"), "the five digits of a German postcode"),))
EURO = Amount("EUR")


def _field(attribute: str, label: str, what: Any, **other: Any) -> Field:
    return Field("", attribute, label, what, **other)


ADDRESS = Layout(
    "Anschrift",
    applications.Address,
    (_field("street", "Straße", STREET), _field("postcode", "PLZ", POSTCODE), _field("city", "Ort", CITY)),
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
        _field("name", "Name", LINE, many=(1, None)),
        _field("address", "Anschrift", ADDRESS),
        _field("born_on", "Geburtsdatum", Day(), optional=True),
    ),
    rules=(_representatives,),
)
ATTORNEY = Layout(
    "Prozessbevollmächtigter",
    applications.Attorney,
    (
        _field("salutation", "Anrede", Code(Representative)),
        _field("name", "Name", LINE, many=(1, None)),
        _field("address", "Anschrift", ADDRESS),
        _field("code", "Kennziffer", CODE, optional=True),
    ),
)
INTEREST = Layout(
    "Zinsen",
    applications.InterestStep,
    (
        _field("rate", "Zinssatz", Number(places=3)),
        _field("over_base_rate", "Über Basiszins", Flag()),
        _field("first_on", "Von", Day(), optional=True),
        _field("last_on", "Bis", Day(), optional=True),
        _field("base", "Aus", EURO, optional=True),
    ),
)
ASSIGNMENT = Layout(
    "Abtretung",
    applications.Assignment,
    (
        _field("assigned_on", "Seit", Day()),
        _field("assignor", "Früherer Gläubiger", LINE),
        _field("postcode", "PLZ", POSTCODE),
        _field("city", "Ort", CITY),
    ),
)
OF_A_CLAIM = (
    _field("amount", "Betrag", EURO),
    _field("first_on", "Vom", Day()),
    _field("last_on", "Bis", Day(), optional=True),
    _field("interest", "Zinsen", INTEREST, many=(0, MOST_STEPS)),
    _field("assignment", "Abtretung", ASSIGNMENT, optional=True),
)
CATALOGUE = Layout(
    "Katalogforderung",
    applications.CatalogueClaim,
    (_field("number", "Katalog-Nr.", Whole(1, 99)), _field("invoice", "Rechnung", LINE, optional=True), *OF_A_CLAIM),
)
OTHER = Layout("Sonstige Forderung", applications.OtherClaim, (_field("words", "Bezeichnung", LINE), *OF_A_CLAIM))
ANCILLARY = Layout(
    "Nebenforderung",
    applications.Ancillary,
    (_field("words", "Bezeichnung", LINE), _field("amount", "Betrag", EURO)),
)
CREDIT = Layout(
    "Verbraucherdarlehen",
    applications.ConsumerCredit,
    (
        _field("contract_on", "Vertragsdatum", Day()),
        _field("annual_rate", "Anfänglicher effektiver Jahreszins", Number(Decimal(0), places=3)),
    ),
)
EXPENSES = Layout(
    "Auslagen",
    applications.Expenses,
    (
        _field("dunning", "Mahnkosten", EURO, optional=True),
        _field("information", "Auskünfte", EURO, optional=True),
        _field("returned_debit", "Bankrücklastkosten", EURO, optional=True),
        _field("collection", "Inkassokosten", EURO, optional=True),
        _field("vv_2300", "Anwaltsvergütung VV 2300", EURO, optional=True),
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
    (_field("iban", "IBAN", Text(34)), _field("bic", "BIC", Text(11), optional=True)),
    rules=(_account,),
)


def _claimants(application: Any) -> Broken:
    if bool(application.claimants) is (application.claimant_code is not None):
        yield "claimants", "Claimants are either named or known by their Kennziffer.", "Give one of the two."


def _claims(application: Any) -> Broken:
    claims = (*application.catalogue, *application.others)
    if not claims:
        yield "catalogue", "There is no claim.", "Add one."
    for name, there, most in (
        ("assignments", sum(1 for one in claims if one.assignment), MOST_ASSIGNMENTS),
        ("interest lines", sum(len(one.interest) for one in claims), MOST_INTEREST_LINES),
    ):
        if there > most:
            yield "catalogue", f"There are {there} {name}; {most} fit into one application.", "Divide the application."


APPLICATION = Layout(
    "Antrag auf Erlass eines Mahnbescheids",
    applications.Application,
    (
        _field("reference", "Geschäftszeichen", Text(35)),
        _field("court_postcode", "PLZ des Mahngerichts", POSTCODE),
        _field("court_city", "Mahngericht", CITY),
        _field("claimant_code", "Kennziffer des Antragstellers", CODE, optional=True),
        _field("claimants", "Antragsteller", PERSON, many=(0, MOST_CLAIMANTS)),
        _field("attorney", "Prozessbevollmächtigter", ATTORNEY, optional=True),
        _field("account", "Bankverbindung", ACCOUNT, optional=True),
        _field("defendants", "Antragsgegner", PERSON, many=(1, MOST_DEFENDANTS)),
        _field("catalogue", "Katalogforderung", CATALOGUE, many=(0, MOST_CATALOGUE)),
        _field("others", "Sonstige Forderung", OTHER, many=(0, MOST_OTHERS)),
        _field("ancillary", "Nebenforderung", ANCILLARY, many=(0, MOST_ANCILLARY)),
        _field("credits", "Verbraucherdarlehen", CREDIT, many=(0, MOST_CREDITS)),
        _field("expenses", "Auslagen", EXPENSES, optional=True),
        _field("legal_aid", "Prozesskostenhilfe", Flag(must=(False, "cannot be asked for by EDA."))),
    ),
    rules=(_claimants, _claims),
)
