"""The written notice that makes an assignment bind the debtor (Law of Property Act 1925 s.136)."""

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.gb_ew.papers import needs
from cases.jurisdictions.gb_ew.papers.amounts import only_in_court
from cases.jurisdictions.gb_ew.papers.letters import address_lines, channels, letters_to, sender_of
from cases.jurisdictions.gb_ew.papers.wording import nature_of
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.paperwork.needs import Needs, is_assigned

CODE = "assignment_notice"


def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    """The notice of the last assignment, one letter for each debtor."""
    missing = tuple(_needed(case_file))
    if missing:
        return missing
    subject = "Notice of assignment of your debt"
    sender = sender_of(case_file)
    return Paper(
        kind=CODE,
        title=subject,
        language="en",
        template="gb_ew/assignment/notice.html",
        context={
            **named(case_file, subject),
            "letters": letters_to(case_file),
            "sender": sender,
            "sender_lines": address_lines(sender)[1:],
            "channels": channels(case_file),
            "nature": nature_of(case_file.product),
            "owed": case_file.total - only_in_court(case_file),
            "interest_owed": case_file.interest - only_in_court(case_file),
            "assignor": case_file.title[-2].holder,
            "assignment": case_file.title[-1],
        },
    )


def _needed(case_file: CaseFile) -> Needs:
    yield from needs.creditor(case_file)
    yield from needs.debtors(case_file)
    yield from needs.figures(case_file)
    if is_assigned(case_file):
        yield from needs.deeds(case_file)
    else:
        yield Missing(
            "assignment",
            "The creditor is the original one: there is no assignment to give notice of.",
            "title",
        )
    yield from needs.bank(case_file)
    yield from needs.contact(case_file)
    yield from needs.signatory(case_file)


NOTICE_OF_ASSIGNMENT = PaperKind(
    code=CODE,
    title="Notice of assignment to the debtor (s.136 LPA 1925)",
    language="en",
    prepare=prepare,
)
