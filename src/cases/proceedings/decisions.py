"""Deciding about every paper of a batch: the decision is a person's and of its moment, jobs carry it out.

Few papers are dealt with at once; of many nobody waits for the last, and one that cannot go on stops no other (ADR 49).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from cases.desk.reach import digest_of
from cases.proceedings.approval import Approval, must_be_as_shown, must_be_excused, must_sign
from cases.proceedings.carrying_out import carry_out, cases_in_reach
from cases.proceedings.commands import Happened, check_happened
from cases.proceedings.decision_queries import DecisionShown, decision_shown
from cases.proceedings.facts import BatchDecided
from cases.proceedings.filing_queries import batch_shown, filing_ids
from cases.proceedings.filing_rows import FilingRow, all_filings_at_hand, totals_of
from cases.proceedings.samples import samples_opened
from cases.proceedings.states import DECISIONS, FILINGS
from cases.proceedings.stopping import over
from cases.proceedings.under_decision import not_under_decision
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id
from kernel.money import Money

AT_ONCE = 100
"""Of no more papers, the request carries it out itself."""
CHUNK = 100
"""Papers that one job deals with in one transaction."""
Verb = Literal["approve", "file"]
RIGHT: dict[str, str] = {"approve": "filings.approve", "file": "cases.work"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What is kept of it beside its papers; `approval` for whoever signs, `went` for what left."""

    verb: Verb
    approval: Approval
    seal: bool = False
    on: date | None = None
    provenance: str | None = None


async def approve_batch(
    actor: Actor,
    batch_id: UUID,
    *,
    shown: Sequence[Money],
    papers: int | None = None,
    acknowledged: str = "",
    seal: bool = False,
) -> DecisionShown:
    """The named signatory approves every draft of the batch, and with `seal` fixes them for ever.

    Checked here, in the request: whose name stands on them and that the authority lasts, the sums (`shown`) and the
    number (`papers`) that the page showed, the samples, and a reason where limitation is over. Each paper is then held
    against its facts by itself: what may not be approved any more is left out with the reason. Refused where none may.
    """
    actor.must("filings.approve")
    await batch_shown(actor, batch_id)
    async with db.transaction(actor):
        ids = await filing_ids(actor, batch_id, status="drafted")
        filings = await all_filings_at_hand(actor, ids, FILINGS["approve"])
        await not_under_decision(ids)
        await must_sign(actor, filings)
        must_be_as_shown(filings, shown)
        if papers is not None and papers != len(filings):
            raise Invalid(
                f"The page showed {papers} papers, it is {len(filings)} now. Look at them again.",
                places=[Place("shown_papers", str(papers), f"It is {len(filings)}.")],
            )
        samples = await samples_opened(actor, ids)
        approval = Approval.now(actor, samples, acknowledged.strip())
        cases = await cases_in_reach(actor, [one.case_id for one in filings])
        await must_be_excused(actor, cases, approval.acknowledged)
        return await _decide(actor, batch_id, filings, Decision("approve", approval, seal))


async def file_batch(actor: Actor, batch_id: UUID, *, on: date, provenance: str) -> DecisionShown:
    """Every sealed paper of the batch went out that day, by this proof: an event of each case, with its deadlines.

    What lies in a file for the court, or whose case cannot take the event, is left out with the reason. Refused where
    that is all of them.
    """
    actor.must("cases.work")
    await batch_shown(actor, batch_id)
    check_happened(actor, Happened("filed", on, provenance))
    async with db.transaction(actor):
        ids = await filing_ids(actor, batch_id, status="sealed")
        filings = await all_filings_at_hand(actor, ids, FILINGS["file"])
        await not_under_decision(ids)
        said = Approval(actor.person_id, actor.now(), "", 0, digest_of([]))
        return await _decide(actor, batch_id, filings, Decision("file", said, on=on, provenance=provenance))


async def stop_decision(actor: Actor, batch_id: UUID) -> DecisionShown:
    """What the jobs have not come to stays as it is; what was done stays done. Refused where nothing is under way."""
    await batch_shown(actor, batch_id)
    async with db.transaction(actor):
        found = await decision_shown(actor, batch_id)
        if found is None or not found.under_way:
            raise Refused("Nothing of this batch is under way.")
        actor.must(RIGHT[found.verb])
        # Of a chunk at work the end is awaited: its papers are done then, and are not spared.
        spared = await db.execute(
            "UPDATE decided_papers SET outcome = 'spared' WHERE decision_id = $1 AND outcome = 'waiting'", found.id
        )
        if not spared:
            raise Refused("It was over before it could be stopped.")
        await over(actor, found.id, DECISIONS["stop"], stopped_by=actor.person_id)
        return _sure(await decision_shown(actor, batch_id))


async def _decide(actor: Actor, batch_id: UUID, filings: Sequence[FilingRow], decision: Decision) -> DecisionShown:
    """Keeps the decision and its papers, and has it carried out: few at once. In the open transaction."""
    decision_id = new_id()
    await _keep(actor, batch_id, decision_id, len(filings), decision)
    ids = sorted(one.id for one in filings)
    await db.execute(
        "INSERT INTO decided_papers (decision_id, filing_id, organisation_id, chunk, outcome)"
        " SELECT $1, n.id, $2, n.chunk, 'waiting' FROM unnest($3::uuid[], $4::integer[]) AS n(id, chunk)",
        decision_id,
        actor.organisation,
        ids,
        [0 if len(ids) <= AT_ONCE else number // CHUNK for number in range(len(ids))],
    )
    decided = BatchDecided(
        subject_id=decision_id,
        transition=decision.verb,
        count=len(ids),
        totals=[str(total) for total in totals_of(filings)],
        digest=digest_of(ids),
        samples=decision.approval.samples,
        samples_digest=decision.approval.samples_digest,
    )
    await facts.record(actor, decided)
    if len(ids) <= AT_ONCE:
        await carry_out(actor, decision_id, 0)
    else:
        await _later(actor, decision_id, (len(ids) - 1) // CHUNK + 1)
    shown = _sure(await decision_shown(actor, batch_id))
    if shown.done == 0 and not shown.under_way:
        first = await db.fetch_value(
            "SELECT reason FROM decided_papers WHERE decision_id = $1 ORDER BY filing_id LIMIT 1", decision_id
        )
        raise Refused(first if len(ids) == 1 else f"None of the {len(ids)} papers can go on. {first}")
    return shown


async def _keep(actor: Actor, batch_id: UUID, decision_id: UUID, papers: int, decision: Decision) -> None:
    said = decision.approval
    await db.execute(
        "INSERT INTO filing_decisions (id, organisation_id, batch_id, verb, seal, papers, acknowledged, samples,"
        " samples_digest, on_date, provenance, decided_by, decided_at, status)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'ordered')",
        decision_id,
        actor.organisation,
        batch_id,
        decision.verb,
        decision.seal,
        papers,
        said.acknowledged,
        said.samples,
        said.samples_digest,
        decision.on,
        decision.provenance,
        said.by,
        said.at,
    )


async def _later(actor: Actor, decision_id: UUID, chunks: int) -> None:
    """One chunk of a decision after the other: papers of two chunks share a place in the queue of locks."""
    for chunk in range(chunks):
        await jobs.defer(
            "cases.carry_out",
            queue="bulk",
            lock=f"cases.carry_out:{decision_id}",
            organisation_id=actor.organisation,
            decision_id=decision_id,
            chunk=chunk,
        )


def _sure(shown: DecisionShown | None) -> DecisionShown:
    if shown is None:
        raise NotFound("There is no such decision here.")
    return shown
