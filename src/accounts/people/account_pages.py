"""The own account: name, language and zone, password, sessions."""

from typing import Any
from zoneinfo import available_timezones

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Template

from accounts.people.commands import change_password, edit_self
from accounts.sessions.queries import sessions
from accounts.sessions.requests import AnyRequest, clock_of, give_session, say, signed_in, whence
from accounts.sessions.second_factor import guard_of
from accounts.sessions.sign_in import renew, sign_out_everywhere
from kernel.actor import Actor
from kernel.errors import Invalid

LOCALES = (
    ("en_GB", "English (United Kingdom)"),
    ("en_US", "English (United States)"),
    ("de_DE", "Deutsch (Deutschland)"),
    ("es_ES", "Español (España)"),
    ("pl_PL", "Polski (Polska)"),
    ("sv_SE", "Svenska (Sverige)"),
)


class About(msgspec.Struct, frozen=True):
    name: str = ""
    locale: str = ""
    time_zone: str = ""


class Passwords(msgspec.Struct, frozen=True):
    old: str = ""
    new: str = ""


@get("/account", include_in_schema=False)
async def show_account(request: AnyRequest, actor: NamedDependency[Actor]) -> Template:
    return await _page(request, actor)


async def _page(request: AnyRequest, actor: Actor, **problems: Invalid) -> Template:
    person = signed_in(request)
    context: dict[str, Any] = {
        "person": person,
        "guard": await guard_of(actor),
        "sessions": await sessions(actor, person.session_id),
        "locales": LOCALES,
        "zones": _zones(person.time_zone),
        "about_problem": problems.get("about"),
        "password_problem": problems.get("password"),
    }
    return Template("accounts/people/account.html", context=context, status_code=422 if problems else 200)


def _zones(own: str) -> list[tuple[str, str]]:
    near = {zone for zone in available_timezones() if zone.startswith("Europe/")} | {"UTC", own}
    return [(zone, zone.replace("_", " ")) for zone in sorted(near)]


@post("/account", include_in_schema=False)
async def edit_account(
    request: AnyRequest, actor: NamedDependency[Actor], data: URLEncodedBody[About]
) -> Template | Redirect:
    try:
        await edit_self(actor, name=data.name, locale=data.locale, time_zone=data.time_zone)
    except Invalid as problem:
        return await _page(request, actor, about=problem)
    say(request, "good", "Your account was changed.")
    return Redirect("/account", status_code=303)


@post("/account/password", include_in_schema=False)
async def new_password(
    request: AnyRequest, actor: NamedDependency[Actor], data: URLEncodedBody[Passwords]
) -> Template | Redirect:
    person = signed_in(request)
    try:
        await change_password(actor, old=data.old, new=data.new, ip=actor.ip)
    except Invalid as problem:
        return await _page(request, actor, password=problem)
    give_session(request, await renew(person, whence=whence(request), clock=clock_of(request)))
    say(request, "good", "The password was changed, and you were signed out everywhere else.")
    return Redirect("/account", status_code=303)


@post("/account/sessions/end", include_in_schema=False)
async def end_sessions(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    await sign_out_everywhere(actor, signed_in(request).person_id)
    give_session(request, "")
    return Redirect("/sign-in", status_code=303)


ROUTES = (show_account, edit_account, new_password, end_sessions)
