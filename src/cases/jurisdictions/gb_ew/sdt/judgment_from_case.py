"""Requests for judgment and warrant as Money Claim Online takes them, from the same case file as their papers."""

from datetime import date

from cases.jurisdictions.contract import CaseFile, FiledParty, MachineFile
from cases.jurisdictions.gb_ew.papers import answers, payment
from cases.jurisdictions.gb_ew.papers.since_issue import SinceIssue
from cases.jurisdictions.gb_ew.sdt.claim_messages import StatementOfTruth
from cases.jurisdictions.gb_ew.sdt.codes import JudgmentKind
from cases.jurisdictions.gb_ew.sdt.judgment_messages import Judgment, JudgmentAndWarrant, Warrant
from cases.jurisdictions.gb_ew.sdt.parts import inside
from cases.jurisdictions.gb_ew.sdt.payees import ImmediatePayment
from cases.jurisdictions.paperwork.entered import NUMBER, said
from kernel.money import Money


def judgment_part(
    case_file: CaseFile, kind: JudgmentKind, since: SinceIssue, admitted: Money | None
) -> tuple[MachineFile, ...]:
    """Nothing where the request does not fit the court's format: a number that is not its own, a third defendant."""
    schedule = payment.schedule_of(case_file)
    if schedule is None or len(case_file.debtors) > 2:
        return ()
    first, second = (*case_file.debtors, None)[:2]
    on_admission = kind is JudgmentKind.ADMISSION
    judgment = Judgment(
        claim_number=said(case_file, NUMBER),
        joint=second is not None,
        kind=kind,
        payment=schedule,
        statement=truth(case_file),
        particulars_sent_apart=True if answers.happened(case_file, answers.PARTICULARS) else None,
        defendant=1 if second is None else None,
        defendant1_birth=_birth(first),
        defendant2_birth=_birth(second),
        interest=since.interest if admitted is None and since.interest.minor else None,
        solicitor_cost=since.judgment_costs if since.judgment_costs.minor else None,
        deducted=since.paid if since.paid.minor else None,
        admitted=(admitted or since.claimed) if on_admission else None,
        court_fee=since.fee if since.fee.minor else None,
        legal_costs=since.costs if since.costs.minor else None,
    )
    if with_warrant(case_file) and isinstance(schedule, ImmediatePayment):
        owed = since.owed
        warrant = Warrant(
            claim_number=judgment.claim_number, defendant=1, balance=owed, amount=owed, statement=truth(case_file)
        )
        return inside(case_file, JudgmentAndWarrant(judgment=judgment, warrant=warrant))
    return inside(case_file, judgment)


def warrant_part(
    case_file: CaseFile, number: int, balance: Money, amount: Money, costs: Money | None
) -> tuple[MachineFile, ...]:
    warrant = Warrant(
        claim_number=said(case_file, NUMBER),
        defendant=number,
        balance=balance,
        amount=amount,
        statement=truth(case_file),
        solicitor_cost=costs,
        notes=said(case_file, "bailiff_notes") or None,
    )
    return inside(case_file, warrant)


def with_warrant(case_file: CaseFile) -> bool:
    """Whether judgment and warrant are asked for at once: of one defendant, all of it due at once, none of it part."""
    wanted = said(case_file, "warrant_at_once").casefold() == "yes"
    part = bool(said(case_file, "admitted_amount"))
    at_once = isinstance(payment.schedule_of(case_file), ImmediatePayment)
    return wanted and at_once and not part and len(case_file.debtors) == 1


def truth(case_file: CaseFile) -> StatementOfTruth:
    """The paper this travels in carries the same statement, and is signed before it leaves."""
    return StatementOfTruth(name=case_file.signatory.name if case_file.signatory else "", given=True)


def _birth(party: FiledParty | None) -> date | None:
    return party.birth_on if party is not None and party.kind == "person" else None
