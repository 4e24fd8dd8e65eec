"""The agreement on payment by instalments: the debt acknowledged, the schedule, what default does, what stays."""

from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.account import account_needed
from cases.jurisdictions.paperwork.entered import (
    PLACE,
    entered_amount,
    entered_choice,
    entered_day,
    entered_number,
    lacking,
    said,
)
from cases.jurisdictions.paperwork.everyday import PLAN, Words, due_of, paper_of
from cases.jurisdictions.paperwork.instalments import MOST_INSTALMENTS, RHYTHMS, Instalment, in_number, of_amount
from kernel.errors import Refused
from kernel.money import Money

FIRST, RHYTHM, NUMBER, AMOUNT = "plan_first_on", "plan_rhythm", "plan_instalments", "plan_amount"
INTEREST, GRACE = "plan_interest", "plan_grace"
STANDS_STILL, RUNS = INTERESTS = ("none", "runs")
"""While the plan is kept no interest is asked; or it runs on and is accounted for at the end."""
LONGEST_GRACE = 366
WHY = "an agreement says what is owed, for what and since when"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the parties agree: the rhythm, when it begins, either how many or how much each, interest and grace."""

    first_on: date
    rhythm: str
    size: int | Money
    interest: str
    grace: int

    def schedule(self, total: Money) -> tuple[Instalment, ...]:
        """Refused where the size does not fit the total."""
        if isinstance(self.size, Money):
            return of_amount(total, self.size, self.first_on, self.rhythm)
        return in_number(total, self.size, self.first_on, self.rhythm)


def payment_plan(words: Words) -> PaperKind:
    """One agreement for each debtor, who signs it beside the creditor."""

    def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
        terms, unsaid = terms_of(case_file)
        missing = (*_needed(case_file, words), *unsaid)
        if missing or terms is None:
            return missing
        due = due_of(case_file, words)
        if terms.interest == RUNS and due.daily.minor == 0:
            return (Missing("plan interest", f"No interest runs on this claim: enter “{STANDS_STILL}”.", PLACE),)
        try:
            lines = terms.schedule(due.total)
        except Refused as refused:
            return (Missing("schedule", refused.sentence, PLACE),)
        more = {"due": due, "terms": terms, "lines": lines, "runs": terms.interest == RUNS}
        return paper_of(case_file, words, PLAN, more, owed=due.total)

    return PaperKind(PLAN, "Payment plan agreement", words.language, prepare)


def terms_of(case_file: CaseFile) -> tuple[Terms | None, tuple[Missing, ...]]:
    """The terms as entered, or everything that is missing of them."""
    first = entered_day(case_file, FIRST, "The day of the first instalment")
    if isinstance(first, date):
        first = _in_reach(case_file, first)
    rhythm = entered_choice(case_file, RHYTHM, "How often an instalment falls due", RHYTHMS)
    size = _size(case_file)
    interest = entered_choice(case_file, INTEREST, "Whether interest runs while the plan is kept", INTERESTS)
    grace = entered_number(
        case_file, GRACE, "In how many days a missed instalment may be made good", most=LONGEST_GRACE
    )
    parts = (first, rhythm, size, interest, grace)
    missing = tuple(lacking(*parts))
    if isinstance(first, date) and isinstance(rhythm, str) and isinstance(interest, str) and isinstance(grace, int):
        return (None if isinstance(size, Missing) else Terms(first, rhythm, size, interest, grace)), missing
    return None, missing


def _in_reach(case_file: CaseFile, first: date) -> date | Missing:
    if first < case_file.on:
        return Missing("plan first on", f"The first instalment would have been due on {first.isoformat()}.", PLACE)
    if first.year > case_file.on.year + 1:
        return Missing("plan first on", f"The first instalment, due on {first.isoformat()}, is too far away.", PLACE)
    return first


def _size(case_file: CaseFile) -> int | Money | Missing:
    """Either the number of instalments or the amount of each: both would contradict one another."""
    both = [bool(said(case_file, name)) for name in (NUMBER, AMOUNT)]
    if all(both) or not any(both):
        how = "Enter the number of instalments or the amount of each, and not both."
        return Missing("plan size", how, PLACE)
    if both[0]:
        return entered_number(case_file, NUMBER, "The number of instalments", most=MOST_INSTALMENTS)
    return entered_amount(case_file, AMOUNT, "The amount of an instalment")


def _needed(case_file: CaseFile, words: Words) -> needs.Needs:
    yield from account_needed(case_file, words, WHY)
    yield from needs.joint(case_file, ": nobody acknowledges more than he owes")
