"""The people of one organisation, as its administrators see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.people.policies import roles_for
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class PersonShown:
    id: UUID
    name: str
    email: str
    status: str
    roles: tuple[str, ...]
    since: datetime
    guarded: bool
    """Whether a second factor is on."""


@dataclass(frozen=True, slots=True)
class RoleShown:
    role: str
    sentence: str


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    id: UUID
    email: str
    name: str
    role: str
    created_at: datetime
    expires_at: datetime


async def people(actor: Actor) -> list[PersonShown]:
    """Members of the actor's organisation today, by name."""
    actor.must("people.manage")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT p.id, p.name, p.email, p.status, array_agg(m.role ORDER BY m.role) AS roles, min(m.since) AS since"
            " FROM memberships m JOIN people p ON p.id = m.person_id"
            " WHERE m.organisation_id = $1 AND m.until IS NULL GROUP BY p.id ORDER BY p.name, p.id",
            actor.organisation,
        )
    guarded = await _guarded(actor)
    return [PersonShown(**{**dict(row), "roles": tuple(row["roles"])}, guarded=row["id"] in guarded) for row in rows]


async def person(actor: Actor, person_id: UUID) -> PersonShown:
    """One member; NotFound for anybody else."""
    for one in await people(actor):
        if one.id == person_id:
            return one
    raise NotFound("There is no such person here.")


async def _guarded(actor: Actor) -> frozenset[UUID]:
    """Second factors are the platform's to read; the organisation learns only who has one."""
    async with db.transaction(Actor.platform(actor.clock)):
        rows = await db.fetch(
            "SELECT DISTINCT f.person_id FROM second_factors f JOIN memberships m ON m.person_id = f.person_id"
            " WHERE m.organisation_id = $1 AND m.until IS NULL AND f.confirmed_at IS NOT NULL"
            " AND f.removed_at IS NULL",
            actor.organisation,
        )
    return frozenset(row["person_id"] for row in rows)


async def roles_here(actor: Actor) -> list[RoleShown]:
    """The roles that exist in the actor's kind of organisation, each with what it does."""
    async with db.transaction(actor):
        kinds = await db.fetch_value("SELECT kinds FROM organisations WHERE id = $1", actor.organisation)
        rows = await db.fetch("SELECT role, sentence FROM roles WHERE role = ANY($1)", list(roles_for(tuple(kinds))))
    sentences = {row["role"]: row["sentence"] for row in rows}
    return [RoleShown(role, sentences[role]) for role in roles_for(tuple(kinds))]


async def open_invitations(actor: Actor) -> list[OpenInvitation]:
    """Not accepted, not withdrawn; the expired ones too, so that they can be sent again."""
    actor.must("people.manage")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT id, email, name, role, created_at, expires_at FROM invitations WHERE organisation_id = $1"
            " AND accepted_at IS NULL AND withdrawn_at IS NULL ORDER BY created_at DESC LIMIT 200",
            actor.organisation,
        )
    return [OpenInvitation(**dict(row)) for row in rows]
