"""Which roles fit which organisation, and who may change whose."""

from typing import Literal
from uuid import UUID

from kernel import db
from kernel.actor import Actor

Answer = Literal[True] | str

FITTING: dict[str, frozenset[str]] = {
    "administrator": frozenset({"seller", "purchaser", "servicer", "law_firm", "operator"}),
    "seller": frozenset({"seller", "purchaser"}),
    "buyer": frozenset({"purchaser", "servicer"}),
    "lawyer": frozenset({"seller", "purchaser", "servicer", "law_firm"}),
    "clerk": frozenset({"seller", "purchaser", "servicer", "law_firm"}),
    "operator": frozenset({"operator"}),
}
"""Kinds of organisation a role exists in. A purchaser resells, hence `seller`; in-house teams file, hence `lawyer`."""


def roles_for(kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(role for role, fitting in FITTING.items() if fitting & set(kinds))


def can_hold(roles: frozenset[str], kinds: tuple[str, ...]) -> Answer:
    beyond = sorted(roles - set(roles_for(kinds)))
    if beyond:
        return f"The role {', '.join(beyond)} does not exist in an organisation of this kind."
    return True


async def keeps_an_administrator(organisation_id: UUID, *, without: UUID) -> Answer:
    """In the open transaction: whether somebody else could still manage the people."""
    other = await db.fetch_value(
        "SELECT 1 FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.organisation_id = $1"
        " AND m.role = 'administrator' AND m.until IS NULL AND m.person_id <> $2 AND p.status = 'active' LIMIT 1",
        organisation_id,
        without,
    )
    if other is None:
        return "This is the only administrator. Give the role to somebody else first."
    return True


def can_lock(actor: Actor, person_id: UUID, *, elsewhere: bool) -> Answer:
    """`elsewhere`: the person also belongs to another organisation, which this one must not lock them out of."""
    if person_id == actor.person_id:
        return "You cannot lock yourself out."
    if elsewhere:
        return "This person also works for another organisation. Remove them from yours instead."
    return True
