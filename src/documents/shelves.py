"""The S3 calls behind the object store, synchronous; `documents.store` runs them in threads."""

import hashlib
import os
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal, cast
from urllib.parse import quote

import urllib3
from minio import Minio
from minio.commonconfig import ENABLED
from minio.error import S3Error
from minio.retention import Retention
from minio.versioningconfig import VersioningConfig

from documents.cipher import SealingReader, Source, opened_frames, sealed_length
from documents.store_errors import Mismatch, NotStored, StoreMisconfigured, is_absent

_PART = 8 << 20
_READ = 1 << 20
_SEALED = "x-amz-meta-recourse-sealed"

type Content = bytes | Path | BinaryIO
type LockMode = Literal["COMPLIANCE", "GOVERNANCE"]


class Shelf(StrEnum):
    """Which bucket: `<prefix>-vault` (encrypted, versions, object lock) or `<prefix>-landing` (plain,
    passing).
    """

    VAULT = "vault"
    LANDING = "landing"


@dataclass(frozen=True, slots=True)
class Stored:
    """An object that was written and read back. `size` counts plain bytes; `version` names exactly this
    writing.
    """

    key: str
    version: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of a key. A deletion mark hides the key and destroys nothing."""

    key: str
    version: str
    at: datetime
    is_latest: bool
    is_deletion_mark: bool


class Shelves:
    """Both buckets of one deployment, through one client."""

    def __init__(self, client: Minio, prefix: str, lock_mode: LockMode) -> None:
        self._client = client
        self._prefix = prefix
        self._lock_mode = lock_mode

    def bucket(self, shelf: Shelf) -> str:
        return f"{self._prefix}-{shelf}"

    def prepare(self) -> None:
        vault, landing = self.bucket(Shelf.VAULT), self.bucket(Shelf.LANDING)
        self._make(vault, object_lock=True)
        self._make(landing, object_lock=False)
        if self._client.get_bucket_versioning(vault).status != ENABLED:
            self._client.set_bucket_versioning(vault, VersioningConfig(ENABLED))
        try:
            self._client.get_object_lock_config(vault)
        except S3Error as error:
            raise StoreMisconfigured(
                f"The bucket {vault} exists without object lock ({error.code}): nothing in it could be kept"
                " safe. Object lock is given at creation only: name another prefix in S3_BUCKET."
            ) from error

    def put(
        self,
        key: str,
        content: Content,
        sha256: str,
        media_type: str,
        data_key: bytes,
        retain_until: datetime | None,
        legal_hold: bool,
    ) -> Stored:
        with _opened(content) as (source, size):
            found = _sha256(source)
            if found != sha256:
                raise Mismatch(
                    f"The file announced with SHA-256 {sha256} has {found}: it was changed or cut on the"
                    " way. Nothing was stored; send it again."
                )
            source.seek(0)
            sealing = cast(BinaryIO, SealingReader(source, data_key, key.encode()))
            written = self._client.put_object(
                self.bucket(Shelf.VAULT),
                key,
                sealing,
                sealed_length(size),
                media_type,
                metadata={_SEALED: "RCS1"},
                part_size=_PART,
                num_parallel_uploads=1,
            )
        version = written.version_id
        if not version:
            raise StoreMisconfigured(f"The bucket {written.bucket_name} keeps no versions, so nothing can be locked.")
        self._read_back(key, version, sha256, data_key)
        if retain_until is not None:
            self.retain(key, version, retain_until)
        if legal_hold:
            self._client.enable_object_legal_hold(self.bucket(Shelf.VAULT), key, version)
        return Stored(key, version, sha256, size, media_type)

    def frames(self, key: str, data_key: bytes, version: str | None) -> Generator[bytes]:
        response = self._client.get_object(self.bucket(Shelf.VAULT), key, version_id=version)
        try:
            yield from opened_frames(cast(Source, response), data_key, key.encode())
        finally:
            response.close()
            response.release_conn()

    def exists(self, key: str, shelf: Shelf, version: str | None) -> bool:
        try:
            self._client.stat_object(self.bucket(shelf), key, version_id=version)
        except S3Error as error:
            if is_absent(error):
                return False
            raise
        return True

    def versions(self, key: str) -> tuple[StoredVersion, ...]:
        found = [one for one in self.under(key) if one.key == key]
        return tuple(sorted(found, key=lambda one: (one.is_latest, one.at), reverse=True))

    def under(self, prefix: str) -> tuple[StoredVersion, ...]:
        listed = self._client.list_objects(
            self.bucket(Shelf.VAULT), prefix=prefix, recursive=True, include_version=True
        )
        return tuple(
            StoredVersion(
                one.object_name, one.version_id, one.last_modified, one.is_latest == "true", one.is_delete_marker
            )
            for one in listed
            if one.object_name and one.version_id and one.last_modified
        )

    def delete(self, key: str, shelf: Shelf, version: str | None) -> None:
        self._client.remove_object(self.bucket(shelf), key, version_id=version)

    def hold(self, key: str, version: str) -> None:
        self._client.enable_object_legal_hold(self.bucket(Shelf.VAULT), key, version)

    def release(self, key: str, version: str) -> None:
        self._client.disable_object_legal_hold(self.bucket(Shelf.VAULT), key, version)

    def is_held(self, key: str, version: str) -> bool:
        return bool(self._client.is_object_legal_hold_enabled(self.bucket(Shelf.VAULT), key, version))

    def retain(self, key: str, version: str, until: datetime) -> None:
        retention = Retention(self._lock_mode, until.astimezone(UTC))
        self._client.set_object_retention(self.bucket(Shelf.VAULT), key, retention, version)

    def retained_until(self, key: str, version: str) -> datetime | None:
        try:
            found = self._client.get_object_retention(self.bucket(Shelf.VAULT), key, version)
        except S3Error as error:
            if error.code == "ObjectLockConfigurationNotFoundError":
                return None
            raise
        return found.retain_until_date if found else None

    def land(self, key: str, content: Content, media_type: str) -> None:
        with _opened(content) as (source, size):
            self._client.put_object(
                self.bucket(Shelf.LANDING),
                key,
                source,
                size,
                media_type,
                part_size=_PART,
                num_parallel_uploads=1,
            )

    def landed(self, prefix: str) -> tuple[str, ...]:
        listed = self._client.list_objects(self.bucket(Shelf.LANDING), prefix=prefix, recursive=True)
        return tuple(one.object_name for one in listed if one.object_name and not one.is_dir)

    def fetch_landed(self, key: str, into: Path) -> str:
        digest = hashlib.sha256()
        with (
            closing(self._client.get_object(self.bucket(Shelf.LANDING), key)) as response,
            into.open("wb") as target,
        ):
            for piece in response.stream(_READ):
                digest.update(piece)
                target.write(piece)
            response.release_conn()
        return digest.hexdigest()

    def presigned_put(self, key: str, seconds: int) -> str:
        return self._client.presigned_put_object(self.bucket(Shelf.LANDING), key, timedelta(seconds=seconds))

    def presigned_get(self, key: str, seconds: int, filename: str, shelf: Shelf, version: str | None) -> str:
        about = self._client.stat_object(self.bucket(shelf), key, version_id=version)
        if about.metadata and _SEALED in {name.lower() for name in about.metadata}:
            raise NotStored(f"The object {key} is encrypted by this platform: serve it through it, not by an address.")
        disposition = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
        return self._client.presigned_get_object(
            self.bucket(shelf),
            key,
            timedelta(seconds=seconds),
            response_headers={"response-content-disposition": disposition},
            version_id=version,
        )

    def _make(self, bucket: str, *, object_lock: bool) -> None:
        if self._client.bucket_exists(bucket):
            return
        try:
            self._client.make_bucket(bucket, object_lock=object_lock)
        except S3Error as error:
            if error.code not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
                raise

    def _read_back(self, key: str, version: str, sha256: str, data_key: bytes) -> None:
        digest = hashlib.sha256()
        for frame in self.frames(key, data_key, version):
            digest.update(frame)
        if digest.hexdigest() != sha256:
            raise Mismatch(
                f"What the store gives back for {key} has SHA-256 {digest.hexdigest()}, not {sha256}: the"
                " copy was not acknowledged and not locked. Check the store's disks."
            )


@contextmanager
def _opened(content: Content) -> Iterator[tuple[BinaryIO, int]]:
    """The content as a file at its start, and its length; a file given open stays open."""
    if isinstance(content, bytes):
        yield BytesIO(content), len(content)
    elif isinstance(content, Path):
        with content.open("rb") as source:
            yield source, os.fstat(source.fileno()).st_size
    else:
        size = content.seek(0, os.SEEK_END)
        content.seek(0)
        yield content, size


def _sha256(source: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := source.read(_READ):
        digest.update(piece)
    return digest.hexdigest()


def connected(endpoint: str, access_key: str, secret_key: str, *, secure: bool, region: str, timeout: float) -> Minio:
    """A client with bounded waits; `region` is given so that no call is spent on asking for it."""
    pool = urllib3.PoolManager(
        maxsize=16,
        timeout=urllib3.Timeout(connect=5.0, read=timeout),
        retries=urllib3.Retry(total=2, backoff_factor=0.2, status_forcelist=(502, 503, 504)),
    )
    return Minio(endpoint, access_key=access_key, secret_key=secret_key, secure=secure, region=region, http_client=pool)
