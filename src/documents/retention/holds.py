"""Legal holds: while one stands, nothing under it is destroyed, whatever its period and whoever asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from documents.retention.facts import LegalHoldLifted, LegalHoldPlaced
from documents.retention.rules import LONGEST, hashed
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id

Scope = Literal["document", "case", "person"]
SCOPES: tuple[Scope, ...] = ("document", "case", "person")
_SUBJECT = {
    "document": "SELECT NULL::bytea AS person_hash FROM documents WHERE id = $1 AND organisation_id = $2"
    " AND destroyed_at IS NULL",
    "case": "SELECT NULL::bytea AS person_hash FROM cases WHERE id = $1 AND organisation_id = $2",
    "person": "SELECT person_hash FROM parties WHERE id = $1 AND organisation_id = $2 AND erased_at IS NULL",
}


@dataclass(frozen=True, slots=True)
class Hold:
    """`subject` says what it lies on, for people of the organisation; `papers` how many documents it covers now."""

    id: UUID
    scope: str
    subject_id: UUID
    subject: str
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None
    lift_reason: str | None
    papers: int


_NAMED = {
    "document": "SELECT id FROM documents WHERE organisation_id = $1 AND id::text = lower($2)",
    "case": "SELECT id FROM cases WHERE organisation_id = $1 AND (reference = $2 OR id::text = lower($2))",
    "person": "SELECT id FROM parties WHERE organisation_id = $1 AND id::text = lower($2)",
}


async def held_subject(actor: Actor, scope: Scope, text: str) -> UUID:
    """What somebody named: a case by its reference, anything by its id. Invalid where there is none."""
    async with db.transaction(actor):
        found: UUID | None = await db.fetch_value(_NAMED[scope], actor.organisation, text.strip())
    if found is None:
        place = Place("subject", text[:40], "A case by its reference; a document or person by the number on its page.")
        raise Invalid(f"There is no such {scope} here.", places=[place])
    return found


async def place_hold(actor: Actor, scope: Scope, subject_id: UUID, *, reason: str) -> UUID:
    """On one's own document, case or person (a party; the hold then covers every claim against that person)."""
    actor.must("holds.place")
    words = _worded(reason)
    hold_id = new_id()
    async with db.transaction(actor):
        # Whoever destroys holds the same lock: a hold that stands never covers what went after it.
        await db.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('holds of ' || $1::uuid, 0))", actor.organisation
        )
        found = await db.fetch_one(_SUBJECT[scope], subject_id, actor.organisation)
        if found is None:
            raise NotFound(f"There is no such {scope} here.")
        await db.execute(
            "INSERT INTO legal_holds (id, organisation_id, scope, subject_id, person_hash, reason, placed_by,"
            " placed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            hold_id,
            actor.organisation,
            scope,
            subject_id,
            found["person_hash"],
            words,
            actor.person_id,
            actor.now(),
        )
        await facts.record(actor, LegalHoldPlaced(subject_id=hold_id, scope=scope, reason_sha256=hashed(words)))
        await jobs.defer("retention.tell_store", organisation_id=actor.organisation, hold_id=hold_id)
    return hold_id


async def lift_hold(actor: Actor, hold_id: UUID, *, reason: str) -> None:
    actor.must("holds.place")
    words = _worded(reason)
    async with db.transaction(actor):
        touched = await db.execute(
            "UPDATE legal_holds SET lifted_by = $3, lifted_at = $4, lift_reason = $5, told_at = NULL,"
            " version = version + 1 WHERE id = $1 AND organisation_id = $2 AND lifted_at IS NULL",
            hold_id,
            actor.organisation,
            actor.person_id,
            actor.now(),
            words,
        )
        if touched == 0:
            if await db.fetch_value("SELECT 1 FROM legal_holds WHERE id = $1", hold_id):
                raise Refused("This hold was lifted before.")
            raise NotFound("There is no such hold here.")
        await facts.record(actor, LegalHoldLifted(subject_id=hold_id, reason_sha256=hashed(words)))
        await jobs.defer("retention.tell_store", organisation_id=actor.organisation, hold_id=hold_id)


async def holds_of(actor: Actor) -> list[Hold]:
    """Those that stand first, newest first."""
    actor.must("holds.place")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT h.id, h.scope, h.subject_id, h.reason, p.name AS placed_by, h.placed_at, l.name AS lifted_by,"
            " h.lifted_at, h.lift_reason, coalesce(d.title, k.reference, c.reference, '') AS subject,"
            " (SELECT count(*) FROM held_documents($1) x WHERE x.hold_id = h.id) AS papers"
            " FROM legal_holds h LEFT JOIN people p ON p.id = h.placed_by LEFT JOIN people l ON l.id = h.lifted_by"
            " LEFT JOIN documents d ON h.scope = 'document' AND d.id = h.subject_id"
            " LEFT JOIN cases k ON h.scope = 'case' AND k.id = h.subject_id"
            " LEFT JOIN parties q ON h.scope = 'person' AND q.id = h.subject_id LEFT JOIN claims c ON c.id = q.claim_id"
            " WHERE h.organisation_id = $1 ORDER BY h.lifted_at IS NOT NULL, h.placed_at DESC LIMIT 500",
            actor.organisation,
        )
    return [Hold(**dict(row)) for row in rows]


def _worded(reason: str) -> str:
    words = reason.strip()
    if not 5 <= len(words) <= LONGEST:
        raise Invalid("A hold needs its reason.", places=[Place("reason", None, f"In 5 to {LONGEST} characters.")])
    return words
