"""The values of English law that the papers state or turn on, read from this folder's data."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from cases.jurisdictions.contract import CaseFile, Fee, FiledParty, Missing, Reckoning, Territory
from cases.jurisdictions.counting import Counting
from cases.jurisdictions.courts import Courts
from cases.jurisdictions.dated import in_force
from cases.jurisdictions.fees import Fees
from cases.jurisdictions.paperwork.entered import PLACE, said
from cases.jurisdictions.reckoning import Deadlines
from cases.jurisdictions.seats import Seats
from cases.jurisdictions.territories import Territories
from kernel.errors import Refused
from kernel.money import Money

FOLDER = Path(__file__).resolve().parents[1]
REPLY_TIME = "EW-PAP-30"
MORE_TIME = "EW-PAP-MORE"
NOTICE_TIME = "EW-PAP-14"
DEFAULT_NOTICE = "EW-CCA"
ANSWER, ANSWER_ACKNOWLEDGED = "EW-DEF", "EW-DEF-AOS"
SERVED_ONLINE, ANSWER_ONLINE, ANSWER_ONLINE_LATER = "EW-OCMC-SERVED", "EW-OCMC", "EW-OCMC-MORE"
ENFORCE_WITHIN = "EW-ENF-6"
ISSUE_FEE = "issue"
CLAIM_FORM, OTHER_DOCUMENT = "claim form", "other"
METHOD = "service_method"
"""The particular that says how a document was served, where the day recorded is that of the step and not of service."""
HERE = "england_wales"
ONLINE_LIMIT = "mcol"


@cache
def _deadlines() -> Deadlines:
    return Deadlines(FOLDER, Seats(FOLDER), "Europe/London")


@cache
def counting() -> Counting:
    return Counting(FOLDER, _deadlines())


@cache
def _fees() -> Fees:
    return Fees(FOLDER)


@cache
def _territories() -> Territories:
    return Territories(FOLDER)


@cache
def _courts() -> Courts:
    return Courts(FOLDER)


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
    return fee_on(case_file, case_file.total, case_file.on)


def small_enough_online(claimed: Money, on: date) -> bool:
    """Money Claim Online takes what is under its limit (PD 7C)."""
    return claimed < _courts().limit(ONLINE_LIMIT, on)


def fee_on(case_file: CaseFile, claimed: Money, on: date) -> Fee:
    """The fee on issue of a claim of that sum on that day."""
    return _fees()(ISSUE_FEE, claimed, on, case_file.creditor.kind)


def deemed_served(case_file: CaseFile, step_on: date, document: str = OTHER_DOCUMENT) -> date:
    """The day of service of a step taken on the day; the day itself where no known method is entered."""
    method = said(case_file, METHOD)
    return counting().served(method, document, step_on)[0] if _known(method) else step_on


def _known(method: str) -> bool:
    return any(name in method.casefold() for one in counting().table.service for name in one.methods)


def known_method(case_file: CaseFile) -> Iterator[Missing]:
    """A method that is entered must be one whose day of service the law here names."""
    given = said(case_file, METHOD)
    if given and not _known(given):
        known = sorted({name for one in counting().table.service for name in one.methods})
        told = f"“{given}” is entered as the method of service. Enter one of: {', '.join(known)} (CPR 6.14, 6.26)."
        yield Missing("method of service", told, PLACE)


def territory(party: FiledParty) -> Territory:
    """Where the party lives; unknown stays unknown."""
    return _territories().locate(party.region, party.postcode)
