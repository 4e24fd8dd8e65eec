"""The end of a decision about a batch: carried out to its last paper, or stopped before."""

from uuid import UUID

from cases.proceedings.facts import BatchDecisionOver
from cases.proceedings.states import DecisionStatus
from kernel import db, facts
from kernel.actor import Actor
from kernel.machine import Transition


async def over(actor: Actor, decision_id: UUID, verb: Transition[DecisionStatus], **changes: object) -> None:
    """Moves it, with the fact of what became of its papers; in the open transaction, which holds those."""
    moved = await db.move("filing_decisions", decision_id, verb, **changes)
    counts = await db.fetch_sure(
        "SELECT count(*) FILTER (WHERE outcome = 'done') AS done,"
        " count(*) FILTER (WHERE outcome = 'left_out') AS left_out,"
        " count(*) FILTER (WHERE outcome = 'spared') AS spared FROM decided_papers WHERE decision_id = $1",
        decision_id,
    )
    fact = BatchDecisionOver(subject_id=decision_id, transition=moved["verb"], status=moved["status"], **dict(counts))
    await facts.record(actor, fact)
