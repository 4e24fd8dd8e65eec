"""The power of attorney for one case: from its creditor to whoever works it."""

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.everyday import POWER, Words, nothing, paper_of

WHY = "a power says who gives it, to whom and for what"


def power_of_attorney(words: Words) -> PaperKind:
    """Only the creditor's own signatory gives it: a representative cannot empower itself."""

    def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
        if missing := tuple(_needed(case_file)):
            return missing
        more = {"debtors": tuple(one.name for one in case_file.debtors)}
        return paper_of(case_file, words, POWER, more, owed=nothing(case_file))

    return PaperKind(POWER, "Power of attorney for the case", words.language, prepare)


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.identity(case_file.creditor, WHY)
    if case_file.representative is None:
        yield Missing(
            "representative", "Nobody works this case for the creditor: there is nobody to empower.", "mandate"
        )
    else:
        yield from needs.identity(case_file.representative, WHY)
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered: {WHY}.", "parties")
    for debtor in case_file.debtors:
        yield from needs.identity(debtor, WHY, ("name",))
    if not case_file.original_creditor:
        yield Missing("original creditor", f"The original creditor is not entered: {WHY}.", "claim")
    yield from needs.deeds(case_file)
    yield from needs.signatory(case_file)
    if case_file.signatory is not None and not case_file.signatory.of_creditor:
        yield Missing(
            "signatory of the creditor",
            f"{case_file.signatory.name} signs for the representative and not for {case_file.creditor.name}, which"
            " gives the power: the creditor prepares it.",
            "signatory",
        )
