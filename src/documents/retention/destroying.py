"""Destroying papers: proposed by the night or by an erasure, approved by somebody named, done in a job."""

from datetime import date, timedelta
from typing import Literal
from uuid import UUID

import asyncpg

from documents.retention.facts import (
    DestructionApproved,
    DestructionDone,
    DestructionLookedAt,
    DestructionProposed,
    DestructionRefused,
    DocumentDestroyed,
)
from documents.retention.rules import LONGEST, hashed, wants_four_eyes
from documents.retention.states import DESTRUCTIONS
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id

Cause = Literal["retention", "erasure"]
MOST_A_NIGHT = 5_000
RESTS = timedelta(days=90)
"""For how long a paper whose destruction was refused is not proposed again."""


async def propose_due(actor: Actor) -> UUID | None:
    """Proposes every paper of the organisation whose time is over and which nothing stops; None where there is none."""
    today = actor.today("UTC")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT s.document_id, s.document_class, s.rule_id, s.keep_until FROM retention_states($1, $2) s"
            " WHERE s.stop = '' AND s.keep_until <= $2 AND NOT EXISTS (SELECT 1 FROM destruction_items i"
            " JOIN destructions x ON x.id = i.destruction_id WHERE i.document_id = s.document_id"
            " AND i.organisation_id = $1 AND (i.status = 'waiting' OR (i.spared_for = 'refused'"
            " AND x.proposed_at > $3))) ORDER BY s.keep_until, s.document_id LIMIT $4",
            actor.organisation,
            today,
            actor.now() - RESTS,
            MOST_A_NIGHT,
        )
        if not rows:
            return None
        return await propose(
            actor,
            "retention",
            [(row["document_id"], row["document_class"], row["rule_id"], row["keep_until"]) for row in rows],
        )


async def propose(actor: Actor, cause: Cause, papers: list[tuple[UUID, str, UUID | None, date | None]]) -> UUID:
    """Document, class, rule and last day of each, in the caller's transaction. Returns the destruction's id."""
    destruction_id = new_id()
    async with db.transaction(actor):
        await db.execute(
            "INSERT INTO destructions (id, organisation_id, cause, status, four_eyes, proposed_by, proposed_at)"
            " VALUES ($1, $2, $3, 'proposed', $4, $5, $6)",
            destruction_id,
            actor.organisation,
            cause,
            await wants_four_eyes(actor),
            actor.person_id,
            actor.now(),
        )
        await db.execute(
            "INSERT INTO destruction_items (id, destruction_id, document_id, organisation_id, document_class, rule_id,"
            " due_on, status) SELECT uuidv7(), $1, n.document_id, $2, n.document_class, n.rule_id, n.due_on, 'waiting'"
            " FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::date[])"
            " AS n(document_id, document_class, rule_id, due_on)",
            destruction_id,
            actor.organisation,
            *map(list, zip(*papers, strict=True)),
        )
        told = DestructionProposed(subject_id=destruction_id, cause=cause, count=len(papers))
        await facts.record(actor, told)
    return destruction_id


async def approve_destruction(actor: Actor, destruction_id: UUID) -> bool:
    """True when it is approved now; False when a second person must still approve it."""
    actor.must("destructions.approve")
    async with db.transaction(actor):
        row = await _proposed(actor, destruction_id)
        if row["four_eyes"] and row["first_by"] is None:
            await db.execute(
                "UPDATE destructions SET first_by = $2, first_at = $3, version = version + 1 WHERE id = $1",
                destruction_id,
                actor.person_id,
                actor.now(),
            )
            await facts.record(actor, DestructionLookedAt(subject_id=destruction_id))
            return False
        if row["first_by"] is not None and row["first_by"] == actor.person_id:
            raise Refused("You agreed already. Your house wants a second person to approve a destruction.")
        await db.move(
            "destructions",
            destruction_id,
            DESTRUCTIONS["approve"],
            approved_by=actor.person_id,
            approved_at=actor.now(),
        )
        await facts.record(actor, DestructionApproved(subject_id=destruction_id))
        await jobs.defer("retention.destroy", organisation_id=actor.organisation, destruction_id=destruction_id)
    return True


