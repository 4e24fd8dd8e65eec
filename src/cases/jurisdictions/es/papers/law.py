"""The values of Spanish law that the papers state or turn on, read from this folder's data."""

from datetime import date
from functools import cache
from pathlib import Path

from cases.jurisdictions.contract import CaseFile, Fee, Reckoning
from cases.jurisdictions.courts import Courts
from cases.jurisdictions.dated import in_force
from cases.jurisdictions.fees import Fees
from cases.jurisdictions.reckoning import Deadlines
from cases.jurisdictions.seats import Seats
from kernel.errors import Refused
from kernel.money import Money

FOLDER = Path(__file__).resolve().parents[1]
MASC_WAIT = "ES-MASC-30"
MASC_LAPSE = "ES-MASC-1Y"
MASC_OFFER = "ES-MASC-OFFER"
TIME_TO_PAY = "ES-MON-20"
TIME_TO_ANSWER = "ES-MON-VERBAL"
TIME_TO_ENFORCE = "ES-EXE-5Y"
PETITION_FEE = "monitorio"


@cache
def _deadlines() -> Deadlines:
    return Deadlines(FOLDER, Seats(FOLDER), "Europe/Madrid")


@cache
def _fees() -> Fees:
    return Fees(FOLDER)


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


def in_force_on(code: str, on: date) -> bool:
    """Whether the rule has a length on that day."""
    return in_force(_deadlines().rule(code).length, on) is not None


def verbal_limit(on: date) -> Money:
    """What a juicio verbal may not exceed (LEC 249.2, 250.2)."""
    return _courts().limit("verbal", on)


def petition_fee(case_file: CaseFile) -> Fee:
    """The fee of model 696 for a petition of this amount by this creditor (Ley 10/2012)."""
    return _fees()(PETITION_FEE, case_file.total, case_file.on, case_file.creditor.kind)
