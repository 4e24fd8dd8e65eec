"""What every paper to the court after issue is given: claim number, parties, and who signs."""

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing
from cases.jurisdictions.gb_ew.papers.letters import address_lines, sender_of
from cases.jurisdictions.gb_ew.papers.wording import agreement_with
from cases.jurisdictions.paperwork.entered import NUMBER, PLACE, said
from cases.jurisdictions.paperwork.naming import named
from cases.jurisdictions.paperwork.needs import Needs


def shared(case_file: CaseFile, subject: str) -> dict[str, object]:
    """The context that `gb_ew/in_court.html` reads; each paper adds its own."""
    sender = sender_of(case_file)
    return {
        **named(case_file, subject),
        "number": said(case_file, NUMBER),
        "agreement": agreement_with(case_file.debtors),
        "several": len(case_file.debtors) > 1,
        "claimant_lines": address_lines(case_file.creditor)[1:],
        "service": sender,
        "service_lines": address_lines(sender),
        "addresses": tuple((debtor, address_lines(debtor)[1:]) for debtor in case_file.debtors),
    }


def defendant_number(case_file: CaseFile) -> int | None:
    """The defendant a paper is about: the only one, or the one entered; None where that is not settled."""
    given = said(case_file, "defendant_number")
    if not given and len(case_file.debtors) == 1:
        return 1
    return int(given) if given in {str(number) for number in range(1, len(case_file.debtors) + 1)} else None


def which_defendant(case_file: CaseFile, about: str) -> Needs:
    """`about` says what is about one defendant alone."""
    if case_file.debtors and defendant_number(case_file) is None:
        yield Missing("defendant", f"{about} one defendant: enter which, by the number on the claim.", PLACE)


def defendant(case_file: CaseFile) -> FiledParty:
    """The one `defendant_number` names."""
    return case_file.debtors[(defendant_number(case_file) or 1) - 1]
