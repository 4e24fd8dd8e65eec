"""The people of an organisation, and how new ones come in."""

from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.forms import chosen
from accounts.people import commands, invitations, queries
from accounts.sessions.requests import AnyRequest, clock_of, give_session, say, visitor, whence
from accounts.sessions.store import open_session
from kernel.actor import Actor
from kernel.errors import Invalid, Problem


class Guest(msgspec.Struct, frozen=True):
    email: str = ""
    name: str = ""
    role: str = ""


class Newcomer(msgspec.Struct, frozen=True):
    name: str = ""
    password: str = ""


@get("/people", include_in_schema=False)
async def show_people(actor: NamedDependency[Actor]) -> Template:
    return await _page(actor, Guest())


async def _page(actor: Actor, data: Guest, problem: Problem | None = None) -> Template:
    context = {
        "people": await queries.people(actor),
        "invitations": await queries.open_invitations(actor),
        "roles": await queries.roles_here(actor),
        "now": actor.now(),
        "own_id": actor.person_id,
        "data": data,
        "problem": problem,
    }
    status = problem.status if problem else 200
    return Template("accounts/people/people.html", context=context, status_code=status)


@post("/people/invite", include_in_schema=False)
async def invite(
    request: AnyRequest, actor: NamedDependency[Actor], data: URLEncodedBody[Guest]
) -> Template | Redirect:
    try:
        await invitations.invite_person(actor, email=data.email, name=data.name, role=data.role)
    except Invalid as problem:
        return await _page(actor, data, problem)
    say(request, "good", f"{data.name} was invited by mail. The invitation holds for {invitations.LASTS.days} days.")
    return Redirect("/people", status_code=303)


@post("/people/invitations/{invitation_id:uuid}/withdraw", include_in_schema=False)
async def withdraw(request: AnyRequest, actor: NamedDependency[Actor], invitation_id: FromPath[UUID]) -> Redirect:
    await invitations.withdraw_invitation(actor, invitation_id)
    say(request, "good", "The invitation was withdrawn; its link opens nothing any more.")
    return Redirect("/people", status_code=303)


@get("/people/{person_id:uuid}", include_in_schema=False)
async def show_person(actor: NamedDependency[Actor], person_id: FromPath[UUID]) -> Template:
    return await _person(actor, person_id)


async def _person(actor: Actor, person_id: UUID, problem: Problem | None = None) -> Template:
    context = {
        "person": await queries.person(actor, person_id),
        "roles": await queries.roles_here(actor),
        "itself": person_id == actor.person_id,
        "problem": problem,
    }
    status = problem.status if problem else 200
    return Template("accounts/people/person.html", context=context, status_code=status)


@post("/people/{person_id:uuid}/roles", include_in_schema=False)
async def roles(request: AnyRequest, actor: NamedDependency[Actor], person_id: FromPath[UUID]) -> Template | Redirect:
    try:
        await commands.change_roles(actor, person_id, frozenset(await chosen(request, "roles")))
    except Invalid as problem:
        return await _person(actor, person_id, problem)
    say(request, "good", "The roles were changed. They hold from the person's next page on.")
    return Redirect(f"/people/{person_id}", status_code=303)


@post("/people/{person_id:uuid}/remove", include_in_schema=False)
async def remove(request: AnyRequest, actor: NamedDependency[Actor], person_id: FromPath[UUID]) -> Redirect:
    await commands.remove_person(actor, person_id)
    say(request, "good", "The person does not belong to the organisation any more.")
    return Redirect("/people", status_code=303)


@post("/people/{person_id:uuid}/{verb:str}", include_in_schema=False)
async def move(
    request: AnyRequest, actor: NamedDependency[Actor], person_id: FromPath[UUID], verb: FromPath[str]
) -> Redirect:
    await commands.move_person(actor, person_id, verb)
    say(request, "good", "The account is locked." if verb == "lock" else "The account is open again.")
    return Redirect(f"/people/{person_id}", status_code=303)


@get("/invitations/{token:str}", include_in_schema=False)
async def show_invitation(request: AnyRequest, token: FromPath[str]) -> Template:
    return await _invitation(request, token, Newcomer())


async def _invitation(request: AnyRequest, token: str, data: Newcomer, problem: Problem | None = None) -> Template:
    shown = await invitations.invitation_of(token, clock=clock_of(request))
    found = visitor(request)
    context = {
        "invitation": shown,
        "token": token,
        "ours": found is not None and not found.needs_second_factor and found.person_id == shown.person_id,
        "data": data,
        "problem": problem,
    }
    status = problem.status if problem else 200
    return Template("accounts/people/invitation.html", context=context, status_code=status)


@post("/invitations/{token:str}", include_in_schema=False)
async def accept(request: AnyRequest, token: FromPath[str], data: URLEncodedBody[Newcomer]) -> Template | Redirect:
    found, clock, where = visitor(request), clock_of(request), whence(request)
    whole = found if found is not None and not found.needs_second_factor else None
    try:
        person_id, organisation_id = await invitations.accept_invitation(
            token,
            name=data.name,
            password=data.password,
            signed_in_as=whole.person_id if whole else None,
            clock=clock,
        )
    except Invalid as problem:
        return await _invitation(request, token, data, problem)
    session = await open_session(
        person_id,
        organisation_id,
        ip=where.ip,
        agent=where.agent,
        second_factor=whole is not None and whole.person_id == person_id and whole.second_factor_at is not None,
        replaces=found.session_id if found else None,
        clock=clock,
    )
    give_session(request, session)
    say(request, "good", "Welcome. Turn on the second factor to guard the account.")
    return Redirect("/account", status_code=303)


ROUTES = (show_people, invite, withdraw, show_person, roles, remove, move, show_invitation, accept)
