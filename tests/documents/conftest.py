from collections.abc import Iterator

import pytest

from documents.store import ObjectStore
from web.embedded.object_store import ObjectStore as Server
from web.embedded.seaweedfs import ensure_object_store


@pytest.fixture(scope="session")
def store_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real S3 server with object lock, of this session alone."""
    server = ensure_object_store(tmp_path_factory.mktemp("var"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
async def store(store_server: Server) -> ObjectStore:
    store = ObjectStore.at(store_server.endpoint, store_server.access_key, store_server.secret_key, "recourse-test")
    await store.prepare()
    return store
