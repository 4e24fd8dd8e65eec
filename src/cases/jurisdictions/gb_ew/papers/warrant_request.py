"""The request for a warrant of control under a judgment (CPR 83)."""

from datetime import date

from cases.jurisdictions.contract import CaseFile, Missing, Paper, PaperKind
from cases.jurisdictions.gb_ew.papers import answers, law, needs
from cases.jurisdictions.gb_ew.papers.in_court import defendant, defendant_number, shared, which_defendant
from cases.jurisdictions.gb_ew.papers.letters import address_lines
from cases.jurisdictions.gb_ew.papers.since_issue import paid_after
from cases.jurisdictions.gb_ew.sdt.judgment_from_case import warrant_part
from cases.jurisdictions.paperwork.entered import (
    PLACE,
    amount_if_entered,
    amount_said,
    entered_amount,
    lacking,
    said,
)
from cases.jurisdictions.paperwork.needs import Needs
from kernel.money import Money

CODE = "warrant_request"
SUBJECT = "Request for warrant of control"
MORE_SUMS = {
    "paid_since": "What was paid since judgment",
    "warrant_amount": "The amount of the warrant",
    "warrant_costs": "The legal representative's costs of the warrant",
}


def prepare(case_file: CaseFile) -> Paper | tuple[Missing, ...]:
    missing = tuple(_needed(case_file))
    if missing:
        return missing
    none = Money.zero(case_file.currency)
    decreed, paid = amount_said(case_file, "decreed_sum", least=0) or none, _paid(case_file) or none
    balance = decreed - paid
    amount = amount_said(case_file, "warrant_amount", least=0) or balance
    costs = amount_said(case_file, "warrant_costs", least=0)
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
            "notes": said(case_file, "bailiff_notes"),
            "permission": _permission_on(case_file),
            "owed": amount,
        },
        machine=warrant_part(case_file, number, balance, amount, costs),
    )


def _needed(case_file: CaseFile) -> Needs:
    yield from needs.in_court(case_file)
    yield from which_defendant(case_file, "A warrant is against")
    if answers.judgment_on(case_file) is None:
        yield Missing("judgment", "It is not recorded that judgment was entered: enter the event.", "events")
    yield from in_time(case_file)
    yield from _sums(case_file)
    yield from needs.signatory(case_file)


def in_time(case_file: CaseFile) -> Needs:
    """Six years from the judgment, or another party entitled than it names, ask for permission (CPR 83.2(3))."""
    judgment = answers.judgment_on(case_file)
    if judgment is None or _permission_on(case_file) is not None:
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
    decreed = entered_amount(case_file, "decreed_sum", "The sum that the judgment fixes, with costs,", least=0)
    yield from lacking(decreed)
    for name, what in MORE_SUMS.items():
        yield from lacking(amount_if_entered(case_file, name, what, least=0))
    if isinstance(decreed, Missing):
        return
    paid = _paid(case_file)
    if paid is None:
        yield Missing(
            "payments since judgment",
            "It is not known which payments came after the judgment: enter each with its day, or their sum.",
            "payments",
        )
        return
    balance = decreed - paid
    asked = amount_said(case_file, "warrant_amount", least=0)
    if balance.minor <= 0:
        yield Missing("balance", f"Nothing is left of the judgment: {paid} was paid since.", "payments")
    elif asked is not None and not 0 < asked.minor <= balance.minor:
        told = f"A warrant is for the balance of {balance} or a part of it; {asked} is entered."
        yield Missing("amount of the warrant", told, PLACE)


def _paid(case_file: CaseFile) -> Money | None:
    """What was paid since judgment, as entered, or as the payments of the case tell it."""
    given = amount_said(case_file, "paid_since", least=0)
    judgment = answers.judgment_on(case_file)
    if given is not None or judgment is None:
        return given or Money.zero(case_file.currency)
    return paid_after(case_file, judgment)


def _permission_on(case_file: CaseFile) -> date | None:
    found = [act.received_on for act in case_file.pre_action if act.kind == answers.PERMISSION]
    return max((one for one in found if one), default=None)


WARRANT_REQUEST = PaperKind(CODE, "Request for a warrant of control (CPR 83)", "en", prepare, in_time)
