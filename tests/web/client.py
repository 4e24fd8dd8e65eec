"""A browser without a browser: the real application over ASGI, signed in as somebody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from accounts.sessions.store import open_session
from kernel.actor import Actor
from kernel.ids import new_id
from kernel.keys import platform_key
from web.app import create_site
from web.cookies import cookie_name
from web.csrf import Tokens

HOST = "127.0.0.1"


class Browser(httpx.AsyncClient):
    """Adds what a page's form would bring: the session's token, a fresh key, where the request comes from."""

    session: str | None = None

    async def submit(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        fields = {"_csrf_token": self._token(), "idempotency_key": str(new_id()), **(data or {})}
        return await self.post(path, data=fields, headers={"origin": str(self.base_url).rstrip("/")}, **more)

    async def ask(self, path: str, data: object = None, *, key: str | None = None) -> httpx.Response:
        """JSON to the programs' interface, with a fresh key unless one is given; none at all for an empty one."""
        headers = {"origin": str(self.base_url).rstrip("/"), "x-csrf-token": self._token()}
        if key != "":
            headers["idempotency-key"] = key or str(new_id())
        return await self.post(path, json=data if data is not None else {}, headers=headers)

    def _token(self) -> str:
        # A page that gave a new session bound its form to it.
        binding = self.cookies.get(cookie_name("session", secure=False)) or self.session or ""
        return Tokens(platform_key().secret).make(binding)


@asynccontextmanager
async def browser(actor: Actor | None = None, *, site: Any = None) -> AsyncIterator[Browser]:
    """Signed in as the actor's person for the actor's organisation; as nobody without one."""
    transport = httpx.ASGITransport(app=site or create_site(connects=False))
    async with Browser(transport=transport, base_url=f"http://{HOST}:8000") as client:
        if actor is not None and actor.person_id is not None:
            client.session = await open_session(actor.person_id, actor.organisation_id, second_factor=True)
            client.cookies.set(cookie_name("session", secure=False), client.session, domain=HOST)
        yield client
