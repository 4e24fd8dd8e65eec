"""API tokens: hashed, scoped, expiring. The clear token is shown once, when it is made."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from accounts.sessions.facts import TokenMade, TokenRevoked
from accounts.sessions.store import permissions_at, token_hash
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Forbidden, Invalid, NotFound, Place, SignInNeeded
from kernel.ids import new_id

PREFIX = "rcs_"
LONGEST = timedelta(days=366)


async def make_token(actor: Actor, *, name: str, scopes: frozenset[str], expires_at: datetime) -> tuple[UUID, str]:
    """A token for the actor's organisation with a part of the actor's own rights; returns its id and clear text."""
    actor.must("tokens.manage")
    if actor.kind == "token":
        raise Forbidden("A token cannot make tokens: its successor would outlive it. Sign in on the site.")
    name = " ".join(name.split())
    beyond = sorted(scopes - actor.permissions)
    if beyond:
        raise Forbidden(f"A token cannot have rights you do not have: {', '.join(beyond)}.")
    places = []
    if not name or len(name) > 80:
        places.append(Place("name", None, "Say what the token is for, in at most 80 characters."))
    if not scopes:
        places.append(Place("scopes", None, "Choose at least one right for the token."))
    if not actor.now() < expires_at <= actor.now() + LONGEST:
        places.append(Place("expires_on", None, f"Choose a day from tomorrow on, within {LONGEST.days} days."))
    if places:
        raise Invalid("The token cannot be made like this.", places=places)
    token_id, clear = new_id(), PREFIX + secrets.token_urlsafe(32)
    async with db.transaction(actor):
        await db.execute(
            "INSERT INTO api_tokens (id, organisation_id, person_id, name, token_hash, scopes, expires_at, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            token_id,
            actor.organisation,
            actor.person_id,
            name,
            token_hash(clear),
            sorted(scopes),
            expires_at,
            actor.now(),
        )
        made = TokenMade(subject_id=token_id, scopes=tuple(sorted(scopes)), expires_at=expires_at)
        await facts.record(actor, made)
    return token_id, clear


async def revoke_token(actor: Actor, token_id: UUID) -> None:
    """Ends a token of the organisation, whoever made it. NotFound if there is none that still works."""
    actor.must("tokens.manage")
    async with db.transaction(actor):
        ended = await db.execute(
            "UPDATE api_tokens SET revoked_at = $3 WHERE id = $1 AND organisation_id = $2 AND revoked_at IS NULL",
            token_id,
            actor.organisation,
            actor.now(),
        )
        if ended == 0:
            raise NotFound("There is no such token here, or it was revoked before.")
        await facts.record(actor, TokenRevoked(subject_id=token_id))


@dataclass(frozen=True, slots=True)
class TokenShown:
    id: UUID
    name: str
    maker: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def status(self, now: datetime) -> str:
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= now else "active"


async def tokens(actor: Actor) -> list[TokenShown]:
    """The organisation's tokens, newest first, those that ended too."""
    actor.must("tokens.manage")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT t.id, t.name, p.name AS maker, t.scopes, t.created_at, t.expires_at, t.used_at, t.revoked_at"
            " FROM api_tokens t JOIN people p ON p.id = t.person_id WHERE t.organisation_id = $1"
            " ORDER BY t.created_at DESC, t.id LIMIT 200",
            actor.organisation,
        )
    return [TokenShown(**{**dict(row), "scopes": tuple(row["scopes"])}) for row in rows]


async def read_token(clear: str, *, clock: Clock = SYSTEM_CLOCK) -> Actor:
    """The actor a token stands for: its scopes, less what its maker has lost since. SignInNeeded otherwise."""
    async with db.transaction(Actor.platform(clock)):
        row = await db.fetch_one(
            "UPDATE api_tokens t SET used_at = $2 FROM people p WHERE t.token_hash = $1 AND t.revoked_at IS NULL"
            " AND t.expires_at > $2 AND p.id = t.person_id AND p.status = 'active'"
            " AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = t.person_id"
            " AND m.organisation_id = t.organisation_id AND m.until IS NULL)"
            " RETURNING t.person_id, t.organisation_id, t.scopes",
            token_hash(clear),
            clock.now(),
        )
        if row is None:
            raise SignInNeeded("The token is unknown, expired or revoked.")
        still = await permissions_at(row["person_id"], row["organisation_id"])
    return Actor(row["person_id"], row["organisation_id"], frozenset(row["scopes"]) & still, "token", clock)
