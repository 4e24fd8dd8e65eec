"""A forgotten password, on the site."""

import msgspec
from litestar import get, post
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.people import resetting
from accounts.sessions.requests import AnyRequest, clock_of, give_session, whence
from kernel.errors import Invalid, Problem


class Address(msgspec.Struct, frozen=True):
    email: str = ""


class Password(msgspec.Struct, frozen=True):
    password: str = ""


@get("/sign-in/forgotten", include_in_schema=False)
async def show_forgotten() -> Template:
    return _form("")


def _form(email: str, *, sent: bool = False, problem: Problem | None = None) -> Template:
    minutes = int(resetting.LASTS.total_seconds() // 60)
    return Template(
        "accounts/sessions/forgotten.html",
        context={"email": email, "sent": sent, "minutes": minutes, "problem": problem},
        status_code=problem.status if problem else 200,
    )


@post("/sign-in/forgotten", include_in_schema=False, status_code=200)
async def forgotten(request: AnyRequest, data: URLEncodedBody[Address]) -> Template:
    try:
        await resetting.ask_new_password(data.email, ip=whence(request).ip, clock=clock_of(request))
    except Problem as problem:
        return _form(data.email, problem=problem)
    return _form(data.email, sent=True)


@get("/sign-in/forgotten/{token:str}", include_in_schema=False)
async def show_new_password(request: AnyRequest, token: FromPath[str]) -> Template:
    await resetting.check_link(token, clock=clock_of(request))
    return Template("accounts/sessions/new_password.html", context={"token": token, "problem": None})


@post("/sign-in/forgotten/{token:str}", include_in_schema=False)
async def new_password(
    request: AnyRequest, token: FromPath[str], data: URLEncodedBody[Password]
) -> Template | Redirect:
    try:
        await resetting.take_new_password(token, data.password, clock=clock_of(request))
    except Invalid as problem:
        context = {"token": token, "problem": problem}
        return Template("accounts/sessions/new_password.html", context=context, status_code=422)
    give_session(request, "")
    return Redirect("/sign-in", status_code=303)


ROUTES = (show_forgotten, forgotten, show_new_password, new_password)
