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
        # A page that gave a new session bound its form to it.
        binding = self.cookies.get(cookie_name("session", secure=False)) or self.session or ""
        token = Tokens(platform_key().secret).make(binding)
        fields = {"_csrf_token": token, "idempotency_key": str(new_id()), **(data or {})}
        return await self.post(path, data=fields, headers={"origin": str(self.base_url).rstrip("/")}, **more)


@asynccontextmanager
async def browser(actor: Actor | None = None, *, site: Any = None) -> AsyncIterator[Browser]:
    """Signed in as the actor's person for the actor's organisation; as nobody without one."""
    transport = httpx.ASGITransport(app=site or create_site(connects=False))
    async with Browser(transport=transport, base_url=f"http://{HOST}:8000") as client:
        if actor is not None and actor.person_id is not None:
            client.session = await open_session(actor.person_id, actor.organisation_id, second_factor=True)
            client.cookies.set(cookie_name("session", secure=False), client.session, domain=HOST)
        yield client
