"""A fake server on a free loopback port for as long as a test needs it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
from granian.server.embed import Server
from litestar import Litestar


async def at_once(when: str) -> None:
    """Holds nothing up."""


@asynccontextmanager
async def served(application: Litestar) -> AsyncIterator[str]:
    """The address under which it answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = Server(application, port=port, interface="asgi", log_enabled=False)  # type: ignore[arg-type]
    serving = asyncio.create_task(server.serve())
    address = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient() as client:
        while True:
            with suppress(httpx.ConnectError):
                await client.get(address)
                break
            await asyncio.sleep(0.02)
    try:
        yield address
    finally:
        server.stop()
        await serving
