"""A copy that was made for one buyer becomes a row that both sides see."""

from uuid import UUID

from documents.vault.commands import Put, keep_key
from kernel import db
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.ids import new_id
from marketplace.diligence.states import Level
from marketplace.diligence.stored import StoredFile


async def keep_copy(
    seller: Actor,
    listing_id: UUID,
    level: Level,
    buyer_id: UUID,
    *,
    mark_key_id: UUID,
    stored: Put,
    file_name: str,
    rows: int,
) -> None:
    """By the seller's house, which keeps the key of the mark. Of two copies made at once, one stays."""
    async with db.transaction(seller):
        await keep_key(seller, stored)
        await db.execute(
            "INSERT INTO released_copies (id, listing_id, level, organisation_id, seller_organisation_id, mark_key_id,"
            " file_name, media_type, object_key, data_key_id, sha256, size_bytes, rows_count, made_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
            " ON CONFLICT (listing_id, level, organisation_id) DO NOTHING",
            new_id(),
            listing_id,
            level,
            buyer_id,
            seller.organisation,
            mark_key_id,
            file_name,
            stored.media_type,
            stored.object_key,
            stored.key.id,
            stored.sha256,
            stored.size,
            rows,
            seller.now(),
        )


async def copy_of(actor: Actor, listing_id: UUID, level: Level) -> StoredFile | None:
    """The actor's own copy of that level, in the open transaction."""
    row = await db.fetch_one(
        "SELECT * FROM released_copies WHERE listing_id = $1 AND organisation_id = $2 AND level = $3",
        listing_id,
        actor.organisation,
        level,
    )
    return None if row is None else StoredFile.of(row, await open_key(row["data_key_id"]))
