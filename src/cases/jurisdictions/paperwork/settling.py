"""The settlement: a lesser sum by a day, what is released by it, and what is owed again where it is not paid."""

from datetime import date

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.account import account_needed
from cases.jurisdictions.paperwork.entered import PLACE, entered_amount, entered_day, lacking
from cases.jurisdictions.paperwork.everyday import SETTLEMENT, Words, due_of, paper_of
from kernel.money import Money

SUM, BY = "settlement_sum", "settlement_on"
WHY = "a settlement says what is owed, for what and since when"


def settlement(words: Words) -> PaperKind:
    """One agreement for each debtor. The sum is never more than is owed."""

    def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
        agreed = entered_amount(case_file, SUM, "The sum that settles the debt")
        by = entered_day(case_file, BY, "The day by which the sum is paid")
        missing = [*_needed(case_file, words), *lacking(agreed, by)]
        if missing or isinstance(agreed, Missing) or isinstance(by, Missing):
            return tuple(missing)
        due = due_of(case_file, words)
        if unfit := tuple(_fits(agreed, by, due.total, case_file.on)):
            return unfit
        more = {"due": due, "agreed": agreed, "by": by, "released": due.total - agreed}
        return paper_of(case_file, words, SETTLEMENT, more, owed=agreed)

    return PaperKind(SETTLEMENT, "Settlement agreement", words.language, prepare)


def _fits(agreed: Money, by: date, total: Money, on: date) -> needs.Needs:
    if agreed > total:
        yield Missing("settlement sum", f"{agreed} is more than the {total} that is owed.", PLACE)
    if by < on:
        yield Missing("settlement on", f"The day of payment, {by.isoformat()}, is over.", PLACE)


def _needed(case_file: CaseFile, words: Words) -> needs.Needs:
    yield from account_needed(case_file, words, WHY)
    yield from needs.joint(case_file, ": nobody settles more than he owes")
