import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.store import ObjectStore
from tests.documents.seaweed import seaweed


@pytest.fixture(scope="session")
def store_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """host:port of a real S3 server with object lock."""
    with seaweed(tmp_path_factory.mktemp("seaweed")) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def store(store_endpoint: str) -> ObjectStore:
    store = ObjectStore(store_endpoint, "test", "test-secret", "recourse-test", secure=False)
    asyncio.run(_prepared(store))
    return store


async def _prepared(store: ObjectStore) -> None:
    """The first calls may meet a server that is up but has no volume yet."""
    for attempt in range(30):
        try:
            await store.prepare()
            return
        except Exception:
            if attempt == 29:
                raise
            await asyncio.sleep(0.5)


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    path = tmp_path / "invoice.pdf"
    path.write_bytes(b"%PDF-1.7 an invoice")
    return path
