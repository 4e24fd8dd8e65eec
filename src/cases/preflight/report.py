"""The preflight of one case for one paper: every check with its answer, its date, and where it is put right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from cases.desk.barred import bars_of
from cases.desk.policies import can_leave
from cases.desk.reach import CaseAtHand, case_at_hand
from cases.instructions.authority import commit_fees
from cases.jurisdictions.contract import Missing
from cases.preflight.findings import POLICY, begins, findings_of, is_letter, procedure_of, waits_for
from cases.preflight.freshness import Asked, asked_of
from cases.preflight.kinds import KINDS
from cases.preflight.price import Pack, packs_of
from cases.proceedings.case_file import Assembled, assemble
from cases.proceedings.case_rows import ExhibitRow
from cases.proceedings.drafting import drafted, fee_due
from cases.proceedings.entering import where_entered
from cases.proceedings.printing import Draft
from cases.proceedings.signatories import signatories_on
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.ids import new_id

Tone = Literal["good", "bad", "attention", "neutral"]
LEDGER = ("items that add up", "payment not credited", "interest before the due date")
DEBTORS, PLACE = ("debtor postcode", "debtor street", "debtor number"), ("territory",)
NO_POLICY = "No policy says how old it may be, so it stops nothing, however old or missing: set the days."


@dataclass(frozen=True, slots=True)
class Line:
    """One check. `where` is the address of the page on which the reader puts it right, None where there is none."""

    title: str
    tone: Tone
    says: tuple[str, ...]
    on: date | None = None
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    case: CaseAtHand
    kind: str
    paper: str
    papers: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    asked: tuple[Asked, ...]
    documents: tuple[ExhibitRow, ...]

    @property
    def may_go(self) -> bool:
        return all(one.tone != "bad" for one in self.lines)


async def preflight_of_case(actor: Actor, case_id: UUID, kind: str = "") -> Report:
    """For the paper named, else the one that brings the case to court. NotFound for a paper its procedure has not."""
    actor.must("cases.read")
    on = actor.today("UTC")
    signatories = await signatories_on(actor, on)
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        papers = _papers(case)
        kind = kind or next((code for code, _ in papers if begins(case, code)), papers[0][0] if papers else "")
        if kind not in dict(papers):
            raise NotFound("The procedure of this case has no such paper.")
        signatory = signatories[0] if signatories else None
        (one,) = await assemble(actor, [case], on=on, signatory=signatory, purpose=f"preflight of {kind}")
        found = (await findings_of(actor, [one], kind, on=on, alone=True))[case_id].stops
        asked = (await asked_of(actor, [case]))[case_id]
        pack = (await packs_of(actor, [one]))[case_id]
        lines = [
            await _gate(actor, case, kind, on),
            *await _paper(actor, one, kind),
            await _limitation(case, on),
            _of(found, LEDGER, "Amounts against the ledger", "Items, payments and balance agree.", case, "items"),
            _of(found, PLACE, "Territory", "The procedure is open to where every debtor lives.", case, "parties"),
            _of(found, DEBTORS, "Addresses and numbers", "Each has the form of its country.", case, "parties"),
            *(_fresh(check, on, case, kind) for check in asked),
            _price(pack, case, going=not is_letter(case, kind)),
        ]
    return Report(case, kind, dict(papers)[kind], papers, tuple(lines), tuple(asked), pack.documents)


def _papers(case: CaseAtHand) -> tuple[tuple[str, str], ...]:
    procedure = procedure_of(case)
    return tuple((one.code, one.title) for one in procedure.papers) if procedure else ()


async def _gate(actor: Actor, case: CaseAtHand, kind: str, on: date) -> Line:
    answer = await can_leave(actor, case, kind, on=on)
    if answer is True:
        return Line("Gate and holds", "good", ("Nothing stops the case.",), on)
    return Line("Gate and holds", "bad", (str(answer),), on, f"/cases/{case.id}")


async def _paper(actor: Actor, one: Assembled, kind: str) -> list[Line]:
    """Facts, documents and the court's own format, as the country's folder asks for them; then the fee."""
    made = drafted(new_id(), one, kind)
    if not isinstance(made, Draft):
        return [Line("Facts and documents", "bad", _sentences(made), where=_entered_at(actor, one.case, made[0]))]
    files = ", ".join(machine.name for machine in made.paper.machine)
    lines = [Line("Facts and documents", "good", ("Everything that the paper needs is there.",), made.on)]
    lines.append(
        Line("The court's format", "good", (f"Made and within its limits and characters: {files}.",), made.on)
        if files
        else Line("The court's format", "neutral", ("This paper carries no file for a machine: it goes on paper.",))
    )
    due = fee_due(made)
    if due is None:
        return [*lines, Line("Court fee", "neutral", ("None is due, or none is known for this paper.",))]
    over = await commit_fees(actor, [due], keep=False)
    says = over.get(due.filing_id, f"{due.amount.formatted('en')} will be due, within what was agreed.")
    return [*lines, Line("Court fee", "bad" if over else "good", (says,), made.on)]


async def _limitation(case: CaseAtHand, on: date) -> Line:
    bar = (await bars_of([case], on=on)).get(case.id)
    if bar is None:
        return Line("Limitation", "good", ("It is not over by anything that was entered.",), on)
    return Line("Limitation", "bad" if bar.by_law else "attention", (bar.sentence,), on, f"/cases/{case.id}/limitation")


def _of(found: Sequence[Missing], facts: Sequence[str], title: str, fine: str, case: CaseAtHand, at: str) -> Line:
    faults = [one for one in found if one.fact in facts]
    if not faults:
        return Line(title, "good", (fine,))
    return Line(title, "bad", _sentences(faults), where=f"/cases/{case.id}#{at}")


def _fresh(check: Asked, on: date, case: CaseAtHand, kind: str) -> Line:
    title, waits = f"{KINDS[check.what].title}: {check.party}", waits_for(case, kind, check.what)
    if waits and (lack := check.missing(on)):
        return Line(title, "bad", (lack.sentence,), check.checked_on, f"/cases/{case.id}/preflight#checks")
    unlimited = waits and check.age is None
    if check.checked_on is None and unlimited:
        return Line(title, "attention", ("Never checked.", NO_POLICY), where=POLICY)
    if check.checked_on is None:
        return Line(title, "neutral", ("Never checked; this paper does not wait for it.",))
    by = f" by {check.recorded_by}" if check.recorded_by else ""
    answer = "found something" if check.answer == "hit" else "clear"
    limit = f"; at most {check.age.most_days} days old" if check.age and waits else ""
    tone: Tone = "attention" if check.answer == "hit" or unlimited else "good"
    says = (f"{check.source}: {answer}, entered{by}{limit}.", *((NO_POLICY,) if unlimited else ()))
    return Line(title, tone, says, check.checked_on, POLICY if unlimited else None)


def _price(pack: Pack, case: CaseAtHand, *, going: bool) -> Line:
    """`going`: the paper takes the documents along, and waits until each is read."""
    title, where = "What was paid for the claim", f"/cases/{case.id}#documents"
    if pack.faults:
        return Line(title, "bad", _sentences(pack.faults), where=where)
    if going and pack.unread:
        return Line(title, "bad", _sentences(pack.waits), where=where)
    if pack.unread:
        titles = ", ".join(f"“{one}”" for one in pack.unread)
        says = f"Not read yet: {titles}. This paper takes no document along and does not wait for it."
        return Line(title, "attention", (says,), where=where)
    if pack.unseen:
        return Line(title, "attention", tuple(f"Look yourself. {one}." for one in pack.unseen), where=where)
    return Line(
        title, "good", (f"It stands in none of the {len(pack.documents)} documents, as far as they were read.",)
    )


def _sentences(faults: Iterable[Missing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.sentence for one in faults))


def _entered_at(actor: Actor, case: CaseAtHand, missing: Missing) -> str | None:
    ours = case.organisation_id == actor.organisation
    return where_entered(missing, case_id=case.id, tape_id=case.tape_id, claim_id=case.claim_id, ours=ours)
