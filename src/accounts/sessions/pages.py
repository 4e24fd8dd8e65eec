"""The door: signing in and out, the second factor, and which organisation somebody acts for."""

from urllib.parse import urlencode

import msgspec
from litestar import get, post
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.forms import identifier
from accounts.sessions import sign_in as door
from accounts.sessions.requests import AnyRequest, clock_of, give_session, own_path, say, signed_in, visitor, whence
from kernel.errors import Problem, SignInNeeded


class Credentials(msgspec.Struct, frozen=True):
    email: str = ""
    password: str = ""
    next: str = "/"


class Code(msgspec.Struct, frozen=True):
    code: str = ""
    next: str = "/"


class Choice(msgspec.Struct, frozen=True):
    organisation_id: str = ""


@get("/sign-in", include_in_schema=False)
async def show_sign_in(request: AnyRequest, next: FromQuery[str] = "/") -> Template | Redirect:
    found = visitor(request)
    if found is None:
        return _form(Credentials(next=own_path(next)))
    where = _second(next) if found.needs_second_factor else own_path(next)
    return Redirect(where, status_code=303)


@post("/sign-in", include_in_schema=False)
async def sign_in(request: AnyRequest, data: URLEncodedBody[Credentials]) -> Template | Redirect:
    found, clock = visitor(request), clock_of(request)
    try:
        opened = await door.sign_in(
            data.email,
            data.password,
            whence=whence(request),
            replaces=found.session_id if found else None,
            clock=clock,
        )
    except Problem as problem:
        return _form(data, problem)
    give_session(request, opened.token)
    where = _second(data.next) if opened.half else own_path(data.next)
    return Redirect(where, status_code=303)


def _second(address: str) -> str:
    return "/sign-in/second?" + urlencode({"next": own_path(address)})


def _form(data: Credentials, problem: Problem | None = None) -> Template:
    return Template(
        "accounts/sessions/sign_in.html",
        context={"data": data, "problem": problem},
        status_code=problem.status if problem else 200,
    )


@get("/sign-in/second", include_in_schema=False)
async def show_second_factor(request: AnyRequest, next: FromQuery[str] = "/") -> Template | Redirect:
    found = visitor(request)
    if found is None or not found.needs_second_factor:
        return Redirect("/sign-in", status_code=303)
    return _code_form(Code(next=own_path(next)))


@post("/sign-in/second", include_in_schema=False)
async def second_factor(request: AnyRequest, data: URLEncodedBody[Code]) -> Template | Redirect:
    found = visitor(request)
    if found is None or not found.needs_second_factor:
        raise SignInNeeded("Too much time passed since the password. Sign in again.")
    try:
        token = await door.pass_second_factor(found, data.code, whence=whence(request), clock=clock_of(request))
    except Problem as problem:
        return _code_form(data, problem)
    give_session(request, token)
    return Redirect(own_path(data.next), status_code=303)


def _code_form(data: Code, problem: Problem | None = None) -> Template:
    return Template(
        "accounts/sessions/second_factor.html",
        context={"data": data, "problem": problem},
        status_code=problem.status if problem else 200,
    )


@post("/sign-out", include_in_schema=False)
async def sign_out(request: AnyRequest) -> Redirect:
    found = visitor(request)
    if found is not None:
        await door.sign_out(found)
    give_session(request, "")
    return Redirect("/sign-in", status_code=303)


@post("/organisations/switch", include_in_schema=False)
async def switch(request: AnyRequest, data: URLEncodedBody[Choice]) -> Redirect:
    wanted = identifier(data.organisation_id, "organisation_id")
    token = await door.switch_organisation(signed_in(request), wanted, whence=whence(request), clock=clock_of(request))
    give_session(request, token)
    name = next(one.name for one in signed_in(request).memberships if one.organisation_id == wanted)
    say(request, "good", f"You act for {name} now.")
    return Redirect("/", status_code=303)


ROUTES = (show_sign_in, sign_in, show_second_factor, second_factor, sign_out, switch)
