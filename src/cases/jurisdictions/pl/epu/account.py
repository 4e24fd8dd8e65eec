"""What is entered once about an account with the e-court: who files, under which power, and how the service is called.

Names and limits are those of `typSkladajacy` and `typAdresat` (TypyDanych.xsd 2.0).
"""

from collections.abc import Mapping

from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.court_channel import AccountField
from cases.jurisdictions.paperwork.needs import Needs
from cases.jurisdictions.pl.epu.limits import NAMESPACE, OLDER_NAMESPACE
from cases.jurisdictions.pl.epu.parties import Address, Court, Filer, Officer
from cases.jurisdictions.pl.epu.seat import SEAT

ENTER_AT = "court account"
YES = "yes"
ACCOUNT: tuple[AccountField, ...] = (
    AccountField("user_name", "User name"),
    AccountField("password", "Password", secret=True),
    AccountField("api_key", "API key", secret=True),
    AccountField("given_name", "Given name of the person who files", ".{1,30}"),
    AccountField("family_name", "Family name of the person who files", ".{1,60}"),
    AccountField("pesel", "PESEL of the person who files", "[0-9]{11}"),
    AccountField("office", "Office", optional=True),
    AccountField("street", "Street", ".{1,100}", optional=True, advice="Empty where the village has no streets."),
    AccountField("house", "House number", ".{1,20}"),
    AccountField("flat", "Flat number", ".{1,20}", optional=True),
    AccountField("postcode", "Postcode", "[0-9]{2}-[0-9]{3}"),
    AccountField("city", "City", ".{1,60}"),
    AccountField("professional", "Files as a professional attorney", "yes|no"),
    AccountField("ground", "Power under which the person files", advice="Kind of power, its day and what it covers."),
    AccountField("court_id", "Number of the court", "[0-9]{1,18}", advice="As the e-court lists its divisions."),
    AccountField(
        "namespace",
        "Namespace of the files",
        f"{NAMESPACE}|{OLDER_NAMESPACE}".replace(".", r"\."),
        optional=True,
        advice=f"{NAMESPACE} unless the e-court told you the older one.",
    ),
    AccountField("most_per_file", "Most claims in one file", "[1-9][0-9]{0,3}", optional=True),
)
_OF_THE_PAPER = (
    "given_name",
    "family_name",
    "pesel",
    "house",
    "postcode",
    "city",
    "professional",
    "ground",
    "court_id",
)


def account_needed(case_file: CaseFile) -> Needs:
    """Each field without which nothing can be filed."""
    labels = {one.name: one.label for one in ACCOUNT}
    for name in _OF_THE_PAPER:
        if not case_file.court_account.get(name):
            yield Missing(
                f"e-court account {name}",
                f"The account with the e-court lacks: {labels[name]} (KPC 505³¹).",
                ENTER_AT,
            )


def is_professional(account: Mapping[str, str]) -> bool:
    return account.get("professional") == YES


def filer_of(account: Mapping[str, str]) -> Filer:
    """Of a complete account."""
    return Filer(
        person=Officer(first_name=account["given_name"], surname=account["family_name"], pesel=account["pesel"]),
        address=Address(
            street=account.get("street", ""),
            house=account["house"],
            flat=account.get("flat") or None,
            postcode=account["postcode"],
            city=account["city"],
        ),
        professional=is_professional(account),
        ground=account["ground"],
        office=account.get("office") or None,
    )


def court_of(account: Mapping[str, str]) -> Court:
    return Court(court_id=int(account["court_id"]), name=SEAT.name, division=SEAT.division)


def namespace_of(account: Mapping[str, str]) -> str:
    return account.get("namespace") or NAMESPACE
