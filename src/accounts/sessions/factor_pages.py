"""Turning the second factor on and off."""

from io import BytesIO

import msgspec
import segno
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Template
from markupsafe import Markup

from accounts.sessions import second_factor as factors
from accounts.sessions.requests import AnyRequest, clock_of, give_session, say, signed_in, whence
from accounts.sessions.sign_in import renew
from kernel.actor import Actor
from kernel.errors import Problem


class Code(msgspec.Struct, frozen=True):
    code: str = ""


@get("/account/second-factor", include_in_schema=False)
async def show_factor(request: AnyRequest, actor: NamedDependency[Actor]) -> Template:
    return await _manage(request, actor)


async def _manage(request: AnyRequest, actor: Actor, problem: Problem | None = None) -> Template:
    context = {
        "person": signed_in(request),
        "guard": await factors.guard_of(actor),
        "problem": problem,
        "demanded": signed_in(request).must_enrol,
    }
    status = problem.status if problem else 200
    return Template("accounts/sessions/factor.html", context=context, status_code=status)


@post("/account/second-factor/begin", include_in_schema=False, status_code=200)
async def begin(request: AnyRequest, actor: NamedDependency[Actor]) -> Template:
    enrolment = await factors.begin_enrolment(actor, email=signed_in(request).email)
    return _scan(enrolment)


def _scan(enrolment: factors.Enrolment, problem: Problem | None = None) -> Template:
    return Template(
        "accounts/sessions/factor_scan.html",
        context={"secret": _grouped(enrolment.secret), "picture": _picture(enrolment.address), "problem": problem},
        status_code=problem.status if problem else 200,
    )


@post("/account/second-factor/confirm", include_in_schema=False, status_code=200)
async def confirm(request: AnyRequest, actor: NamedDependency[Actor], data: URLEncodedBody[Code]) -> Template:
    person = signed_in(request)
    try:
        codes = await factors.confirm_enrolment(actor, data.code, ip=actor.ip)
    except Problem as problem:
        waiting = await factors.waiting_enrolment(actor, email=person.email)
        if waiting is None:
            raise
        return _scan(waiting, problem)
    token = await renew(person, second_factor=True, whence=whence(request), clock=clock_of(request))
    give_session(request, token)
    return Template("accounts/sessions/factor_codes.html", context={"codes": codes, "fresh": True})


@post("/account/second-factor/codes", include_in_schema=False, status_code=200)
async def new_codes(request: AnyRequest, actor: NamedDependency[Actor], data: URLEncodedBody[Code]) -> Template:
    try:
        codes = await factors.renew_codes(actor, data.code, ip=actor.ip)
    except Problem as problem:
        return await _manage(request, actor, problem)
    return Template("accounts/sessions/factor_codes.html", context={"codes": codes, "fresh": False})


@post("/account/second-factor/remove", include_in_schema=False)
async def remove(request: AnyRequest, actor: NamedDependency[Actor], data: URLEncodedBody[Code]) -> Template | Redirect:
    person = signed_in(request)
    try:
        await factors.remove_factor(actor, data.code, ip=actor.ip)
    except Problem as problem:
        return await _manage(request, actor, problem)
    token = await renew(person, second_factor=False, whence=whence(request), clock=clock_of(request))
    give_session(request, token)
    say(request, "attention", "The second factor is off: your password alone opens the account.")
    return Redirect("/account", status_code=303)


def _picture(address: str) -> Markup:
    """The address as a QR code, an SVG without style attributes, as the content security policy wants it."""
    drawn = BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", xmldecl=False, scale=4, border=2, svgclass="qr-code", lineclass=None, omitsize=True
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn here, holds no text


def _grouped(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


ROUTES = (show_factor, begin, confirm, new_codes, remove)
