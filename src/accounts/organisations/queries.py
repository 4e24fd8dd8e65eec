"""Organisations as they are shown: to themselves, to the market, to the operator."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.organisations.states import ORGANISATIONS, Standing
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound

PAGE = 50


@dataclass(frozen=True, slots=True)
class OrganisationShown:
    id: UUID
    name: str
    kinds: tuple[str, ...]
    country: str
    registration_number: str | None
    street: str | None
    postcode: str | None
    city: str | None
    contact_email: str | None
    contact_phone: str | None
    bank_account: str | None
    originator_kind: str | None
    status: str
    status_reason: str | None
    created_at: datetime
    demands_second_factor: bool

    @property
    def steps(self) -> tuple[str, ...]:
        """The verbs the operator may use on it now."""
        return tuple(step.name for step in ORGANISATIONS.available(Standing(self.status)))


_COLUMNS = ", ".join(OrganisationShown.__dataclass_fields__)


async def organisation(actor: Actor, organisation_id: UUID) -> OrganisationShown:
    """The own one, a vetted one, or for the operator any; else NotFound."""
    async with db.transaction(actor):
        row = await db.fetch_one(f"SELECT {_COLUMNS} FROM organisations WHERE id = $1", organisation_id)
    if row is None:
        raise NotFound("There is no such organisation here.")
    return _shown(row)


async def organisations(
    actor: Actor, *, status: str | None = None, after: UUID | None = None, limit: int = PAGE
) -> list[OrganisationShown]:
    """The operator's list, newest first; `after` is the last one of the page before."""
    actor.must("organisations.vet")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {_COLUMNS} FROM organisations WHERE ($1::text IS NULL OR status = $1)"
            " AND ($2::uuid IS NULL OR (created_at, id) <"
            "  (SELECT o.created_at, o.id FROM organisations o WHERE o.id = $2))"
            " ORDER BY created_at DESC, id DESC LIMIT $3",
            status,
            after,
            limit,
        )
    return [_shown(row) for row in rows]


async def counts(actor: Actor) -> dict[str, int]:
    """How many organisations are in each standing."""
    actor.must("organisations.vet")
    async with db.transaction(actor):
        rows = await db.fetch("SELECT status, count(*) AS many FROM organisations GROUP BY status")
    return {row["status"]: row["many"] for row in rows}


async def partners(actor: Actor, *, kinds: tuple[str, ...]) -> list[tuple[UUID, str]]:
    """Vetted organisations of these kinds other than the own, by name: whom a mandate may be given to."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT id, name FROM organisations WHERE status = 'vetted' AND kinds && $1::varchar[] AND id <> $2"
            " ORDER BY name LIMIT 500",
            list(kinds),
            actor.organisation,
        )
    return [(row["id"], row["name"]) for row in rows]


async def why_not_vetted(organisation_id: UUID) -> str | None:
    """None if the organisation may trade; else a sentence. Inside the caller's transaction."""
    row = await db.fetch_one("SELECT name, status FROM organisations WHERE id = $1", organisation_id)
    if row is None or row["status"] == "applied":
        return "The operator has not vetted the organisation yet."
    if row["status"] == "vetted":
        return None
    return f"{row['name']} is {row['status']}: ask the operator."


def _shown(row: db.Row) -> OrganisationShown:
    return OrganisationShown(**{**dict(row), "kinds": tuple(row["kinds"])})
