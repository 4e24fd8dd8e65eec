"""The withdrawal of the application, or that it is settled: the paper of every country, with the court's record."""

from collections.abc import Iterator
from dataclasses import replace

from cases.jurisdictions.contract import CaseFile, Missing, Paper
from cases.jurisdictions.de.eda.follow_ups import Ending, Withdrawal
from cases.jurisdictions.de.papers.everyday import WITHDRAWAL_OF_CLAIM
from cases.jurisdictions.de.papers.follow_up import common_needs, court_number, sheet
from cases.jurisdictions.de.papers.machine import machine_part, unfit
from cases.jurisdictions.paperwork.entered import entered_choice, lacking, said
from cases.jurisdictions.paperwork.withdrawal import GROUND, PART

FILE = "ruecknahme.eda"
RULE = "ZPO 690, 269"
AS, WITHDRAWN, SETTLED = "withdrawal_as", "withdrawn", "settled"
"""Which of the two a person declares: the costs differ, so that it never follows from the ground."""


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    """A withdrawal in part has no record: it stays a paper."""
    paper = WITHDRAWAL_OF_CLAIM.prepare(case_file)
    chosen = tuple(_choice(case_file))
    if not isinstance(paper, Paper):
        return (*paper, *chosen)
    if chosen:
        return chosen
    if said(case_file, PART):
        return paper
    if missing := tuple(common_needs(case_file, RULE)):
        return missing
    settled = said(case_file, AS).casefold() == SETTLED
    message = Withdrawal(
        number=court_number(case_file),
        reference=case_file.case_reference,
        ending=Ending.ERLEDIGUNG if settled else Ending.RÜCKNAHME,
    )
    if missing := tuple(unfit(FILE, message)):
        return missing
    if not settled:
        return replace(paper, machine=machine_part(FILE, message).files)
    return sheet(
        case_file,
        code=paper.kind,
        subject="Erledigungserklärung",
        template="settled.html",
        file=FILE,
        message=message,
        more={"ground": said(case_file, GROUND).casefold()},
    )


def _choice(case_file: CaseFile) -> Iterator[Missing]:
    declared = entered_choice(case_file, AS, f"What is declared ({RULE})", (WITHDRAWN, SETTLED), unsaid=WITHDRAWN)
    yield from lacking(declared)
    if declared == SETTLED and said(case_file, PART):
        told = "A part cannot be declared settled by the court's record: declare it in a letter of your own."
        yield Missing("whole settled", told, "court")


WITHDRAWAL = replace(WITHDRAWAL_OF_CLAIM, prepare=_prepare)
