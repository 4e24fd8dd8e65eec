"""The notice of the transfer and the demand (Mahnung): one letter for each debtor."""

from collections.abc import Mapping

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.de.papers.wording import channels, contract_of, ground_of, label_of
from cases.jurisdictions.paperwork import figures, needs
from cases.jurisdictions.paperwork.letters import shared_by_letters

NOTICE = "assignment_notice"
DEMAND = "demand"


def _notice(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed_by_notice(case_file)):
        return missing
    more = {"assignor": case_file.title[-2].holder, "assignment": case_file.title[-1]}
    return _letter(case_file, NOTICE, "Mitteilung über die Abtretung der Forderung", "de/assignment/notice.html", more)


def _demand(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed_by_demand(case_file)):
        return missing
    more = {
        "days": int(case_file.particulars[needs.DAYS_TO_PAY]),
        "items": figures.item_lines(case_file, label_of),
        "periods": figures.period_lines(case_file, ground_of),
        "daily": figures.daily(case_file),
        "assigned": needs.is_assigned(case_file),
    }
    return _letter(case_file, DEMAND, "Mahnung", "de/demand/demand.html", more)


def _letter(case_file: CaseFile, code: str, subject: str, template: str, more: Mapping[str, object]) -> Paper:
    words = {"contract": contract_of(case_file.product), "channels": channels(case_file)}
    context = {**shared_by_letters(case_file, subject), **words, **more}
    return Paper(kind=code, title=subject, language="de", template=template, context=context)


def _needed_by_notice(case_file: CaseFile) -> needs.Needs:
    yield from needs.letter(case_file, {"EUR"}, "the notice says what is owed")
    yield from needs.assigned(case_file)


def _needed_by_demand(case_file: CaseFile) -> needs.Needs:
    yield from needs.letter(case_file, {"EUR"}, "a demand says what is owed, for what and since when")
    yield from needs.origin(
        case_file, "a demand says from which agreement the debt comes, and names the first creditor"
    )
    yield from needs.deeds(case_file)
    yield from needs.days_to_pay(case_file)


NOTICE_OF_ASSIGNMENT = PaperKind(NOTICE, "Notice of assignment to the debtor", "de", _notice)
DEMAND_FOR_PAYMENT = PaperKind(DEMAND, "Demand (Mahnung, BGB 286)", "de", _demand)
