"""API tokens on the site. The clear text of a new one is on the page that answers its making, and nowhere else."""

from datetime import UTC, datetime, time
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.forms import chosen, day
from accounts.sessions.requests import AnyRequest, say
from accounts.sessions.tokens import make_token, revoke_token, tokens
from kernel.actor import Actor
from kernel.errors import Invalid, Problem


class Wanted(msgspec.Struct, frozen=True):
    name: str = ""
    expires_on: str = ""


@get("/tokens", include_in_schema=False)
async def show_tokens(actor: NamedDependency[Actor]) -> Template:
    return await _page(actor, Wanted())


async def _page(
    actor: Actor,
    data: Wanted,
    *,
    scopes: tuple[str, ...] = (),
    problem: Problem | None = None,
    clear: str | None = None,
) -> Template:
    context = {
        "tokens": await tokens(actor),
        "rights": sorted(actor.permissions),
        "now": actor.now(),
        "data": data,
        "scopes": scopes,
        "problem": problem,
        "clear": clear,
    }
    status = problem.status if problem else 200
    return Template("accounts/sessions/tokens.html", context=context, status_code=status)


@post("/tokens", include_in_schema=False, status_code=200)
async def make(request: AnyRequest, actor: NamedDependency[Actor], data: URLEncodedBody[Wanted]) -> Template:
    scopes = await chosen(request, "scopes")
    try:
        ends = datetime.combine(day(data.expires_on, "expires_on"), time(23, 59, 59), UTC)
        _, clear = await make_token(actor, name=data.name, scopes=frozenset(scopes), expires_at=ends)
    except Invalid as problem:
        return await _page(actor, data, scopes=scopes, problem=problem)
    return await _page(actor, Wanted(), clear=clear)


@post("/tokens/{token_id:uuid}/revoke", include_in_schema=False)
async def revoke(request: AnyRequest, actor: NamedDependency[Actor], token_id: FromPath[UUID]) -> Redirect:
    await revoke_token(actor, token_id)
    say(request, "good", "The token was revoked. It opens nothing from now on.")
    return Redirect("/tokens", status_code=303)


ROUTES = (show_tokens, make, revoke)
