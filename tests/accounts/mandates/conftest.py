from collections.abc import Iterator

import pytest

from documents.vault import commands
from kernel.settings import Settings, settings
from web.embedded.object_store import ObjectStore as Server
from web.embedded.seaweedfs import ensure_object_store


@pytest.fixture(scope="session")
def store_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real S3 server with object lock, of this session alone."""
    server = ensure_object_store(tmp_path_factory.mktemp("var"))
    yield server
    server.stop()


@pytest.fixture
async def vault(database: Settings, store_server: Server, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The vault of this test: the house's own store, by its settings."""
    monkeypatch.setenv("S3_ENDPOINT", store_server.endpoint)
    monkeypatch.setenv("S3_ACCESS_KEY", store_server.access_key)
    monkeypatch.setenv("S3_SECRET_KEY", store_server.secret_key)
    monkeypatch.setenv("S3_BUCKET", "recourse-test")
    settings.cache_clear()
    commands.store.cache_clear()
    await commands.store().prepare()
    return settings()
