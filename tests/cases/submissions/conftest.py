from collections.abc import AsyncIterator, Iterator

import pytest

from kernel.settings import Settings, settings
from tests.fakes.sdt_court import FakeSdt
from tests.fakes.serving import served


@pytest.fixture
async def sdt(database: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeSdt]:
    """Secure Data Transfer on loopback, and settings that point at it."""
    fake = FakeSdt()
    async with served(fake.application()) as address:
        monkeypatch.setenv("SDT_URL", address)
        settings.cache_clear()
        yield fake
    settings.cache_clear()


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    yield
    settings.cache_clear()
