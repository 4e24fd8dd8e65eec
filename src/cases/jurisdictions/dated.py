"""Law as dated data: how a folder's TOML is read, checked and asked for the value in force on a day."""

import tomllib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from cases.jurisdictions.contract import Authority


class LawInvalid(Exception):
    """A folder's data cannot be used; names the file and the key. Raised at load, so a bad value never starts."""


class Sourced(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a value comes from: the article, the text read (a key of `sources.toml`), when, and whether official."""

    citation: str
    source: str
    checked_on: date
    verified: bool
    note: str | None = None

    @property
    def authority(self) -> Authority:
        return Authority(self.citation, self.source, self.checked_on, self.verified)


class Dated(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A value in force from a day, until the next one begins or `until` (inclusive)."""

    from_on: date = msgspec.field(name="from")
    until: date | None = None


def in_force[V: Dated](values: Sequence[V], on: date) -> V | None:
    """The value in force on the day, or None where the folder knows none."""
    found = None
    for value in values:
        if value.from_on <= on:
            found = value
    return found if found is None or found.until is None or on <= found.until else None


def ascending(values: Sequence[Dated]) -> None:
    """Refuses a list that is not in order of time; called by the structs that hold one."""
    days = [value.from_on for value in values]
    if days != sorted(set(days)):
        raise ValueError("the values must be in order of `from`, each day once")


def load[T](folder: Path, name: str, kind: type[T]) -> T:
    """Reads and checks `name` of the folder. Numbers with a point become Decimal, never float.

    Raises LawInvalid with the file and the key.
    """
    sources = msgspec.convert(_parse(folder / "sources.toml"), dict[str, str])
    tree = _parse(folder / name)
    label = f"{folder.name}/{name}"
    _name_sources(tree, sources, label, "")
    try:
        return msgspec.convert(tree, kind)
    except msgspec.ValidationError as error:
        raise LawInvalid(f"{label}: {_key_of(tree, kind)}{error}") from error


def _key_of(tree: dict[str, Any], kind: type) -> str:
    """The table in a `dict` field that does not convert: msgspec prints such keys as `[...]`."""
    for name, hint in get_type_hints(kind).items():
        if get_origin(hint) is dict and isinstance(tree.get(name), dict):
            for key, entry in tree[name].items():
                try:
                    msgspec.convert(entry, get_args(hint)[1])
                except msgspec.ValidationError:
                    return f"{name}.{key}: "
    return ""


def _parse(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Decimal)
    except FileNotFoundError as error:
        raise LawInvalid(f"{path.parent.name}/{path.name} is missing.") from error
    except tomllib.TOMLDecodeError as error:
        raise LawInvalid(f"{path.parent.name}/{path.name}: {error}") from error


def _name_sources(tree: object, sources: dict[str, str], label: str, key: str) -> None:
    if isinstance(tree, list):
        for number, entry in enumerate(tree):
            _name_sources(entry, sources, label, f"{key}[{number}]")
    elif isinstance(tree, dict):
        for name, entry in tree.items():
            if name == "source" and isinstance(entry, str):
                if entry not in sources:
                    raise LawInvalid(f"{label}: {key}.source names {entry!r}, which sources.toml does not have.")
                tree[name] = sources[entry]
            else:
                _name_sources(entry, sources, label, f"{key}.{name}" if key else name)
