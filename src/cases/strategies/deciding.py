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
from kernel import db, facts, jobs, progress
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id
from kernel.progress import Progress

AT_ONCE = 200
CHUNK = 500
NAME = "bulk step"
"""As for the other steps on many cases, whose page shows how far this one has come."""
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


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of it: how many and why not the others; the batch of papers, or the order a job works through."""

    says: str
    batch_id: UUID | None = None
    order_id: UUID | None = None


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


async def accept_all(actor: Actor, strategy_id: UUID, rule: int, *, signatory_id: UUID | None = None) -> Accepted:
    """All that waits of one rule of a strategy: at once where it is little, else by a job in chunks."""
    actor.must("cases.work")
    async with db.transaction(actor):
        ids = await _of_rule(actor, strategy_id, rule, None, AT_ONCE + 1)
        many = len(ids)
        if many > AT_ONCE:
            many = await db.fetch_value(
                "SELECT count(*) FROM strategy_proposals WHERE organisation_id = $1 AND strategy_id = $2 AND rule = $3"
                " AND status = 'proposed'",
                actor.organisation,
                strategy_id,
                rule,
            )
            order_id = new_id()
            progress_id = await progress.announce(actor, order_id, NAME, many)
            await jobs.defer(
                "strategies.accept",
                queue="bulk",
                lock=f"strategies.accept:{actor.organisation}",
                organisation_id=actor.organisation,
                person_id=str(actor.person_id or ""),
                progress_id=progress_id,
                strategy_id=strategy_id,
                rule=rule,
                signatory_id=str(signatory_id or ""),
            )
            return Accepted(f"{many} proposals are being worked through. The page may be closed.", None, order_id)
    if not ids:
        raise Refused("Nothing of this rule waits for a decision.")
    outcome, batch_id = await accept_proposals(actor, ids, signatory_id=signatory_id)
    return Accepted(outcome.said("Proposals accepted:"), batch_id)


async def _of_rule(actor: Actor, strategy_id: UUID, rule: int, after: UUID | None, most: int) -> list[UUID]:
    rows = await db.fetch(
        "SELECT id FROM strategy_proposals WHERE organisation_id = $1 AND strategy_id = $2 AND rule = $3"
        " AND status = 'proposed' AND ($4::uuid IS NULL OR id > $4) ORDER BY id LIMIT $5",
        actor.organisation,
        strategy_id,
        rule,
        after,
        most,
    )
    return [row["id"] for row in rows]


async def work_through(
    actor: Actor, strategy_id: UUID, rule: int, progress_id: UUID, signatory_id: UUID | None
) -> Outcome:
    """The job: chunk by chunk, each a command of its own; what stops it is told and raised on."""
    account = Progress(actor, progress_id)
    outcome, seen, after = Outcome(0, ()), 0, None
    try:
        while True:
            async with db.transaction(actor):
                part = await _of_rule(actor, strategy_id, rule, after, CHUNK)
            if not part:
                break
            did, _ = await accept_proposals(actor, part, signatory_id=signatory_id)
            outcome, seen, after = outcome.plus(did), seen + len(part), part[-1]
            await account.report(seen)
    except Exception as error:
        sentence = error.sentence if isinstance(error, Refused) else "It stopped half-way. What was done stays done."
        await account.fail(sentence)
        raise
    await account.finish(seen, outcome.said("Proposals accepted:"))
    return outcome
