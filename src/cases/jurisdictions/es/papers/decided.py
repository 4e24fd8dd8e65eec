"""What a writ in proceedings under way rests on: the court's number, days the court's acts bear, the sum it fixed."""

from datetime import date

from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.es.papers import needs
from cases.jurisdictions.paperwork.entered import PLACE, amount_if_entered, court_number, entered_amount
from kernel.money import Money

SUM = "decreed_sum"
PAID = "paid_since"


def under_way(case_file: CaseFile, rule: str) -> needs.Needs:
    yield from needs.court(case_file)
    yield from court_number(case_file, rule)
    yield from needs.creditor(case_file)
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered ({rule}).", "parties")
    for debtor in case_file.debtors:
        if not debtor.name:
            yield Missing("debtor name", f"The name of a debtor is missing ({rule}).", "parties")


def happened_on(case_file: CaseFile, kind: str) -> date | None:
    """The day of the last such act of the court that is recorded."""
    return max((act.received_on for act in case_file.pre_action if act.kind == kind and act.received_on), default=None)


def left_to_pay(case_file: CaseFile) -> Money | Missing:
    """The sum the decision fixes, less what was paid since."""
    fixed = entered_amount(case_file, SUM, "The sum that the decreto fixes (LEC 816.1)")
    paid = amount_if_entered(case_file, PAID, "What was paid since the decreto", least=0)
    if isinstance(fixed, Missing):
        return fixed
    if isinstance(paid, Missing):
        return paid
    left = fixed - (paid or Money.zero(case_file.currency))
    if left.minor <= 0:
        return Missing("decreed sum", f"Nothing is left of {fixed} after what was paid since.", PLACE)
    return left
