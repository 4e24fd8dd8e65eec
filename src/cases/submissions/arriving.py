"""A file reached the court, was refused by it as a whole, or has all its answers: its filings go with it."""

from typing import Any
from uuid import UUID

from cases.proceedings.filing_commands import move_filings
from cases.submissions.facts import SubmissionMoved
from cases.submissions.states import SUBMISSIONS
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound, Refused

LONGEST_REASON = 1000
LONGEST_REFERENCE = 100
UNSENT = frozenset({"ready", "approved", "failed"})


async def locked(actor: Actor, submission_id: UUID) -> db.Row:
    """The file's row, for update, in the open transaction. NotFound for strangers."""
    row = await db.fetch_one(
        "SELECT * FROM submissions WHERE id = $1 AND (organisation_id = $2 OR firm_organisation_id = $2) FOR UPDATE",
        submission_id,
        actor.organisation,
    )
    if row is None:
        raise NotFound("There is no such file here.")
    return row


async def move_submission(actor: Actor, row: db.Row, verb: str, **changes: Any) -> None:
    """Moves a file, with its fact, in the open transaction. StaleState where it is not possible any more."""
    moved = await db.move("submissions", row["id"], SUBMISSIONS[verb], **changes)
    own = actor.organisation_id == row["organisation_id"]
    fact = SubmissionMoved(
        subject_id=row["id"], reference=row["reference"], transition=verb, status=str(moved["status"])
    )
    await facts.record(actor, fact, about=row["firm_organisation_id"] if own else row["organisation_id"])


async def arrive(
    actor: Actor, submission_id: UUID, *, court_reference: str | None, receipt_document_id: UUID | None = None
) -> None:
    """The court has the file: its filings are submitted. Nothing if that was known; a receipt is added all the same.

    A reference longer than any court's is not kept: that the file arrived is what counts.
    """
    if court_reference is not None and not 0 < len(court_reference) <= LONGEST_REFERENCE:
        court_reference = None
    async with db.transaction(actor):
        row = await locked(actor, submission_id)
        known = {"court_reference": court_reference, "receipt_document_id": receipt_document_id}
        given = {name: value for name, value in known.items() if value is not None and row[name] is None}
        if row["status"] in {"sent", "answered", "refused"}:
            for name, value in given.items():
                await db.execute(f"UPDATE submissions SET {name} = $2 WHERE id = $1", submission_id, value)
            return
        _must_have_left(actor, row)
        await move_submission(actor, row, "arrive", sent_at=actor.now(), reason=None, **given)
        await db.execute(
            "UPDATE submission_parts SET outcome = 'sent' WHERE submission_id = $1 AND outcome = 'ready'", submission_id
        )
        await move_filings(actor, await filings_of(submission_id, "sent"), "submit")


def _must_have_left(actor: Actor, row: db.Row) -> None:
    """Whoever brings an answer about another house's file may find it at the court, and cannot bring it there."""
    if (row["firm_organisation_id"] or row["organisation_id"]) != actor.organisation and row["status"] in UNSENT:
        raise Refused("The law firm that works these cases has not sent this file, so no court can have answered it.")


async def refuse_whole(
    actor: Actor, submission_id: UUID, *, reason: str, receipt_document_id: UUID | None = None
) -> None:
    """The court took nothing of the file: its filings are as they were and may go in another. Nothing if known."""
    actor.must("cases.work")
    async with db.transaction(actor):
        row = await locked(actor, submission_id)
        if row["status"] == "refused":
            return
        _must_have_left(actor, row)
        receipt = {} if receipt_document_id is None else {"receipt_document_id": receipt_document_id}
        await move_submission(actor, row, "refuse", reason=reason[:LONGEST_REASON], **receipt)
        if row["status"] == "sent":
            back = [*await filings_of(submission_id, "sent"), *await filings_of(submission_id, "received")]
            if back:
                await move_filings(actor, back, "take_back")
        await release_parts(submission_id)


async def release_parts(submission_id: UUID) -> None:
    """What the court did not answer may go in another file, in the open transaction."""
    await db.execute(
        "UPDATE submission_parts SET outcome = 'released' WHERE submission_id = $1"
        " AND outcome IN ('ready', 'sent', 'received')",
        submission_id,
    )


async def close_answered(actor: Actor, submission_id: UUID) -> None:
    """Once every filing has its answer, so has the file; in the open transaction."""
    row = await locked(actor, submission_id)
    open_still = await db.fetch_value(
        "SELECT 1 FROM submission_parts WHERE submission_id = $1 AND outcome IN ('ready', 'sent', 'received') LIMIT 1",
        submission_id,
    )
    if row["status"] == "sent" and open_still is None:
        await move_submission(actor, row, "answer")


async def filings_of(submission_id: UUID, outcome: str) -> list[UUID]:
    rows = await db.fetch(
        "SELECT filing_id FROM submission_parts WHERE submission_id = $1 AND outcome = $2 ORDER BY id",
        submission_id,
        outcome,
    )
    return [row["filing_id"] for row in rows]


async def unsent_papers(actor: Actor, submission_id: UUID) -> list[UUID]:
    """The papers of a file that has not left, as far as they are still sealed and the actor's house works their cases;
    in the open transaction.
    """
    rows = await db.fetch(
        "SELECT p.filing_id FROM submission_parts p JOIN filings f ON f.id = p.filing_id WHERE p.submission_id = $1"
        " AND p.outcome = 'ready' AND f.status = 'sealed'"
        " AND coalesce(p.firm_organisation_id, p.organisation_id) = $2 ORDER BY p.id",
        submission_id,
        actor.organisation,
    )
    return [row["filing_id"] for row in rows]
