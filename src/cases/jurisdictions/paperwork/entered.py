"""What a person entered as particulars of a case: the one place that reads them.

`said` and its kin give what is there. `entered_…` gives it or what is Missing, with where to enter it; `what` begins
that sentence, the rule included: “The sum that the decreto fixes (LEC 816.1)”.
"""

from collections.abc import Collection, Iterator
from datetime import date

from cases.jurisdictions.contract import CaseFile, Missing
from kernel.errors import Invalid
from kernel.money import Money

PLACE = "claim"
NUMBER = "court_number"
YES_OR_NO = ("yes", "no")


def said(case_file: CaseFile, name: str) -> str:
    """The text as entered, without the space around it; empty where nothing was."""
    return case_file.particulars.get(name, "").strip()


def day_said(case_file: CaseFile, name: str) -> date | None:
    try:
        return date.fromisoformat(said(case_file, name))
    except ValueError:
        return None


def amount_said(case_file: CaseFile, name: str, *, least: int = 1) -> Money | None:
    """In the currency of the claim; None where it is no amount or below `least`, in minor units."""
    try:
        amount = Money.parse(said(case_file, name), case_file.currency)
    except Invalid:
        return None
    return amount if amount.minor >= least else None


def entered_day(case_file: CaseFile, name: str, what: str, *, by: date | None = None) -> date | Missing:
    """Written as 2026-12-01, and not after the day `by`."""
    day = day_said(case_file, name)
    if day is None or (by is not None and day > by):
        how = "Write the day like 2026-12-01." if by is None else f"Write a day up to {by.isoformat()}, like that."
        return _missing(case_file, name, what, how)
    return day


def entered_amount(case_file: CaseFile, name: str, what: str, *, least: int = 1) -> Money | Missing:
    """In the currency of the claim, written as 1200.00; at least `least`, in minor units."""
    amount = amount_said(case_file, name, least=least)
    how = f"Write an amount in {case_file.currency} like 1200.00."
    return _missing(case_file, name, what, how) if amount is None else amount


def amount_if_entered(case_file: CaseFile, name: str, what: str, *, least: int = 1) -> Money | Missing | None:
    """None where nothing is entered, which is then no fault."""
    return entered_amount(case_file, name, what, least=least) if said(case_file, name) else None


def entered_number(case_file: CaseFile, name: str, what: str, *, most: int) -> int | Missing:
    """A whole number from 1 to `most`."""
    text = said(case_file, name)
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(most)) else 0
    if not 1 <= number <= most:
        return _missing(case_file, name, what, f"Write a whole number from 1 to {most}.")
    return number


def entered_choice(
    case_file: CaseFile, name: str, what: str, options: Collection[str], *, unsaid: str = ""
) -> str | Missing:
    """One of the options, however it is capitalised; `unsaid` is the one meant where nothing is entered."""
    chosen = said(case_file, name).casefold() or unsaid
    return chosen if chosen in options else _missing(case_file, name, what, f"Write one of {', '.join(options)}.")


def lacking(*answers: object) -> Iterator[Missing]:
    """Those of the answers that are missing."""
    return (one for one in answers if isinstance(one, Missing))


def court_number(case_file: CaseFile, rule: str = "", giver: str = "the court") -> Iterator[Missing]:
    """The number by which court or authority knows the case."""
    if not said(case_file, NUMBER):
        why = f" ({rule})" if rule else ""
        yield Missing("case number", f"The number that {giver} gave the case is missing{why}.", "court")


def _missing(case_file: CaseFile, name: str, what: str, how: str) -> Missing:
    text = said(case_file, name)
    begins = f"{what} is entered as “{text[:60]}”." if text else f"{what} is not entered."
    return Missing(name.replace("_", " "), f"{begins} {how}", PLACE)
