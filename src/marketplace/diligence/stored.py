"""A file of the object store as it is handed out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from documents.vault.commands import store
from kernel import db
from kernel.data_keys import DataKey


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A CSV or PDF that was put into the store, and the key that opens it."""

    file_name: str
    media_type: str
    size_bytes: int
    sha256: bytes
    object_key: str
    key: bytes

    @classmethod
    def of(cls, row: db.Row, key: DataKey) -> Self:
        """From a row of `releases` or `released_copies`."""
        media_type = row.get("media_type", "text/csv")
        return cls(row["file_name"], media_type, row["size_bytes"], row["sha256"], row["object_key"], key.secret)

    def stream(self) -> AsyncIterator[bytes]:
        return store().stream(self.object_key, data_key=self.key)

    async def saved(self, path: Path) -> Path:
        """Writes the file there. Never inside a transaction."""
        with path.open("wb") as file:
            async for part in self.stream():
                file.write(part)
        return path
