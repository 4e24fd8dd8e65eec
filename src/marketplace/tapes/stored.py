"""A tape's file as it was stored, brought back to be read again."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec
from msgspec import Struct

from documents.vault.commands import store
from kernel import db
from kernel.actor import Actor
from kernel.data_keys import DataKey, open_key
from kernel.errors import NotFound, Refused
from kernel.keys import ColumnSealer
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.reading import Layout
from marketplace.tapes.scrub import ScrubPolicy


class Look(Struct, frozen=True):
    """What detection saw: the layout with its samples, and the first rows as text. Sealed, since debtors are in it."""

    layout: Layout
    first_rows: tuple[dict[str, str | int | None], ...]


class Seen(Struct, frozen=True):
    """What a finding seals: the line of the file it is about, and what stood in the cell."""

    line_no: int
    value: str | None


@dataclass(frozen=True, slots=True)
class StoredTape:
    """What commands and jobs work from."""

    id: UUID
    status: str
    version: int
    name: str
    originator_kind: str
    cut_off_on: date
    file_name: str
    sha256: bytes
    object_key: str
    file_key: DataKey
    data_key_id: UUID
    look: Look
    mapping: Mapping | None
    rows_read: int | None
    rows_accepted: int | None
    rows_rejected: int | None
    rows_left_out: int | None
    scrub_policy: ScrubPolicy | None

    @property
    def layout(self) -> Layout:
        return self.look.layout

    @property
    def sure_mapping(self) -> Mapping:
        """The confirmed mapping; Refused while there is none."""
        if self.mapping is None:
            raise Refused("The columns of this tape are not mapped yet. Confirm the mapping first.")
        return self.mapping


_PLAIN = (
    "id, status, version, name, originator_kind, cut_off_on, file_name, sha256, object_key, data_key_id, rows_read,"
    " rows_accepted, rows_rejected, rows_left_out"
)


async def stored_tape(actor: Actor, tape_id: UUID) -> StoredTape:
    """The organisation's own tape; NotFound for everybody else."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT {_PLAIN}, file_key_id, look, mapping::text AS mapping,"
            " scrub_policy::text AS policy FROM tapes"
            " WHERE id = $1 AND organisation_id = $2",
            tape_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such tape here.")
        if row["file_key_id"] is None or row["look"] is None:
            raise Refused("The file of this tape is not kept here any more.")
        file_key = await open_key(row["file_key_id"])
        data_key = await open_key(row["data_key_id"])
    plain = {name.strip(): row[name.strip()] for name in _PLAIN.split(",")}
    look = look_sealer(data_key).open(tape_id, row["look"], Look)
    mapping = msgspec.json.decode(row["mapping"], type=Mapping) if row["mapping"] else None
    policy = msgspec.json.decode(row["policy"], type=ScrubPolicy) if row["policy"] else None
    return StoredTape(**plain, file_key=file_key, look=look, mapping=mapping, scrub_policy=policy)


def look_sealer(key: DataKey) -> ColumnSealer:
    return ColumnSealer(key.secret, "tapes", "look")


@asynccontextmanager
async def fetched(tape: StoredTape) -> AsyncGenerator[Path]:
    """The file on local disk while the block lasts, checked against its hash. Never inside a transaction."""
    if db.in_transaction():
        raise RuntimeError("the object store must not be called inside a transaction")
    with TemporaryDirectory(prefix="recourse-tape-") as folder:
        path = Path(folder) / tape.file_name
        digest = sha256()
        with path.open("wb") as file:
            async for frame in store().stream(tape.object_key, data_key=tape.file_key.secret):
                digest.update(frame)
                await asyncio.to_thread(file.write, frame)
        if digest.digest() != tape.sha256:
            raise Refused("The stored file is not the one that was uploaded: its hash differs. Tell the operator.")
        yield path
