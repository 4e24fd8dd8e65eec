"""The withdrawal of the application, or that it is settled: the paper of every country, with the court's record."""

from dataclasses import replace

from cases.jurisdictions.contract import CaseFile, Missing, Paper
from cases.jurisdictions.de.eda.follow_ups import Ending, Withdrawal
from cases.jurisdictions.de.papers.everyday import WITHDRAWAL_OF_CLAIM
from cases.jurisdictions.de.papers.follow_up import common_needs, court_number
from cases.jurisdictions.de.papers.machine import machine_part, unfit
from cases.jurisdictions.paperwork.withdrawal import GROUND, PAID, PART, SETTLED

FILE = "ruecknahme.eda"
RULE = "ZPO 690, 269"


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    """A withdrawal in part has no record: it stays a paper."""
    paper = WITHDRAWAL_OF_CLAIM.prepare(case_file)
    if not isinstance(paper, Paper):
        return paper
    if case_file.particulars.get(PART):
        return paper
    if missing := tuple(common_needs(case_file, RULE)):
        return missing
    settled = case_file.particulars.get(GROUND) in {PAID, SETTLED}
    message = Withdrawal(
        number=court_number(case_file),
        reference=case_file.case_reference,
        ending=Ending.ERLEDIGUNG if settled else Ending.RÜCKNAHME,
    )
    if missing := tuple(unfit(FILE, message)):
        return missing
    return replace(paper, machine=machine_part(FILE, message).files)


WITHDRAWAL = replace(WITHDRAWAL_OF_CLAIM, prepare=_prepare)
