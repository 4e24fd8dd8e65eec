"""To the Kronofogden: an application withdrawn (återkallelse), or lowered to what is left (nedsättning)."""

from collections.abc import Iterator

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.se.papers.application import shown
from kernel.errors import Invalid
from kernel.money import Money

CODE = "application_change"
NUMBER, WHICH, LOWERED, GROUND = "court_number", "change_of", "withdrawal_sum", "withdrawal_ground"
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
    said = case_file.particulars
    lowered = _lowered(case_file)
    subject = "Nedsättning av ansökan" if lowered else "Återkallelse av ansökan"
    return Paper(
        kind=CODE,
        title=subject,
        language="sv",
        template="se/change/notice.html",
        context={
            "title": subject,
            "author": case_file.creditor.name,
            "reference": case_file.case_reference,
            "case": case_file,
            "number": said[NUMBER],
            "applicant": shown(case_file.creditor),
            "agent": shown(case_file.representative) if case_file.representative else None,
            "debtors": tuple(shown(debtor) for debtor in case_file.debtors),
            "by_enforcement": said[WHICH] == ENFORCEMENT,
            "lowered": lowered,
            "ground": GROUNDS[said[GROUND]],
        },
    )


def _needed(case_file: CaseFile) -> Iterator[Missing]:
    said = case_file.particulars
    yield from needs.identity(case_file.creditor, WHY, number="organisationsnummer or personnummer")
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered: {WHY}.", "parties")
    if not said.get(NUMBER):
        yield Missing("case number", f"The number that the Kronofogden gave the case is missing: {WHY}.", "court")
    if said.get(WHICH) not in {PAYMENT_ORDER, ENFORCEMENT}:
        yield Missing(
            "application meant",
            f"Say which application is changed: {PAYMENT_ORDER} (betalningsföreläggande) or {ENFORCEMENT}.",
            "court",
        )
    if said.get(GROUND) not in GROUNDS:
        yield Missing("ground", f"Say why: one of {', '.join(GROUNDS)}.", "court")
    try:
        lowered = _lowered(case_file)
    except Invalid as refused:
        yield Missing("sum", f"The sum by which it is lowered is no amount: {refused.sentence}", "court")
    else:
        if lowered is not None and lowered.minor <= 0:
            yield Missing("sum", "The sum by which the application is lowered is more than nothing.", "court")
    yield from needs.signatory(case_file)


def _lowered(case_file: CaseFile) -> Money | None:
    """By how much; None where the whole application is withdrawn."""
    text = case_file.particulars.get(LOWERED, "")
    return Money.parse(text, case_file.currency) if text else None


APPLICATION_CHANGE = PaperKind(CODE, "Withdrawal or reduction of an application to the Kronofogden", "sv", _prepare)
