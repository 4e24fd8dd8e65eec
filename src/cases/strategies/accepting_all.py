"""Yes to all that waits of one rule: at once where it is little, else by a job in chunks."""

from dataclasses import dataclass
from uuid import UUID

from cases.desk.commands import Outcome
from cases.strategies.deciding import accept_proposals
from kernel import db, jobs, progress
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.ids import new_id
from kernel.progress import Progress

AT_ONCE = 200
CHUNK = 500
OF_RULE = (
    "FROM strategy_proposals WHERE organisation_id = $1 AND strategy_id = $2 AND rule = $3 AND status = 'proposed'"
)
NAME = "bulk step"
"""As for the other steps on many cases, whose page shows how far this one has come."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of it: how many and why not the others; the batch of papers, or the order a job works through."""

    says: str
    batch_id: UUID | None = None
    order_id: UUID | None = None


async def accept_all(actor: Actor, strategy_id: UUID, rule: int, *, signatory_id: UUID | None = None) -> Accepted:
    """All that waits of one rule of a strategy: at once where it is little, else by a job in chunks."""
    actor.must("cases.work")
    async with db.transaction(actor):
        ids = await _of_rule(actor, strategy_id, rule, None, AT_ONCE + 1)
        many = len(ids)
        if many > AT_ONCE:
            many = await db.fetch_value(f"SELECT count(*) {OF_RULE}", actor.organisation, strategy_id, rule)
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
                rule=str(rule),
                signatory_id=str(signatory_id or ""),
            )
            return Accepted(f"{many} proposals are being worked through. The page may be closed.", None, order_id)
    if not ids:
        raise Refused("Nothing of this rule waits for a decision.")
    outcome, batch_id = await accept_proposals(actor, ids, signatory_id=signatory_id)
    return Accepted(outcome.said("Proposals accepted:"), batch_id)


async def _of_rule(actor: Actor, strategy_id: UUID, rule: int, after: UUID | None, most: int) -> list[UUID]:
    further = "AND ($4::uuid IS NULL OR id > $4) ORDER BY id LIMIT $5"
    rows = await db.fetch(f"SELECT id {OF_RULE} {further}", actor.organisation, strategy_id, rule, after, most)
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
