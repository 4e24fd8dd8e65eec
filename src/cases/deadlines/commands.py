"""Closing a deadline, and giving it to somebody. Each needs evidence or a reason."""

from hashlib import sha256
from typing import Literal
from uuid import UUID

from cases.deadlines.facts import DeadlineAssigned, DeadlineClosed
from cases.deadlines.four_eyes import must_be_checked
from cases.deadlines.states import DEADLINES
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, StaleState

LONGEST_REASON = 300
"""Characters of a reason; a longer one is refused, never cut."""


async def meet_deadline(
    actor: Actor, deadline_id: UUID, *, evidence_document_id: UUID | None = None, reason: str = ""
) -> None:
    """Closes it as met: by a document of the case that proves it, or a written reason."""
    actor.must("deadlines.keep")
    if evidence_document_id is None and not reason.strip():
        wanted = "Choose the document that proves it, or write what was done."
        raise Invalid("A deadline is met by evidence.", places=[Place("evidence", None, wanted)])
    await _close(actor, deadline_id, "meet", _fitting(reason), evidence_document_id)


async def miss_deadline(actor: Actor, deadline_id: UUID, *, reason: str) -> None:
    """Says that it was missed, and why. The record keeps it for ever."""
    await _close(actor, deadline_id, "miss", _said(actor, reason), None)


async def cancel_deadline(actor: Actor, deadline_id: UUID, *, reason: str) -> None:
    """Takes it off the list because its ground fell away; the reason stays."""
    await _close(actor, deadline_id, "cancel", _said(actor, reason), None)


async def _close(
    actor: Actor,
    deadline_id: UUID,
    transition: Literal["meet", "miss", "cancel"],
    reason: str | None,
    evidence_document_id: UUID | None,
) -> None:
    async with db.transaction(actor):
        await must_be_checked(actor, deadline_id)
        row = await db.move(
            "deadlines",
            deadline_id,
            DEADLINES[transition],
            closed_at=actor.now(),
            closed_by=actor.person_id,
            closed_reason=reason,
            evidence_document_id=evidence_document_id,
        )
        if evidence_document_id is not None:
            await _must_prove(row, evidence_document_id)
        closed = DeadlineClosed(
            subject_id=deadline_id,
            case_id=row["case_id"],
            status=row["status"],
            reason_sha256=sha256(reason.encode()).hexdigest() if reason else None,
            evidence_document_id=evidence_document_id,
        )
        await facts.record(actor, closed, about=other_side(actor, row))


async def _must_prove(deadline: db.Row, document_id: UUID) -> None:
    found = await db.fetch_value(
        "SELECT 1 FROM documents WHERE id = $1 AND subject_kind IN ('case', 'claim') AND subject_id = ANY($2::uuid[])",
        document_id,
        [deadline["case_id"], deadline["claim_id"]],
    )
    if found is None:
        raise Invalid(
            "That document does not belong to the case.",
            places=[Place("evidence", str(document_id), "Choose a document of this case.")],
        )


async def assign_deadline(actor: Actor, deadline_id: UUID, *, person_id: UUID) -> None:
    """Gives an open deadline to a member of the actor's organisation who may read cases."""
    actor.must("deadlines.keep")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT case_id, organisation_id, firm_organisation_id, status FROM deadlines WHERE id = $1 FOR UPDATE",
            deadline_id,
        )
        if row is None:
            raise NotFound("There is no such deadline here.")
        if row["status"] != "open":
            raise StaleState(f"It is {row['status']} now and needs nobody. Reload the page to see what happened.")
        await _must_read_cases(actor, person_id)
        await db.execute(
            "UPDATE deadlines SET person_id = $2, version = version + 1 WHERE id = $1", deadline_id, person_id
        )
        assigned = DeadlineAssigned(subject_id=deadline_id, case_id=row["case_id"], to_person_id=person_id)
        await facts.record(actor, assigned, about=other_side(actor, row))


async def _must_read_cases(actor: Actor, person_id: UUID) -> None:
    member = await db.fetch_value(
        "SELECT 1 FROM memberships m JOIN role_permissions r ON r.role = m.role AND r.permission = 'cases.read'"
        " JOIN people p ON p.id = m.person_id AND p.status = 'active'"
        " WHERE m.organisation_id = $1 AND m.person_id = $2 AND m.until IS NULL",
        actor.organisation,
        person_id,
    )
    if member is None:
        wanted = "Choose a member of your organisation who may read cases."
        raise Invalid("That person cannot keep it.", places=[Place("person_id", str(person_id), wanted)])


def other_side(actor: Actor, row: db.Row) -> UUID | None:
    """The side that did not act: the owner reads what its firm did, the firm what the owner did."""
    owner: UUID | None = row["organisation_id"]
    return row["firm_organisation_id"] if owner == actor.organisation_id else owner


def _said(actor: Actor, reason: str) -> str:
    actor.must("deadlines.keep")
    fitting = _fitting(reason)
    if fitting is None:
        raise Invalid("Say why.", places=[Place("reason", None, "The reason stays with the deadline.")])
    return fitting


def _fitting(reason: str) -> str | None:
    text = reason.strip()
    if len(text) > LONGEST_REASON:
        wanted = f"Write at most {LONGEST_REASON} characters; this has {len(text)}."
        raise Invalid("The reason is too long.", places=[Place("reason", text[:40] + "…", wanted)])
    return text or None