async def refuse_destruction(actor: Actor, destruction_id: UUID, *, reason: str) -> None:
    """Nothing of it goes; its papers are not proposed again for `RESTS`."""
    actor.must("destructions.approve")
    words = reason.strip()
    if not 5 <= len(words) <= LONGEST:
        raise Invalid("Say why it is refused.", places=[Place("reason", None, f"In 5 to {LONGEST} characters.")])
    async with db.transaction(actor):
        await _proposed(actor, destruction_id)
        await db.move(
            "destructions",
            destruction_id,
            DESTRUCTIONS["refuse"],
            refused_by=actor.person_id,
            refused_reason=words,
        )
        await db.execute(
            "UPDATE destruction_items SET status = 'spared', spared_for = 'refused' WHERE destruction_id = $1"
            " AND organisation_id = $2 AND status = 'waiting'",
            destruction_id,
            actor.organisation,
        )
        await facts.record(actor, DestructionRefused(subject_id=destruction_id, reason_sha256=hashed(words)))


async def carry_out(actor: Actor, destruction_id: UUID) -> None:
    """Destroys what may still go, a transaction a paper, and spares what something came between. Safe to repeat."""
    async with db.transaction(actor):
        cause = await db.fetch_value(
            "SELECT cause FROM destructions WHERE id = $1 AND organisation_id = $2 AND status = 'approved'",
            destruction_id,
            actor.organisation,
        )
        if cause is None:
            return
        rows = await db.fetch(
            "SELECT i.document_id, s.document_id IS NULL AS gone, s.stop, s.keep_until, r.basis"
            " FROM destruction_items i LEFT JOIN retention_states($2, $3) s ON s.document_id = i.document_id"
            " LEFT JOIN retention_rules r ON r.id = s.rule_id"
            " WHERE i.destruction_id = $1 AND i.organisation_id = $2 AND i.status = 'waiting' ORDER BY i.document_id",
            destruction_id,
            actor.organisation,
            actor.today("UTC"),
        )
    for row in rows:
        await _one(actor, destruction_id, cause, row["document_id"], why_kept(cause, row, actor.today("UTC")))
    await _finish(actor, destruction_id)


def why_kept(cause: Cause, row: db.Row, today: date) -> str | None:
    """Why a paper stays, a word of `classes.STOPS`, by its row of `retention_states` and the rule's `basis`; else None.

    An erasure goes before the organisation's own practice, never before a duty, a hold or an open case.
    """
    if row["gone"]:
        return "gone"
    stop: str = row["stop"]
    if cause == "retention":
        return stop or (None if row["keep_until"] <= today else "not_due")
    if stop in ("hold", "open_case", "offered", "two_sides"):
        return stop
    over = row["keep_until"] is not None and row["keep_until"] <= today
    return "duty" if row["basis"] == "duty" and not over else None


async def _one(actor: Actor, destruction_id: UUID, cause: Cause, document_id: UUID, kept: str | None) -> None:
    if kept is None:
        try:
            async with db.transaction(actor):
                gone = await db.fetch(
                    "SELECT object_key, sha256 FROM destroy_document($1, $2, $3)",
                    document_id,
                    destruction_id,
                    actor.now(),
                )
                if gone:
                    # The newest version's hash is what a proof names.
                    sha256 = await db.fetch_value(
                        "SELECT sha256 FROM destruction_items WHERE destruction_id = $1 AND document_id = $2",
                        destruction_id,
                        document_id,
                    )
                    told = DocumentDestroyed(subject_id=document_id, sha256=sha256.hex(), cause=cause)
                    await facts.record(actor, told)
            return
        except asyncpg.CheckViolationError:
            kept = "hold"
    async with db.transaction(actor):
        await db.execute(
            "UPDATE destruction_items SET status = 'spared', spared_for = $3 WHERE destruction_id = $1"
            " AND document_id = $2 AND status = 'waiting'",
            destruction_id,
            document_id,
            kept,
        )


async def _finish(actor: Actor, destruction_id: UUID) -> None:
    async with db.transaction(actor):
        counts = await db.fetch_sure(
            "SELECT count(*) FILTER (WHERE status = 'destroyed') AS destroyed,"
            " count(*) FILTER (WHERE status = 'spared') AS spared FROM destruction_items WHERE destruction_id = $1",
            destruction_id,
        )
        await db.move("destructions", destruction_id, DESTRUCTIONS["finish"], done_at=actor.now())
        done = DestructionDone(subject_id=destruction_id, destroyed=counts["destroyed"], spared=counts["spared"])
        await facts.record(actor, done)


async def _proposed(actor: Actor, destruction_id: UUID) -> db.Row:
    row = await db.fetch_one(
        "SELECT status, four_eyes, first_by FROM destructions WHERE id = $1 AND organisation_id = $2 FOR UPDATE",
        destruction_id,
        actor.organisation,
    )
    if row is None:
        raise NotFound("There is no such destruction here.")
    if row["status"] != "proposed":
        raise Refused(f"This destruction is {row['status']} already.")
    return row
