"""The suit after the EPU ended (KPC 505³⁷ §2): filed in time it keeps the day of the first, and says so.

The days come from the events of the case: when the suit was filed in the EPU, and that of the order that ended it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.contract import Act, CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork.entered import said
from cases.jurisdictions.pl.law import LAW
from cases.jurisdictions.pl.papers.suit import suit_needed, suit_paper

CODE = "pozew_after_epu"
RULE = "KPC 505³⁷ §2"
TERM = "PL-EPU-3M"
NUMBER = "epu_number"
"""The particular that names the case before the e-court."""
EPU = "epu"
ACTS: dict[str, Act] = {"epu_filed": Act(EPU, "sent_on"), "epu_discontinued": Act(EPU, "answered_on")}
"""What the events of the EPU say to the suit after it."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The EPU before: `until` is the last day on which a new suit keeps its day."""

    number: str
    filed_on: date
    ended_on: date
    until: date


def ended(case_file: CaseFile) -> Ended | tuple[Missing, ...]:
    """The EPU and its window, or what is not known of it. A window that is past is Missing too: nothing opens it."""
    last = next((one for one in reversed(case_file.pre_action) if one.kind == EPU), None)
    filed_on, ended_on = (last.sent_on, last.answered_on) if last else (None, None)
    number = said(case_file, NUMBER)
    if filed_on is None or ended_on is None or not number:
        return tuple(_unknown(number, filed_on, ended_on))
    until = LAW.deadlines(TERM, ended_on).statutory_on
    if case_file.on > until:
        sentence = (
            f"The EPU was discontinued on {ended_on.isoformat()}: a suit keeps its day until {until.isoformat()} only"
            f" ({RULE}). File the ordinary suit, with the limitation as of today."
        )
        return (Missing("window after the EPU", sentence, "procedure"),)
    return Ended(number, filed_on, ended_on, until)


def in_time(case_file: CaseFile) -> tuple[Missing, ...]:
    before = ended(case_file)
    return before if isinstance(before, tuple) else ()


def _unknown(number: str, filed_on: date | None, ended_on: date | None) -> Iterator[Missing]:
    if not number:
        yield Missing("EPU number", f"The number of the case before the e-court is missing ({RULE}).", "court")
    if filed_on is None:
        yield Missing("EPU filed", f"The day the suit was filed in the EPU is not recorded ({RULE}).", "pre-action")
    if ended_on is None:
        sentence = f"The day of the order that discontinued the EPU is not recorded: the window runs from it ({RULE})."
        yield Missing("EPU discontinued", sentence, "pre-action")


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    before = ended(case_file)
    missing = (*suit_needed(case_file), *in_time(case_file))
    if missing or isinstance(before, tuple):
        return missing
    return suit_paper(case_file, CODE, {"epu": before})


SUIT_AFTER_EPU = PaperKind(CODE, "Suit after the EPU, keeping its day (KPC 505³⁷ §2)", "pl", _prepare, in_time)
