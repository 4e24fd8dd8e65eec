"""Data keys and second factors wrapped anew under the platform's key, in chunks; what they sealed is not touched."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Refused
from kernel.ids import new_id
from kernel.keys import PREFIX, PlatformKey, platform_key
from web.keyring.facts import KeysRewrapped

AT_ONCE = 1_000
WRAPPED = (("data_keys", "wrapped"), ("second_factors", "secret_sealed"))
"""Everything that the platform's key wraps: table and column; the row's id is bound into it."""
NOBODY = UUID(int=0)

type Told = Callable[[str, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """`left` are values that none of the keys here opens; they stay as they are."""

    count: int
    left: int


async def rewrap(told: Told, *, clock: Clock = SYSTEM_CLOCK, at_once: int = AT_ONCE) -> Rewrapped:
    """Each chunk is a transaction of its own, so that a kill loses one chunk and the next run goes on.

    A value that changes meanwhile (a key that is destroyed) is left alone. `told` hears the table and the rows done.
    """
    platform, ring = Actor.platform(clock), platform_key()
    count = left = 0
    for table, column in WRAPPED:
        after: UUID | None = NOBODY
        while after is not None:
            async with db.transaction(platform):
                after, done, strange = await _some(table, column, ring, after, at_once)
            count, left = count + done, left + strange
            await told(table, count)
    if count:
        async with db.transaction(platform):
            name = sha256(ring.id.encode()).hexdigest()
            await facts.record(platform, KeysRewrapped(subject_id=new_id(), key_sha256=name, count=count, left=left))
    return Rewrapped(count, left)


async def _some(table: str, column: str, ring: PlatformKey, after: UUID, at_once: int) -> tuple[UUID | None, int, int]:
    """Where to go on (None at the end), how many were wrapped anew, and how many nothing here opens."""
    rows = await db.fetch(
        f"SELECT id, {column} AS wrapped FROM {table} WHERE id > $1 AND {column} IS NOT NULL"
        f" AND substring({column} FOR {PREFIX}) <> $2 ORDER BY id LIMIT $3",
        after,
        ring.prefix,
        at_once,
    )
    fresh: list[tuple[UUID, bytes, bytes]] = []
    for row in rows:
        try:
            fresh.append((row["id"], row["wrapped"], ring.wrap(ring.unwrap(row["wrapped"], row["id"]), row["id"])))
        except Refused:
            continue
    done = await db.execute(
        f"UPDATE {table} k SET {column} = n.fresh FROM unnest($1::uuid[], $2::bytea[], $3::bytea[])"
        f" AS n(id, stale, fresh) WHERE k.id = n.id AND k.{column} = n.stale",
        [one[0] for one in fresh],
        [one[1] for one in fresh],
        [one[2] for one in fresh],
    )
    return (rows[-1]["id"] if len(rows) == at_once else None), done, len(rows) - len(fresh)
