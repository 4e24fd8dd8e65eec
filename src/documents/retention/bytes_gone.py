"""The stored bytes of destroyed papers: noise without their key, and deleted once the store's lock lets them go."""

from uuid import UUID

from documents.retention.facts import DocumentBytesGone
from documents.store_errors import Locked
from documents.vault.commands import store
from kernel import db, facts
from kernel.actor import Actor

AT_ONCE = 1_000


async def let_go(actor: Actor) -> int:
    """Deletes every version of each destroyed paper whose lock is over; returns how many papers. Safe to repeat."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT i.id, i.document_id, array_agg(v.object_key ORDER BY v.number) AS object_keys"
            " FROM destruction_items i JOIN document_versions v ON v.document_id = i.document_id"
            " WHERE i.organisation_id = $1 AND i.status = 'destroyed' AND i.bytes_gone_at IS NULL"
            " AND (i.locked_until IS NULL OR i.locked_until <= $2) GROUP BY i.id, i.document_id ORDER BY i.id LIMIT $3",
            actor.organisation,
            actor.now(),
            AT_ONCE,
        )
    gone = 0
    for row in rows:
        gone += await _delete(actor, row["id"], row["document_id"], row["object_keys"])
    return gone


async def _delete(actor: Actor, item_id: UUID, document_id: UUID, object_keys: list[str]) -> int:
    deleted = 0
    for key in object_keys:
        for one in await store().versions(key):
            try:
                await store().delete(key, version=one.version)
            except Locked:
                until = await store().retained_until(key, version=one.version)
                async with db.transaction(actor):
                    await db.execute("UPDATE destruction_items SET locked_until = $2 WHERE id = $1", item_id, until)
                return 0
            deleted += 1
    async with db.transaction(actor):
        await db.execute("UPDATE destruction_items SET bytes_gone_at = $2 WHERE id = $1", item_id, actor.now())
        await facts.record(actor, DocumentBytesGone(subject_id=document_id, versions=deleted))
    return 1
