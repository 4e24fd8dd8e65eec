"""The request for a warrant of control under a judgment (CPR 83)."""

from datetime import date

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.gb_ew.papers import answers, entered, law, needs
from cases.jurisdictions.gb_ew.papers.in_court import defendant, defendant_number, shared
from cases.jurisdictions.gb_ew.papers.letters import address_lines
from cases.jurisdictions.gb_ew.papers.since_issue import paid_after
from cases.jurisdictions.gb_ew.sdt.judgment_from_case import warrant_part
from cases.jurisdictions.paperwork.needs import Needs
from kernel.money import Money

CODE = "warrant_request"
SUBJECT = "Request for warrant of control"


def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    missing = tuple(_needed(case_file))
    if missing:
        return missing
    decreed, paid = _decreed(case_file), _paid(case_file) or Money.zero(case_file.currency)
    balance = decreed - paid
    amount = entered.amount_of(case_file, "warrant_amount") or balance
    costs = entered.amount_of(case_file, "warrant_costs")
    number = defendant_number(case_file) or 1
    debtor = defendant(case_file)
    return Paper(
        kind=CODE,
        title=SUBJECT,
        language="en",
        template="gb_ew/judgment/warrant.html",
        context={
            **shared(case_file, SUBJECT),
            "debtor": debtor,
            "debtor_number": number,
            "debtor_lines": address_lines(debtor)[1:],
            "judgment_on": answers.judgment_on(case_file),
            "decreed": decreed,
            "paid": paid,
            "balance": balance,
            "amount": amount,
            "costs": costs,
            "notes": entered.text_of(case_file, "bailiff_notes"),
            "permission": _permission_on(case_file),
            "owed": amount,
        },
        machine=warrant_part(case_file, number, balance, amount, costs),
    )


def _needed(case_file: CaseFile) -> Needs:
    yield from needs.court(case_file)
    yield from entered.number(case_file)
    yield from needs.creditor(case_file)
    yield from needs.debtors(case_file)
    if case_file.debtors and defendant_number(case_file) is None:
        told = "A warrant is against one defendant: enter which, by the number on the claim."
        yield Missing("defendant", told, entered.ENTER_AT)
    judgment = answers.judgment_on(case_file)
    if judgment is None:
        yield Missing("judgment", "It is not recorded that judgment was entered: enter the event.", "events")
    else:
        yield from _permission(case_file, judgment)
    yield from _sums(case_file)
    yield from needs.signatory(case_file)


def _permission(case_file: CaseFile, judgment: date) -> Needs:
    """Six years from the judgment, or another party entitled than it names, ask for permission (CPR 83.2(3))."""
    if _permission_on(case_file) is not None:
        return
    later = [link for link in case_file.title[1:] if link.from_on is None or link.from_on > judgment]
    if later:
        yield Missing(
            "permission to enforce",
            f"The debt was assigned to {later[-1].holder} after judgment: a warrant needs the court's permission, and"
            " the day of that order is to be recorded (CPR 83.2(3)(b)).",
            "events",
        )
    ends = law.reckon(law.ENFORCE_WITHIN, judgment).safe_on
    if case_file.on >= ends:
        yield Missing(
            "permission to enforce",
            f"Six years have passed since the judgment of {judgment:%d/%m/%Y}: a warrant needs the court's permission,"
            " and the day of that order is to be recorded (CPR 83.2(3)(a)).",
            "events",
        )


def _sums(case_file: CaseFile) -> Needs:
    why = "The sum that the judgment fixes, with costs, is not entered."
    yield from entered.amount(case_file, "decreed_sum", "sum of the judgment", why)
    for name in ("paid_since", "warrant_amount", "warrant_costs"):
        yield from entered.amount(case_file, name, name.replace("_", " "), "", optional=True)
    if entered.amount_of(case_file, "decreed_sum") is None:
        return
    paid = _paid(case_file)
    if paid is None:
        yield Missing(
            "payments since judgment",
            "It is not known which payments came after the judgment: enter each with its day, or their sum.",
            "payments",
        )
        return
    balance = _decreed(case_file) - paid
    asked = entered.amount_of(case_file, "warrant_amount")
    if balance.minor <= 0:
        yield Missing("balance", f"Nothing is left of the judgment: {paid} was paid since.", "payments")
    elif asked is not None and not 0 < asked.minor <= balance.minor:
        told = f"A warrant is for the balance of {balance} or a part of it; {asked} is entered."
        yield Missing("amount of the warrant", told, entered.ENTER_AT)


def _decreed(case_file: CaseFile) -> Money:
    return entered.amount_or_nothing(case_file, "decreed_sum")


def _paid(case_file: CaseFile) -> Money | None:
    """What was paid since judgment, as entered, or as the payments of the case tell it."""
    given = entered.amount_of(case_file, "paid_since")
    judgment = answers.judgment_on(case_file)
    if given is not None or judgment is None:
        return given or Money.zero(case_file.currency)
    return paid_after(case_file, judgment)


def _permission_on(case_file: CaseFile) -> date | None:
    found = [act.received_on for act in case_file.pre_action if act.kind == answers.PERMISSION]
    return max((one for one in found if one), default=None)


WARRANT_REQUEST = PaperKind(CODE, "Request for a warrant of control (CPR 83)", "en", prepare)
