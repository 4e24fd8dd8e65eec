"""Closings that wait for a second person: an event answers a deadline, and the house wants four eyes on it.

The event stands, since it happened; the deadline stays open, is reminded of and listed, until a colleague has looked.
"""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

import msgspec

from cases.deadlines.debtors import CLOSED_FOR_ALL
from cases.deadlines.facts import ClosingAsked, ClosingRefused, DeadlineClosed
from cases.deadlines.states import DEADLINES
from cases.desk.reach import digest_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused, StaleState
from kernel.ids import new_id

LONGEST_REASON = 300
WANTED = "EXISTS (SELECT FROM deadline_policies p WHERE p.organisation_id = $1 AND p.four_eyes)"
# A deadline nobody entered, reckoned when a case was opened, has no first person and needs no second one.
UNSEEN = (
    "d.kind = 'procedure' AND d.status = 'open' AND NOT EXISTS (SELECT FROM deadline_checks c"
    " WHERE c.deadline_id = d.id) AND EXISTS (SELECT FROM case_events e WHERE e.id = d.event_id"
    " AND e.recorded_by IS NOT NULL)"
)
WAITS = "EXISTS (SELECT FROM pending_closings w WHERE w.deadline_id = d.id AND w.settled_at IS NULL)"
NOT_WAITING = f"NOT {WAITS}"


class Waiting(msgspec.Struct, frozen=True):
    """An event that would close a deadline once a second person has looked."""

    deadline_id: UUID
    event: str
    event_on: date
    verb: str
    asked_by: str | None
    mine: bool


async def ask_second_person(
    actor: Actor,
    verb: str,
    pairs: Sequence[tuple[UUID, UUID, str | None]],
    *,
    reason: str,
    document_id: UUID | None = None,
    for_all: Sequence[bool] | None = None,
) -> list[UUID]:
    """Holds back what the house wants looked at: of `pairs` (case, event, rule; None is every rule), the deadlines
    that stay open. In the open transaction; nothing where the house wants no four eyes."""
    rows = await db.fetch(
        "INSERT INTO pending_closings (id, deadline_id, event_id, organisation_id, verb, reason, document_id, asked_by,"
        " asked_at) SELECT uuidv7(), d.id, min(n.event_id::text)::uuid, $1, $5, $6, $7, $8, $9"
        " FROM unnest($2::uuid[], $3::uuid[], $4::text[], $10::boolean[]) AS n(case_id, event_id, rule, for_all)"
        " JOIN deadlines d"
        f" ON d.case_id = n.case_id AND (n.rule IS NULL OR d.rule = n.rule) WHERE {WANTED} AND {UNSEEN}"
        f" AND (n.rule IS NULL OR {CLOSED_FOR_ALL}) GROUP BY d.id"
        " ON CONFLICT (deadline_id) WHERE settled_at IS NULL DO NOTHING RETURNING deadline_id",
        actor.organisation,
        [case_id for case_id, _, _ in pairs],
        [event_id for _, event_id, _ in pairs],
        [rule for _, _, rule in pairs],
        verb,
        reason,
        document_id,
        actor.person_id,
        actor.now(),
        list(for_all) if for_all is not None else [False] * len(pairs),
    )
    held = [row["deadline_id"] for row in rows]
    if held:
        asked = ClosingAsked(
            subject_id=held[0] if len(held) == 1 else new_id(), count=len(held), digest=digest_of(held)
        )
        await facts.record(actor, asked)
    return held


async def held_by(event_id: UUID) -> set[UUID]:
    """The deadlines that this event would close. In the open transaction."""
    rows = await db.fetch(
        "SELECT deadline_id FROM pending_closings WHERE event_id = $1 AND settled_at IS NULL", event_id
    )
    return {row["deadline_id"] for row in rows}


async def let_go(event_id: UUID) -> None:
    """The event that asked was corrected: nothing waits for it any more. In the open transaction."""
    await db.execute(
        "UPDATE pending_closings SET settled = 'fell_away', settled_at = now()"
        " WHERE event_id = $1 AND settled_at IS NULL",
        event_id,
    )


async def close_waiting(actor: Actor, deadline_id: UUID) -> None:
    """What an event would have closed is closed now that a second person looked. In the open transaction."""
    row = await db.fetch_one(
        "UPDATE pending_closings SET settled = 'closed', settled_by = $2, settled_at = $3"
        " WHERE deadline_id = $1 AND settled_at IS NULL RETURNING event_id, verb, reason, document_id",
        deadline_id,
        actor.person_id,
        actor.now(),
    )
    if row is None:
        return
    closed = await db.move(
        "deadlines",
        deadline_id,
        DEADLINES[row["verb"]],
        closed_at=actor.now(),
        closed_by=actor.person_id,
        closed_reason=row["reason"],
        closing_event_id=row["event_id"],
        evidence_document_id=row["document_id"],
    )
    told = DeadlineClosed(
        subject_id=deadline_id,
        case_id=closed["case_id"],
        status=closed["status"],
        reason_sha256=sha256(row["reason"].encode()).hexdigest(),
        evidence_document_id=row["document_id"],
    )
    owner: UUID = closed["organisation_id"]
    await facts.record(actor, told, about=closed["firm_organisation_id"] if owner == actor.organisation else owner)


async def refuse_closing(actor: Actor, deadline_id: UUID, *, reason: str) -> None:
    """The event does not answer the deadline: it stays open, and the reason with it. Not by who recorded the event."""
    actor.must("deadlines.keep")
    text = reason.strip()
    if not 0 < len(text) <= LONGEST_REASON:
        wanted = f"Say why it does not answer it, in at most {LONGEST_REASON} characters."
        raise Invalid("A closing is refused for a reason.", places=[Place("reason", text[:40] or None, wanted)])
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT w.id, w.asked_by, w.settled_at, d.case_id FROM pending_closings w JOIN deadlines d"
            " ON d.id = w.deadline_id WHERE w.deadline_id = $1"
            " AND (d.organisation_id = $2 OR d.firm_organisation_id = $2)"
            " ORDER BY w.settled_at IS NOT NULL, w.asked_at DESC LIMIT 1 FOR UPDATE OF w",
            deadline_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("Nothing waits to close this deadline.")
        if row["settled_at"] is not None:
            raise StaleState("That was settled already. Reload the page to see what happened.")
        if row["asked_by"] == actor.person_id:
            raise Refused("You recorded the event: correct it on the chain of the case, or let a colleague look.")
        await db.execute(
            "UPDATE pending_closings SET settled = 'refused', settled_by = $2, settled_at = $3, settled_reason = $4"
            " WHERE id = $1",
            row["id"],
            actor.person_id,
            actor.now(),
            text,
        )
        refused = ClosingRefused(
            subject_id=deadline_id, case_id=row["case_id"], reason_sha256=sha256(text.encode()).hexdigest()
        )
        await facts.record(actor, refused)


async def waiting_of(actor: Actor, deadline_ids: Sequence[UUID]) -> dict[UUID, Waiting]:
    """What waits for a second person, by deadline. In the open transaction."""
    rows = await db.fetch(
        "SELECT w.deadline_id, e.event, e.on_date AS event_on, w.verb, p.name AS asked_by,"
        " coalesce(w.asked_by = $2, false) AS mine FROM pending_closings w JOIN case_events e ON e.id = w.event_id"
        " LEFT JOIN people p ON p.id = w.asked_by WHERE w.deadline_id = ANY($1::uuid[]) AND w.settled_at IS NULL",
        list(deadline_ids),
        actor.person_id,
    )
    return {row["deadline_id"]: Waiting(**dict(row)) for row in rows}
