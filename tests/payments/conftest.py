import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx
import pytest
from granian.server.embed import Server

from kernel.settings import Settings, settings
from tests.fakes.stripe_server import SECRET, FakeStripe


@pytest.fixture
async def stripe_server(database: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeStripe]:
    """A fake Stripe on a free loopback port, and settings that point at it."""
    fake = FakeStripe()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = Server(fake.application(), port=port, interface="asgi", log_enabled=False)
    serving = asyncio.create_task(server.serve())
    fake.address = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient() as client:
        while True:
            with suppress(httpx.ConnectError):
                await client.get(fake.address)
                break
            await asyncio.sleep(0.02)
    monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_test_fake")
    monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("STRIPE_API_URL", fake.address)
    settings.cache_clear()
    yield fake
    server.stop()
    await serving
