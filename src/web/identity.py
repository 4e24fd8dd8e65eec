"""Who is asking: the session cookie or an API token becomes the actor of the request."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from accounts.sessions.store import Flash, SignedIn, keep_flash, read_session
from accounts.sessions.tokens import read_token
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import SignInNeeded
from web.cookies import cookie_name
from web.navigation import shell_of
from web.proxies import client_ip
from web.reader import READER, Reader


@dataclass(frozen=True, slots=True)
class Identity:
    """Middleware: puts `signed_in` and `actor` into the scope's state, and keeps the flashes of a session."""

    app: ASGIApp
    secure: bool
    clock: Clock = SYSTEM_CLOCK

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request: Request[Any, Any, Any] = Request(scope)
        bearer = request.headers.get("authorization", "")
        if bearer.lower().startswith("bearer "):
            actor = await read_token(bearer[7:].strip(), clock=self.clock)
            scope["state"]["actor"] = actor
            await self.app(scope, receive, send)
            return
        cookie = request.cookies.get(cookie_name("session", secure=self.secure))
        signed_in = await read_session(cookie, self.clock) if cookie else None
        if signed_in is None:
            await self.app(scope, receive, send)
            return
        await self._as_person(signed_in, request, receive, send)

    async def _as_person(
        self, signed_in: SignedIn, request: Request[Any, Any, Any], receive: Receive, send: Send
    ) -> None:
        scope = request.scope
        scope["state"]["signed_in"] = signed_in
        if not signed_in.needs_second_factor:
            scope["state"]["actor"] = Actor(
                signed_in.person_id,
                signed_in.organisation_id,
                signed_in.permissions,
                "person",
                self.clock,
                client_ip(scope),
            )
        scope["state"]["shell"] = shell_of(signed_in)
        flash: dict[str, Any] = {"flash": [(one.tone, one.sentence) for one in signed_in.flash]}
        scope["session"] = flash
        token = READER.set(Reader(signed_in.locale, signed_in.time_zone))

        async def keep_first(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = tuple(Flash(tone, sentence) for tone, sentence in flash.get("flash") or ())
                if kept != signed_in.flash:
                    await keep_flash(signed_in.session_id, kept)
            await send(message)

        try:
            await self.app(scope, receive, keep_first)
        finally:
            READER.reset(token)


def actor_of(request: Request[Any, Any, Any]) -> Actor:
    """The dependency `actor` of every handler that needs somebody; SignInNeeded for nobody."""
    actor = request.scope["state"].get("actor")
    if not isinstance(actor, Actor):
        raise SignInNeeded("Sign in to see this page.")
    return actor
