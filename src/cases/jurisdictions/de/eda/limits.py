"""Every limit of the EDA-Konditionen the house knows (§ 2.6.1.1 as coded by others, not read in the official text)."""

from typing import Any

from cases.jurisdictions.court_files.codes import Code, Flag
from cases.jurisdictions.court_files.layout import Layout
from cases.jurisdictions.court_files.numbers import Whole
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.de.eda import applications
from cases.jurisdictions.de.eda.claims import (
    ANCILLARY,
    CATALOGUE,
    EXPENSES,
    MOST_ASSIGNMENTS,
    MOST_INTEREST_LINES,
    OTHER,
)
from cases.jurisdictions.de.eda.codes import CourtKind
from cases.jurisdictions.de.eda.parties import (
    ACCOUNT,
    ATTORNEY,
    CITY,
    CODE,
    MOST_CLAIMANTS,
    MOST_DEFENDANTS,
    PERSON,
    POSTCODE,
    Broken,
    field,
)

MOST_CATALOGUE, MOST_OTHERS, MOST_ANCILLARY, MOST_CREDITS = 45, 9, 5, 10
FIRST_MARK, LAST_MARK = 107, 114
"""Where the marks of the key record stand; which is which, two programs tell differently."""


def _claimants(application: Any) -> Broken:
    if bool(application.claimants) is (application.claimant_code is not None):
        yield "claimants", "Claimants are either named or known by their Kennziffer.", "Give one of the two."
    if application.attorney is not None and application.attorney_code is not None:
        yield "attorney", "An attorney is either named or known by the Kennziffer.", "Give one of the two."


def _claims(application: Any) -> Broken:
    claims = (*application.catalogue, *application.others)
    if not claims:
        yield "catalogue", "There is no claim.", "Add one."
    for name, there, most in (
        ("assignments", sum(1 for one in claims if one.assignment), MOST_ASSIGNMENTS),
        ("interest lines", sum(len(one.interest) for one in claims), MOST_INTEREST_LINES),
        ("statements on consumer credit", sum(1 for one in application.catalogue if one.credit), MOST_CREDITS),
    ):
        if there > most:
            yield "catalogue", f"There are {there} {name}; {most} fit into one application.", "Divide the application."


DISPUTE = Layout(
    "Gericht des streitigen Verfahrens",
    applications.DisputeCourt,
    (
        field("kind", "Art", Code(CourtKind)),
        field("postcode", "PLZ", POSTCODE),
        field("city", "Ort", Text(30)),
    ),
)
APPLICATION = Layout(
    "Antrag auf Erlass eines Mahnbescheids",
    applications.Application,
    (
        field("reference", "Geschäftszeichen", Text(35)),
        field("court_postcode", "PLZ des Mahngerichts", POSTCODE),
        field("court_city", "Mahngericht", CITY),
        field("marks", "Merkmal im Kennsatz an Stelle", Whole(FIRST_MARK, LAST_MARK), many=(1, None)),
        field("contested", "Streitiges Verfahren bei Widerspruch", Flag()),
        field("claimant_code", "Kennziffer des Antragstellers", CODE, optional=True),
        field("claimants", "Antragsteller", PERSON, many=(0, MOST_CLAIMANTS)),
        field("attorney", "Prozessbevollmächtigter", ATTORNEY, optional=True),
        field("attorney_code", "Kennziffer des Prozessbevollmächtigten", CODE, optional=True),
        field("account", "Bankverbindung", ACCOUNT, optional=True),
        field("defendants", "Antragsgegner", PERSON, many=(1, MOST_DEFENDANTS)),
        field("dispute", "Gericht des streitigen Verfahrens", DISPUTE),
        field("catalogue", "Katalogforderung", CATALOGUE, many=(0, MOST_CATALOGUE)),
        field("others", "Sonstige Forderung", OTHER, many=(0, MOST_OTHERS)),
        field("ancillary", "Nebenforderung", ANCILLARY, many=(0, MOST_ANCILLARY)),
        field("expenses", "Auslagen", EXPENSES, optional=True),
        field("legal_aid", "Prozesskostenhilfe", Flag(must=(False, "cannot be asked for by EDA."))),
    ),
    rules=(_claimants, _claims),
)
