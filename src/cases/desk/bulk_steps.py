"""One step on many cases: what will happen to each is planned, shown, and then done by the same plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args
from uuid import UUID

from cases.desk.commands import Outcome
from cases.desk.giving import Given, give_cases, given_to, given_to_fitting
from cases.desk.policies import can_file_at_all
from cases.desk.reach import CaseAtHand, cases_at_hand
from cases.jurisdictions.registry import JURISDICTIONS, by_code
from cases.proceedings.commands import BEFORE_COURT, choose_procedure
from cases.proceedings.openness import closed_to
from cases.proceedings.preparing import prepare_filings, why_not_prepared
from cases.proceedings.preview import MOST, preview_filings
from cases.teams.queries import team
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place

What = Literal["person", "team", "fitting", "procedure", "prepare"]
RIGHT: dict[What, str] = {
    "person": "cases.work",
    "team": "cases.work",
    "fitting": "cases.work",
    "procedure": "cases.work",
    "prepare": "filings.prepare",
}
DONE: dict[What, str] = {
    "person": "Cases given away:",
    "team": "Cases given to the team:",
    "fitting": "Cases given to the team they fit:",
    "procedure": "Cases with the procedure:",
    "prepare": "Papers being prepared:",
}


PROCEDURES = tuple(procedure for one in JURISDICTIONS for procedure in one.procedures.values())
TARGETS = {
    "procedure": frozenset(procedure.code for procedure in PROCEDURES),
    "prepare": frozenset(paper.code for procedure in PROCEDURES for paper in procedure.papers),
}
"""The procedures and papers there are: a job is told nothing that somebody wrote."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to happen to each case. `target` is a person's or team's id, a procedure or a kind of paper."""

    what: What
    target: str = ""
    signatory_id: UUID | None = None

    @property
    def target_id(self) -> UUID:
        try:
            return UUID(self.target)
        except ValueError as error:
            place = Place("target", self.target[:20] or None, "Choose from the list.")
            raise Invalid("Nobody was chosen.", places=[place]) from error


@dataclass(frozen=True, slots=True)
class Planned:
    """Whether the step will be done on a case, and what it comes to or why it is left out."""

    case_id: UUID
    reference: str
    will: bool
    says: str


def step_named(what: str, target: str, signatory_id: UUID | None = None) -> Step:
    """Invalid for a step that is none, and for one without what it needs."""
    known: What | None = next((one for one in get_args(What) if one == what), None)
    targets = TARGETS.get(what)
    if known is None or (not target and known != "fitting") or (targets is not None and target not in targets):
        place = Place("what", what[:20] or None, "Choose the step, and with it the person, team, procedure or paper.")
        raise Invalid("Say what is to be done.", places=[place])
    return Step(known, target, signatory_id)


async def plan(actor: Actor, step: Step, case_ids: Sequence[UUID]) -> list[Planned]:
    """For each case what the step will do, in the order of their ids. Nothing is written but the reading of a preview.

    A paper is thought through to its total for the first 500; of the others it is said whether it can be prepared.
    """
    actor.must(RIGHT[step.what])
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids)
        told = await answers_of(actor, step, cases)
    if step.what == "prepare":
        told |= await _papers(actor, step, [case.id for case in cases if told[case.id][0]][:MOST])
    return [Planned(case.id, case.reference, *told[case.id]) for case in cases]


async def carry_out(actor: Actor, step: Step, case_ids: Sequence[UUID]) -> tuple[Outcome, UUID | None]:
    """Does it to the cases it can be done to, all or none, and counts the others by reason; of papers also the batch.

    Safe to repeat: what was done is left out the next time.
    """
    actor.must(RIGHT[step.what])
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids, lock=True)
        if step.what == "prepare":
            return await _prepare(actor, step, cases)
        if step.what == "procedure":
            told = await _procedures(actor, cases, step.target)
            free = [one for one, (will, _) in told.items() if will]
            if free:
                await choose_procedure(actor, free, step.target)
            return Outcome.of(len(free), [says for will, says in told.values() if not will]), None
        given = await _given(actor, step, cases)
        done = await give_cases(actor, [one for one in given if one.to is not None])
    return Outcome.of(done, [one.says for one in given if one.to is None]), None


