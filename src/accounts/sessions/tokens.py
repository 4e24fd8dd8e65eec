"""API tokens: hashed, scoped, expiring. The clear token is shown once, when it is made."""

import secrets
from datetime import datetime
from uuid import UUID

from accounts.sessions.store import permissions_at, token_hash
from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Forbidden, Invalid, SignInNeeded
from kernel.ids import new_id

PREFIX = "rcs_"


async def make_token(actor: Actor, *, name: str, scopes: frozenset[str], expires_at: datetime) -> tuple[UUID, str]:
    """A token for the actor's organisation with a part of the actor's own rights; returns its id and clear text."""
    actor.must("tokens.manage")
    beyond = sorted(scopes - actor.permissions)
    if beyond:
        raise Forbidden(f"A token cannot have rights you do not have: {', '.join(beyond)}.")
    if not scopes:
        raise Invalid("Choose at least one right for the token.")
    if expires_at <= actor.now():
        raise Invalid("The token would have expired already. Choose a later day.")
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
    return token_id, clear


async def read_token(clear: str, *, clock: Clock = SYSTEM_CLOCK) -> Actor:
    """The actor a token stands for: its scopes, less what its maker has lost since. SignInNeeded otherwise."""
    async with db.transaction(Actor.platform(clock)):
        row = await db.fetch_one(
            "UPDATE api_tokens t SET used_at = $2 FROM people p WHERE t.token_hash = $1 AND t.revoked_at IS NULL"
            " AND t.expires_at > $2 AND p.id = t.person_id AND p.status = 'active'"
            " RETURNING t.person_id, t.organisation_id, t.scopes",
            token_hash(clear),
            clock.now(),
        )
        if row is None:
            raise SignInNeeded("The token is unknown, expired or revoked.")
        still = await permissions_at(row["person_id"], row["organisation_id"])
    return Actor(row["person_id"], row["organisation_id"], frozenset(row["scopes"]) & still, "token", clock)
