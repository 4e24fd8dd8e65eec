"""The notice of the transfer and the demand before suit: one letter for each debtor."""

from collections.abc import Mapping

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.paperwork import figures, needs
from cases.jurisdictions.paperwork.letters import letters_to, one_line, sender_of
from cases.jurisdictions.pl.papers.wording import channels, contract_of, ground_of, label_of

NOTICE = "assignment_notice"
DEMAND = "demand"
DAYS_TO_PAY = "demand_days"
"""The particular that says how many days the demand gives: the creditor's choice, no rule sets it."""
_PLACE = "court"


def _notice(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed_by_notice(case_file)):
        return missing
    more = {"assignor": case_file.title[-2].holder, "assignment": case_file.title[-1]}
    return _letter(case_file, NOTICE, "Zawiadomienie o przelewie wierzytelności", "pl/assignment/notice.html", more)


def _demand(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    if missing := tuple(_needed_by_demand(case_file)):
        return missing
    more = {
        "days": int(case_file.particulars[DAYS_TO_PAY]),
        "items": figures.item_lines(case_file, label_of),
        "periods": figures.period_lines(case_file, ground_of),
        "daily": figures.daily(case_file),
        "links": tuple(zip(case_file.title, case_file.title[1:], strict=False)),
    }
    return _letter(case_file, DEMAND, "Przedsądowe wezwanie do zapłaty", "pl/pre_action/demand.html", more)


def _letter(case_file: CaseFile, code: str, subject: str, template: str, more: Mapping[str, object]) -> Paper:
    sender = sender_of(case_file)
    context = {
        "title": subject,
        "author": case_file.creditor.name,
        "reference": case_file.case_reference,
        "case": case_file,
        "letters": letters_to(case_file),
        "sender": sender,
        "sender_address": one_line(sender),
        "creditor_address": one_line(case_file.creditor),
        "contract": contract_of(case_file.product),
        "channels": channels(case_file),
    }
    return Paper(kind=code, title=subject, language="pl", template=template, context={**context, **more})


def _needed(case_file: CaseFile, rule: str) -> needs.Needs:
    yield from needs.identity(case_file.creditor, "a letter says who writes", needs.POSTED)
    if case_file.representative is not None:
        yield from needs.identity(case_file.representative, "a letter says who writes", needs.POSTED)
    yield from needs.addressees(case_file)
    yield from needs.figures(case_file, {"PLN"}, rule)
    yield from needs.bank(case_file)
    yield from needs.contact(case_file)
    yield from needs.signatory(case_file)


def _needed_by_notice(case_file: CaseFile) -> needs.Needs:
    yield from _needed(case_file, "the notice says what is owed")
    yield from needs.assigned(case_file)


def _needed_by_demand(case_file: CaseFile) -> needs.Needs:
    yield from _needed(case_file, "a demand says what is owed, for what and since when")
    yield from needs.origin(case_file, "a demand says from which agreement the debt comes")
    yield from needs.deeds(case_file)
    given = case_file.particulars.get(DAYS_TO_PAY, "")
    if not (given.isascii() and given.isdigit() and int(given)):
        said = f"It is entered as “{given}”. " if given else ""
        yield Missing(
            "days to pay",
            f"{said}How many days the demand gives to pay is the creditor's choice: enter a whole number.",
            _PLACE,
        )


NOTICE_OF_ASSIGNMENT = PaperKind(NOTICE, "Notice of assignment to the debtor", "pl", _notice)
DEMAND_FOR_PAYMENT = PaperKind(DEMAND, "Demand for payment before suit (KPC 187 §1 pkt 3)", "pl", _demand)
