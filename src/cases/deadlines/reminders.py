"""Reminders by mail, following the safe date: each deadline, person and interval once, whatever runs twice.

What runs for the other side, or only waits, is told of once it is over: from then on we may act.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from cases.deadlines.facts import RemindersSent
from cases.deadlines.queries import latest_day
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.mail import write_mail

DAYS_BEFORE = (30, 14, 7, 3, 1, 0, -1, -7)
"""When a reminder goes out, counted from the safe date; below nought it is overdue. A habit, no rule of law, and of
those alone who set nothing else."""

DAYS_BEFORE_OPENING = (0, -7)
"""The same for what opens a way to us: on the day on which we may go on, and once more a week later."""

FIRST_HOUR, LAST_HOUR = 7, 20
"""Nobody is written to before this hour or from that one on, by the clock of the person. A habit, no rule of law."""

NAMED = 100
"""A mail names so many deadlines, soonest first, and says how many more there are."""

TEMPLATE = "cases/mail/deadline_reminder"


@dataclass(frozen=True, slots=True)
class Due:
    deadline_id: UUID
    case_id: UUID
    title: str
    safe_on: date
    statutory_on: date | None
    days_before: int
    opens_on: date | None
    opens: str | None
    keeper: str | None
    """Whose it is, where somebody else is reminded of it."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One person's mail for one organisation: what is due, soonest first."""

    person_id: UUID
    organisation_id: UUID
    name: str
    email: str
    locale: str
    zone: str
    due: tuple[Due, ...]


# Whoever keeps deadlines is asked first, then who reads cases, then the administrators: no deadline is nobody's.
WATCHERS = (
    "SELECT m.organisation_id, m.person_id, min(CASE r.permission WHEN 'deadlines.keep' THEN 1 WHEN 'cases.read' THEN 2"
    " ELSE 3 END) AS rank FROM memberships m JOIN people p ON p.id = m.person_id AND p.status = 'active'"
    " JOIN role_permissions r ON r.role = m.role"
    " AND r.permission IN ('deadlines.keep', 'cases.read', 'people.manage')"
    " WHERE m.until IS NULL GROUP BY m.organisation_id, m.person_id"
)
FALLING_DUE = "d.status = 'open' AND d.outcome <> 'barred' AND d.safe_on IS NOT NULL"
DUE = (
    "SELECT d.id, d.case_id, d.organisation_id, d.firm_organisation_id, d.title, d.safe_on, d.statutory_on,"
    " d.person_id, d.opens_on, d.opens"
    f" FROM deadlines d WHERE {FALLING_DUE} AND (d.opens_on IS NULL AND d.safe_on <= $1::date + greatest($3::int,"
    " (SELECT max(n) FROM reminder_settings s, unnest(s.days_before || -s.escalate_after) n))"
    " OR d.opens_on <= $1::date)"
)
# `working`: the instructed firm, or the owner where there is none.
SIDES = (
    "SELECT d.id, d.person_id, d.organisation_id AS side,"
    " coalesce(d.firm_organisation_id, d.organisation_id) = d.organisation_id AS working FROM due d"
    " UNION ALL SELECT d.id, d.person_id, d.firm_organisation_id, true FROM due d"
    " WHERE d.firm_organisation_id <> d.organisation_id"
)
ASKED = (
    "SELECT s.id, w.organisation_id, w.person_id, s.person_id IS NOT DISTINCT FROM w.person_id AS given,"
    " bool_or(s.person_id = w.person_id AND s.working AND w.rank < 3) OVER (PARTITION BY s.id) AS held,"
    " rank() OVER (PARTITION BY s.id, s.person_id IS NOT DISTINCT FROM w.person_id"
    " ORDER BY s.working DESC, w.rank) AS turn FROM sides s JOIN watchers w ON w.organisation_id = s.side"
)
CHOSEN = "SELECT a.id, a.organisation_id, a.person_id FROM asked a WHERE a.turn = 1 AND (a.given OR a.held IS NOT TRUE)"
# Whoever sees to an absent colleague's deadlines, and whoever is told of what stays open; each still a watcher there.
COVERING = (
    "SELECT c.id, c.organisation_id, b.cover_person_id, c.person_id, false FROM chosen c JOIN absences b"
    " ON b.organisation_id = c.organisation_id AND b.person_id = c.person_id AND b.ended_at IS NULL"
    " AND $1::date BETWEEN b.from_on AND b.until_on JOIN watchers w ON w.organisation_id = c.organisation_id"
    " AND w.person_id = b.cover_person_id AND w.rank < 3"
)
TOLD_ON = (
    "SELECT d.id, t.organisation_id, w.person_id, d.person_id, true FROM sides s JOIN due d ON d.id = s.id"
    " JOIN reminder_settings t ON t.organisation_id = s.side AND d.opens_on IS NULL"
    " AND d.safe_on <= $1::date - t.escalate_after CROSS JOIN LATERAL (SELECT t.escalate_to AS person_id"
    " UNION SELECT g.lead_person_id FROM team_members m JOIN teams g ON g.id = m.team_id AND g.closed_at IS NULL"
    " WHERE m.organisation_id = s.side AND m.person_id = d.person_id AND m.until IS NULL) e"
    " JOIN watchers w ON w.organisation_id = s.side AND w.person_id = e.person_id AND w.rank < 3"
    " WHERE d.person_id IS DISTINCT FROM w.person_id"
)
REACHED = (
    "SELECT c.id, c.organisation_id, c.person_id, NULL::uuid AS keeper_id, false AS told_on FROM chosen c"
    f" UNION ALL {COVERING} UNION ALL {TOLD_ON}"
)
DAY = (
    "SELECT CASE WHEN x.told_on THEN -t.escalate_after ELSE (SELECT min(n) FROM unnest(CASE WHEN d.opens_on IS NOT NULL"
    " THEN $4::int[] ELSE coalesce(t.days_before, $2::int[]) END) n WHERE n >= coalesce(d.opens_on, d.safe_on)"
    " - $1::date) END AS days_before FROM (SELECT) one LEFT JOIN reminder_settings t"
    " ON t.organisation_id = x.organisation_id"
)
REMINDERS = (
    f"WITH watchers AS MATERIALIZED ({WATCHERS}), due AS MATERIALIZED ({DUE}), sides AS ({SIDES}), asked AS ({ASKED}),"
    f" chosen AS ({CHOSEN}), reached AS ({REACHED})"
    " SELECT DISTINCT ON (coalesce(d.opens_on, d.safe_on), d.id, p.id) d.id AS deadline_id, d.case_id, d.title,"
    " d.safe_on, d.statutory_on, y.days_before, d.opens_on, d.opens, q.name AS keeper, x.organisation_id,"
    " p.id AS person_id, p.name, p.email, p.locale, p.time_zone AS zone"
    f" FROM reached x JOIN due d ON d.id = x.id JOIN people p ON p.id = x.person_id CROSS JOIN LATERAL ({DAY}) y"
    " LEFT JOIN people q ON q.id = x.keeper_id WHERE y.days_before IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM reminders r WHERE r.deadline_id = d.id"
    " AND r.person_id = x.person_id AND r.days_before = y.days_before)"
    " ORDER BY coalesce(d.opens_on, d.safe_on), d.id, p.id, y.days_before, x.keeper_id NULLS FIRST"
)
"""The person a deadline was given to, on whichever side; with nobody of the working side at it, its watchers; and
whoever sees to it for somebody away or is told of what stays open. Each side by its own intervals, `$2` without any."""


