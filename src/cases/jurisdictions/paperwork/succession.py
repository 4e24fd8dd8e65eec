"""The request to put the new creditor in the old one's place, in running proceedings or under an existing title.

The same facts everywhere; each country gives its article, its words and what proves the assignment to its court. No
amount is stated: the price of the claim, or a share of it, is nothing the court or the debtor learns.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cases.jurisdictions.contract import Act, CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import needs
from cases.jurisdictions.paperwork.entered import NUMBER, court_number, said
from cases.jurisdictions.paperwork.letters import one_line
from cases.jurisdictions.paperwork.naming import named

CODE = "succession"
LEAVES_AS: dict[str, str] = {CODE: "succession_requested"}
ACTS: dict[str, Act] = {"succession_requested": Act(CODE, "sent_on"), "succession_granted": Act(CODE, "answered_on")}
TITLE = "enforceable_title"
"""The particular that names the judgment or order, with its day; without it the request is for running proceedings."""
FORMAL = "formal_document"
"""The particular that names the document by which the court must be shown the assignment, where its form matters."""


@dataclass(frozen=True, slots=True)
class SuccessionLaw:
    """What differs. `formal` is the rule that asks for a document of a certain form, None where any will do."""

    title: str
    language: str
    template: str
    subject: str
    rule: str
    formal: str | None = None
    notified: bool = False


def succession(law: SuccessionLaw) -> PaperKind:
    return PaperKind(CODE, law.title, law.language, _prepare(law))


def _prepare(law: SuccessionLaw) -> Callable[[CaseFile], Paper | tuple[Missing, ...]]:
    def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
        if missing := tuple(_needed(case_file, law)):
            return missing
        proof = [one for one in case_file.exhibits if one.kind in {"assignment", "notice", "power"}]
        return Paper(
            kind=CODE,
            title=law.subject,
            language=law.language,
            template=law.template,
            context={
                **named(case_file, law.subject),
                "number": said(case_file, NUMBER),
                "enforceable": said(case_file, TITLE),
                "formal": said(case_file, FORMAL),
                "links": tuple(zip(case_file.title, case_file.title[1:], strict=False)),
                "former": case_file.title[-2],
                "creditor_address": one_line(case_file.creditor),
                "attorney_address": one_line(case_file.representative) if case_file.representative else None,
                "debtors": tuple((debtor.name, one_line(debtor)) for debtor in case_file.debtors),
                "proof": tuple(proof),
            },
            attachments=tuple(f"{one.number:02d} {one.title}" for one in proof),
        )

    return prepare


def _needed(case_file: CaseFile, law: SuccessionLaw) -> needs.Needs:
    yield from needs.court(case_file, law.rule)
    yield from court_number(case_file, law.rule)
    yield from needs.identity(case_file.creditor, law.rule)
    if not case_file.debtors:
        yield Missing("debtors", f"No debtor is entered ({law.rule}).", "parties")
    for debtor in case_file.debtors:
        yield from needs.identity(debtor, law.rule, ("name",))
    if not needs.is_assigned(case_file):
        yield Missing("assignment", "The creditor is the original one: nobody succeeded to the claim.", "title")
    yield from needs.deeds(case_file)
    yield from needs.exhibit(case_file, "assignment", "deed of assignment or certified extract of it", law.rule)
    if law.formal and not said(case_file, FORMAL):
        yield Missing(
            "formal document",
            f"The document that proves the assignment in due form is not named ({law.formal}).",
            "court",
        )
    if law.notified and any(link.notice_on is None for link in case_file.title[1:]):
        yield Missing("notice of assignment", f"The day of the notice of assignment is missing ({law.rule}).", "title")
    yield from needs.files(case_file, law.rule)
    yield from needs.signatory(case_file)
