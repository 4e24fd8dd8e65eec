"""Reading what a person entered as particulars of a case: a day, an amount, a number, a choice, or why it cannot be."""

from collections.abc import Sequence
from datetime import date

from cases.jurisdictions.contract import CaseFile, Missing
from kernel.errors import Invalid
from kernel.money import Money

PLACE = "claim"


def entered_day(case_file: CaseFile, name: str, what: str) -> date | Missing:
    """Written as 2026-12-01."""
    text = said(case_file, name)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _missing(name, what, text, "Write the day like 2026-12-01.")


def entered_amount(case_file: CaseFile, name: str, what: str) -> Money | Missing:
    """More than nothing, in the currency of the claim, written as 1200.00."""
    text = said(case_file, name)
    try:
        amount = Money.parse(text, case_file.currency)
    except Invalid:
        amount = Money.zero(case_file.currency)
    if amount.minor <= 0:
        return _missing(name, what, text, f"Write an amount in {case_file.currency} like 1200.00.")
    return amount


def entered_number(case_file: CaseFile, name: str, what: str, *, most: int) -> int | Missing:
    """A whole number from 1 to `most`."""
    text = said(case_file, name)
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(most)) else 0
    if not 1 <= number <= most:
        return _missing(name, what, text, f"Write a whole number from 1 to {most}.")
    return number


def entered_choice(case_file: CaseFile, name: str, what: str, options: Sequence[str]) -> str | Missing:
    text = said(case_file, name).casefold()
    return text if text in options else _missing(name, what, text, f"Write one of {', '.join(options)}.")


def said(case_file: CaseFile, name: str) -> str:
    """The text as entered, without the space around it; empty where nothing was."""
    return case_file.particulars.get(name, "").strip()


def _missing(name: str, what: str, text: str, how: str) -> Missing:
    begins = f"{what} is entered as “{text[:60]}”." if text else f"{what} is not entered."
    return Missing(name.replace("_", " "), f"{begins} {how}", PLACE)
