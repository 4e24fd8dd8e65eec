"""The vault against a real S3 server: what is acknowledged is there, readable, and cannot be taken away."""

import hashlib
import json
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from minio import Minio

from documents.cipher import Unreadable
from documents.store import ObjectStore, Shelf, Stored, content_key
from documents.store_errors import Locked, Mismatch, NotStored, StoreMisconfigured, StoreUnavailable
from kernel.errors import Invalid
from kernel.ids import new_id
from kernel.keys import new_data_key
from web.embedded.object_store import ObjectStore as Server

INVOICE = "Factura 2024/0017: 1.234,56 €".encode() * 50


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)


async def put(
    store: ObjectStore,
    *,
    key: str | None = None,
    content: bytes = INVOICE,
    data_key: bytes | None = None,
    retain_until: datetime | None = None,
    legal_hold: bool = False,
) -> tuple[Stored, bytes]:
    data_key = data_key or new_data_key()
    stored = await store.put(
        key or content_key(new_id(), sha256(content)),
        content,
        sha256=sha256(content),
        media_type="application/pdf",
        data_key=data_key,
        retain_until=retain_until,
        legal_hold=legal_hold,
    )
    return stored, data_key


async def test_what_was_put_comes_back_and_lies_there_encrypted(store: ObjectStore, store_server: Server) -> None:
    stored, data_key = await put(store)

    assert await store.get(stored.key, data_key=data_key, version=stored.version) == INVOICE
    raw = _raw(store_server).get_object(store.bucket(Shelf.VAULT), stored.key).data
    assert b"Factura" not in raw
    assert (stored.size, stored.sha256) == (len(INVOICE), sha256(INVOICE))


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (9 << 20) + 5])
async def test_every_size_around_a_frame_and_a_part_survives(store: ObjectStore, size: int) -> None:
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)

    stored, data_key = await put(store, content=content)

    assert await store.get(stored.key, data_key=data_key) == content


async def test_a_file_that_is_not_what_was_announced_is_refused_before_it_is_stored(
    store: ObjectStore,
) -> None:
    key = content_key(new_id(), sha256(INVOICE))

    with pytest.raises(Mismatch, match="announced with"):
        await store.put(key, INVOICE[:-1], sha256=sha256(INVOICE), media_type="text/plain", data_key=new_data_key())

    assert not await store.exists(key)


async def test_a_retained_version_cannot_be_destroyed_nor_its_date_shortened(store: ObjectStore) -> None:
    stored, data_key = await put(store, retain_until=soon())

    with pytest.raises(Locked, match="retention"):
        await store.delete(stored.key, version=stored.version)
    with pytest.raises(Locked):
        await store.retain(stored.key, version=stored.version, until=datetime.now(UTC) + timedelta(minutes=1))

    assert await store.get(stored.key, data_key=data_key, version=stored.version) == INVOICE


async def test_retention_can_be_extended(store: ObjectStore) -> None:
    stored, _ = await put(store, retain_until=soon())
    later = (soon() + timedelta(days=3650)).replace(microsecond=0)

    await store.retain(stored.key, version=stored.version, until=later)

    assert await store.retained_until(stored.key, version=stored.version) == later


async def test_without_retention_there_is_no_date_and_the_version_can_go(store: ObjectStore) -> None:
    stored, _ = await put(store)

    assert await store.retained_until(stored.key, version=stored.version) is None
    await store.delete(stored.key, version=stored.version)
    assert not await store.exists(stored.key)


async def test_a_legal_hold_stops_deletion_until_it_is_released(store: ObjectStore) -> None:
    stored, _ = await put(store, legal_hold=True)
    assert await store.is_held(stored.key, version=stored.version)
    with pytest.raises(Locked):
        await store.delete(stored.key, version=stored.version)

    await store.release(stored.key, version=stored.version)
    await store.delete(stored.key, version=stored.version)

    assert not await store.exists(stored.key, version=stored.version)


async def test_deleting_a_key_hides_it_and_every_version_stays(store: ObjectStore) -> None:
    first, data_key = await put(store, content=b"first")
    second, _ = await put(store, key=first.key, content=b"second", data_key=data_key)

    await store.delete(first.key)

    assert not await store.exists(first.key)
    assert await store.get(first.key, data_key=data_key, version=first.version) == b"first"
    assert await store.get(first.key, data_key=data_key, version=second.version) == b"second"
    listed = await store.versions(first.key)
    assert [one.is_deletion_mark for one in listed] == [True, False, False]
    assert {first.version, second.version} <= {one.version for one in listed}


async def test_the_wrong_key_opens_nothing(store: ObjectStore) -> None:
    stored, _ = await put(store)

    with pytest.raises(Unreadable, match="frame 0"):
        await store.get(stored.key, data_key=new_data_key())


