"""What a backup folder holds, and how it is known to be whole.

    database.dump    pg_dump's custom format, sealed under a key of this backup's own
    objects/ab/abc…  every distinct content, named by its SHA-256
    objects.jsonl    one line for each version of each object, oldest first within a key
    manifest.json    hashes and counts of all of the above

The platform's key is never in it: a backup that falls into wrong hands must not open itself, and one that was made
before the platform's key was replaced is noise once that key is destroyed. So an erasure reaches backups.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

import msgspec

from kernel.errors import Invalid, Place, Refused
from web.embedded import private_files

FORMAT = 2
"""Format 1 held the dump in the clear; it is still restored."""
PIECE = 1 << 20


class Version(msgspec.Struct, frozen=True, omit_defaults=True):
    """One version of an object. `sha256` is empty for a deletion mark, which hides a key and holds nothing."""

    shelf: str
    key: str
    version: str
    modified: datetime
    sha256: str = ""
    size: int = 0
    media_type: str = "application/octet-stream"
    metadata: dict[str, str] = {}
    retention: Literal["", "COMPLIANCE", "GOVERNANCE"] = ""
    retain_until: datetime | None = None
    legal_hold: bool = False
    deletion_mark: bool = False


class Manifest(msgspec.Struct, frozen=True):
    """The seal over a backup."""

    format: int
    made_at: datetime
    house: str
    database_sha256: str
    index_sha256: str
    versions: int
    contents: int
    content_bytes: int
    key_id: UUID | None = None
    key_wrapped: str = ""
    """The key of the dump, hex, wrapped by the platform's; neither in format 1."""


class Archive:
    """A backup folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "database.dump"
        self.index = folder / "objects.jsonl"

    @classmethod
    def new(cls, folder: Path) -> "Archive":
        """An empty one. Refused where something lies already: a backup never overwrites."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refused(f"{folder} is not empty. Name a new folder: a backup never overwrites anything.")
        private_files.folder(folder)
        private_files.folder(folder / "objects")
        return cls(folder)

    def content(self, sha256: str) -> Path:
        return self.folder / "objects" / sha256[:2] / sha256

    def versions(self) -> Iterator[Version]:
        with self.index.open("rb") as lines:
            for line in lines:
                yield msgspec.json.decode(line, type=Version)

    def seal(self, made_at: datetime, house: str, key_id: UUID, key_wrapped: bytes) -> Manifest:
        """Write the manifest; until then the backup does not count as one."""
        sizes = {one.sha256: one.size for one in self.versions() if one.sha256}
        manifest = Manifest(
            format=FORMAT,
            made_at=made_at,
            house=house,
            database_sha256=digest(self.database),
            index_sha256=digest(self.index),
            versions=sum(1 for _ in self.versions()),
            contents=len(sizes),
            content_bytes=sum(sizes.values()),
            key_id=key_id,
            key_wrapped=key_wrapped.hex(),
        )
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=1).decode() + "\n"
        private_files.write(self.folder / "manifest.json", text)
        return manifest

    def verified(self) -> Manifest:
        """The manifest, after every byte was compared with it. Invalid names each file that differs."""
        manifest = self._manifest()
        wrong = [
            Place(file.name, None, "It is missing or was changed since the backup.")
            for file, sha256 in (
                (self.database, manifest.database_sha256),
                (self.index, manifest.index_sha256),
            )
            if not file.exists() or digest(file) != sha256
        ]
        if not wrong:
            hashes = {one.sha256 for one in self.versions() if one.sha256}
            files = {sha256: self.content(sha256) for sha256 in sorted(hashes)}
            wrong = [
                Place(str(file.relative_to(self.folder)), sha256, "It is missing or was changed since the backup.")
                for sha256, file in files.items()
                if not file.exists() or digest(file) != sha256
            ]
        if wrong:
            raise Invalid(f"The backup {self.folder} is not whole: nothing was restored.", places=wrong)
        return manifest

    def _manifest(self) -> Manifest:
        try:
            manifest = msgspec.json.decode((self.folder / "manifest.json").read_bytes(), type=Manifest)
        except FileNotFoundError as error:
            raise Invalid(f"{self.folder} is no finished backup: it has no manifest.json.") from error
        except msgspec.DecodeError as error:
            raise Invalid(f"The manifest of {self.folder} cannot be read: {error}") from error
        if not 1 <= manifest.format <= FORMAT:
            raise Invalid(f"{self.folder} has backup format {manifest.format}; this version reads up to {FORMAT}.")
        return manifest


def digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
