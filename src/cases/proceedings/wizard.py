"""One paper of one case, looked at while its particulars are entered: nothing is stored but that the case was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from uuid import UUID

from cases.desk.particulars import NAMES
from cases.desk.reach import CaseAtHand, case_at_hand
from cases.jurisdictions.contract import CaseFile, Jurisdiction, Missing, Paper, Procedure
from cases.jurisdictions.registry import by_code
from cases.preflight.findings import Findings, findings_of
from cases.proceedings.case_file import Assembled, assemble, court_named
from cases.proceedings.drafting import drafted, fee_due
from cases.proceedings.particulars_read import asked_by
from cases.proceedings.preparing import paper_of, why_not_prepared
from cases.proceedings.printing import Draft
from cases.proceedings.signatories import SignatoryShown, signatories_on, signatory_for
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Problem
from kernel.ids import new_id
from kernel.money import Money

SEAT, FORM = "seat", "agreement_form"


@dataclass(frozen=True, slots=True)
class Entered:
    """What the form holds that the case does not yet: an empty detail takes the case's own out of the picture."""

    agreement_form: Literal["written", "oral"] | None = None
    seat: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offered:
    """A paper of the case's procedure; `why_not` it cannot be prepared now, None where it can."""

    code: str
    title: str
    letter: bool
    why_not: str | None


@dataclass(frozen=True, slots=True)
class Wizard:
    """`paper` None while something is missing. `asked` are the particulars this paper reads, with what is entered;
    `stored` is what the case holds of them, of `seat` and of `agreement_form`.
    """

    case: CaseAtHand
    jurisdiction: Jurisdiction
    procedure: Procedure
    offered: tuple[Offered, ...]
    chosen: Offered | None
    file: CaseFile | None
    paper: Paper | None
    missing: tuple[Missing, ...]
    demanded: Money | None
    fee: Money | None
    asked: tuple[tuple[str, str, str], ...]
    seat: str
    agreement_form: str
    signatories: tuple[SignatoryShown, ...]
    stored: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


async def wizard_of(
    actor: Actor, case_id: UUID, kind: str, entered: Entered | None = None, *, signatory_id: UUID | None = None
) -> Wizard:
    """NotFound for strangers and for a kind the procedure does not have; Invalid where nobody may sign."""
    actor.must("filings.prepare")
    on = actor.today("UTC")
    signatories = await signatories_on(actor, on)
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        jurisdiction, procedure = _law_of(case)
        offered = await _offered(actor, case, procedure, on)
        chosen = next((one for one in offered if one.code == kind), None)
        if kind and chosen is None:
            raise NotFound(f"{procedure.local_name} has no paper {kind}.")
        plain = Wizard(
            case, jurisdiction, procedure, offered, chosen, None, None, (), None, None, (), "", "", tuple(signatories)
        )
        if chosen is None:
            return plain
        signing = await _signing(actor, signatory_id, on)
        (one,) = await assemble(actor, [case], on=on, signatory=signing, purpose=f"preview of {kind}")
        seat = await db.fetch_value("SELECT seat FROM case_particulars WHERE case_id = $1", case_id)
        findings = (await findings_of(actor, [one], kind, on=on, alone=True))[case_id]
    return _with(_looked_at(plain, chosen, one, entered or Entered(), seat or "", on), findings)


def _with(shown: Wizard, findings: Findings) -> Wizard:
    """What the preflight finds stops the paper too, which is shown all the same."""
    return replace(shown, missing=(*shown.missing, *findings.stops), remarks=findings.remarks)


async def _signing(actor: Actor, wanted: UUID | None, on: date) -> SignatoryShown | None:
    """Nobody, where it is not settled who: the paper then says that somebody must be named."""
    try:
        return await signatory_for(actor, wanted, on)
    except Invalid:
        return None


def _law_of(case: CaseAtHand) -> tuple[Jurisdiction, Procedure]:
    jurisdiction = by_code(case.jurisdiction or "")
    procedure = jurisdiction.procedures.get(case.procedure or "") if jurisdiction else None
    if jurisdiction is None or procedure is None:
        raise NotFound("No procedure is chosen for the case yet, so there is no paper to prepare.")
    return jurisdiction, procedure


async def _offered(actor: Actor, case: CaseAtHand, procedure: Procedure, on: date) -> tuple[Offered, ...]:
    found = []
    for paper in procedure.papers:
        answer = (await why_not_prepared(actor, [case], paper.code, on=on))[case.id]
        why_not = answer if isinstance(answer, str) else _out_of_step(case, procedure, paper.code)
        found.append(Offered(paper.code, paper.title, procedure.is_letter(paper.code), why_not))
    return tuple(found)


def _out_of_step(case: CaseAtHand, procedure: Procedure, code: str) -> str | None:
    """A paper whose leaving is a transition leaves from the steps it starts at; one that is an act leaves at any."""
    event = procedure.leaves_as.get(code)
    if procedure.steps is None or event not in procedure.steps.transitions or case.procedure_step is None:
        return None
    sources = procedure.steps[event].sources
    if case.procedure_step in sources:
        return None
    named = ", ".join(sorted(f"“{one.value}”" for one in sources))
    return f"The case stands at “{case.procedure_step}”; this paper leaves at {named}."


def _looked_at(plain: Wizard, chosen: Offered, one: Assembled, entered: Entered, stored_seat: str, on: date) -> Wizard:
    seat = entered.seat or stored_seat
    particulars = {name: value for name, value in {**one.file.particulars, **entered.details}.items() if value.strip()}
    file = replace(
        one.file,
        particulars=particulars,
        agreement_form=entered.agreement_form or one.file.agreement_form,
        court=court_named(one.case, seat, plain.jurisdiction, on),
    )
    found = drafted(new_id(), replace(one, file=file), chosen.code)
    paper = found.paper if isinstance(found, Draft) else None
    due = fee_due(found) if isinstance(found, Draft) else None
    return replace(
        plain,
        file=file,
        paper=paper,
        missing=() if isinstance(found, Draft) else found,
        demanded=found.total if isinstance(found, Draft) else None,
        fee=due.amount if due else None,
        asked=_asked(one.case, file, chosen.code),
        seat=seat,
        agreement_form=file.agreement_form or "",
        stored={**one.file.particulars, SEAT: stored_seat, FORM: one.file.agreement_form or ""},
    )


def _asked(case: CaseAtHand, file: CaseFile, code: str) -> tuple[tuple[str, str, str], ...]:
    """Name, words and value of each particular that the paper read just now."""
    kind = paper_of(case, code)
    if isinstance(kind, str):
        return ()
    try:
        _, names = asked_by(kind, file)
    except Problem:
        return ()
    return tuple((name, NAMES[name], file.particulars.get(name, "")) for name in names if name in NAMES)
