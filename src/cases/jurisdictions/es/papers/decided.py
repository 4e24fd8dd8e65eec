"""What a writ in proceedings under way rests on: the court's number, days the court's acts bear, the sum it fixed."""

from datetime import date

from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.es.papers import needs
from kernel.errors import Invalid
from kernel.money import Money

NUMBER = "court_number"
SUM = "decreed_sum"
PAID = "paid_since"


def under_way(case_file: CaseFile, rule: str) -> needs.Needs:
    yield from needs.court(case_file)
    if not case_file.particulars.get(NUMBER):
        yield Missing("case number", f"The number that the court gave the case is missing ({rule}).", "court")
    yield from needs.creditor(case_file)
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered ({rule}).", "parties")
    for debtor in case_file.debtors:
        if not debtor.name:
            yield Missing("debtor name", f"The name of a debtor is missing ({rule}).", "parties")


def happened_on(case_file: CaseFile, kind: str) -> date | None:
    """The day of the last such act of the court that is recorded."""
    return max((act.received_on for act in case_file.pre_action if act.kind == kind and act.received_on), default=None)


def entered(case_file: CaseFile, name: str) -> Money | Missing | None:
    """An amount entered as a particular; None where there is none."""
    text = case_file.particulars.get(name, "").strip()
    if not text:
        return None
    try:
        amount = Money.parse(text, case_file.currency)
    except Invalid:
        return Missing(name, f"“{text}” is no amount in {case_file.currency}: enter it as 1234.56.", "court")
    if amount.minor < 0:
        return Missing(name, f"{amount} is less than nothing: enter the sum without a sign.", "court")
    return amount


def left_to_pay(case_file: CaseFile) -> Money | Missing:
    """The sum the decision fixes, less what was paid since."""
    fixed, paid = entered(case_file, SUM), entered(case_file, PAID)
    if isinstance(fixed, Missing):
        return fixed
    if fixed is None:
        return Missing("decreed sum", "The sum that the decreto fixes is not entered (LEC 816.1).", "court")
    if isinstance(paid, Missing):
        return paid
    left = fixed - (paid or Money.zero(case_file.currency))
    if left.minor <= 0:
        return Missing("decreed sum", f"Nothing is left of {fixed} after what was paid since.", "court")
    return left
