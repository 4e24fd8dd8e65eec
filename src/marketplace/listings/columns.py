"""The role of each column before a sale: what the platform proposes, against whom, and what the seller may change."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from kernel.errors import Place
from marketplace.anonymity import DEBTOR_KEY, Role


class Shown(StrEnum):
    """The roles of `Role`, and `text` for what was written freely: before the contract it is never released."""

    DIRECT = "direct"
    QUASI = "quasi"
    SENSITIVE = "sensitive"
    FREE = "free"
    TEXT = "text"


class Column(Struct, frozen=True):
    """`known_to` names the attackers the proposal holds against; `may` the roles a seller can choose."""

    name: str
    known_to: tuple[str, ...]
    proposed: Shown
    may: tuple[Shown, ...]
    reason: str

    @property
    def decided(self) -> bool:
        """Whether there is anything to choose."""
        return len(self.may) > 1


class ColumnRole(Struct, frozen=True):
    """One column as it is treated in a listing; `present` unless the listing's claims are known to lack it."""

    column: Column
    role: Shown
    present: bool = True

    @property
    def changed(self) -> bool:
        return self.role is not self.column.proposed


class _Entry(Struct, frozen=True):
    names: tuple[str, ...]
    known_to: tuple[str, ...]
    proposed: Shown
    may: tuple[Shown, ...]
    reason: str


class _Table(Struct, frozen=True):
    column: tuple[_Entry, ...]


@cache
def proposals() -> Mapping[str, Column]:
    """Every column a tape may bring to a listing, by the name it has there."""
    table = msgspec.toml.decode(Path(__file__).with_name("columns.toml").read_bytes(), type=_Table)
    return {
        name: Column(name, entry.known_to, entry.proposed, entry.may, entry.reason)
        for entry in table.column
        for name in entry.names
    }


def columns_under(roles: Mapping[str, Role], present: Collection[str] | None = None) -> tuple[ColumnRole, ...]:
    """All columns with the seller's choice, or the proposal where he made none; `present` if it is known."""
    return tuple(
        ColumnRole(column, Shown(roles[name]) if name in roles else column.proposed, present is None or name in present)
        for name, column in proposals().items()
    )


def chosen(roles: Mapping[str, Role]) -> dict[str, Role]:
    """Only what differs from the proposal."""
    known = proposals()
    return {name: role for name, role in roles.items() if name not in known or known[name].proposed != role.value}


def sensitive_of(roles: Mapping[str, Role]) -> tuple[str, ...]:
    return tuple(name for name, role in roles.items() if role is Role.SENSITIVE)


def why_not(name: str, role: str) -> str | None:
    """Why a column cannot have this role before the contract, or None where it can."""
    column = proposals().get(name)
    if column is None:
        if name == DEBTOR_KEY:
            return "The debtor's key counts debtors; it is never shown and not yours to decide."
        return "The platform does not know this column, so it is never released."
    if role in column.may:
        return None
    said = name.removesuffix("_minor").removesuffix("_on").replace("_", " ")
    if column.proposed is Shown.DIRECT:
        return f"{said} cannot be released before the contract. {column.reason}"
    if column.proposed is Shown.TEXT:
        return f"{said} is never released. {column.reason}"
    if not column.decided:
        return f"{said} is not yours to decide. {column.reason}"
    known = " and ".join(_ATTACKER[one] for one in column.known_to)
    return f"{said} cannot be shown as it stands: {known} may know it beforehand. {column.reason}"


_ATTACKER = {"outsider": "an outsider", "bidder": "a bidder with an overlapping book"}


def wrong_roles(roles: Mapping[str, str]) -> list[Place]:
    """Every role that cannot be, at `role_<column>`, with the reason."""
    found = []
    for name, role in roles.items():
        reason = why_not(name, role)
        if reason is not None:
            found.append(Place(f"role_{name}", role, reason))
    return found
