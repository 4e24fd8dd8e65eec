"""Organisations and people with valid defaults."""

from datetime import UTC, date, datetime
from uuid import UUID

from accounts.licences.tables import Licence
from accounts.organisations.tables import Organisation
from accounts.people.tables import Membership, Person
from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.ids import new_id

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


async def an_organisation(
    *,
    kinds: tuple[str, ...] = ("seller",),
    name: str = "Banco del Norte",
    country: str = "ES",
    status: str = "vetted",
    originator_kind: str | None = "bank",
    demands_second_factor: bool = False,
) -> UUID:
    organisation_id = new_id()
    async with db.transaction(Actor.platform()):
        await Organisation.insert(
            Organisation(
                id=organisation_id,
                name=name,
                kinds=list(kinds),
                country=country,
                registration_number="A28000000",
                street="Calle Mayor 1",
                postcode="28013",
                city="Madrid",
                contact_email="office@example.org",
                contact_phone="+34 910 000 000",
                bank_account="ES9121000418450200051332",
                originator_kind=originator_kind if "seller" in kinds else None,
                status=status,
                status_reason=None,
                demands_second_factor=demands_second_factor,
                version=0,
                created_at=EPOCH,
            )
        )
    return organisation_id


async def a_member(
    *,
    organisation_id: UUID,
    roles: tuple[str, ...] = ("administrator",),
    email: str | None = None,
    name: str = "Ana Ruiz",
    clock: Clock = SYSTEM_CLOCK,
) -> Actor:
    """A person of the organisation with these roles, as the actor they become when signed in."""
    person_id = new_id()
    async with db.transaction(Actor.platform()):
        await Person.insert(
            Person(
                id=person_id,
                email=email or f"{person_id}@example.org",
                name=name,
                password_hash=None,
                status="active",
                locale="en",
                time_zone="Europe/Madrid",
                version=0,
                created_at=EPOCH,
            )
        )
        for role in roles:
            await Membership.insert(
                Membership(
                    id=new_id(),
                    organisation_id=organisation_id,
                    person_id=person_id,
                    role=role,
                    since=EPOCH,
                    until=None,
                )
            )
        rows = await db.fetch("SELECT DISTINCT permission FROM role_permissions WHERE role = ANY($1)", list(roles))
    granted = frozenset(row["permission"] for row in rows)
    return Actor(person_id, organisation_id, granted, "person", clock)


async def a_licence(
    *,
    organisation_id: UUID,
    role: str = "purchaser",
    country: str = "ES",
    originator_kind: str = "any",
    debtor_kind: str = "any",
    from_on: date = date(2025, 1, 1),
    expires_on: date = date(2030, 12, 31),
    status: str = "verified",
) -> UUID:
    licence_id = new_id()
    async with db.transaction(Actor.platform()):
        await Licence.insert(
            Licence(
                id=licence_id,
                organisation_id=organisation_id,
                role=role,
                country=country,
                originator_kind=originator_kind,
                debtor_kind=debtor_kind,
                number="L-1",
                authority="Banco de España",
                from_on=from_on,
                expires_on=expires_on,
                status=status,
                version=0,
                created_at=EPOCH,
            )
        )
    return licence_id
