"""Entering a house and its first people without an invitation: the platform's bootstrap, and the demonstration."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from accounts.organisations.commands import move_organisation, register_organisation, write_organisation
from accounts.organisations.details import Details, mail_address
from accounts.organisations.facts import OrganisationMoved
from accounts.organisations.states import ORGANISATIONS
from accounts.people.facts import PersonSeated
from accounts.people.passwords import check_password, hash_password
from accounts.people.policies import can_hold
from accounts.people.seating import add_person, give_roles
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Founded:
    """An organisation and one person of it; `password` in clear, told once, or "" if it was given by the caller."""

    organisation_id: UUID
    person_id: UUID
    password: str = ""


async def found_operator(*, name: str, country: str, email: str, person: str, clock: Clock = SYSTEM_CLOCK) -> Founded:
    """The operator's organisation, vetted, with its first administrator and a random password."""
    password, address = new_password(), mail_address(email)
    password_hash = await hash_password(password)
    details = Details(name=name, country=country, contact_email=address)
    async with db.transaction(Actor.platform(clock)):
        organisation_id = await write_organisation(None, details, ("operator",), clock=clock)
        await db.move("organisations", organisation_id, ORGANISATIONS["vet"])
        itself = Actor(None, organisation_id, frozenset(), "platform", clock)
        await facts.record(itself, OrganisationMoved(subject_id=organisation_id, transition="vet", status="vetted"))
        person_id = await _seat(
            itself,
            organisation_id,
            email=address,
            name=person,
            password_hash=password_hash,
            roles=frozenset({"administrator", "operator"}),
        )
    return Founded(organisation_id, person_id, password)


async def found_house(
    operator: Actor,
    details: Details,
    kinds: tuple[str, ...],
    *,
    email: str,
    person: str,
    password: str,
    roles: frozenset[str] = frozenset({"administrator"}),
) -> Founded:
    """An organisation that the operator registers, staffs with its first person, and vets."""
    organisation_id = await register_organisation(operator, details, kinds)
    person_id = await seat_person(
        organisation_id, email=email, name=person, password=password, roles=roles, by=operator, clock=operator.clock
    )
    await move_organisation(operator, organisation_id, "vet")
    return Founded(organisation_id, person_id)


async def seat_person(
    organisation_id: UUID,
    *,
    email: str,
    name: str,
    password: str,
    roles: frozenset[str],
    by: Actor | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> UUID:
    """A person with roles and a password, without an invitation. No page leads here."""
    if by is not None:
        by.must("organisations.vet")
    address = mail_address(email)
    async with db.transaction(Actor.platform(clock)):
        house = await db.fetch_one("SELECT name, kinds FROM organisations WHERE id = $1", organisation_id)
    if house is None:
        raise NotFound("There is no such organisation.")
    allowed = can_hold(roles, tuple(house["kinds"]))
    if allowed is not True:
        raise Invalid(allowed)
    check_password(password, names=(address, house["name"], name))
    password_hash = await hash_password(password)
    async with db.transaction(Actor.platform(clock)):
        actor = by or Actor(None, organisation_id, frozenset(), "platform", clock)
        return await _seat(actor, organisation_id, email=address, name=name, password_hash=password_hash, roles=roles)


async def _seat(
    by: Actor, organisation_id: UUID, *, email: str, name: str, password_hash: str, roles: frozenset[str]
) -> UUID:
    person_id = await add_person(
        email=email, name=name, password_hash=password_hash, organisation_id=organisation_id, clock=by.clock
    )
    await give_roles(organisation_id, person_id, roles, at=by.now())
    seated = PersonSeated(subject_id=person_id, roles=tuple(sorted(roles)))
    await facts.record(by, seated, about=organisation_id)
    return person_id


def new_password() -> str:
    """Random, 80 bits, in groups that can be typed."""
    text = secrets.token_hex(10)
    return "-".join(text[start : start + 5] for start in range(0, 20, 5))
