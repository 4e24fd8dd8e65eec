"""Data keys: one for each tape and each stored object, kept wrapped. Destroying one makes what it sealed unreadable."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.ids import new_id
from kernel.keys import new_data_key, platform_key

Purpose = Literal["tape", "object", "person"]


@dataclass(frozen=True, slots=True)
class DataKey:
    id: UUID
    secret: bytes


async def make(actor: Actor, purpose: Purpose) -> DataKey:
    """A fresh key, wrapped and stored in the open transaction."""
    key = DataKey(new_id(), new_data_key())
    await db.execute(
        "INSERT INTO data_keys (id, organisation_id, purpose, wrapped, created_at) VALUES ($1, $2, $3, $4, $5)",
        key.id,
        actor.organisation,
        purpose,
        platform_key().wrap(key.secret, key.id),
        actor.now(),
    )
    return key


async def open_key(key_id: UUID) -> DataKey:
    """The key, unwrapped. Refused if it was destroyed: what it sealed was erased on purpose."""
    row = await db.fetch_one("SELECT wrapped FROM data_keys WHERE id = $1", key_id)
    if row is None:
        raise NotFound("There is no such key here.")
    if row["wrapped"] is None:
        raise Refused("This was erased: its key has been destroyed.")
    return DataKey(key_id, platform_key().unwrap(row["wrapped"], key_id))


async def destroy(actor: Actor, key_id: UUID) -> None:
    """Makes everything sealed with the key unreadable for ever. There is no way back."""
    touched = await db.execute(
        "UPDATE data_keys SET wrapped = NULL, destroyed_at = $2 WHERE id = $1 AND wrapped IS NOT NULL",
        key_id,
        actor.now(),
    )
    if touched == 0:
        raise NotFound("There is no such key here, or it was destroyed before.")
