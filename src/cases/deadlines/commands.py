"""Closing a deadline, and giving it to somebody. Each needs evidence or a reason."""

from typing import Literal
from uuid import UUID

from cases.deadlines.facts import DeadlineAssigned, DeadlineClosed
from cases.deadlines.states import DEADLINES
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place

LONGEST_REASON = 300


async def meet_deadline(
    actor: Actor, deadline_id: UUID, *, evidence_document_id: UUID | None = None, reason: str = ""
) -> None:
    """Closes it as met: by a document of the vault that proves it, or a written reason."""
    if evidence_document_id is None and not reason.strip():
        wanted = "Choose the document that proves it, or write what was done."
        raise Invalid("A deadline is met by evidence.", places=[Place("evidence", None, wanted)])
    await _close(actor, deadline_id, "meet", reason, evidence_document_id)


async def miss_deadline(actor: Actor, deadline_id: UUID, *, reason: str) -> None:
    """Says that it was missed, and why. The record keeps it for ever."""
    await _close(actor, deadline_id, "miss", _said(reason), None)


async def cancel_deadline(actor: Actor, deadline_id: UUID, *, reason: str) -> None:
    """Takes it off the list because its ground fell away; the reason stays."""
    await _close(actor, deadline_id, "cancel", _said(reason), None)


async def _close(
    actor: Actor,
    deadline_id: UUID,
    transition: Literal["meet", "miss", "cancel"],
    reason: str,
    evidence_document_id: UUID | None,
) -> None:
    actor.must("deadlines.keep")
    async with db.transaction(actor):
        if evidence_document_id is not None:
            await _must_prove(deadline_id, evidence_document_id)
        row = await db.move(
            "deadlines",
            deadline_id,
            DEADLINES[transition],
            closed_at=actor.now(),
            closed_by=actor.person_id,
            closed_reason=reason.strip()[:LONGEST_REASON] or None,
            evidence_document_id=evidence_document_id,
        )
        closed = DeadlineClosed(
            subject_id=deadline_id, case_id=row["case_id"], status=row["status"], reason=reason.strip()[:LONGEST_REASON]
        )
        await facts.record(actor, closed, about=_other(actor, row))


async def _must_prove(deadline_id: UUID, document_id: UUID) -> None:
    found = await db.fetch_value(
        "SELECT 1 FROM documents d JOIN deadlines l ON l.id = $1 WHERE d.id = $2"
        " AND d.subject_id IN (l.case_id, l.claim_id)",
        deadline_id,
        document_id,
    )
    if found is None:
        raise Invalid(
            "That document does not belong to the case.",
            places=[Place("evidence", str(document_id), "Choose a document of this case.")],
        )


async def assign_deadline(actor: Actor, deadline_id: UUID, *, person_id: UUID) -> None:
    """Gives an open deadline to a member of the actor's organisation."""
    actor.must("deadlines.keep")
    async with db.transaction(actor):
        member = await db.fetch_value(
            "SELECT 1 FROM memberships WHERE organisation_id = $1 AND person_id = $2 AND until IS NULL",
            actor.organisation,
            person_id,
        )
        if member is None:
            raise Invalid(
                "That person is not a member here.",
                places=[Place("person_id", str(person_id), "Choose a member of your organisation.")],
            )
        row = await db.fetch_one(
            "UPDATE deadlines SET person_id = $2, version = version + 1 WHERE id = $1 AND status = 'open'"
            " RETURNING case_id, organisation_id, firm_organisation_id",
            deadline_id,
            person_id,
        )
        if row is None:
            raise NotFound("There is no such open deadline here.")
        assigned = DeadlineAssigned(subject_id=deadline_id, case_id=row["case_id"], to_person_id=person_id)
        await facts.record(actor, assigned, about=_other(actor, row))


def _other(actor: Actor, row: db.Row) -> UUID | None:
    """The side that did not act: the owner reads what its firm did, the firm what the owner did."""
    other: UUID | None = row["organisation_id"]
    return row["firm_organisation_id"] if other == actor.organisation_id else other


def _said(reason: str) -> str:
    if not reason.strip():
        raise Invalid("Say why.", places=[Place("reason", reason, "The reason stays with the deadline.")])
    return reason
