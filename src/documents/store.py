"""The object store: any S3 with versions and object lock, through the MinIO SDK.

What is put into the *vault* is encrypted on our side, read back and compared with its SHA-256 before it is
acknowledged, and only then locked, so that a bad copy is never kept for ten years. The *landing* takes
uploads by browsers through presigned addresses: plain, unlocked, without versions, emptied by the job that
takes the file in.

The lock is enforced by the S3 server, not against whoever runs its disks: the facts' own chain proves what
was sealed.
"""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Self
from uuid import UUID

import anyio
import anyio.to_thread
import urllib3
from minio.error import MinioException

from documents.shelves import Content, LockMode, Shelf, Shelves, Stored, StoredVersion, connected
from documents.store_errors import translated
from kernel.errors import Invalid

__all__ = ["Content", "ObjectStore", "Shelf", "Stored", "StoredVersion", "content_key"]


def content_key(owner: UUID, sha256: str) -> str:
    """The content-addressed key of an object; its owner (an organisation or a data key) keeps tenants
    apart.
    """
    return f"{owner}/{sha256[:2]}/{sha256}"


class ObjectStore:
    """All storing and reading of files.

    Every method may raise `StoreUnavailable` or `StoreMisconfigured` (503) and is safe to repeat. Never call
    one inside a transaction.
    """

    def __init__(
        self,
        endpoint: str,
        access_key: str,
        secret_key: str,
        bucket_prefix: str,
        *,
        secure: bool,
        region: str = "us-east-1",
        timeout: float = 30.0,
        lock_mode: LockMode = "COMPLIANCE",
    ) -> None:
        """`endpoint` is host:port without a scheme; `timeout` in seconds bounds each wait for an answer."""
        client = connected(endpoint, access_key, secret_key, secure=secure, region=region, timeout=timeout)
        self._shelves = Shelves(client, bucket_prefix, lock_mode)
        self._endpoint = endpoint

    @classmethod
    def at(cls, address: str, access_key: str, secret_key: str, bucket_prefix: str) -> Self:
        """The store at an address such as `https://s3.example:9000`, as the setting S3_ENDPOINT gives it."""
        scheme, _, rest = address.partition("://")
        if scheme not in ("http", "https") or not rest:
            raise Invalid(f"S3_ENDPOINT must read http://host:port or https://host:port, not {address!r}.")
        return cls(rest.rstrip("/"), access_key, secret_key, bucket_prefix, secure=scheme == "https")

    async def prepare(self) -> None:
        """Make both buckets as they must be; repeat as often as wished. Refuses a vault without object
        lock.
        """
        await self._run(self._shelves.prepare)

    async def put(
        self,
        key: str,
        content: Content,
        *,
        sha256: str,
        media_type: str,
        data_key: bytes,
        retain_until: datetime | None = None,
        legal_hold: bool = False,
    ) -> Stored:
        """Encrypt and store `content` in the vault, read it back, then lock it when `retain_until` is given.

        A file must be seekable and is read twice. Raises `Mismatch` before anything is written when the bytes
        do not have the SHA-256 given, and after, without locking, when what the store gives back differs.
        """
        return await self._run(
            lambda: self._shelves.put(key, content, sha256, media_type, data_key, retain_until, legal_hold)
        )

    async def get(self, key: str, *, data_key: bytes, version: str | None = None) -> bytes:
        """The whole plain object, authenticated to its end. For files that may be large use `stream`."""
        return await self._run(lambda: b"".join(self._shelves.frames(key, data_key, version)))

    async def stream(self, key: str, *, data_key: bytes, version: str | None = None) -> AsyncIterator[bytes]:
        """The plain object in frames of at most 1 MiB; a damaged frame raises `Unreadable` in their midst."""
        frames = self._shelves.frames(key, data_key, version)
        try:
            while (frame := await self._run(lambda: next(frames, None))) is not None:
                yield frame
        finally:
            with anyio.CancelScope(shield=True):
                await self._run(frames.close)

    async def exists(self, key: str, *, shelf: Shelf = Shelf.VAULT, version: str | None = None) -> bool:
        """Whether the key has a current (or that) version."""
        return await self._run(lambda: self._shelves.exists(key, shelf, version))

    async def versions(self, key: str) -> tuple[StoredVersion, ...]:
        """Every version and deletion mark of a key in the vault, newest first."""
        return await self._run(lambda: self._shelves.versions(key))

    async def under(self, prefix: str) -> tuple[StoredVersion, ...]:
        """Every version and deletion mark of every key in the vault that begins with `prefix`, in the store's order."""
        return await self._run(lambda: self._shelves.under(prefix))

    async def delete(self, key: str, *, shelf: Shelf = Shelf.VAULT, version: str | None = None) -> None:
        """Hide the key, or destroy one version; a locked version refuses with `Locked`."""
        await self._run(lambda: self._shelves.delete(key, shelf, version))

    async def hold(self, key: str, *, version: str) -> None:
        """Place a legal hold: no deletion until it is released, whatever the retention date."""
        await self._run(lambda: self._shelves.hold(key, version))

    async def release(self, key: str, *, version: str) -> None:
        """Lift a legal hold; the retention date stays."""
        await self._run(lambda: self._shelves.release(key, version))

    async def is_held(self, key: str, *, version: str) -> bool:
        """Whether a legal hold lies on that version."""
        return await self._run(lambda: self._shelves.is_held(key, version))

    async def retain(self, key: str, *, version: str, until: datetime) -> None:
        """Extend the retention of a version; shortening it refuses with `Locked`."""
        await self._run(lambda: self._shelves.retain(key, version, until))

    async def retained_until(self, key: str, *, version: str) -> datetime | None:
        """The moment until which that version cannot be deleted; None when it has no retention."""
        return await self._run(lambda: self._shelves.retained_until(key, version))

    async def presigned_put(self, key: str, *, seconds: int) -> str:
        """An address to which a browser may PUT one file on the landing; it is hashed when it is taken in."""
        return await self._run(lambda: self._shelves.presigned_put(key, seconds))

    async def presigned_get(
        self,
        key: str,
        *,
        seconds: int,
        filename: str,
        shelf: Shelf = Shelf.LANDING,
        version: str | None = None,
    ) -> str:
        """An address from which one plain object may be downloaded under `filename`.

        Vault objects are encrypted on our side, so that an address would give cipher text: refused with
        `NotStored`. Serve them through `stream`.
        """
        return await self._run(lambda: self._shelves.presigned_get(key, seconds, filename, shelf, version))

    async def land(self, key: str, content: Content, *, media_type: str) -> None:
        """Put a plain file on the landing, as a browser would through a presigned address."""
        await self._run(lambda: self._shelves.land(key, content, media_type))

    async def landed(self, prefix: str) -> tuple[str, ...]:
        """The keys on the landing that begin with `prefix`, in the store's order."""
        return await self._run(lambda: self._shelves.landed(prefix))

    async def fetch_landed(self, key: str, into: Path) -> str:
        """Copy a landed file to a local path and give its SHA-256."""
        return await self._run(lambda: self._shelves.fetch_landed(key, into))

    def bucket(self, shelf: Shelf) -> str:
        """The full name of a shelf's bucket."""
        return self._shelves.bucket(shelf)

    async def _run[T](self, work: Callable[[], T]) -> T:
        def guarded() -> T:
            try:
                return work()
            except (MinioException, urllib3.exceptions.HTTPError) as error:
                raise translated(error, self._endpoint) from error

        return await anyio.to_thread.run_sync(guarded)