async def test_cipher_text_changed_in_the_store_is_refused(store: ObjectStore, store_server: Server) -> None:
    stored, data_key = await put(store)
    raw = bytearray(_raw(store_server).get_object(store.bucket(Shelf.VAULT), stored.key).data)
    raw[-20] ^= 1
    _overwrite(store, store_server, stored.key, bytes(raw))

    with pytest.raises(Unreadable):
        await store.get(stored.key, data_key=data_key)

    assert await store.get(stored.key, data_key=data_key, version=stored.version) == INVOICE


async def test_an_object_copied_over_another_key_does_not_open(store: ObjectStore, store_server: Server) -> None:
    paid, data_key = await put(store, content=b"paid")
    owed, _ = await put(store, content=b"owed", data_key=data_key)
    raw = _raw(store_server).get_object(store.bucket(Shelf.VAULT), paid.key).data
    _overwrite(store, store_server, owed.key, raw)

    with pytest.raises(Unreadable):
        await store.get(owed.key, data_key=data_key)


async def test_a_browser_lands_a_file_and_downloads_it_under_its_name(store: ObjectStore, tmp_path: Path) -> None:
    key = f"uploads/{new_id()}"
    upload = urllib.request.Request(await store.presigned_put(key, seconds=60), data=INVOICE, method="PUT")
    upload.add_header("Content-Type", "application/octet-stream")
    with urllib.request.urlopen(upload) as answer:
        assert answer.status == 200

    assert await store.fetch_landed(key, tmp_path / "landed") == sha256(INVOICE)
    address = await store.presigned_get(key, seconds=60, filename="Cartera Ñ 2024.csv")
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == INVOICE
        assert "Cartera%20%C3%91%202024.csv" in answer.headers["Content-Disposition"]


async def test_no_address_is_given_for_an_encrypted_object(store: ObjectStore) -> None:
    stored, _ = await put(store)

    with pytest.raises(NotStored, match="encrypted"):
        await store.presigned_get(stored.key, seconds=60, filename="a.pdf", shelf=Shelf.VAULT)


async def test_what_is_not_there_is_not_found(store: ObjectStore) -> None:
    with pytest.raises(NotStored, match="has no object"):
        await store.get("nowhere/at-all", data_key=new_data_key())


async def test_preparing_twice_changes_nothing(store: ObjectStore) -> None:
    stored, data_key = await put(store)

    await store.prepare()

    assert await store.get(stored.key, data_key=data_key) == INVOICE


async def test_a_bucket_without_object_lock_is_not_taken_for_a_vault(store_server: Server) -> None:
    _raw(store_server).make_bucket("plain-vault")

    with pytest.raises(StoreMisconfigured, match="without object lock"):
        await ObjectStore.at(*_access(store_server), "plain").prepare()


async def test_a_store_that_is_down_says_so() -> None:
    store = ObjectStore("127.0.0.1:9", "test", "test-secret", "recourse-test", secure=False)

    with pytest.raises(StoreUnavailable, match="does not answer"):
        await store.get("any", data_key=new_data_key())


async def test_wrong_credentials_are_named(store_server: Server) -> None:
    store = ObjectStore.at(store_server.endpoint, store_server.access_key, "not-the-secret", "recourse-test")

    with pytest.raises(StoreMisconfigured, match="refuses our credentials"):
        await store.prepare()


def test_an_address_without_a_scheme_is_refused() -> None:
    with pytest.raises(Invalid, match="S3_ENDPOINT"):
        ObjectStore.at("127.0.0.1:9000", "a", "b", "c")


async def test_a_large_tape_never_sits_in_memory(store_server: Server, store: ObjectStore, tmp_path: Path) -> None:
    """200 MB through a process of its own, whose peak of resident memory grows by less than a fifth of
    that.
    """
    tape = tmp_path / "tape.csv"
    with tape.open("wb") as file:
        for index in range(200):
            file.write(index.to_bytes(4, "big") * (1 << 18))
    script = Path(__file__).with_name("stream_a_tape.py")

    done = subprocess.run(
        [sys.executable, str(script), *_access(store_server), str(tape)], capture_output=True, text=True, check=True
    )

    seen = json.loads(done.stdout)
    assert seen["sha256_read"] == seen["sha256_written"]
    assert seen["peak_growth_mb"] < 60


def _access(server: Server) -> tuple[str, str, str]:
    return server.endpoint, server.access_key, server.secret_key


def _raw(server: Server) -> Minio:
    address = server.endpoint.removeprefix("http://")
    return Minio(address, access_key=server.access_key, secret_key=server.secret_key, secure=False)


def _overwrite(store: ObjectStore, server: Server, key: str, raw: bytes) -> None:
    """What somebody with the store's own password could do."""
    _raw(server).put_object(store.bucket(Shelf.VAULT), key, BytesIO(raw), len(raw))
