"""The seals lie out of the database's reach, and whoever rewrites the database does not agree with them any more."""

import os
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import asyncpg
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from documents.store_errors import Locked
from documents.vault.commands import store
from kernel import seals
from kernel.settings import Settings, settings
from tests.builders.accounts import a_member, an_organisation
from tests.documents.authorities import root_authority, time_stamping_server
from tests.kernel.test_seals import rewrite, seal_until, write
from web.cli.facts import Verification, verify_all
from web.embedded.object_store import ObjectStore as Server
from web.sealing import SHELF, object_key, publish, seal, seal_key, stamp


@pytest.fixture
async def own_vault(database: Settings, store_beside: Server, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """A vault of this test alone: seals are numbered from one in each database."""
    monkeypatch.setenv("S3_ENDPOINT", store_beside.endpoint)
    monkeypatch.setenv("S3_ACCESS_KEY", store_beside.access_key)
    monkeypatch.setenv("S3_SECRET_KEY", store_beside.secret_key)
    monkeypatch.setenv("S3_BUCKET", f"seals-{os.urandom(4).hex()}")
    settings.cache_clear()
    store.cache_clear()
    await store().prepare()
    yield
    store.cache_clear()


async def three_seals() -> list[seals.Seal]:
    actor = await a_member(organisation_id=await an_organisation())
    made = []
    for _ in range(3):
        await write(actor, 2)
        made += await seal_until(2)
    for one in made:
        await publish(one)
    return made


def said(result: Verification) -> set[str]:
    return {finding.sentence for finding in result.findings}


async def test_what_nobody_touched_verifies_and_is_published_whole(own_vault: None) -> None:
    made = await three_seals()
    result = await verify_all()
    assert result.findings == []
    assert (result.links, result.published, result.verified) == (3, 3, 6)
    assert result.last == made[-1].chain.hex()


async def test_publishing_again_makes_no_second_version(own_vault: None) -> None:
    made = await three_seals()
    for one in made:
        await publish(one)
    assert [one.key for one in await store().under(SHELF)] == [object_key(one) for one in made]


async def test_a_statement_written_and_not_locked_before_a_crash_is_locked_by_the_next_run(own_vault: None) -> None:
    actor = await a_member(organisation_id=await an_organisation())
    await write(actor, 1)
    [one] = await seal_until(1)
    await _put(object_key(one), one.statement())
    await seal()
    [standing] = await store().versions(object_key(one))
    assert await store().retained_until(standing.key, version=standing.version) is not None
    assert await seals.unpublished() == []


async def test_the_newest_facts_cannot_be_removed_with_their_seals(own_vault: None, database: Settings) -> None:
    await three_seals()
    await rewrite(
        database,
        "CREATE TEMP TABLE gone AS SELECT fact_id FROM fact_leaves WHERE seal_id = 3;"
        "DELETE FROM fact_leaves WHERE seal_id = 3; DELETE FROM fact_seals WHERE id = 3;"
        "DELETE FROM facts WHERE id IN (SELECT fact_id FROM gone);",
    )
    result = await verify_all()
    assert [finding.seal_id for finding in result.findings] == [3]
    assert said(result) == {"it was published and is not in the table: it was removed with its facts"}


async def test_the_whole_record_cannot_be_emptied(own_vault: None, database: Settings) -> None:
    await three_seals()
    await rewrite(database, "DELETE FROM fact_leaves; DELETE FROM fact_seals; DELETE FROM facts;")
    assert {finding.seal_id for finding in (await verify_all()).findings} == {1, 2, 3}


async def test_a_chain_made_anew_from_changed_facts_contradicts_the_vault(own_vault: None, database: Settings) -> None:
    await three_seals()
    await rewrite(
        database,
        "DELETE FROM fact_leaves; DELETE FROM fact_seals; ALTER TABLE fact_seals ALTER COLUMN id RESTART;"
        "UPDATE facts SET data = '{\"times\": 99}' WHERE id = 2;",
    )
    await seal_until(6)
    assert "the locked object says something else" in said(await verify_all())
    for one in await seals.unpublished():
        await publish(one)
    found = said(await verify_all())
    assert "the vault holds 2 different statements of this seal" in found
    assert "it was published and is not in the table: it was removed with its facts" in found


async def test_a_locked_statement_cannot_be_destroyed_and_one_laid_over_it_is_found(own_vault: None) -> None:
    [first, *_] = await three_seals()
    [standing] = await store().versions(object_key(first))
    with pytest.raises(Locked):
        await store().delete(standing.key, version=standing.version)
    await _put(standing.key, b'{"seal": 1}')
    assert said(await verify_all()) >= {
        "the locked object says something else",
        "the vault holds 2 different statements of this seal",
    }


async def test_a_statement_that_was_hidden_is_found(own_vault: None) -> None:
    [first, *_] = await three_seals()
    await store().delete(object_key(first))
    assert said(await verify_all()) == {f"somebody hid its locked object {object_key(first)}"}


async def test_a_vault_that_was_exchanged_for_an_empty_one_is_found(
    own_vault: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await three_seals()
    monkeypatch.setenv("S3_BUCKET", f"seals-{os.urandom(4).hex()}")
    settings.cache_clear()
    store.cache_clear()
    await store().prepare()
    assert said(await verify_all()) == {"its locked object is gone"}


async def test_a_time_stamp_is_locked_away_too_and_checked_against_the_roots_that_are_named(
    own_vault: None, database: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = root_authority()
    (tmp_path / "roots.pem").write_bytes(root.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "others.pem").write_bytes(root_authority("Another root").certificate.public_bytes(Encoding.PEM))
    [one, *_] = await three_seals()
    with time_stamping_server(root, tmp_path) as url:
        monkeypatch.setenv("TIMESTAMP_URL", url)
        settings.cache_clear()
        await stamp(one)
        await stamp(one)
    assert [kept.key for kept in await store().under(object_key(one))] == [object_key(one), object_key(one) + ".tsr"]
    await rewrite(database, "UPDATE fact_seals SET timestamp_token = NULL")

    unnamed = await verify_all()
    assert (unnamed.stamps, unnamed.trusted_stamps, unnamed.findings) == (1, 0, [])
    assert "time stamps: 1 present and for these seals, not verified" in unnamed.sentences()

    monkeypatch.setenv("TIMESTAMP_ROOTS", str(tmp_path / "roots.pem"))
    settings.cache_clear()
    named = await verify_all()
    assert (named.trusted_stamps, named.findings) == (1, [])

    monkeypatch.setenv("TIMESTAMP_ROOTS", str(tmp_path / "others.pem"))
    settings.cache_clear()
    assert any("does not lead to a trusted root" in sentence for sentence in said(await verify_all()))


async def test_a_server_that_is_away_holds_up_no_seal(own_vault: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMESTAMP_URL", "http://127.0.0.1:9/")
    settings.cache_clear()
    await three_seals()
    await seal()
    result = await verify_all()
    assert (result.published, result.stamps, result.findings) == (3, 0, [])


async def test_a_stamp_of_another_seal_is_found(
    own_vault: None, database: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [one, other, _] = await three_seals()
    with time_stamping_server(root_authority(), tmp_path) as url:
        monkeypatch.setenv("TIMESTAMP_URL", url)
        settings.cache_clear()
        await stamp(one)
    token = await store().get(object_key(one) + ".tsr", data_key=seal_key())
    await seals.stamped(other.id, token)
    assert said(await verify_all()) == {"The time-stamp token is not for this digest, or was changed."}


async def _put(key: str, content: bytes) -> None:
    digest = sha256(content).hexdigest()
    await store().put(key, content, sha256=digest, media_type="application/json", data_key=seal_key())


async def test_the_application_cannot_touch_seals(database: Settings) -> None:
    application = await asyncpg.connect(database.database_url)
    try:
        for statement in ("SELECT * FROM fact_seals", "SELECT * FROM fact_leaves"):
            assert await application.fetch(statement) == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await application.execute("DELETE FROM fact_seals")
    finally:
        await application.close()