async def _prepare(actor: Actor, step: Step, cases: Sequence[CaseAtHand]) -> tuple[Outcome, UUID | None]:
    # A single case that cannot have it would be refused, not counted; of many each is kept with its reason.
    if len(cases) == 1:
        answers = await why_not_prepared(actor, cases, step.target, on=actor.today("UTC"))
        left = [str(answer) for answer in answers.values() if answer is not True]
        if left:
            return Outcome.of(0, left), None
    requested = await prepare_filings(actor, [case.id for case in cases], step.target, signatory_id=step.signatory_id)
    return requested.outcome, requested.batch_id


async def answers_of(actor: Actor, step: Step, cases: Sequence[CaseAtHand]) -> dict[UUID, tuple[bool, str]]:
    """For each case whether the step can be done now, and to whom, to what, or why not. In the open transaction."""
    match step.what:
        case "prepare":
            answers = await why_not_prepared(actor, cases, step.target, on=actor.today("UTC"))
            return {one: (answer is True, "" if answer is True else answer) for one, answer in answers.items()}
        case "procedure":
            return await _procedures(actor, cases, step.target)
        case _:
            return {one.case.id: (one.to is not None, one.says) for one in await _given(actor, step, cases)}


async def _papers(actor: Actor, step: Step, case_ids: list[UUID]) -> dict[UUID, tuple[bool, str]]:
    """What each paper will demand, or what it misses: then it is prepared as far as it goes, and stops."""
    told: dict[UUID, tuple[bool, str]] = {}
    if not case_ids:
        return told
    shown = await preview_filings(actor, case_ids, step.target, signatory_id=step.signatory_id)
    for one in shown.rows:
        missing = " ".join(lack.sentence for lack in one.missing)
        demanded = f"Demands {one.total.formatted('en')}." if one.total else ""
        told[one.case_id] = (one.will != "left out", one.reason or (f"Stops: {missing}" if missing else demanded))
    return told


async def _procedures(actor: Actor, cases: Sequence[CaseAtHand], procedure: str) -> dict[UUID, tuple[bool, str]]:
    """What each case is told of the procedure, and of the law that closes it to one of them."""
    told = {case.id: _procedure(case, procedure) for case in cases}
    for code in sorted({str(case.jurisdiction) for case in cases if told[case.id][0]}):
        here = [case for case in cases if case.jurisdiction == code and told[case.id][0]]
        jurisdiction = by_code(code)
        if jurisdiction is not None:
            closing = await closed_to(here, jurisdiction.procedures[procedure], on=actor.today("UTC"))
            told |= {one: (False, " ".join(why.sentence for why in whys)) for one, whys in closing.items() if whys}
    return told


def _procedure(case: CaseAtHand, procedure: str) -> tuple[bool, str]:
    answer = can_file_at_all(case)
    if isinstance(answer, str):
        return False, answer
    jurisdiction = by_code(case.jurisdiction or "")
    if jurisdiction is None or procedure not in jurisdiction.procedures:
        return False, f"There is no procedure {procedure} where this case belongs."
    if case.procedure == procedure:
        return False, "It has this procedure already."
    if case.status not in BEFORE_COURT:
        return False, f"It is in court already; its procedure stays {case.procedure or 'as it is'}."
    return True, jurisdiction.procedures[procedure].local_name


async def _given(actor: Actor, step: Step, cases: Sequence[CaseAtHand]) -> list[Given]:
    if step.what == "fitting":
        return await given_to_fitting(actor, cases)
    if step.what == "team":
        found = await team(actor, step.target_id)
        return await given_to(actor, cases, found.people, found.name)
    return await given_to(actor, cases, ((step.target_id, ""),), "")
