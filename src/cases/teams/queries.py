"""Teams with their people, who is away, and what was set."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.deadlines.reminders import DAYS_BEFORE
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class TeamShown:
    """A team and what it is for; empty sets and no amounts mean any. Amounts are balances at cut-off in minor units."""

    id: UUID
    name: str
    jurisdictions: tuple[str, ...]
    products: tuple[str, ...]
    least_minor: int | None
    most_minor: int | None
    people: tuple[tuple[UUID, str], ...]
    lead_person_id: UUID | None = None
    lead: str | None = None

    def fits(self, jurisdiction: str | None, product: str, balance_minor: int) -> bool:
        """Whether a case of that kind and size is one for this team."""
        return (
            (not self.jurisdictions or jurisdiction in self.jurisdictions)
            and (not self.products or product in self.products)
            and (self.least_minor is None or balance_minor >= self.least_minor)
            and (self.most_minor is None or balance_minor <= self.most_minor)
        )


@dataclass(frozen=True, slots=True)
class AbsenceShown:
    id: UUID
    person_id: UUID
    person: str
    cover_person_id: UUID
    cover: str
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class RemindersShown:
    """When reminders go out, in days before the safe date (below nought: after), and who is told of what
    stays open so many days after it (below nought: before)."""

    days_before: tuple[int, ...] = DAYS_BEFORE
    escalate_after: int | None = None
    escalate_to: UUID | None = None


async def teams(actor: Actor) -> list[TeamShown]:
    """The organisation's teams by name, each with its people by name."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT t.id, t.name, t.jurisdictions, t.products, t.least_minor, t.most_minor, t.lead_person_id,"
            " max(l.name) AS lead,"
            " array_agg(p.id ORDER BY p.name, p.id) FILTER (WHERE p.id IS NOT NULL) AS ids,"
            " array_agg(p.name ORDER BY p.name, p.id) FILTER (WHERE p.id IS NOT NULL) AS names"
            " FROM teams t LEFT JOIN team_members m ON m.team_id = t.id AND m.until IS NULL"
            " LEFT JOIN people p ON p.id = m.person_id"
            " LEFT JOIN people l ON l.id = t.lead_person_id WHERE t.organisation_id = $1 AND t.closed_at IS NULL"
            " GROUP BY t.id ORDER BY lower(t.name), t.id",
            actor.organisation,
        )
    return [_team(row) for row in rows]


async def team(actor: Actor, team_id: UUID) -> TeamShown:
    """One team. NotFound for strangers, and once it is closed."""
    found = next((one for one in await teams(actor) if one.id == team_id), None)
    if found is None:
        raise NotFound("There is no such team here.")
    return found


def _team(row: db.Row) -> TeamShown:
    return TeamShown(
        row["id"],
        row["name"],
        tuple(row["jurisdictions"]),
        tuple(row["products"]),
        row["least_minor"],
        row["most_minor"],
        tuple(zip(row["ids"] or (), row["names"] or (), strict=True)),
        row["lead_person_id"],
        row["lead"],
    )


async def absences(actor: Actor, *, on: date) -> list[AbsenceShown]:
    """Who is or will be away, the next first."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT a.id, a.person_id, p.name AS person, a.cover_person_id, c.name AS cover, a.from_on, a.until_on"
            " FROM absences a JOIN people p ON p.id = a.person_id JOIN people c ON c.id = a.cover_person_id"
            " WHERE a.organisation_id = $1 AND a.ended_at IS NULL AND a.until_on >= $2"
            " ORDER BY a.from_on, p.name, a.id LIMIT 200",
            actor.organisation,
            on,
        )
    return [AbsenceShown(**dict(row)) for row in rows]


async def covered_by(actor: Actor, *, on: date) -> list[AbsenceShown]:
    """Whose deadlines the actor's person sees to that day."""
    return [one for one in await absences(actor, on=on) if one.cover_person_id == actor.person_id and one.from_on <= on]


async def reminders_set(actor: Actor) -> RemindersShown:
    """What the organisation set, or the house's own habit."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT days_before, escalate_after, escalate_to FROM reminder_settings WHERE organisation_id = $1",
            actor.organisation,
        )
    if row is None:
        return RemindersShown()
    return RemindersShown(tuple(row["days_before"]), row["escalate_after"], row["escalate_to"])
