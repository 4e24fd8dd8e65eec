"""Mandates on the site: granting one uploads its power of attorney, hence these pages stand above the vault."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from accounts.forms import day, identifier, led_once, optional_day
from accounts.mandates.commands import end_mandate
from accounts.mandates.policies import AGENTS
from accounts.mandates.queries import mandates
from accounts.organisations.queries import partners
from accounts.sessions.requests import say
from documents.intake.scans import states_of
from kernel.actor import Actor
from kernel.errors import Invalid, Problem
from web.mandates import LARGEST, Power, grant_with_power, put_power


@dataclass(frozen=True, slots=True)
class Typed:
    idempotency_key: str = ""
    agent_id: str = ""
    kind: str = ""
    from_on: str = ""
    until_on: str = ""


@get("/mandates", include_in_schema=False)
async def show_mandates(actor: NamedDependency[Actor]) -> Template:
    return await _page(actor, Typed())


async def _page(actor: Actor, data: Typed, problem: Problem | None = None) -> Template:
    actor.must("mandates.grant")
    shown = await mandates(actor)
    context = {
        "mandates": shown,
        "scans": await states_of(actor, [one.power_document_id for one in shown if one.power_document_id]),
        "agents": await partners(actor, kinds=tuple(sorted(set().union(*AGENTS.values())))),
        "kinds": tuple(AGENTS),
        "today": actor.today("UTC"),
        "data": data,
        "problem": problem,
    }
    status = problem.status if problem else 200
    return Template("accounts/mandates/mandates.html", context=context, status_code=status)


@post("/mandates", include_in_schema=False, request_max_body_size=LARGEST + 64 * 1024)
async def grant(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Template | Redirect:
    form = await request.form()
    data = Typed(*(str(form.get(name) or "") for name in Typed.__dataclass_fields__))
    sent = form.get("power")
    power = Power(await sent.read(), sent.filename) if isinstance(sent, UploadFile) else Power(b"", "")
    try:
        where = await _grant_once(actor, data, power)
    except Invalid as problem:
        return await _page(actor, data, problem)
    say(request, "good", "The mandate holds. The agent can read the power of attorney.")
    return Redirect(where, status_code=303)


async def _grant_once(actor: Actor, data: Typed, power: Power) -> str:
    agent_id = identifier(data.agent_id, "agent_id")
    from_on, until_on = day(data.from_on, "from_on"), optional_day(data.until_on, "until_on")
    kept = await put_power(actor, power, agent_id=agent_id, kind=data.kind, from_on=from_on, until_on=until_on)

    async def act() -> str:
        await grant_with_power(
            actor,
            kept,
            agent_id=agent_id,
            kind=data.kind,
            from_on=from_on,
            until_on=until_on,
        )
        return "/mandates"

    asked = (data.agent_id, data.kind, data.from_on, data.until_on, kept.put.sha256.hex())
    return await led_once(actor, data.idempotency_key, route="mandates.grant", asked=asked, act=act)


@post("/mandates/{mandate_id:uuid}/end", include_in_schema=False)
async def end(request: Request[Any, Any, Any], actor: NamedDependency[Actor], mandate_id: FromPath[UUID]) -> Redirect:
    form = await request.form()
    key, until_on = (str(form.get(name) or "") for name in ("idempotency_key", "until_on"))

    async def act() -> str:
        await end_mandate(actor, mandate_id, on=day(until_on, "until_on"))
        return "/mandates"

    where = await led_once(actor, key, route=f"mandates.end:{mandate_id}", asked=(until_on,), act=act)
    say(request, "good", "The mandate ends on that day.")
    return Redirect(where, status_code=303)


ROUTES = (show_mandates, grant, end)
