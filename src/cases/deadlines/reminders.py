"""Reminders by mail, each person one mail a day, following the safe date."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock

DAYS_BEFORE = (30, 14, 7, 3, 1, 0)
"""When a reminder goes out, counted from the safe date. A firm's own habit, no rule of law."""


@dataclass(frozen=True, slots=True)
class Due:
    deadline_id: UUID
    organisation_id: UUID
    title: str
    safe_on: date
    statutory_on: date | None
    days_before: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """One person's mail: what is due, soonest first."""

    person_id: UUID
    organisation_id: UUID
    name: str
    email: str
    due: tuple[Due, ...]


async def reminders_due(*, today: date, clock: Clock = SYSTEM_CLOCK) -> list[Reminder]:
    """Whom to remind of what today: the person a deadline is given to, else the lawyers of the firm or owner.

    A reminder that was missed (the worker was down) goes out the next time, once.
    """
    async with db.transaction(Actor.platform(clock)):
        rows = await db.fetch(
            "SELECT d.id, coalesce(d.firm_organisation_id, d.organisation_id) AS organisation_id, d.title, d.safe_on,"
            " d.statutory_on, min(n.days) AS days_before, p.id AS person_id, p.name, p.email"
            " FROM deadlines d JOIN unnest($2::int[]) AS n(days) ON d.safe_on - $1::date <= n.days"
            " JOIN memberships m ON m.organisation_id = coalesce(d.firm_organisation_id, d.organisation_id)"
            " AND m.until IS NULL JOIN people p ON p.id = m.person_id AND p.status = 'active'"
            " WHERE d.status = 'open' AND d.safe_on IS NOT NULL AND d.safe_on <= $1::date + $3::int"
            " AND (d.person_id = p.id OR (d.person_id IS NULL AND m.role = 'lawyer'))"
            " GROUP BY d.id, p.id, p.name, p.email"
            " HAVING NOT EXISTS (SELECT 1 FROM reminders r WHERE r.deadline_id = d.id AND r.person_id = p.id"
            " AND r.days_before = min(n.days)) ORDER BY d.safe_on, d.id",
            today,
            list(DAYS_BEFORE),
            max(DAYS_BEFORE),
        )
    people: dict[tuple[UUID, UUID], list[db.Row]] = defaultdict(list)
    for row in rows:
        people[row["person_id"], row["organisation_id"]].append(row)
    return [_reminder(mine) for mine in people.values()]


def _reminder(rows: list[db.Row]) -> Reminder:
    first = rows[0]
    due = tuple(
        Due(
            row["id"],
            row["organisation_id"],
            row["title"],
            row["safe_on"],
            row["statutory_on"],
            row["days_before"],
        )
        for row in rows
    )
    return Reminder(first["person_id"], first["organisation_id"], first["name"], first["email"], due)


async def note_sent(reminder: Reminder, *, clock: Clock = SYSTEM_CLOCK) -> None:
    """Marks these reminders as sent, in the open transaction in which the mail is written."""
    await db.execute(
        "INSERT INTO reminders (id, deadline_id, organisation_id, person_id, days_before, sent_at)"
        " SELECT uuidv7(), d, $2, $3, n, $4 FROM unnest($1::uuid[], $5::int[]) AS t(d, n) ON CONFLICT DO NOTHING",
        [one.deadline_id for one in reminder.due],
        reminder.organisation_id,
        reminder.person_id,
        clock.now(),
        [one.days_before for one in reminder.due],
    )
