"""Who am I, and the organisation's tokens, for programs."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from accounts.organisations.queries import organisation
from accounts.sessions.tokens import make_token, revoke_token, tokens
from kernel.actor import Actor


class OrganisationOfMine(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    kinds: tuple[str, ...]
    country: str
    status: str


class Me(msgspec.Struct, frozen=True):
    person_id: UUID | None
    kind: str
    rights: tuple[str, ...]
    organisation: OrganisationOfMine


class Token(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    status: str


class NewToken(msgspec.Struct, frozen=True):
    name: str
    scopes: list[str]
    expires_at: datetime


class MadeToken(msgspec.Struct, frozen=True):
    """`token` is told this once."""

    id: UUID
    token: str


@get("/api/me", operation_id="Me", tags=["accounts"])
async def me(actor: NamedDependency[Actor]) -> Me:
    """Who the session or token stands for, for which organisation, and with which rights."""
    own = await organisation(actor, actor.organisation)
    mine = OrganisationOfMine(own.id, own.name, own.kinds, own.country, own.status)
    return Me(actor.person_id, actor.kind, tuple(sorted(actor.permissions)), mine)


@get("/api/tokens", operation_id="Tokens", tags=["accounts"])
async def list_tokens(actor: NamedDependency[Actor]) -> list[Token]:
    now = actor.now()
    return [
        Token(one.id, one.name, one.scopes, one.created_at, one.expires_at, one.used_at, one.status(now))
        for one in await tokens(actor)
    ]


@post("/api/tokens", operation_id="MakeToken", tags=["accounts"])
async def make(actor: NamedDependency[Actor], data: JSONBody[NewToken]) -> MadeToken:
    """A token with a part of the maker's own rights; only a person may make one."""
    made = await make_token(actor, name=data.name, scopes=frozenset(data.scopes), expires_at=data.expires_at)
    return MadeToken(*made)


@delete("/api/tokens/{token_id:uuid}", operation_id="RevokeToken", tags=["accounts"])
async def revoke(actor: NamedDependency[Actor], token_id: FromPath[UUID]) -> None:
    await revoke_token(actor, token_id)


ROUTES = (me, list_tokens, make, revoke)
