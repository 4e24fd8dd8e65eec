"""The session store: rows found by the hash of the cookie, in single statements of the platform's role.

The server makes every id itself and never adopts one that a browser brings, so a planted cookie is worth nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import msgspec

from accounts.sessions.demands import demanded
from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock

LASTS = timedelta(hours=12)
IDLE = timedelta(hours=2)
HALF = timedelta(minutes=10)
"""How long somebody may take between password and second factor."""


class Flash(msgspec.Struct, frozen=True, array_like=True):
    tone: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Membership:
    organisation_id: UUID
    name: str
    kinds: tuple[str, ...]
    status: str
    roles: tuple[str, ...]
    demands_second_factor: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who the cookie stands for, and where they may act. `permissions` are those at `organisation_id`.

    `must_enrol`: their organisation demands a second factor, and they have none yet.
    """

    session_id: bytes
    person_id: UUID
    name: str
    email: str
    locale: str
    time_zone: str
    organisation_id: UUID | None
    memberships: tuple[Membership, ...]
    permissions: frozenset[str]
    second_factor_at: datetime | None
    needs_second_factor: bool
    must_enrol: bool
    flash: tuple[Flash, ...]


def token_hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


async def open_session(
    person_id: UUID,
    organisation_id: UUID | None,
    *,
    ip: str | None = None,
    agent: str | None = None,
    second_factor: bool = False,
    replaces: bytes | None = None,
    lasts: timedelta = LASTS,
    clock: Clock = SYSTEM_CLOCK,
) -> str:
    """A new session with a new id; the one whose id it `replaces` is gone. Returns the cookie's value."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    async with db.transaction(Actor.platform(clock)):
        if replaces is not None:
            await db.execute("DELETE FROM sessions WHERE id = $1", replaces)
        await db.execute(
            "INSERT INTO sessions (id, person_id, organisation_id, created_at, seen_at, expires_at, second_factor_at,"
            " flash, ip, agent) VALUES ($1, $2, $3, $4, $4, $5, $6, '[]', $7, $8)",
            token_hash(token),
            person_id,
            organisation_id,
            now,
            now + lasts,
            now if second_factor else None,
            ip,
            (agent or "")[:200],
        )
    return token


async def close_session(session_id: bytes) -> None:
    async with db.transaction(Actor.platform()):
        await db.execute("DELETE FROM sessions WHERE id = $1", session_id)


async def close_all_of(person_id: UUID) -> None:
    """Signs the person out everywhere, as after a changed password."""
    async with db.transaction(Actor.platform()):
        await db.execute("DELETE FROM sessions WHERE person_id = $1", person_id)


async def keep_flash(session_id: bytes, flash: tuple[Flash, ...]) -> None:
    async with db.transaction(Actor.platform()):
        await db.execute(
            "UPDATE sessions SET flash = $2::jsonb WHERE id = $1", session_id, msgspec.json.encode(flash).decode()
        )


async def read_session(token: str, clock: Clock = SYSTEM_CLOCK) -> SignedIn | None:
    """Who this cookie stands for now; None if it is unknown, expired, idle too long, or the person is locked."""
    now = clock.now()
    async with db.transaction(Actor.platform(clock)):
        row = await db.fetch_one(
            "UPDATE sessions s SET seen_at = $2 FROM people p WHERE s.id = $1 AND s.expires_at > $2 AND s.seen_at > $3"
            " AND p.id = s.person_id AND p.status = 'active'"
            " RETURNING s.id, s.person_id, s.organisation_id, s.second_factor_at, s.flash::text AS flash, p.name,"
            " p.email, p.locale, p.time_zone, EXISTS (SELECT 1 FROM second_factors f WHERE f.person_id = p.id"
            " AND f.confirmed_at IS NOT NULL AND f.removed_at IS NULL) AS guarded",
            token_hash(token),
            now,
            now - IDLE,
        )
        if row is None:
            return None
        memberships = await memberships_of(row["person_id"])
        # Who was removed meanwhile acts for nobody: the organisation decides which rows are shown at all.
        still = any(one.organisation_id == row["organisation_id"] for one in memberships)
        here = row["organisation_id"] if still else None
        house = next((one for one in memberships if one.organisation_id == here), None)
        permissions = await permissions_at(row["person_id"], here)
    return SignedIn(
        session_id=row["id"],
        person_id=row["person_id"],
        name=row["name"],
        email=row["email"],
        locale=row["locale"],
        time_zone=row["time_zone"],
        organisation_id=here,
        memberships=memberships,
        permissions=permissions,
        second_factor_at=row["second_factor_at"],
        needs_second_factor=row["guarded"] and row["second_factor_at"] is None,
        must_enrol=not row["guarded"]
        and row["second_factor_at"] is None
        and house is not None
        and demanded(kinds=house.kinds, setting=house.demands_second_factor, permissions=permissions),
        flash=tuple(msgspec.json.decode(row["flash"], type=list[Flash])),
    )


async def memberships_of(person_id: UUID) -> tuple[Membership, ...]:
    rows = await db.fetch(
        "SELECT o.id, o.name, o.kinds, o.status, o.demands_second_factor, array_agg(m.role ORDER BY m.role) AS roles"
        " FROM memberships m JOIN organisations o ON o.id = m.organisation_id"
        " WHERE m.person_id = $1 AND m.until IS NULL GROUP BY o.id ORDER BY o.name",
        person_id,
    )
    return tuple(
        Membership(
            row["id"],
            row["name"],
            tuple(row["kinds"]),
            row["status"],
            tuple(row["roles"]),
            row["demands_second_factor"],
        )
        for row in rows
    )


async def permissions_at(person_id: UUID, organisation_id: UUID | None) -> frozenset[str]:
    rows = await db.fetch(
        "SELECT DISTINCT p.permission FROM memberships m JOIN role_permissions p USING (role)"
        " WHERE m.person_id = $1 AND m.organisation_id = $2 AND m.until IS NULL",
        person_id,
        organisation_id,
    )
    return frozenset(row["permission"] for row in rows)


async def actor_at(person_id: UUID, organisation_id: UUID, *, clock: Clock = SYSTEM_CLOCK) -> Actor:
    """The actor a person is at an organisation, with the rights of their roles, as after signing in."""
    async with db.transaction(Actor.platform(clock)):
        permissions = await permissions_at(person_id, organisation_id)
    return Actor(person_id, organisation_id, permissions, "person", clock)
