"""Whether a settlement was tried before suit, or why not: every Polish suit says it (KPC 187 §1 pkt 3)."""

from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import said
from cases.jurisdictions.paperwork.letter_kinds import DEMAND

UNTRIED = "settlement_untried"
"""The particular that says why no settlement was tried, where none was."""


def settlement_tried(case_file: CaseFile) -> needs.Needs:
    if said(case_file, UNTRIED):
        return
    for debtor in case_file.debtors:
        if needs.last_sent(case_file, DEMAND, debtor.name) is None:
            yield Missing(
                "demand before suit",
                f"No demand to {debtor.name}, with the day it was sent, is recorded: the suit says whether a settlement"
                " was tried, or why not (KPC 187 §1 pkt 3).",
                "pre-action",
            )
