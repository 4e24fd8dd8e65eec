"""The operator's organisations, and an organisation's own details."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.forms import chosen, led_once
from accounts.licences.queries import licences_of
from accounts.organisations import commands, queries
from accounts.organisations.details import APPLICANTS, ORIGINATORS, Details
from accounts.organisations.states import NEEDS_REASON, Standing
from accounts.sessions.requests import AnyRequest, say
from kernel.actor import Actor
from kernel.errors import Invalid, Problem


@get("/organisations", include_in_schema=False)
async def show_list(
    actor: NamedDependency[Actor], status: FromQuery[str] = "", after: FromQuery[UUID | None] = None
) -> Template:
    chosen_status = status if status in Standing else None
    found = await queries.organisations(actor, status=chosen_status, after=after)
    context = {
        "organisations": found,
        "counts": await queries.counts(actor),
        "status": chosen_status,
        "standings": [one.value for one in Standing],
        "after": after,
        "more": len(found) == queries.PAGE,
    }
    return Template("accounts/organisations/list.html", context=context)


@get("/organisations/new", include_in_schema=False)
async def show_new(actor: NamedDependency[Actor]) -> Template:
    actor.must("organisations.vet")
    return _new(Details())


def _new(data: Details, kinds: tuple[str, ...] = (), problem: Problem | None = None) -> Template:
    return Template(
        "accounts/organisations/new.html",
        context={"data": data, "kinds": kinds, "problem": problem, **CHOICES},
        status_code=problem.status if problem else 200,
    )


CHOICES: dict[str, Any] = {"all_kinds": APPLICANTS, "originators": ORIGINATORS}


@post("/organisations", include_in_schema=False)
async def register(
    request: AnyRequest, actor: NamedDependency[Actor], data: URLEncodedBody[Details]
) -> Template | Redirect:
    kinds = await chosen(request, "kinds")
    try:
        organisation_id = await commands.register_organisation(actor, data, kinds)
    except Invalid as problem:
        return _new(data, kinds, problem)
    say(request, "good", "The organisation was entered. Vet it when its papers are in order.")
    return Redirect(f"/organisations/{organisation_id}", status_code=303)


@get("/organisations/{organisation_id:uuid}", include_in_schema=False)
async def show_one(actor: NamedDependency[Actor], organisation_id: FromPath[UUID]) -> Template:
    return await _one(actor, organisation_id)


async def _one(actor: Actor, organisation_id: UUID, problem: Problem | None = None, verb: str = "") -> Template:
    actor.must("organisations.vet")
    context = {
        "organisation": await queries.organisation(actor, organisation_id),
        "licences": await licences_of(actor, organisation_id),
        "ours": organisation_id == actor.organisation_id,
        "needs_reason": NEEDS_REASON,
        "problem": problem,
        "problem_verb": verb,
        "today": actor.today("UTC"),
    }
    status = problem.status if problem else 200
    return Template("accounts/organisations/show.html", context=context, status_code=status)


@post("/organisations/{organisation_id:uuid}/{verb:str}", include_in_schema=False)
async def move(
    request: AnyRequest, actor: NamedDependency[Actor], organisation_id: FromPath[UUID], verb: FromPath[str]
) -> Template | Redirect:
    form = await request.form()
    key, reason = (str(form.get(name) or "") for name in ("idempotency_key", "reason"))

    async def act() -> str:
        await commands.move_organisation(actor, organisation_id, verb, reason=reason)
        return f"/organisations/{organisation_id}"

    try:
        where = await led_once(actor, key, route=f"organisations.{verb}:{organisation_id}", asked=(reason,), act=act)
    except Invalid as problem:
        return await _one(actor, organisation_id, problem, verb)
    say(request, "good", "The organisation's standing changed, and its office was told so by mail.")
    return Redirect(where, status_code=303)


@get("/organisation", include_in_schema=False)
async def show_own(actor: NamedDependency[Actor]) -> Template:
    own = await queries.organisation(actor, actor.organisation)
    return Template("accounts/organisations/own.html", context={"organisation": own, "actor": actor})


@get("/organisation/edit", include_in_schema=False)
async def show_edit(actor: NamedDependency[Actor]) -> Template:
    actor.must("organisation.edit")
    own = await queries.organisation(actor, actor.organisation)
    return await _edit(actor, Details(**{name: getattr(own, name) or "" for name in Details.__struct_fields__}))


async def _edit(actor: Actor, data: Details, problem: Problem | None = None) -> Template:
    own = await queries.organisation(actor, actor.organisation)
    context = {"organisation": own, "data": data, "problem": problem, **CHOICES}
    status = problem.status if problem else 200
    return Template("accounts/organisations/edit.html", context=context, status_code=status)


@post("/organisation", include_in_schema=False)
async def edit(
    request: AnyRequest, actor: NamedDependency[Actor], data: URLEncodedBody[Details]
) -> Template | Redirect:
    try:
        await commands.edit_organisation(actor, data)
    except Invalid as problem:
        return await _edit(actor, data, problem)
    say(request, "good", "The details were changed.")
    return Redirect("/organisation", status_code=303)


@post("/organisation/second-factor", include_in_schema=False)
async def demand(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    demanded = (await request.form()).get("demanded") == "yes"
    await commands.demand_second_factor(actor, demanded=demanded)
    done = (
        "Who can bind the organisation needs a second factor now." if demanded else "A second factor is a choice now."
    )
    say(request, "good", done)
    return Redirect("/organisation", status_code=303)


ROUTES = (show_list, show_new, register, show_one, move, show_own, show_edit, edit, demand)
