"""Whatever happens to a stored file is found by the next night, told to its owner and shown to the operator."""

import os
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest

from documents.readings.commands import read_back
from documents.shelves import connected
from documents.store import Shelf
from documents.store_errors import StoreUnavailable
from documents.vault.commands import store
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.settings import settings
from tests.builders.accounts import a_member, an_organisation
from tests.web.client import browser
from tests.web.test_proving import a_contract

NIGHT = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def own_bucket(object_store: None, database: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3_BUCKET", f"readings-{os.urandom(4).hex()}")
    settings.cache_clear()
    store.cache_clear()
    await store().prepare()


async def stored_at(document_id: UUID) -> str:
    return (await open_document(Actor.platform(), document_id)).object_key


async def flip_a_bit(key: str) -> None:
    """As a failing disk or an intruder would: in what lies in the store, past the application."""
    here = settings()
    endpoint = here.s3_endpoint.partition("://")[2]
    client = connected(endpoint, here.s3_access_key, here.s3_secret_key, secure=False, region="us-east-1", timeout=9.0)
    bucket = store().bucket(Shelf.VAULT)
    answer = client.get_object(bucket, key)
    content = bytearray(answer.read())
    answer.close()
    content[len(content) // 2] ^= 1
    client.put_object(bucket, key, BytesIO(bytes(content)), len(content))


async def states() -> dict[UUID, str]:
    async with db.transaction(Actor.platform()):
        rows = await db.fetch("SELECT document_id, state FROM document_readings")
    return {row["document_id"]: row["state"] for row in rows}


async def told(owner: Actor) -> list[str]:
    async with db.transaction(owner):
        rows = await db.fetch(
            "SELECT kind FROM facts WHERE about_organisation_id = $1 AND kind LIKE 'readings:%' ORDER BY id",
            owner.organisation,
        )
    return [row["kind"] for row in rows]


async def test_a_flipped_bit_and_a_missing_object_are_found_told_and_shown_and_a_restored_one_is_whole_again() -> None:
    owner = await a_member(organisation_id=await an_organisation(name="Fondo Sur"))
    kept, flipped, gone = [await a_contract(owner) for _ in range(3)]
    clock = MovingClock(NIGHT)
    assert await read_back(clock) == 3
    assert set((await states()).values()) == {"whole"}

    await flip_a_bit(await stored_at(flipped))
    await store().delete(await stored_at(gone))
    assert await read_back(clock) == 0
    clock.advance(timedelta(days=1))
    assert await read_back(clock) == 3
    assert await states() == {kept: "whole", flipped: "altered", gone: "missing"}
    assert await told(owner) == ["readings:document:faulty"] * 2

    operator = await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))
    async with browser(operator) as client:
        page = (await client.get("/readings")).text
    assert all(str(one) in page for one in (flipped, gone))
    assert str(kept) not in page
    assert all(word in page for word in ("Fondo Sur", ">Altered<", ">Missing<"))

    [hidden, *_] = await store().versions(await stored_at(gone))
    await store().delete(hidden.key, version=hidden.version)
    clock.advance(timedelta(days=1))
    await read_back(clock)
    assert await states() == {kept: "whole", flipped: "altered", gone: "whole"}
    assert (await told(owner))[2:] == ["readings:document:mended"]


async def test_a_store_that_is_away_says_nothing_against_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = await a_member(organisation_id=await an_organisation())
    await a_contract(owner)
    monkeypatch.setenv("S3_ENDPOINT", "http://127.0.0.1:9")
    settings.cache_clear()
    store.cache_clear()
    with pytest.raises(StoreUnavailable):
        await read_back(MovingClock(NIGHT))
    assert await states() == {}


async def test_what_no_night_reached_comes_first_in_the_next() -> None:
    owner = await a_member(organisation_id=await an_organisation())
    first = await a_contract(owner)
    clock = MovingClock(NIGHT)
    await read_back(clock)
    later = await a_contract(owner)
    clock.advance(timedelta(hours=1))
    assert await read_back(clock) == 1
    assert set(await states()) == {first, later}
