"""Particulars read as amounts, days and choices; what cannot be read is missing, never guessed."""

from collections.abc import Mapping
from datetime import date

from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.paperwork.needs import Needs
from kernel.errors import Invalid
from kernel.money import Money

ENTER_AT = "claim"


def text_of(case_file: CaseFile, name: str) -> str:
    return case_file.particulars.get(name, "").strip()


def amount_of(case_file: CaseFile, name: str) -> Money | None:
    """None where nothing is entered or it is no amount of zero or more."""
    try:
        amount = Money.parse(text_of(case_file, name), case_file.currency)
    except Invalid:
        return None
    return amount if amount.minor >= 0 else None


def amount_or_nothing(case_file: CaseFile, name: str) -> Money:
    return amount_of(case_file, name) or Money.zero(case_file.currency)


def day_of(case_file: CaseFile, name: str) -> date | None:
    try:
        return date.fromisoformat(text_of(case_file, name))
    except ValueError:
        return None


def number(case_file: CaseFile) -> Needs:
    if not text_of(case_file, "court_number"):
        yield Missing("claim number", "The claim number that the court gave is missing.", ENTER_AT)


def amount(case_file: CaseFile, name: str, fact: str, why: str, *, optional: bool = False) -> Needs:
    given = text_of(case_file, name)
    if (given or not optional) and amount_of(case_file, name) is None:
        yield Missing(fact, f"{_entered(given)}{why} Enter an amount such as 1234.56.", ENTER_AT)


def day(case_file: CaseFile, name: str, fact: str, why: str) -> Needs:
    """A day that is not after the paper's own."""
    found = day_of(case_file, name)
    if found is None or found > case_file.on:
        given = text_of(case_file, name)
        yield Missing(fact, f"{_entered(given)}{why} Enter a day that has come, such as 2026-11-20.", ENTER_AT)


def choice(case_file: CaseFile, name: str, choices: Mapping[str, object], fact: str, why: str) -> Needs:
    given = text_of(case_file, name)
    if given.casefold() not in choices:
        yield Missing(fact, f"{_entered(given)}{why} Enter one of: {', '.join(choices)}.", ENTER_AT)


def _entered(given: str) -> str:
    return f"“{given}” is entered. " if given else ""
