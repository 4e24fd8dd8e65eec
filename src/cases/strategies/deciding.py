"""A person's yes or no to what was proposed: one by one, some, or all of a rule; the step is that of the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from cases.agenda.commands import set_tasks
from cases.desk.bulk_steps import Step, answers_of, carry_out
from cases.desk.commands import Outcome
from cases.desk.reach import MINE, CaseAtHand, cases_at_hand, digest_of
from cases.strategies.facts import ProposalsAccepted, ProposalsDeclined
from cases.strategies.states import PROPOSALS
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id

ACCEPT, DECLINE = PROPOSALS["accept"], PROPOSALS["decline"]
type Wanted = tuple[Literal["procedure", "prepare", "task"], str]


@dataclass(frozen=True, slots=True)
class Planned:
    """A proposal and what accepting it will do, or why it cannot be done now."""

    proposal_id: UUID
    case_id: UUID
    reference: str
    will: bool
    says: str


async def plan_acceptance(actor: Actor, proposal_ids: Sequence[UUID]) -> list[Planned]:
    """For each proposal what accepting it would do now. Nothing is changed."""
    actor.must("cases.work")
    async with db.transaction(actor):
        rows = await _waiting(actor, proposal_ids, lock=False)
        cases = await _reached(actor, [row["case_id"] for row in rows])
        told: dict[UUID, tuple[bool, str]] = {}
        for wanted in _steps(rows):
            mine = [cases[row["case_id"]] for row in rows if _step(row) == wanted and row["case_id"] in cases]
            told |= await _answers(actor, wanted, mine)
    planned = []
    for row in rows:
        will, says = told.get(row["case_id"], (False, GONE))
        reference = cases[row["case_id"]].reference if row["case_id"] in cases else ""
        planned.append(Planned(row["id"], row["case_id"], reference, will, says))
    return planned


GONE = "The case is not ours to work any more."


async def accept_proposals(
    actor: Actor, proposal_ids: Sequence[UUID], *, signatory_id: UUID | None = None
) -> tuple[Outcome, UUID | None]:
    """Does the step of each proposal that can be done now; the others wait on, each counted by its reason.

    Two who accept the same at once: each proposal is acted on once. NotFound where one is not there at all.
    """
    actor.must("cases.work")
    done: list[UUID] = []
    batch_id, left = None, list[str]()
    async with db.transaction(actor):
        rows = await _waiting(actor, proposal_ids, lock=True)
        left += ["It was decided before."] * (len(set(proposal_ids)) - len(rows))
        cases = await _reached(actor, [row["case_id"] for row in rows])
        left += [GONE] * sum(row["case_id"] not in cases for row in rows)
        for wanted in _steps(rows):
            mine = [row for row in rows if _step(row) == wanted and row["case_id"] in cases]
            told = await _answers(actor, wanted, [cases[row["case_id"]] for row in mine])
            left += [says for will, says in told.values() if not will]
            free = [row for row in mine if told[row["case_id"]][0]]
            batch_id = await _act(actor, wanted, [row["case_id"] for row in free], signatory_id) or batch_id
            await _decided(actor, [row["id"] for row in free], ACCEPT.target, None)
            done += [row["case_id"] for row in free]
        if done:
            await facts.record(actor, ProposalsAccepted(subject_id=new_id(), count=len(done), digest=digest_of(done)))
    return Outcome.of(len(done), left), batch_id


async def decline_proposals(actor: Actor, proposal_ids: Sequence[UUID], *, reason: str) -> int:
    """Says no; the rule does not propose it again for the case, until the strategy has another version."""
    actor.must("cases.work")
    if not 0 < len(reason.strip()) <= 300:
        places = [Place("reason", reason[:40] or None, "Say why in at most 300 characters.")]
        raise Invalid("A proposal is declined for a reason.", places=places)
    async with db.transaction(actor):
        rows = await _waiting(actor, proposal_ids, lock=True)
        await _decided(actor, [row["id"] for row in rows], DECLINE.target, reason.strip())
        if rows:
            digest = digest_of([row["case_id"] for row in rows])
            await facts.record(actor, ProposalsDeclined(subject_id=new_id(), count=len(rows), digest=digest))
    return len(rows)


async def _waiting(actor: Actor, proposal_ids: Sequence[UUID], *, lock: bool) -> list[db.Row]:
    """Those of the proposals nobody decided, by id. NotFound if one is a stranger's."""
    ids = sorted(set(proposal_ids))
    known = await db.fetch_value(
        "SELECT count(*) FROM strategy_proposals WHERE organisation_id = $1 AND id = ANY($2)", actor.organisation, ids
    )
    if known != len(ids):
        raise NotFound("There is no such proposal here.")
    return await db.fetch(
        "SELECT id, case_id, what, target FROM strategy_proposals WHERE organisation_id = $1 AND id = ANY($2)"
        " AND status = ANY($3) ORDER BY id" + (" FOR UPDATE" if lock else ""),
        actor.organisation,
        ids,
        list(ACCEPT.sources),
    )


async def _reached(actor: Actor, case_ids: Sequence[UUID]) -> dict[UUID, CaseAtHand]:
    rows = await db.fetch(
        f"SELECT k.id FROM cases k WHERE {MINE} AND k.id = ANY($2) AND k.status <> 'closed'",
        actor.organisation,
        list(case_ids),
    )
    found = await cases_at_hand(actor, [row["id"] for row in rows])
    return {case.id: case for case in found}


def _step(row: db.Row) -> Wanted:
    return row["what"], row["target"]


def _steps(rows: Sequence[db.Row]) -> list[Wanted]:
    return sorted({_step(row) for row in rows})


async def _answers(actor: Actor, wanted: Wanted, cases: Sequence[CaseAtHand]) -> dict[UUID, tuple[bool, str]]:
    what, target = wanted
    if what == "task":
        return {case.id: (True, target) for case in cases}
    return await answers_of(actor, Step(what, target), cases)


async def _act(actor: Actor, wanted: Wanted, case_ids: Sequence[UUID], signatory_id: UUID | None) -> UUID | None:
    what, target = wanted
    if not case_ids:
        return None
    if what == "task":
        await set_tasks(actor, case_ids, target, due_on=actor.today("UTC"))
        return None
    outcome, batch_id = await carry_out(actor, Step(what, target, signatory_id), case_ids)
    if outcome.done != len(case_ids):
        raise Refused("The cases changed while the proposals were accepted. Look at them again.")
    return batch_id


async def _decided(actor: Actor, ids: Sequence[UUID], status: str, reason: str | None) -> None:
    await db.execute(
        "UPDATE strategy_proposals SET status = $2, version = version + 1, decided_by = $3, decided_at = $4,"
        " reason = $5 WHERE id = ANY($1) AND organisation_id = $6",
        list(ids),
        status,
        actor.person_id,
        actor.now(),
        reason,
        actor.organisation,
    )
