"""The same answer of a court to many filings at once: what `outcomes` does for one, by sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.desk.reach import MINE, digest_of
from cases.proceedings.filing_commands import mark_accepted
from cases.submissions.arriving import close_answered, locked
from cases.submissions.facts import FilingsAnswered
from cases.submissions.outcomes import LONGEST_REASON, Outcome
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import StaleState
from kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Answered:
    """One of the filings, with the court's number of its case and its words, where it gives them."""

    filing_id: UUID
    court_number: str | None = None
    reason: str | None = None


async def receive_filings(
    actor: Actor, answered: Sequence[Answered], *, on: date, document_id: UUID | None = None
) -> None:
    """The court has the filings, which it was sent in files that have arrived, and has not decided."""
    actor.must("cases.work")
    async with db.transaction(actor):
        submissions = await _at_court(actor, answered)
        await name_numbers(actor, answered, on=on)
        await _answer(actor, "received", answered, submissions, on, document_id)


async def accept_filings(
    actor: Actor, answered: Sequence[Answered], *, on: date, document_id: UUID | None = None
) -> None:
    """The court took them that day: each is filed, as an event of its case. StaleState if one is not at the court."""
    actor.must("cases.work")
    async with db.transaction(actor):
        submissions = await _at_court(actor, answered)
        await name_numbers(actor, answered, on=on)
        ids = [one.filing_id for one in answered]
        await mark_accepted(actor, ids, on=on, provenance="the court's answer", document_id=document_id)
        await _answer(actor, "accepted", answered, submissions, on, document_id)


async def _at_court(actor: Actor, answered: Sequence[Answered]) -> list[UUID]:
    """The files they went in, locked before the filings, as for one. All of them wait for the court's decision."""
    ids = [one.filing_id for one in answered]
    rows = await db.fetch(
        "SELECT DISTINCT p.submission_id FROM submission_parts p WHERE p.filing_id = ANY($1)"
        " AND p.outcome IN ('sent', 'received') ORDER BY p.submission_id",
        ids,
    )
    submissions = [row["submission_id"] for row in rows]
    for one in submissions:
        await locked(actor, one)
    waiting = await db.fetch(
        "SELECT f.id FROM filings f JOIN submission_parts p ON p.filing_id = f.id JOIN cases k ON k.id = f.case_id"
        f" WHERE {MINE} AND f.id = ANY($2) AND f.status = 'submitted' AND p.outcome IN ('sent', 'received')"
        " ORDER BY f.id FOR UPDATE OF f",
        actor.organisation,
        ids,
    )
    if len(waiting) != len(set(ids)):
        raise StaleState("One of the filings waits for the court no longer. Look at each by itself.")
    return submissions


async def name_numbers(actor: Actor, answered: Sequence[Answered], *, on: date) -> None:
    """The court's number of each case whose filing has one, in the open transaction."""
    named = [one for one in answered if one.court_number]
    await db.execute(
        "INSERT INTO proceedings (id, claim_id, tape_id, organisation_id, court_number, stage, last_act_on)"
        " SELECT uuidv7(), k.claim_id, k.tape_id, k.organisation_id, n.number, 'filed', $4"
        " FROM unnest($2::uuid[], $3::text[]) AS n(filing_id, number) JOIN filings f ON f.id = n.filing_id"
        f" JOIN cases k ON k.id = f.case_id WHERE {MINE} ON CONFLICT (claim_id) DO UPDATE"
        " SET court_number = excluded.court_number,"
        " last_act_on = greatest(proceedings.last_act_on, excluded.last_act_on)",
        actor.organisation,
        [one.filing_id for one in named],
        [one.court_number for one in named],
        on,
    )


async def _answer(
    actor: Actor,
    outcome: Outcome,
    answered: Sequence[Answered],
    submissions: Sequence[UUID],
    on: date,
    document_id: UUID | None,
) -> None:
    await db.execute(
        "UPDATE submission_parts p SET outcome = $1, reason = n.reason, court_number = coalesce(n.number,"
        " p.court_number), answered_on = $2, answered_at = $3, answer_document_id = coalesce($4, p.answer_document_id)"
        " FROM unnest($5::uuid[], $6::text[], $7::text[]) AS n(filing_id, number, reason)"
        " WHERE p.filing_id = n.filing_id AND p.outcome IN ('sent', 'received')",
        outcome,
        on,
        actor.now(),
        document_id,
        [one.filing_id for one in answered],
        [one.court_number for one in answered],
        [one.reason[:LONGEST_REASON] if one.reason else None for one in answered],
    )
    ids = [one.filing_id for one in answered]
    sides = await db.fetch(
        "SELECT DISTINCT CASE WHEN organisation_id = $2 THEN firm_organisation_id ELSE organisation_id END AS side"
        " FROM filings WHERE id = ANY($1)",
        ids,
        actor.organisation,
    )
    told = FilingsAnswered(subject_id=new_id(), outcome=outcome, count=len(ids), digest=digest_of(ids))
    await facts.record(actor, told, about=sides[0]["side"] if len(sides) == 1 else None)
    if outcome != "received":
        for one in submissions:
            await close_answered(actor, one)
