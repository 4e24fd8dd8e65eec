"""The site: routes of every feature behind one identity, one error renderer, one set of headers."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.types import ASGIApp

from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.keys import platform_key
from kernel.settings import settings
from web import house, logs, wiring
from web.errors import EXCEPTION_HANDLERS
from web.identity import Identity, actor_of
from web.rendering import template_config
from web.security import csrf_middleware, guarded
from web.static_files import static_router

LARGEST_BODY = 10 * 1024 * 1024
"""Bytes a request may bring; upload routes say their own limit."""


@asynccontextmanager
async def _lifespan(app: Litestar) -> AsyncGenerator[None]:
    async with house.opened("web"):
        yield


def create_site(*, clock: Clock = SYSTEM_CLOCK, connects: bool = True, more: Sequence[Any] = ()) -> ASGIApp:
    """The whole application. `connects=False` leaves the pools to the caller, as tests do."""
    here = settings()
    logs.configure()
    site = Litestar(
        route_handlers=[*wiring.routes(), static_router(), *more],
        dependencies={"actor": Provide(actor_of, sync_to_thread=False)},
        middleware=[
            DefineMiddleware(Identity, secure=here.secure_cookies, clock=clock),
            csrf_middleware(platform_key().secret, here),
        ],
        exception_handlers=EXCEPTION_HANDLERS,
        template_config=template_config(),
        lifespan=[_lifespan] if connects else [],
        openapi_config=OpenAPIConfig(title="Recourse", version="1", path="/api/schema"),
        request_max_body_size=LARGEST_BODY,
        logging_config=None,
    )
    return guarded(site, here)


def application() -> ASGIApp:
    """For the server: `granian --interface asgi --factory web.app:application`."""
    return create_site()
