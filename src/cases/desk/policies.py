"""What may be done to a case now: True, or the sentence that says why not."""

from datetime import date
from typing import Literal
from uuid import UUID

from cases.desk.barred import bars_of
from cases.desk.reach import CaseAtHand
from cases.desk.stops import stops_of
from cases.jurisdictions.contract import Procedure
from cases.jurisdictions.paperwork.everyday import GOODBYE
from cases.jurisdictions.registry import by_code, procedure_named
from kernel import db
from kernel.actor import Actor

NOTICE = "assignment_notice"
FIRST_LETTERS = frozenset({NOTICE, GOODBYE})
"""The notice, and the seller's letter beside it: they demand nothing and leave before onboarding is finished."""
NOTICE_STOPPED_BY = frozenset({"reconciliation", "signatory", "licence", "death", "moratorium"})
"""What stops the notice of assignment itself: it demands nothing, and the gate waits for it."""

TOLD_STOPPED_BY = frozenset({"signatory", "licence"})
"""What stops a paper that tells the court of a moratorium, a payment or a withdrawal: it asks for nothing."""

Answer = Literal[True] | str


def must_enter(actor: Actor) -> None:
    """Facts and documents of a case are entered by whoever brings it through onboarding, or works it."""
    if not actor.may("cases.onboard"):
        actor.must("cases.work")


async def can_leave(actor: Actor, case: CaseAtHand, kind: str, *, on: date) -> Answer:
    """Whether a paper of this kind may go out: no demand, letter of claim or filing while any stop stands, nor ever
    where the law itself bars the claim.

    In the open transaction.
    """
    return (await who_can_leave(actor, [case], kind, on=on))[case.id]


async def who_can_leave(actor: Actor, cases: list[CaseAtHand], kind: str, *, on: date) -> dict[UUID, Answer]:
    """The same for many cases at once."""
    stops = await stops_of(actor, [case.id for case in cases], on=on)
    unwritten = await _unwritten([case.id for case in cases], on)
    bars = await bars_of(cases, on=on) if kind not in FIRST_LETTERS else {}
    answers: dict[UUID, Answer] = {}
    for case in cases:
        first = kind in FIRST_LETTERS
        stopping = NOTICE_STOPPED_BY if first else TOLD_STOPPED_BY if _only_tells(case, kind) else None
        codes = [one for one in stops.get(case.id, []) if stopping is None or one.code in stopping]
        standing = [one.sentence for one in codes]
        bar = bars.get(case.id)
        if bar is not None and bar.by_law and not _only_tells(case, kind):
            standing.append(bar.sentence)
        answers[case.id] = _answer(case, kind, standing, unwritten.get(case.id, []))
    return answers


NO_LETTER = {
    "represented": "The debtor is represented: write to the representative, not to the debtor.",
    "vulnerability": "The debtor is vulnerable: no letter leaves before a person has agreed how to write, and ended the"
    " hold.",
}
"""Holds that stop letters to the debtor alone."""


async def _unwritten(case_ids: list[UUID], on: date) -> dict[UUID, list[str]]:
    """The grounds on which the debtor of each of these cases is not written to."""
    rows = await db.fetch(
        "SELECT case_id, array_agg(DISTINCT ground ORDER BY ground) AS grounds FROM case_holds WHERE case_id = ANY($1)"
        " AND ground = ANY($3) AND from_on <= $2 AND coalesce(until_on, 'infinity') >= $2 GROUP BY case_id",
        case_ids,
        on,
        list(NO_LETTER),
    )
    return {row["case_id"]: list(row["grounds"]) for row in rows}


def _answer(case: CaseAtHand, kind: str, standing: list[str], unwritten: list[str]) -> Answer:
    if case.status == "closed" and not _only_tells(case, kind):
        return "The case is closed."
    if standing:
        return "Nothing may leave yet: " + " ".join(standing)
    # The first letters demand nothing: a vulnerable debtor learns whom to pay.
    silent = [one for one in unwritten if kind not in FIRST_LETTERS or one == "represented"]
    if silent and _is_letter(case, kind):
        return " ".join(NO_LETTER[one] for one in silent)
    if kind not in FIRST_LETTERS and case.status == "onboarding":
        return "Nothing stops the case any more, but it is still in onboarding: finish that first."
    return True


def _is_letter(case: CaseAtHand, kind: str) -> bool:
    procedure = _procedure(case)
    return procedure is None or procedure.is_letter(kind)


def _only_tells(case: CaseAtHand, kind: str) -> bool:
    procedure = _procedure(case)
    return procedure is not None and kind in procedure.tells_court


def _procedure(case: CaseAtHand) -> Procedure | None:
    return procedure_named(case.jurisdiction, case.procedure)


def can_file_at_all(case: CaseAtHand) -> Answer:
    """Whether any jurisdiction of the house answers for the claim's country and its procedure has papers to offer."""
    jurisdiction = by_code(case.jurisdiction or "")
    if jurisdiction is None:
        return (
            f"No jurisdiction of this platform answers for {case.country.upper()}, so it has no procedure, no paper"
            " and no rule of limitation for this case. Nothing is invented."
        )
    procedure = jurisdiction.procedures.get(case.procedure or "") or next(iter(jurisdiction.procedures.values()))
    return procedure.no_papers or True
