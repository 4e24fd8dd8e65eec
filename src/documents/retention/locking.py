"""The store's own lock on sealed papers: until their rule's day, longer while a case is open."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from documents.retention.store_holds import object_keys
from documents.store_errors import Locked, NotStored
from documents.vault.commands import KEEP_FOR, store
from kernel import db
from kernel.actor import Actor

AT_ONCE = 500
SOON = timedelta(days=30)
EXTENDED_BY = timedelta(days=365)
"""How far ahead the papers of an open case are locked; looked at again when fewer than `SOON` are left."""


async def lock_sealed(actor: Actor) -> int:
    """Locks what was sealed and is not, and lengthens what a rule or an open case keeps longer; returns how many.

    Never a tape's papers: its original must be erasable. A lock is never shortened. Bytes that are missing are passed
    over; the night that reads everything back names them.
    """
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT d.id, d.sealed_at, d.locked_until, s.keep_until, s.stop FROM documents d"
            " JOIN retention_states($1, $2) s ON s.document_id = d.id WHERE d.organisation_id = $1"
            " AND d.sealed_at IS NOT NULL AND d.subject_kind <> 'tape' AND (d.locked_until IS NULL"
            " OR s.keep_until > d.locked_until::date + 1 OR (s.stop = 'open_case' AND d.locked_until < $3))"
            " ORDER BY d.locked_until NULLS FIRST, d.id LIMIT $4",
            actor.organisation,
            actor.today("UTC"),
            actor.now() + SOON,
            AT_ONCE,
        )
    for row in rows:
        await _lock(actor, row["id"], _until(actor, row))
    return len(rows)


async def lock_one(actor: Actor, document_id: UUID) -> None:
    """The same for one paper at once. NotStored, naming it, where its bytes are not in the store."""
    async with db.transaction(actor):
        row = await db.fetch_sure(
            "SELECT d.sealed_at, d.locked_until, s.keep_until, s.stop FROM documents d"
            " LEFT JOIN retention_states(d.organisation_id, $2) s ON s.document_id = d.id WHERE d.id = $1",
            document_id,
            actor.today("UTC"),
        )
    if not await _lock(actor, document_id, _until(actor, row)):
        raise NotStored(
            f"Document {document_id} is in the index and its bytes are not in the store: nothing could be locked. Bring"
            " the object back from the backup, then run the job again."
        )


def _until(actor: Actor, row: db.Row) -> datetime:
    if row["keep_until"] is not None:
        until = datetime.combine(row["keep_until"], time(), UTC)
    else:
        until = (row["sealed_at"] or actor.now()) + KEEP_FOR
    if row["stop"] == "open_case":
        until = max(until, actor.now() + EXTENDED_BY)
    return max(until, row["locked_until"]) if row["locked_until"] else until


async def _lock(actor: Actor, document_id: UUID, until: datetime) -> bool:
    """The newest version's bytes. False where the store has no such object."""
    for key in (await object_keys(actor, document_id))[:1]:
        found = [one for one in await store().versions(key) if not one.is_deletion_mark]
        if not found:
            return False
        if until > actor.now():
            try:
                await store().retain(key, version=found[0].version, until=until)
            except Locked:
                # It was locked for longer before, and a lock is never shortened.
                until = await store().retained_until(key, version=found[0].version) or until
    async with db.transaction(actor):
        await db.execute("UPDATE documents SET locked_until = $2 WHERE id = $1", document_id, until)
    return True
