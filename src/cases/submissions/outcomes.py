"""What the court's answer makes of a filing: it has it, it took it, or it sent it back. Each may be told twice."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from cases.proceedings.filing_commands import mark_accepted, move_filings
from cases.submissions.arriving import arrive, close_answered, locked
from cases.submissions.court_numbers import name_number
from cases.submissions.facts import FilingAnswered
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound, Refused

Outcome = Literal["received", "accepted", "rejected"]
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """A filing in its newest file, locked. `part_id` is None for one that no file carried."""

    filing_id: UUID
    case_id: UUID
    status: str
    other_side: UUID | None
    part_id: UUID | None
    submission_id: UUID | None
    outcome: str | None


async def receive_filing(
    actor: Actor,
    filing_id: UUID,
    *,
    on: date,
    court_number: str | None = None,
    document_id: UUID | None = None,
    reason: str | None = None,
) -> None:
    """The court has the filing and has not decided. Nothing once it has."""
    actor.must("cases.work")
    async with db.transaction(actor):
        part = await _part(actor, filing_id)
        if court_number:
            await name_number(actor, part.case_id, court_number, on=on)
        if part.status in {"filed", "served", "rejected"} or part.outcome == "received":
            return
        await _arrived(actor, part)
        await _answered(actor, part, "received", on, court_number, document_id, reason)


async def accept_filing(
    actor: Actor,
    filing_id: UUID,
    *,
    on: date,
    court_number: str | None = None,
    document_id: UUID | None = None,
    reason: str | None = None,
) -> None:
    """The court took it that day: it is filed, as an event of its case, under the court's number.

    Once only. Refused for one the court rejected before: a person holds the two answers against each other.
    """
    actor.must("cases.work")
    async with db.transaction(actor):
        part = await _part(actor, filing_id)
        if part.status == "rejected":
            raise Refused("The court rejected this filing before and now takes it: look at both answers.")
        if court_number:
            await name_number(actor, part.case_id, court_number, on=on)
        if part.status in {"filed", "served"}:
            if part.outcome in {"sent", "received"}:
                await _answered(actor, part, "accepted", on, court_number, document_id, reason)
            return
        await _arrived(actor, part)
        provenance = f"the court's answer{f', its number {court_number}' if court_number else ''}"
        await mark_accepted(actor, [filing_id], on=on, provenance=provenance, document_id=document_id)
        await _answered(actor, part, "accepted", on, court_number, document_id, reason)


async def reject_filing(
    actor: Actor,
    filing_id: UUID,
    *,
    on: date,
    court_number: str | None = None,
    document_id: UUID | None = None,
    reason: str | None = None,
) -> None:
    """The court sent it back: it was never filed, and another may be prepared. The reason stays with it.

    Once only. Refused for one that is filed already.
    """
    actor.must("cases.work")
    async with db.transaction(actor):
        part = await _part(actor, filing_id)
        if part.status in {"filed", "served"}:
            raise Refused("This filing is filed already and the court now rejects it: look at both answers.")
        if part.status == "rejected":
            return
        if part.submission_id is None:
            raise Refused("No file brought this filing to the court, so the court cannot have rejected it.")
        await _arrived(actor, part)
        said = (reason or "The court gave no reason.")[:LONGEST_REASON]
        await move_filings(actor, [filing_id], "reject", rejected_reason=said)
        await _answered(actor, part, "rejected", on, court_number, document_id, said)


async def _part(actor: Actor, filing_id: UUID) -> Part:
    """Files are locked before the filings in them, so that answers to one file wait for each other in one order."""
    here = "(organisation_id = $2 OR firm_organisation_id = $2)"
    live = await db.fetch_one(
        f"SELECT id, submission_id FROM submission_parts WHERE filing_id = $1 AND {here}"
        " AND outcome NOT IN ('left_out', 'released') ORDER BY id DESC LIMIT 1",
        filing_id,
        actor.organisation,
    )
    if live is not None and live["submission_id"] is not None:
        await locked(actor, live["submission_id"])
    row = await db.fetch_one(
        "SELECT case_id, status, organisation_id, firm_organisation_id FROM filings"
        f" WHERE id = $1 AND {here} FOR UPDATE",
        filing_id,
        actor.organisation,
    )
    if row is None:
        raise NotFound("There is no such filing here.")
    own = actor.organisation_id == row["organisation_id"]
    other = row["firm_organisation_id"] if own else row["organisation_id"]
    part = await db.fetch_one("SELECT outcome FROM submission_parts WHERE id = $1", live["id"]) if live else None
    return Part(
        filing_id,
        row["case_id"],
        row["status"],
        other,
        live["id"] if live else None,
        live["submission_id"] if live else None,
        part["outcome"] if part else None,
    )


async def _arrived(actor: Actor, part: Part) -> None:
    """An answer proves that the file arrived, whatever its sending told."""
    if part.submission_id is not None and part.outcome == "ready":
        await arrive(actor, part.submission_id, court_reference=None)


async def _answered(
    actor: Actor,
    part: Part,
    outcome: Outcome,
    on: date,
    court_number: str | None,
    document_id: UUID | None,
    reason: str | None,
) -> None:
    await facts.record(
        actor, FilingAnswered(subject_id=part.filing_id, case_id=part.case_id, outcome=outcome), about=part.other_side
    )
    if part.part_id is None:
        return
    await db.execute(
        "UPDATE submission_parts SET outcome = $2, reason = $3, court_number = coalesce($4, court_number),"
        " answered_on = $5, answered_at = $6, answer_document_id = coalesce($7, answer_document_id) WHERE id = $1",
        part.part_id,
        outcome,
        reason[:LONGEST_REASON] if reason else None,
        court_number,
        on,
        actor.now(),
        document_id,
    )
    if part.submission_id is not None and outcome != "received":
        await close_answered(actor, part.submission_id)
