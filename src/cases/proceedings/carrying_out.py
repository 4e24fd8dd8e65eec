"""What a job does with a chunk of a decision: each paper done, or left out with its reason, exactly once.

Killed anywhere, the next run finds what still waits. A paper counts as approved by the person who decided and at that
moment, whenever the job comes to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from cases.desk.reach import MINE, CaseAtHand, cases_at_hand
from cases.proceedings.approvable import judged
from cases.proceedings.approval import Approval, approve_rows
from cases.proceedings.filing_commands import Went, in_files, mark, seal_filings
from cases.proceedings.filing_rows import FilingRow, filings_at_hand
from cases.proceedings.states import DECISIONS, FILINGS
from cases.proceedings.stopping import over
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound, Problem, StaleState

LONGEST = 1000
GONE = "The case was sold or is in other hands since."
type Left = dict[UUID, str]


async def carry_out(actor: Actor, decision_id: UUID, chunk: int) -> int:
    """Does what is decided with what still waits of the chunk; returns with how many papers. Safe to repeat.

    Everything in one transaction, in which the cases are held: a firm that is recalled meanwhile waits, or was faster.
    """
    async with db.transaction(actor):
        held = await db.fetch(
            "SELECT filing_id FROM decided_papers WHERE decision_id = $1 AND chunk = $2 AND outcome = 'waiting'"
            " ORDER BY filing_id FOR UPDATE",
            decision_id,
            chunk,
        )
        if not held:
            return 0
        decision = await db.fetch_sure("SELECT * FROM filing_decisions WHERE id = $1", decision_id)
        decider = replace(actor, person_id=decision["decided_by"])
        async with db.transaction(decider):
            left = await _act(decider, decision, [row["filing_id"] for row in held])
            await _note(decision_id, chunk, left)
            await _end(decider, decision_id)
    return len(held) - len(left)


async def cases_in_reach(actor: Actor, case_ids: Sequence[UUID], *, lock: bool = False) -> list[CaseAtHand]:
    """Those of the cases that the actor still reaches, in the open transaction."""
    rows = await db.fetch(
        f"SELECT k.id FROM cases k JOIN claims c ON c.id = k.claim_id WHERE {MINE} AND k.id = ANY($2) ORDER BY k.id"
        + (" FOR UPDATE OF k" if lock else ""),
        actor.organisation,
        sorted(set(case_ids)),
    )
    return await cases_at_hand(actor, [row["id"] for row in rows])


async def _act(actor: Actor, decision: db.Row, filing_ids: Sequence[UUID]) -> Left:
    """Why each that is left out is; the others are done."""
    rows = await db.fetch("SELECT id, case_id FROM filings WHERE id = ANY($1)", list(filing_ids))
    cases = {one.id: one for one in await cases_in_reach(actor, [row["case_id"] for row in rows], lock=True)}
    filings, others = await filings_at_hand(actor, filing_ids, FILINGS[decision["verb"]])
    left = {one: _why(problem) for one, problem in others.items()}
    left |= {one.id: GONE for one in filings if one.case_id not in cases}
    if decision["verb"] == "file":
        left |= {one: _sentence(why) for one, why in (await in_files(filing_ids)).items() if one not in left}
    here = [one for one in filings if one.id not in left]
    return left | await _split(actor, decision, here, cases)


async def _split(
    actor: Actor, decision: db.Row, filings: Sequence[FilingRow], cases: Mapping[UUID, CaseAtHand]
) -> Left:
    """All together; where that is refused, half by half, until the one that is refused stands alone."""
    if not filings:
        return {}
    mine = {one.case_id: cases[one.case_id] for one in filings}
    try:
        async with db.transaction(actor):
            if decision["verb"] == "file":
                went = Went(decision["on_date"], decision["provenance"])
                await mark(actor, [one.id for one in filings], "file", went, decided=True)
                return {}
            return await _approve(actor, decision, filings, mine)
    except Problem as problem:
        if len(filings) == 1:
            return {filings[0].id: problem.in_full}
    middle = len(filings) // 2
    first = await _split(actor, decision, filings[:middle], cases)
    return first | await _split(actor, decision, filings[middle:], cases)


async def _approve(
    actor: Actor, decision: db.Row, filings: Sequence[FilingRow], cases: Mapping[UUID, CaseAtHand]
) -> Left:
    found = await judged(actor, filings, cases, excused=bool(decision["acknowledged"]))
    left = {one: _sentence(why) for one, why in found.stops.items()}
    good = [one for one in filings if one.id not in left]
    if good:
        mine = {one.case_id: cases[one.case_id] for one in good}
        await approve_rows(actor, good, mine, found, _approval(decision))
        if decision["seal"]:
            await seal_filings(actor, [one.id for one in good])
    return left


def _approval(decision: db.Row) -> Approval:
    return Approval(
        decision["decided_by"],
        decision["decided_at"],
        decision["acknowledged"],
        decision["samples"],
        decision["samples_digest"],
        decision["id"],
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _why(problem: NotFound | StaleState | Forbidden) -> str:
    return GONE if isinstance(problem, NotFound) else problem.sentence.removesuffix(" Reload the page.")


async def _note(decision_id: UUID, chunk: int, left: Left) -> None:
    await db.execute(
        "UPDATE decided_papers d SET outcome = CASE WHEN n.id IS NULL THEN 'done' ELSE 'left_out' END,"
        " reason = n.reason FROM decided_papers o LEFT JOIN unnest($3::uuid[], $4::text[]) AS n(id, reason)"
        " ON n.id = o.filing_id WHERE o.decision_id = d.decision_id AND o.filing_id = d.filing_id"
        " AND d.decision_id = $1 AND d.chunk = $2 AND d.outcome = 'waiting'",
        decision_id,
        chunk,
        list(left),
        [one[:LONGEST] for one in left.values()],
    )


async def _end(actor: Actor, decision_id: UUID) -> None:
    """The last chunk ends it. Two that end at once wait for its row, so that the second sees what the first did."""
    await db.fetch_sure("SELECT 1 FROM filing_decisions WHERE id = $1 FOR UPDATE", decision_id)
    waits = await db.fetch_value(
        "SELECT 1 FROM decided_papers WHERE decision_id = $1 AND outcome = 'waiting' LIMIT 1", decision_id
    )
    if waits is None:
        await over(actor, decision_id, DECISIONS["finish"])
