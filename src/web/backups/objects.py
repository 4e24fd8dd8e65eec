"""The object store's half of a backup: every version of every object, with its retention and legal hold."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import groupby

import msgspec
from minio import Minio
from minio.datatypes import Object
from minio.error import S3Error
from minio.retention import Retention

from documents.shelves import Shelf, Shelves
from kernel.errors import Refused, Unavailable
from web.backups.archive import PIECE, Archive, Version
from web.embedded import private_files

NEVER_LOCKED = {
    "NoSuchObjectLegalHold",
    "NoSuchObjectLockConfiguration",
    "ObjectLockConfigurationNotFoundError",
}


def copy_out(client: Minio, prefix: str, archive: Archive) -> None:
    """Copy both shelves into the archive; contents that occur twice are kept once."""
    with archive.index.open("wb") as index:
        archive.index.chmod(0o600)
        for shelf in Shelf:
            for listed in _oldest_first(client, f"{prefix}-{shelf}"):
                version = _described(client, f"{prefix}-{shelf}", shelf, listed, archive)
                index.write(msgspec.json.encode(version) + b"\n")


def refuse_unless_empty(client: Minio, prefix: str) -> None:
    """Refused when either bucket holds an object or a trace of one."""
    for shelf in Shelf:
        bucket = f"{prefix}-{shelf}"
        if client.bucket_exists(bucket_name=bucket) and next(_listed(client, bucket), None) is not None:
            raise Refused(
                f"The bucket {bucket} is not empty. Restore into a new one: set S3_BUCKET to another prefix. "
                "Nothing is ever overwritten."
            )


def copy_in(client: Minio, prefix: str, archive: Archive) -> None:
    """Put every version back, oldest first, and lock it as it was. The store gives new version ids."""
    Shelves(client, prefix, "COMPLIANCE").prepare()
    for one in archive.versions():
        bucket = f"{prefix}-{one.shelf}"
        if one.deletion_mark:
            client.remove_object(bucket_name=bucket, object_name=one.key)
            continue
        _put(client, bucket, one, archive)


def _put(client: Minio, bucket: str, one: Version, archive: Archive) -> None:
    with archive.content(one.sha256).open("rb") as content:
        written = client.put_object(
            bucket_name=bucket,
            object_name=one.key,
            data=content,
            length=one.size,
            content_type=one.media_type,
            metadata=dict(one.metadata),
        )
    version = written.version_id
    response = client.get_object(bucket_name=bucket, object_name=one.key, version_id=version)
    with closing(response):
        found = hashlib.sha256()
        for piece in response.stream(PIECE):
            found.update(piece)
        response.release_conn()
    if found.hexdigest() != one.sha256:
        raise Unavailable(f"The store gives back other bytes for {one.key} than it was sent: check its disks.")
    if one.retention and one.retain_until and one.retain_until > datetime.now(UTC):
        kept = Retention(one.retention, one.retain_until)
        client.set_object_retention(bucket_name=bucket, object_name=one.key, config=kept, version_id=version)
    if one.legal_hold:
        client.enable_object_legal_hold(bucket_name=bucket, object_name=one.key, version_id=version)


def _listed(client: Minio, bucket: str) -> Iterator[Object]:
    return iter(client.list_objects(bucket_name=bucket, recursive=True, include_version=True))


def _oldest_first(client: Minio, bucket: str) -> Iterator[Object]:
    """S3 lists a key's versions newest first; they are put back the other way round."""
    if not client.bucket_exists(bucket_name=bucket):
        return
    for _, versions in groupby(_listed(client, bucket), key=lambda one: one.object_name):
        yield from reversed(list(versions))


def _described(client: Minio, bucket: str, shelf: Shelf, listed: Object, archive: Archive) -> Version:
    key, version = str(listed.object_name), listed.version_id or ""
    modified = listed.last_modified or datetime.now(UTC)
    plain = Version(shelf=shelf.value, key=key, version=version, modified=modified)
    if listed.is_delete_marker:
        return msgspec.structs.replace(plain, deletion_mark=True)
    response = client.get_object(bucket_name=bucket, object_name=key, version_id=version or None)
    with closing(response):
        headers = {name.lower(): value for name, value in response.headers.items()}
        sha256, size = _kept(response.stream(PIECE), archive)
        response.release_conn()
    described = msgspec.structs.replace(
        plain,
        sha256=sha256,
        size=size,
        media_type=headers.get("content-type", plain.media_type),
        metadata={name: value for name, value in headers.items() if name.startswith("x-amz-meta-")},
    )
    return described if shelf is not Shelf.VAULT else _locks(client, bucket, described)


def _kept(pieces: Iterator[bytes], archive: Archive) -> tuple[str, int]:
    """Stream a content into the archive under its hash. Returns the hash and the size."""
    draft = archive.folder / "objects" / "draft"
    digest, size = hashlib.sha256(), 0
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    place = archive.content(digest.hexdigest())
    private_files.folder(place.parent)
    draft.replace(place)
    return digest.hexdigest(), size


def _locks(client: Minio, bucket: str, one: Version) -> Version:
    place = {"bucket_name": bucket, "object_name": one.key, "version_id": one.version}
    held = _unless_absent(lambda: client.is_object_legal_hold_enabled(**place))
    kept = _unless_absent(lambda: client.get_object_retention(**place))
    if kept is None:
        return msgspec.structs.replace(one, legal_hold=bool(held))
    mode = "GOVERNANCE" if kept.mode == "GOVERNANCE" else "COMPLIANCE"
    return msgspec.structs.replace(one, legal_hold=bool(held), retention=mode, retain_until=kept.retain_until_date)


def _unless_absent[T](ask: Callable[[], T]) -> T | None:
    """None where a version was never locked: some servers say so by an error."""
    try:
        return ask()
    except S3Error as error:
        if error.code in NEVER_LOCKED:
            return None
        raise
