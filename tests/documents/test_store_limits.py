"""What the real S3 server holds against the application itself: locks, addresses that die, uploads that break off."""

import asyncio
import hashlib
import io
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from minio.error import S3Error

from documents.store import ObjectStore, Shelf
from documents.store_errors import Locked
from kernel.ids import new_id
from kernel.keys import new_data_key
from tests.documents.test_store import INVOICE, _raw, put, sha256
from web.embedded.object_store import ObjectStore as Server


def status_of(address: str, *, method: str = "GET", data: bytes | None = None) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data=data, method=method)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


async def test_writing_over_a_locked_object_leaves_what_was_locked_and_its_end_comes_on_its_day(
    store: ObjectStore, store_server: Server
) -> None:
    stored, data_key = await put(store)
    until = datetime.now(UTC) + timedelta(seconds=8)
    await store.retain(stored.key, version=stored.version, until=until)
    vault = store.bucket(Shelf.VAULT)

    _raw(store_server).put_object(vault, stored.key, io.BytesIO(b"another"), 7)
    _raw(store_server).remove_object(vault, stored.key)
    with pytest.raises(S3Error):
        _raw(store_server).remove_object(vault, stored.key, stored.version)
    with pytest.raises(Locked):
        await store.delete(stored.key, version=stored.version)

    assert await store.get(stored.key, data_key=data_key, version=stored.version) == INVOICE
    await asyncio.sleep(max(0.0, (until - datetime.now(UTC)).total_seconds()) + 1)
    await store.delete(stored.key, version=stored.version)
    assert stored.version not in {one.version for one in await store.versions(stored.key)}


async def test_an_address_dies_on_time(store: ObjectStore) -> None:
    key = f"upload/{new_id()}"
    up = await store.presigned_put(key, seconds=2)
    assert status_of(up, method="PUT", data=INVOICE) == 200
    down = await store.presigned_get(key, seconds=2, filename="a.csv")
    assert status_of(down) == 200
    time.sleep(3)
    assert (status_of(up, method="PUT", data=b"later"), status_of(down)) == (403, 403)


async def test_an_address_reaches_its_own_key_on_the_landing_and_nothing_in_the_vault(store: ObjectStore) -> None:
    stored, data_key = await put(store)
    address = urlsplit(await store.presigned_put(f"upload/{new_id()}", seconds=60))
    landing, vault = store.bucket(Shelf.LANDING), store.bucket(Shelf.VAULT)
    assert address.path.startswith(f"/{landing}/upload/")
    for path in (f"/{vault}/{stored.key}", f"/{landing}/upload/{new_id()}", f"/{vault}/{new_id()}"):
        moved = urlunsplit(address._replace(path=path))
        assert status_of(moved, method="PUT", data=b"mine now") == 403
        assert status_of(moved) == 403
    assert await store.get(stored.key, data_key=data_key) == INVOICE


class BreaksOff(io.RawIOBase):
    """An upload whose sender goes away after the first part, once its hash was announced."""

    def __init__(self, size: int) -> None:
        self._whole = io.BytesIO(bytes(size))
        self._looked = False

    def read(self, size: int = -1) -> bytes:
        if self._looked and self._whole.tell() > (12 << 20):
            raise ConnectionResetError("the sender went away")
        piece = self._whole.read(size)
        self._looked = self._looked or not piece
        return piece

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._whole.seek(offset, whence)


async def test_an_upload_cut_in_half_leaves_nothing_behind(store: ObjectStore, store_server: Server) -> None:
    size = 24 << 20
    key = f"{new_id()}/half"
    digest = hashlib.sha256(bytes(size)).hexdigest()
    with pytest.raises(ConnectionResetError):
        await store.put(
            key,
            BreaksOff(size),  # type: ignore[arg-type]
            sha256=digest,
            media_type="application/pdf",
            data_key=new_data_key(),
        )
    assert await store.versions(key) == ()
    assert not await store.exists(key)
    unfinished = _raw(store_server)._list_multipart_uploads(bucket_name=store.bucket(Shelf.VAULT), prefix=key)
    assert unfinished.uploads == []
    assert sha256(INVOICE) != digest
