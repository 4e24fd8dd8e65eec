"""Writing people and their memberships, in the caller's transaction."""

from datetime import datetime
from uuid import UUID

from accounts.people.states import PersonStatus
from kernel import db
from kernel.clock import Clock
from kernel.errors import Refused
from kernel.ids import new_id

ZONES = {
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "GB": "Europe/London",
    "PL": "Europe/Warsaw",
    "SE": "Europe/Stockholm",
}
"""The zone a new person starts with, by the organisation's country; they change it on the account page."""


async def add_person(*, email: str, name: str, password_hash: str | None, organisation_id: UUID, clock: Clock) -> UUID:
    """A new active account, by the platform's role. Refused if the address has one."""
    country = await db.fetch_value("SELECT country FROM organisations WHERE id = $1", organisation_id)
    person_id = await db.fetch_value(
        "INSERT INTO people (id, email, name, password_hash, status, locale, time_zone, created_at)"
        " VALUES ($1, $2, $3, $4, $5, 'en_GB', $6, $7) ON CONFLICT (email) DO NOTHING RETURNING id",
        new_id(),
        email,
        name,
        password_hash,
        PersonStatus.ACTIVE.value,
        ZONES.get(country, "UTC"),
        clock.now(),
    )
    if person_id is None:
        raise Refused("This mail address has an account already.")
    return UUID(str(person_id))


async def give_roles(organisation_id: UUID, person_id: UUID, roles: frozenset[str], *, at: datetime) -> int:
    """Adds the roles the person does not hold there yet; says how many."""
    given = 0
    for role in sorted(roles):
        given += await db.execute(
            "INSERT INTO memberships (id, organisation_id, person_id, role, since) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (organisation_id, person_id, role) WHERE until IS NULL DO NOTHING",
            new_id(),
            organisation_id,
            person_id,
            role,
            at,
        )
    return given
