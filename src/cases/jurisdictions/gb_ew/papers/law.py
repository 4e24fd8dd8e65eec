"""The values of English law that the papers state or turn on, read from this folder's data."""

from datetime import date
from functools import cache
from pathlib import Path

from cases.jurisdictions.contract import CaseFile, Fee, FiledParty, Reckoning, Territory
from cases.jurisdictions.dated import in_force
from cases.jurisdictions.fees import Fees
from cases.jurisdictions.reckoning import Deadlines
from cases.jurisdictions.seats import Seats
from cases.jurisdictions.territories import Territories
from kernel.errors import Refused

FOLDER = Path(__file__).resolve().parents[1]
REPLY_TIME = "EW-PAP-30"
MORE_TIME = "EW-PAP-MORE"
NOTICE_TIME = "EW-PAP-14"
DEFAULT_NOTICE = "EW-CCA"
ISSUE_FEE = "issue"
HERE = "england_wales"


@cache
def _deadlines() -> Deadlines:
    return Deadlines(FOLDER, Seats(FOLDER), "Europe/London")


@cache
def _fees() -> Fees:
    return Fees(FOLDER)


@cache
def _territories() -> Territories:
    return Territories(FOLDER)


def reckon(code: str, event: date) -> Reckoning:
    """The deadline a rule sets from an event."""
    return _deadlines()(code, event)


def length(code: str, on: date) -> int:
    """How many days the rule gives on that day; the unit is the rule's own. Refused where none is in force."""
    found = in_force(_deadlines().rule(code).length, on)
    if found is None:
        raise Refused(f"{code}: no length of this deadline is known for {on.isoformat()}.")
    return found.amount


def issue_fee(case_file: CaseFile) -> Fee:
    """The fee on issue, by the claim with its interest (Fees Order 2008 fee 1.1)."""
    return _fees()(ISSUE_FEE, case_file.total, case_file.on, case_file.creditor.kind)


def territory(party: FiledParty) -> Territory:
    """Where the party lives; unknown stays unknown."""
    return _territories().locate(party.region, party.postcode)
