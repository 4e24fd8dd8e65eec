"""The withdrawal of a claim that is before a court: which case, how much of it, and on what ground."""

from cases.jurisdictions.contract import Act, CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import (
    NUMBER,
    PLACE,
    amount_if_entered,
    court_number,
    entered_choice,
    lacking,
    said,
)
from cases.jurisdictions.paperwork.everyday import WITHDRAWAL, Words, nothing, paper_of

GROUND, PART, COSTS = "withdrawal_ground", "withdrawal_sum", "withdrawal_costs"
PAID, SETTLED, DISCONTINUED = GROUNDS = ("paid", "settled", "discontinued")
LEAVES_AS: dict[str, str] = {WITHDRAWAL: "withdrawal_filed"}
ACTS: dict[str, Act] = {
    "withdrawal_filed": Act(WITHDRAWAL, "sent_on"),
    "withdrawal_taken": Act(WITHDRAWAL, "answered_on"),
}
"""What the court makes of it ends the case by an event of the procedure itself."""
WHY = "the court must know which case is withdrawn"


def withdrawal(words: Words) -> PaperKind:
    """To the court. Of the whole claim, or of the sum entered; what is said of costs is printed as entered."""

    def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
        ground = entered_choice(case_file, GROUND, "Why the claim is withdrawn", GROUNDS)
        part = amount_if_entered(case_file, PART, "The sum withdrawn")
        missing = [*_needed(case_file), *lacking(ground, part)]
        if ground == PAID and part is None:
            missing += _still_owed(case_file)
        if missing:
            return tuple(missing)
        days = [one.received_on for one in case_file.received if one.received_on is not None]
        more = {
            "number": said(case_file, NUMBER),
            "ground": ground,
            "part": part,
            "paid_on": max(days, default=None) if ground == PAID else None,
            "costs": said(case_file, COSTS) or None,
            "debtors": tuple((one.name, ", ".join(words.address_lines(one)[1:])) for one in case_file.debtors),
        }
        return paper_of(case_file, words, WITHDRAWAL, more, owed=nothing(case_file))

    return PaperKind(WITHDRAWAL, "Withdrawal of the claim", words.language, prepare)


def _still_owed(case_file: CaseFile) -> needs.Needs:
    """A claim that the account shows unpaid is not withdrawn as paid."""
    if case_file.total.minor > 0:
        yield Missing(
            "payment",
            f"The account still shows {case_file.total}: enter the payment, or withdraw the claim as settled or"
            " discontinued, or say which sum of it is withdrawn.",
            PLACE,
        )


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.court(case_file, WHY)
    yield from court_number(case_file, WHY)
    yield from needs.identity(case_file.creditor, WHY)
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered: {WHY}.", "parties")
    for debtor in case_file.debtors:
        yield from needs.identity(debtor, WHY, ("name",))
    yield from needs.signatory(case_file)
