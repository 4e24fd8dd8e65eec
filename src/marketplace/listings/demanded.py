"""What a seller demands of the anonymity of a listing: k, l, t and the columns' roles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

import msgspec

from kernel import db
from kernel.errors import Invalid, Place
from marketplace.anonymity import PLATFORM_FLOOR, Demands, Role
from marketplace.listings.columns import chosen, sensitive_of, wrong_roles

LARGEST_K = 100_000
LEAST_L = 2
"""Where a group may share one sensitive value, whoever is in the group is told by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demanded:
    """`roles` are the seller's choices, every other column has the proposed one. `l` and `t` hold for sensitive ones.

    `t` lies above 0 and is at most 1, which asks for nothing; three decimals are kept.
    """

    k: int = PLATFORM_FLOOR
    l: int = 1  # noqa: E741 - the letter of the literature
    t: float = 1.0
    roles: Mapping[str, Role] = field(default_factory=dict)

    @property
    def demands(self) -> Demands:
        return Demands(l=self.l, t=self.t)

    @property
    def under(self) -> bytes:
        """The digest of all but k: figures for several k are compared under one of it."""
        said = {"l": self.l, "t": f"{self.t:.3f}", "roles": dict(sorted(self.roles.items()))}
        return sha256(msgspec.json.encode(said)).digest()


def demanded_of(row: db.Row) -> Demanded:
    """From a row of `listings`."""
    return Demanded(
        k=row["k_wanted"],
        l=row["l_wanted"],
        t=float(row["t_wanted"]),
        roles=msgspec.json.decode(row["column_roles"], type=dict[str, Role]),
    )


def stored_t(t: float) -> Decimal:
    return Decimal(f"{t:.3f}")


def wrong_demands(demanded: Demanded) -> list[Place]:
    """Every place that cannot be like this; nothing is looked up."""
    found = wrong_roles(demanded.roles)
    if not PLATFORM_FLOOR <= demanded.k <= LARGEST_K:
        said = f"At least {PLATFORM_FLOOR} debtors stand behind every line, at most {LARGEST_K:,}."
        found.append(Place("k", str(demanded.k), said))
    if not 0 < round(demanded.t, 3) <= 1:
        found.append(Place("t", str(demanded.t), "A distance above 0 and at most 1, which asks for nothing."))
    if demanded.l < 1:
        found.append(Place("l", str(demanded.l), "A number of values, one or more."))
    elif demanded.l < LEAST_L and (sensitive := sensitive_of(demanded.roles)):
        said = f"Ask for at least {LEAST_L} values: a group that shares one tells it of everybody in it."
        found.append(Place("l", str(demanded.l), f"{', '.join(sensitive)} is sensitive. {said}"))
    return found


def check_demanded(demanded: Demanded) -> None:
    """Invalid with every place that is wrong and why."""
    found = wrong_demands(demanded)
    if found:
        raise Invalid(_sentence(found), places=found)


def _sentence(found: list[Place]) -> str:
    """The first reason stands in the sentence, for those who read no places."""
    return f"The anonymity cannot be set like this: {found[0].sentence}"


def read_roles(given: Mapping[str, str]) -> dict[str, Role]:
    """Roles as words; Invalid with every one that cannot be and why, before anything else is asked."""
    found = wrong_roles(given)
    if found:
        raise Invalid(_sentence(found), places=found)
    return chosen({name: Role(role) for name, role in given.items() if role in set(Role)})
