"""Sealing of facts: a chain of Merkle roots over everything that was committed, and its verification.

A seal takes every fact whose transaction is certainly over (`xid < pg_snapshot_xmin`), earlier ones that were missed
included, since numbers are given before a transaction commits. Each seal binds the one before it.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import msgspec

from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.merkle import leaf_hash, root_hash

FIRST = bytes(32)
MOST = 50_000
SEALING = 0x5EA1
"""The advisory lock that lets one sealer work at a time."""

COLUMNS = (
    "f.id, f.at, f.kind, f.actor_kind, f.person_id, f.organisation_id, f.about_organisation_id, f.subject_id,"
    " f.data::text AS data"
)


@dataclass(frozen=True, slots=True)
class Seal:
    """A link of the chain: `chain` = SHA-256(previous chain, root, number of facts)."""

    id: int
    sealed_at: datetime
    facts_count: int
    root: bytes
    previous_chain: bytes
    chain: bytes
    object_key: str | None
    timestamp_token: bytes | None

    def statement(self) -> bytes:
        """What is kept in the locked object and time-stamped."""
        said = {
            "seal": self.id,
            "sealed_at": self.sealed_at.isoformat(),
            "facts": self.facts_count,
            "root": self.root.hex(),
            "previous": self.previous_chain.hex(),
            "chain": self.chain.hex(),
        }
        return msgspec.json.encode(said)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was sealed and is not so any more."""

    seal_id: int
    fact_id: int | None
    sentence: str


def chain_hash(previous: bytes, root: bytes, count: int) -> bytes:
    return sha256(previous + root + count.to_bytes(8)).digest()


def fact_leaf(row: db.Row) -> bytes:
    """The hash of a fact as it stands in the table."""
    parts = [
        row["id"],
        row["at"].isoformat(),
        row["kind"],
        row["actor_kind"],
        *(str(row[name] or "") for name in ("person_id", "organisation_id", "about_organisation_id", "subject_id")),
        row["data"],
    ]
    return leaf_hash(msgspec.json.encode(parts))


async def seal(clock: Clock = SYSTEM_CLOCK) -> Seal | None:
    """Seals what is waiting, at most fifty thousand facts; None if nothing is."""
    async with db.transaction(Actor.platform(clock)):
        await db.execute("SELECT pg_advisory_xact_lock($1)", SEALING)
        rows = await db.fetch(
            f"SELECT {COLUMNS} FROM facts f WHERE f.xid < pg_snapshot_xmin(pg_current_snapshot())"
            " AND NOT EXISTS (SELECT 1 FROM fact_leaves l WHERE l.fact_id = f.id) ORDER BY f.id LIMIT $1",
            MOST,
        )
        if not rows:
            return None
        leaves = [fact_leaf(row) for row in rows]
        root = root_hash(leaves)
        previous = await db.fetch_value("SELECT chain FROM fact_seals ORDER BY id DESC LIMIT 1") or FIRST
        made = await db.fetch_sure(
            "INSERT INTO fact_seals (sealed_at, facts_count, root, previous_chain, chain)"
            " VALUES ($1, $2, $3, $4, $5) RETURNING *",
            clock.now(),
            len(leaves),
            root,
            previous,
            chain_hash(previous, root, len(leaves)),
        )
        await db.execute(
            "INSERT INTO fact_leaves (fact_id, seal_id, position, leaf)"
            " SELECT f, $1, p - 1, l FROM unnest($2::bigint[], $3::bytea[]) WITH ORDINALITY AS t(f, l, p)",
            made["id"],
            [row["id"] for row in rows],
            leaves,
        )
    return _seal(made)


async def published(seal_id: int, object_key: str, clock: Clock = SYSTEM_CLOCK) -> None:
    """Notes where the locked statement lies."""
    async with db.transaction(Actor.platform(clock)):
        await db.execute("UPDATE fact_seals SET object_key = $2 WHERE id = $1", seal_id, object_key)


async def stamped(seal_id: int, token: bytes, clock: Clock = SYSTEM_CLOCK) -> None:
    """Keeps the time-stamp token beside the seal; the first one stays."""
    async with db.transaction(Actor.platform(clock)):
        await db.execute(
            "UPDATE fact_seals SET timestamp_token = $2 WHERE id = $1 AND timestamp_token IS NULL", seal_id, token
        )


async def unpublished() -> list[Seal]:
    async with db.transaction(Actor.platform()):
        rows = await db.fetch("SELECT * FROM fact_seals WHERE object_key IS NULL ORDER BY id LIMIT 1000")
    return [_seal(row) for row in rows]


async def unstamped(most: int) -> list[Seal]:
    """Published seals that no server stamped yet, oldest first."""
    async with db.transaction(Actor.platform()):
        rows = await db.fetch(
            "SELECT * FROM fact_seals WHERE object_key IS NOT NULL AND timestamp_token IS NULL ORDER BY id LIMIT $1",
            most,
        )
    return [_seal(row) for row in rows]


async def all_seals() -> AsyncGenerator[Seal]:
    last = 0
    while True:
        async with db.transaction(Actor.platform()):
            row = await db.fetch_one("SELECT * FROM fact_seals WHERE id > $1 ORDER BY id LIMIT 1", last)
        if row is None:
            return
        last = row["id"]
        yield _seal(row)


async def verify_seal(one: Seal, previous: bytes) -> list[Finding]:
    """Recomputes a seal from the facts as they stand. `previous` is the chain of the seal before it."""
    async with db.transaction(Actor.platform()):
        rows = await db.fetch(
            f"SELECT {COLUMNS}, l.fact_id, l.leaf FROM fact_leaves l LEFT JOIN facts f ON f.id = l.fact_id"
            " WHERE l.seal_id = $1 ORDER BY l.position",
            one.id,
        )
    found = [
        Finding(one.id, row["fact_id"], "the fact was deleted" if row["id"] is None else "the fact was changed")
        for row in rows
        if row["id"] is None or fact_leaf(row) != row["leaf"]
    ]
    if len(rows) != one.facts_count or not rows or root_hash([row["leaf"] for row in rows]) != one.root:
        found.append(Finding(one.id, None, "the hashes of its facts do not give its root"))
    if one.previous_chain != previous:
        found.append(Finding(one.id, None, "it does not follow the seal before it: one was removed or put in"))
    if chain_hash(one.previous_chain, one.root, one.facts_count) != one.chain:
        found.append(Finding(one.id, None, "its link of the chain was rewritten"))
    return found


async def waiting() -> int:
    """Facts not sealed yet."""
    async with db.transaction(Actor.platform()):
        return int(
            await db.fetch_value(
                "SELECT count(*) FROM facts f WHERE NOT EXISTS (SELECT 1 FROM fact_leaves l WHERE l.fact_id = f.id)"
            )
        )


def _seal(row: db.Row) -> Seal:
    return Seal(**{name: row[name] for name in Seal.__dataclass_fields__})
