"""The chain of title as one sheet: each assignment with its document, each notice with its proof, and their seals."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.jurisdictions.contract import CaseFile, Exhibit, Missing, Paper, PaperKind, TitleLink
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.everyday import CHAIN, Words, nothing, paper_of

KINDS = ("assignment", "notice", "delivery_proof", "power")
"""The kinds of document that go with the sheet, in this order."""
WHY = "the chain of title is shown link by link"


@dataclass(frozen=True, slots=True)
class Passed:
    """One link: from whom, to whom, and the numbers of the documents that show it."""

    giver: TitleLink
    taker: TitleLink


def chain_of_title(words: Words) -> PaperKind:
    """To go first in the title pack. No amount is stated: neither a price nor a claim's share of one."""

    def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
        if missing := tuple(_needed(case_file)):
            return missing
        shown = tuple(_shown(case_file))
        more = {
            "passed": tuple(Passed(*pair) for pair in zip(case_file.title, case_file.title[1:], strict=False)),
            "shown": shown,
            "debtors": tuple(one.name for one in case_file.debtors),
        }
        paper = paper_of(case_file, words, CHAIN, more, owed=nothing(case_file))
        return Paper(
            paper.kind,
            paper.title,
            paper.language,
            paper.template,
            paper.context,
            attachments=tuple(f"{one.number:02d} {one.title}" for one in shown),
        )

    return PaperKind(CHAIN, "Chain of title (title pack)", words.language, prepare)


def _shown(case_file: CaseFile) -> Iterator[Exhibit]:
    for kind in KINDS:
        yield from (one for one in case_file.exhibits if one.kind == kind)


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.identity(case_file.creditor, WHY, ("name", "national_id"))
    if not needs.is_assigned(case_file):
        yield Missing("assignment", "The creditor is the original one: there is no chain of title to show.", "title")
    yield from needs.deeds(case_file)
    for link in case_file.title[1:]:
        if link.notice_on is None:
            sentence = f"The day on which the debtor was told of the assignment to {link.holder} is missing."
            yield Missing("notice of assignment", sentence, "title")
    for kind, named in (("assignment", "deed of assignment, or certified extract of it"), ("notice", "notice of it")):
        yield from needs.exhibit(case_file, kind, named, WHY)
    for one in _shown(case_file):
        if one.sha256 is None:
            yield Missing(
                f"file of document {one.number}", f"Document {one.number} ({one.title}) has no file.", "documents"
            )
    yield from needs.signatory(case_file)
