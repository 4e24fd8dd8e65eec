"""The store's own lock on what was signed, once it is committed."""

from uuid import UUID

from documents.store_errors import NotStored
from documents.vault.commands import KEEP_FOR, store
from kernel import db
from kernel.actor import Actor


async def lock_signed(actor: Actor, batch_id: UUID) -> int:
    """Forbids the deletion of a batch's signed files for ten years; repeating it only lengthens. Returns how many."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT v.object_key, v.document_id, v.created_at FROM signing_items i JOIN document_versions v"
            " ON v.id = i.signed_version_id WHERE i.organisation_id = $1 AND i.batch_id = $2 ORDER BY i.number",
            actor.organisation,
            batch_id,
        )
    for row in rows:
        versions = [one for one in await store().versions(row["object_key"]) if not one.is_deletion_mark]
        if not versions:
            raise NotStored(f"The signed file of document {row['document_id']} is not in the store.")
        until = row["created_at"] + KEEP_FOR
        await store().retain(row["object_key"], version=versions[0].version, until=until)
    return len(rows)