async def reminders_due(*, today: date, clock: Clock = SYSTEM_CLOCK) -> list[Reminder]:
    """Whom to remind of what on the day, those alone whose working day it is by their own clock.

    What was missed (the worker was down) goes out the next time, once.
    """
    async with db.transaction(Actor.platform(clock)):
        rows = await db.fetch(REMINDERS, today, list(DAYS_BEFORE), max(DAYS_BEFORE), list(DAYS_BEFORE_OPENING))
    people: dict[tuple[UUID, UUID], list[db.Row]] = defaultdict(list)
    for row in rows:
        people[row["person_id"], row["organisation_id"]].append(row)
    now = clock.now()
    return [_reminder(mine) for mine in people.values() if _at_work(now, mine[0]["zone"])]


def _at_work(now: datetime, zone: str) -> bool:
    return FIRST_HOUR <= now.astimezone(ZoneInfo(zone)).hour < LAST_HOUR


def _reminder(rows: list[db.Row]) -> Reminder:
    due = tuple(Due(*(row[one.name] for one in fields(Due))) for row in rows)
    return Reminder(**{one.name: rows[0][one.name] for one in fields(Reminder) if one.name != "due"}, due=due)


async def send_reminders(*, clock: Clock = SYSTEM_CLOCK) -> int:
    """Writes the mail of everybody who is to be reminded today and returns how many.

    A mail that cannot be written does not hold up the others; the errors are raised together at the end.
    """
    today, written, failures = latest_day(clock.now()), 0, []
    for reminder in await reminders_due(today=today, clock=clock):
        try:
            written += await _remind(reminder, today, clock)
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup("reminders that could not be written", failures)
    return written


async def _remind(reminder: Reminder, today: date, clock: Clock) -> bool:
    actor = Actor.system(reminder.organisation_id, clock)
    async with db.transaction(actor):
        mine = await note_sent(reminder, clock=clock)
        if not mine.due:
            return False
        context = {
            "name": reminder.name,
            "today": today,
            "due": await _named(mine.due[:NAMED]),
            "count": len(mine.due),
            "overdue": sum(one.safe_on < today for one in mine.due if one.opens_on is None),
            "ready": sum(one.opens_on is not None for one in mine.due),
        }
        await write_mail(
            actor,
            TEMPLATE,
            context,
            recipient=reminder.email,
            locale=reminder.locale,
            zone=reminder.zone,
            person_id=reminder.person_id,
        )
        await facts.record(
            actor, RemindersSent(subject_id=reminder.person_id, person_id=reminder.person_id, count=len(mine.due))
        )
    return True


async def _named(due: Sequence[Due]) -> list[tuple[str, Due]]:
    """Each with the reference of its case, which a mail may say; a debtor's name it may not."""
    rows = await db.fetch("SELECT id, reference FROM cases WHERE id = ANY($1::uuid[])", [one.case_id for one in due])
    references = {row["id"]: row["reference"] for row in rows}
    return [(references[one.case_id], one) for one in due]


async def note_sent(reminder: Reminder, *, clock: Clock = SYSTEM_CLOCK) -> Reminder:
    """Takes these reminders in the open transaction, and gives back those that nobody took before.

    A second job at the same moment waits here for the first, and then finds them taken.
    """
    rows = await db.fetch(
        "INSERT INTO reminders (id, deadline_id, organisation_id, person_id, days_before, sent_at)"
        " SELECT uuidv7(), d, $2, $3, n, $4 FROM unnest($1::uuid[], $5::int[]) AS t(d, n) ORDER BY d"
        " ON CONFLICT DO NOTHING RETURNING deadline_id",
        [one.deadline_id for one in reminder.due],
        reminder.organisation_id,
        reminder.person_id,
        clock.now(),
        [one.days_before for one in reminder.due],
    )
    taken = {row["deadline_id"] for row in rows}
    return replace(reminder, due=tuple(one for one in reminder.due if one.deadline_id in taken))
