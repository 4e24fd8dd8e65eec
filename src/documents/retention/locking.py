"""The store's own lock on sealed papers: until their rule's day, longer while a case is open; and legal holds in it."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

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
    for key in (await _object_keys(actor, document_id))[:1]:
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


async def tell_store(actor: Actor, hold_id: UUID) -> None:
    """Places the hold in the store on every paper it covers, or takes it off those that no other hold covers."""
    async with db.transaction(actor):
        hold = await db.fetch_one("SELECT lifted_at, scope, subject_id FROM legal_holds WHERE id = $1", hold_id)
        if hold is None:
            return
        standing = hold["lifted_at"] is None
        rows = await db.fetch(
            "SELECT DISTINCT h.document_id FROM held_documents($1) h WHERE h.hold_id = $2"
            if standing
            else "SELECT d.id AS document_id FROM documents d WHERE d.organisation_id = $1 AND d.destroyed_at IS NULL"
            " AND d.held_by_store AND $2::uuid IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM held_documents($1) h WHERE h.document_id = d.id)",
            actor.organisation,
            hold_id,
        )
    for row in rows:
        await _hold(actor, row["document_id"], standing)
    async with db.transaction(actor):
        await db.execute(
            "UPDATE legal_holds SET told_at = $2, version = version + 1 WHERE id = $1", hold_id, actor.now()
        )


async def tell_store_of_new(actor: Actor) -> None:
    """Papers that came under a standing hold after the store was told."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT h.document_id FROM held_documents($1) h JOIN documents d ON d.id = h.document_id"
            " WHERE d.organisation_id = $1 AND NOT d.held_by_store LIMIT $2",
            actor.organisation,
            AT_ONCE,
        )
    for row in rows:
        await _hold(actor, row["document_id"], True)


async def _hold(actor: Actor, document_id: UUID, standing: bool) -> None:
    for key in await _object_keys(actor, document_id):
        for one in await store().versions(key):
            if one.is_deletion_mark:
                continue
            if standing:
                await store().hold(key, version=one.version)
            else:
                await store().release(key, version=one.version)
    async with db.transaction(actor):
        await db.execute("UPDATE documents SET held_by_store = $2 WHERE id = $1", document_id, standing)


async def _object_keys(actor: Actor, document_id: UUID) -> list[str]:
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT object_key FROM document_versions WHERE document_id = $1 ORDER BY number DESC", document_id
        )
    return [row["object_key"] for row in rows]
