"""Legal holds in the store itself, beside those in the house's own record."""

from uuid import UUID

from documents.vault.commands import store
from kernel import db
from kernel.actor import Actor

AT_ONCE = 500


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
    for key in await object_keys(actor, document_id):
        for one in await store().versions(key):
            if one.is_deletion_mark:
                continue
            if standing:
                await store().hold(key, version=one.version)
            else:
                await store().release(key, version=one.version)
    async with db.transaction(actor):
        await db.execute("UPDATE documents SET held_by_store = $2 WHERE id = $1", document_id, standing)


async def object_keys(actor: Actor, document_id: UUID) -> list[str]:
    """Of every version, the newest first."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT object_key FROM document_versions WHERE document_id = $1 ORDER BY number DESC", document_id
        )
    return [row["object_key"] for row in rows]
