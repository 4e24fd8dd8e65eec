"""The notice by which the debtor learns who owns the claim now, who manages it and whom to pay (CC 1526–1527)."""

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.es.papers import needs
from cases.jurisdictions.es.papers.letters import channels, letters_to
from cases.jurisdictions.es.papers.wording import contract_of
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.paperwork.needs import complaints

CODE = "assignment_notice"


def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    """The notice of the last assignment, one letter for each debtor."""
    missing = tuple(_needed(case_file))
    if missing:
        return missing
    subject = "Comunicación de la cesión del crédito"
    return Paper(
        kind=CODE,
        title=subject,
        language="es",
        template="es/assignment/notice.html",
        context={
            **named(case_file, subject),
            "letters": letters_to(case_file),
            "channels": channels(case_file),
            "contract": contract_of(case_file.product),
            "assignor": case_file.title[-2].holder,
            "assignment": case_file.title[-1],
        },
    )


def _needed(case_file: CaseFile) -> needs.Needs:
    yield from needs.creditor(case_file)
    yield from needs.addressees(case_file)
    yield from needs.figures(case_file)
    if needs.is_assigned(case_file):
        yield from needs.deeds(case_file)
    else:
        yield Missing(
            "assignment",
            "The creditor is the original one: there is no assignment to give notice of.",
            "title",
        )
    yield from complaints(case_file, "Directive (EU) 2021/2167 art. 10(2)")
    yield from needs.bank(case_file)
    yield from needs.contact(case_file)
    yield from needs.signatory(case_file)


NOTICE_OF_ASSIGNMENT = PaperKind(
    code=CODE,
    title="Notice of assignment to the debtor",
    language="es",
    prepare=prepare,
)
