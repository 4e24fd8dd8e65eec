from collections.abc import AsyncIterator, Iterator

import pytest

from documents.store import ObjectStore
from documents.vault.commands import store
from kernel.settings import Settings, settings
from web.embedded.object_store import ObjectStore as Server
from web.embedded.seaweedfs import ensure_object_store


@pytest.fixture(scope="session")
def store_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real S3 server of this session alone."""
    server = ensure_object_store(tmp_path_factory.mktemp("var"))
    yield server
    server.stop()


@pytest.fixture
async def objects(
    database: Settings, store_server: Server, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ObjectStore]:
    """The house's own store is the server's, for a test that puts and reads files."""
    monkeypatch.setenv("S3_ENDPOINT", store_server.endpoint)
    monkeypatch.setenv("S3_ACCESS_KEY", store_server.access_key)
    monkeypatch.setenv("S3_SECRET_KEY", store_server.secret_key)
    settings.cache_clear()
    store.cache_clear()
    await store().prepare()
    yield store()
    store.cache_clear()
    settings.cache_clear()
