"""A time-stamping server that is away holds up no seal; when it is back, what is missing is stamped."""

import os
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from documents.timestamps import verified_stamp
from documents.vault.commands import store
from kernel import seals
from kernel.settings import Settings, settings
from tests.builders.accounts import a_member, an_organisation
from tests.documents.authorities import root_authority, time_stamping_server
from tests.kernel.test_seals import seal_until, write
from web.embedded.object_store import ObjectStore as Server
from web.sealing import SHELF, STAMP, seal


@pytest.fixture
async def vault(database: Settings, store_beside: Server, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """A vault of this test alone."""
    monkeypatch.setenv("S3_ENDPOINT", store_beside.endpoint)
    monkeypatch.setenv("S3_ACCESS_KEY", store_beside.access_key)
    monkeypatch.setenv("S3_SECRET_KEY", store_beside.secret_key)
    monkeypatch.setenv("S3_BUCKET", f"stamps-{os.urandom(4).hex()}")
    settings.cache_clear()
    store.cache_clear()
    await store().prepare()
    yield
    store.cache_clear()


def name_server(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TIMESTAMP_URL", url)
    settings.cache_clear()


async def two_seals() -> None:
    actor = await a_member(organisation_id=await an_organisation())
    for _ in range(2):
        await write(actor, 2)
        await seal_until(2)


async def versions(ending: str = "") -> list[str]:
    return [one.version for one in await store().under(SHELF) if one.key.endswith(STAMP) == (ending == STAMP)]


async def test_seals_are_published_once_while_no_server_answers_and_stamped_when_one_does(
    vault: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_seals()
    name_server(monkeypatch, "http://127.0.0.1:9/")
    for _ in range(3):
        await seal()
    assert await seals.unpublished() == []
    assert len(await versions()) == 2
    assert await versions(STAMP) == []

    root = root_authority()
    with time_stamping_server(root, tmp_path) as url:
        name_server(monkeypatch, url)
        for _ in range(2):
            await seal()
    made = [one async for one in seals.all_seals()]
    assert len(made) == len(await versions(STAMP)) == len(await versions()) == 2
    for one in made:
        assert one.timestamp_token is not None
        digest = sha256(one.statement()).digest()
        assert (await verified_stamp(one.timestamp_token, digest)).at is not None
