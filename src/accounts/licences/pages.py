"""Licences: claimed by their holder, verified by the operator."""

from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.forms import day, led_once
from accounts.licences import commands
from accounts.licences.queries import licences_of, licences_to_verify
from accounts.sessions.requests import AnyRequest, say
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, Problem


class Typed(msgspec.Struct, frozen=True):
    idempotency_key: str = ""
    role: str = ""
    country: str = ""
    originator_kind: str = "any"
    debtor_kind: str = "any"
    number: str = ""
    authority: str = ""
    from_on: str = ""
    expires_on: str = ""

    def claim(self) -> commands.Claim:
        return commands.Claim(
            role=self.role,
            country=self.country.strip().upper(),
            originator_kind=self.originator_kind,
            debtor_kind=self.debtor_kind,
            number=self.number.strip(),
            authority=self.authority.strip(),
            from_on=day(self.from_on, "from_on"),
            expires_on=day(self.expires_on, "expires_on"),
        )


@get("/licences", include_in_schema=False)
async def show_licences(actor: NamedDependency[Actor]) -> Template:
    return await _page(actor, Typed())


async def _page(actor: Actor, data: Typed, problem: Problem | None = None) -> Template:
    if not (actor.may("licences.claim") or actor.may("licences.verify")):
        raise Forbidden("Licences are kept by administrators. Ask one of your organisation.")
    context = {
        "own": await licences_of(actor, actor.organisation),
        "waiting": await licences_to_verify(actor) if actor.may("licences.verify") else [],
        # The operator verifies licences and holds none.
        "holds": actor.may("licences.claim") and not actor.may("licences.verify"),
        "actor": actor,
        "today": actor.today("UTC"),
        "data": data,
        "problem": problem,
        "roles": commands.ROLES,
        "originators": commands.ORIGINATORS,
        "debtors": commands.DEBTORS,
    }
    status = problem.status if problem else 200
    return Template("accounts/licences/licences.html", context=context, status_code=status)


@post("/licences", include_in_schema=False)
async def claim(request: AnyRequest, actor: NamedDependency[Actor], data: URLEncodedBody[Typed]) -> Template | Redirect:
    async def act() -> str:
        await commands.claim_licence(actor, data.claim())
        return "/licences"

    try:
        asked = tuple(getattr(data, name) for name in Typed.__struct_fields__[1:])
        where = await led_once(actor, data.idempotency_key, route="licences.claim", asked=asked, act=act)
    except Invalid as problem:
        return await _page(actor, data, problem)
    say(request, "good", "The licence was entered. It counts when the operator has verified it.")
    return Redirect(where, status_code=303)


class Decided(msgspec.Struct, frozen=True):
    idempotency_key: str = ""
    reason: str = ""


@post("/licences/{licence_id:uuid}/{verb:str}", include_in_schema=False)
async def move(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    licence_id: FromPath[UUID],
    verb: FromPath[str],
    data: URLEncodedBody[Decided],
) -> Redirect:
    async def act() -> str:
        await commands.move_licence(actor, licence_id, verb, reason=data.reason)
        return "/licences"

    asked, route = (data.reason,), f"licences.{verb}:{licence_id}"
    where = await led_once(actor, data.idempotency_key, route=route, asked=asked, act=act)
    say(request, "good", "The licence counts from now on." if verb == "verify" else "The licence was revoked.")
    return Redirect(where, status_code=303)


ROUTES = (show_licences, claim, move)
