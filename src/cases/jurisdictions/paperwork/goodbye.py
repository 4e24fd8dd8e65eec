"""The seller's goodbye letter, beside the purchaser's first one: in the seller's name, by the purchaser, under a power.

After the transfer the seller reads nothing of the case any more. So the purchaser writes it, from the case file, and
sends it to the debtor alone; the seller learns nothing by it. It states no amount and no price.
"""

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import PLACE, said
from cases.jurisdictions.paperwork.everyday import GOODBYE, Words, nothing, paper_of

POWER = "goodbye_power"
"""The particular that names the power to write in the seller's name: the clause of contract or deed, with its day."""
WHY = "the letter tells the debtor whom to pay from now on"


def goodbye_letter(words: Words) -> PaperKind:
    """One letter for each debtor."""

    def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
        if missing := tuple(_needed(case_file)):
            return missing
        more = {"seller": case_file.title[-2], "assignment": case_file.title[-1], "power": said(case_file, POWER)}
        return paper_of(case_file, words, GOODBYE, more, owed=nothing(case_file))

    return PaperKind(GOODBYE, "The seller's goodbye letter", words.language, prepare)


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.identity(case_file.creditor, WHY, needs.POSTED)
    if case_file.representative is not None:
        yield from needs.identity(case_file.representative, WHY, needs.POSTED)
    yield from needs.addressees(case_file)
    yield from needs.assigned(case_file)
    yield from needs.bank(case_file)
    yield from needs.contact(case_file)
    yield from needs.signatory(case_file)
    if not said(case_file, POWER):
        yield Missing(
            "goodbye power",
            "The power to write in the seller's name is not named: the clause of the contract or deed, with its day."
            " Without one the seller sends its letter itself.",
            PLACE,
        )
