"""Records of fixed positions: read and written by a table of the positions, which is data with its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from kernel.errors import Invalid, Place

LENGTH = 128
LAYOUTS = ("frame", "application", "follow_ups", "notices")


@dataclass(frozen=True, slots=True)
class Position:
    """A field: first position counted from 1, length, and whether it is a number (zeros fill it from the left)."""

    name: str
    first: int
    length: int
    number: bool


@dataclass(frozen=True, slots=True)
class RecordTable:
    """The positions of one kind of record. `complete` says that every position to 128 is accounted for: what no field
    holds is blank.
    """

    kind: str
    positions: tuple[Position, ...]
    complete: bool
    verified: bool
    source: str

    def write(self, values: Mapping[str, str], *, codec: str) -> bytes:
        """The 128 bytes. Invalid where a value is too long, no number, unknown or beyond the code page, or where the
        table does not know the whole record: a guess is never sent.
        """
        if not self.complete:
            raise Invalid(
                f"The positions of the record {self.kind} are not all known.",
                places=[Place(self.kind, None, "Supply the table of the court's Satzbeschreibung.")],
            )
        record = bytearray(b" " * LENGTH)
        unknown = set(values) - {one.name for one in self.positions}
        if unknown:
            raise Invalid(f"The record {self.kind} has no {', '.join(sorted(unknown))}.")
        for one in self.positions:
            record[one.first - 1 : one.first - 1 + one.length] = _field(one, values.get(one.name, ""), codec, self.kind)
        return bytes(record)

    def read(self, record: bytes, *, codec: str) -> dict[str, str]:
        """Each field without its filling."""
        text = record.decode(codec)
        return {one.name: text[one.first - 1 : one.first - 1 + one.length].rstrip(" ") for one in self.positions}

    def with_marks(self, first: int, last: int) -> "RecordTable":
        """The same record, whole, with one-letter fields `mark_107` … between two positions."""
        marks = tuple(Position(f"mark_{at}", at, 1, False) for at in range(first, last + 1))
        return RecordTable(self.kind, (*self.positions, *marks), True, self.verified, self.source)


def _field(position: Position, value: str, codec: str, kind: str) -> bytes:
    where = f"{kind}.{position.name}"
    try:
        written = value.encode(codec)
    except UnicodeEncodeError as error:
        place = Place(where, value, "Agree a spelling.")
        raise Invalid(f"{where} holds a letter {codec} lacks.", places=[place]) from error
    if len(written) > position.length:
        place = Place(where, value, f"Shorten it to {position.length}.")
        raise Invalid(f"{where} has {len(written)} characters; {position.length} fit.", places=[place])
    if position.number and value:
        if not (value.isascii() and value.isdigit()):
            raise Invalid(f"{where} must be digits.", places=[Place(where, value, "Give digits alone.")])
        return written.rjust(position.length, b"0")
    return written.ljust(position.length)


def tables(text: str) -> dict[str, RecordTable]:
    """The tables of a TOML text as `layouts/` has them. Invalid where positions overlap or leave the record."""
    found: dict[str, RecordTable] = {}
    for kind, given in tomllib.loads(text).items():
        positions = tuple(
            Position(name, int(at["first"]), int(at["length"]), bool(at.get("number", False)))
            for name, at in given["positions"].items()
        )
        free = 1
        for one in sorted(positions, key=lambda position: position.first):
            if one.first < free or one.first + one.length - 1 > LENGTH:
                raise Invalid(f"The position of {kind}.{one.name} overlaps another or leaves the record.")
            free = one.first + one.length
        found[kind] = RecordTable(
            kind, positions, bool(given["complete"]), bool(given["verified"]), str(given["source"])
        )
    return found


@cache
def known() -> dict[str, RecordTable]:
    """What the house knows by itself, none of it verified."""
    folder = files("cases.jurisdictions.de.eda") / "layouts"
    return {
        kind: table for name in LAYOUTS for kind, table in tables((folder / f"{name}.toml").read_text("utf-8")).items()
    }


def supplied(file: Path) -> dict[str, RecordTable]:
    """The tables a participant copied from the court's own description."""
    return {**known(), **tables(file.read_text("utf-8"))}


def name_of(record: bytes, *, codec: str) -> str:
    """The name of a record's table: kind, mark and part from its first nine bytes, `01 AS 03`."""
    kind, mark, part = (record[:2].decode(codec), record[2:7].decode(codec).rstrip(), record[7:9].decode(codec))
    return f"{kind} {mark} {part}"
