"""Who is asking: the session cookie or an API token becomes the actor of the request."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import RequestEncodingType, ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from accounts.sessions.demands import leads_to_enrolment
from accounts.sessions.requests import ENROL, visitor
from accounts.sessions.store import LASTS, Flash, SignedIn, keep_flash, read_session, token_hash
from accounts.sessions.tokens import read_token
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import SecondFactorNeeded, SignInNeeded
from web.cookies import cookie_name, site_cookie
from web.navigation import shell_of
from web.proxies import client_ip
from web.reader import READER, Reader


@dataclass(frozen=True, slots=True)
class Identity:
    """Middleware: puts `signed_in`, `actor`, `clock` and `client_ip` into the scope's state.

    A handler that puts `new_session` there gives the browser that cookie, or takes the old one away with "".
    What a handler leaves in `request.scope["session"]["flash"]` is kept for the next page of the session.
    """

    app: ASGIApp
    secure: bool
    clock: Clock = SYSTEM_CLOCK

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        request: Request[Any, Any, Any] = Request(scope)
        scope["state"]["clock"] = self.clock
        scope["state"]["client_ip"] = client_ip(scope)
        bearer = request.headers.get("authorization", "")
        if bearer.lower().startswith("bearer "):
            scope["state"]["actor"] = await read_token(bearer[7:].strip(), clock=self.clock)
            await self.app(scope, receive, send)
            return
        cookie = request.cookies.get(cookie_name("session", secure=self.secure))
        signed_in = await read_session(cookie, self.clock) if cookie else None
        sends_files = request.content_type[0] == RequestEncodingType.MULTI_PART.value
        if sends_files and (signed_in is None or signed_in.needs_second_factor or signed_in.must_enrol):
            # Whoever reads the form next spools its files to disk; nobody sends files before signing in.
            raise SignInNeeded("Sign in before you send a file. Nothing was kept.")
        if signed_in is None:
            await self.app(scope, receive, self._with_session(scope, None, send))
            return
        await self._as_person(signed_in, request, receive, send)

    async def _as_person(
        self, signed_in: SignedIn, request: Request[Any, Any, Any], receive: Receive, send: Send
    ) -> None:
        scope = request.scope
        scope["state"]["signed_in"] = signed_in
        token = READER.set(Reader(signed_in.locale, signed_in.time_zone))
        enrols = signed_in.must_enrol and not leads_to_enrolment(request.url.path)
        if not signed_in.needs_second_factor and not enrols:
            scope["state"]["actor"] = Actor(
                signed_in.person_id,
                signed_in.organisation_id,
                signed_in.permissions,
                "person",
                self.clock,
                client_ip(scope),
            )
            scope["state"]["shell"] = shell_of(signed_in)
        try:
            await self.app(scope, receive, self._with_session(scope, signed_in, send))
        finally:
            READER.reset(token)

    def _with_session(self, scope: Scope, signed_in: SignedIn | None, send: Send) -> Send:
        before = signed_in.flash if signed_in is not None else ()
        said: dict[str, Any] = {"flash": [(one.tone, one.sentence) for one in before]}
        scope["session"] = said

        async def keep_first(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = tuple(Flash(tone, sentence) for tone, sentence in said.get("flash") or ())
                new = scope["state"].get("new_session")
                if new:
                    await keep_flash(token_hash(new), kept)
                elif new is None and signed_in is not None and kept != before:
                    await keep_flash(signed_in.session_id, kept)
                if new is not None:
                    seconds = int(LASTS.total_seconds()) if new else 0
                    cookie = site_cookie("session", new, secure=self.secure, seconds=seconds)
                    headers = MutableScopeHeaders.from_message(message)
                    headers.add("set-cookie", cookie.to_header(header=""))
            await send(message)

        return keep_first


def actor_of(request: Request[Any, Any, Any]) -> Actor:
    """The dependency `actor` of every handler that needs somebody; SignInNeeded for nobody."""
    actor = request.scope["state"].get("actor")
    found = visitor(request)
    if actor is None and found is not None and found.must_enrol:
        raise SecondFactorNeeded(ENROL)
    if not isinstance(actor, Actor):
        raise SignInNeeded("Sign in to see this page.")
    return actor
