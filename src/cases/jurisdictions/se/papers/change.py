"""To the Kronofogden: an application withdrawn (återkallelse), or lowered to what is left (nedsättning)."""

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import (
    NUMBER,
    amount_if_entered,
    amount_said,
    court_number,
    entered_choice,
    lacking,
    said,
)
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.se.papers.application import shown

CODE = "application_change"
WHICH, LOWERED, GROUND = "change_of", "withdrawal_sum", "withdrawal_ground"
PAYMENT_ORDER, ENFORCEMENT = "application", "enforcement"
GROUNDS = {
    "paid": "Beloppet har betalats.",
    "settled": "Parterna har träffat en uppgörelse.",
    "discontinued": "Sökanden fullföljer inte ansökan.",
}
WHY = "the Kronofogden must know which application is meant"


def _prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed(case_file)):
        return missing
    lowered = amount_said(case_file, LOWERED)
    subject = "Nedsättning av ansökan" if lowered else "Återkallelse av ansökan"
    return Paper(
        kind=CODE,
        title=subject,
        language="sv",
        template="se/change/notice.html",
        context={
            **named(case_file, subject),
            "number": said(case_file, NUMBER),
            "applicant": shown(case_file.creditor),
            "agent": shown(case_file.representative) if case_file.representative else None,
            "debtors": tuple(shown(debtor) for debtor in case_file.debtors),
            "by_enforcement": said(case_file, WHICH).casefold() == ENFORCEMENT,
            "lowered": lowered,
            "ground": GROUNDS[said(case_file, GROUND).casefold()],
        },
    )


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.identity(case_file.creditor, WHY, number="organisationsnummer or personnummer")
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered: {WHY}.", "parties")
    yield from court_number(case_file, WHY, "the Kronofogden")
    yield from lacking(
        entered_choice(case_file, WHICH, "Which application is changed", (PAYMENT_ORDER, ENFORCEMENT)),
        entered_choice(case_file, GROUND, "Why it is changed", GROUNDS),
        amount_if_entered(case_file, LOWERED, "The sum by which it is lowered"),
    )
    yield from needs.signatory(case_file)


APPLICATION_CHANGE = PaperKind(CODE, "Withdrawal or reduction of an application to the Kronofogden", "sv", _prepare)
