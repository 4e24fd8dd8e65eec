"""The files of a delivery as they came: in an archive, or under a prefix of the landing."""

import asyncio
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from documents.intake.archives import UNREADABLE
from documents.vault.commands import store
from kernel.errors import Invalid, Place

MOST_FILES = 200_000
LARGEST_ARCHIVE = 2 << 30
LARGEST_UNPACKED = 64 << 30
IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What systems add to archives of their own, and nobody delivers."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One file: `place` is where the source finds it again; the same path may come twice."""

    place: int
    path: str


class Source(Protocol):
    """Where the bytes of a delivery lie."""

    async def files(self) -> Sequence[Sent]: ...

    async def read(self, one: Sent, most: int) -> bytes:
        """The bytes, or the first `most + 1` of a file that is larger."""
        ...


class Archive:
    """A ZIP archive on disk. Invalid, with the reason, for one that cannot be read whole."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except UNREADABLE as error:
            raise _unreadable("It is no ZIP archive that can be read, or it was cut.") from error
        self._members = [one for one in self._zip.infolist() if not one.is_dir() and not _ignored(one.filename)]
        if len(self._members) > MOST_FILES:
            raise _unreadable(f"It holds {len(self._members)} files; {MOST_FILES} are taken. Divide it.")
        if any(one.flag_bits & 1 for one in self._members):
            raise _unreadable("Some of its files are encrypted. Send it without a password.")
        if sum(one.file_size for one in self._members) > LARGEST_UNPACKED:
            raise _unreadable(f"Unpacked it is larger than {LARGEST_UNPACKED >> 30} GiB. Divide it.")
        if not self._members:
            raise _unreadable("No file is in it.")

    def __len__(self) -> int:
        return len(self._members)

    async def files(self) -> Sequence[Sent]:
        return [Sent(at, one.filename) for at, one in enumerate(self._members)]

    async def read(self, one: Sent, most: int) -> bytes:
        def unpacked() -> bytes:
            try:
                with self._zip.open(self._members[one.place]) as member:
                    return member.read(most + 1)
            except UNREADABLE as error:
                place = Place(one.path, None, "It does not unpack: the archive is damaged there. Send the file again.")
                raise Invalid("A file of the archive cannot be unpacked.", places=[place]) from error

        return await asyncio.to_thread(unpacked)

    def close(self) -> None:
        self._zip.close()


class Landed:
    """The files that somebody put under a delivery's prefix."""

    def __init__(self, delivery_id: UUID, folder: Path) -> None:
        self._prefix = prefix_of(delivery_id)
        self._folder = folder

    async def files(self) -> Sequence[Sent]:
        keys = await store().landed(self._prefix)
        paths = sorted(key.removeprefix(self._prefix) for key in keys)
        return [Sent(at, path) for at, path in enumerate(path for path in paths if path and not _ignored(path))]

    async def read(self, one: Sent, most: int) -> bytes:
        here = self._folder / f"landed-{one.place}"
        try:
            await store().fetch_landed(self._prefix + one.path, here)

            def read() -> bytes:
                with here.open("rb") as file:
                    return file.read(most + 1)

            return await asyncio.to_thread(read)
        finally:
            here.unlink(missing_ok=True)


def prefix_of(delivery_id: UUID) -> str:
    """Where on the landing the files of a delivery lie."""
    return f"deliveries/{delivery_id}/"


def _ignored(path: str) -> bool:
    return any(path.startswith(one) or path.rsplit("/", 1)[-1] == one for one in IGNORED)


def _unreadable(sentence: str) -> Invalid:
    return Invalid("The archive cannot be taken as it is.", places=[Place("file", None, sentence)])
