"""A person's calendar feed (RFC 5545) behind a token: open deadlines and tasks by day, hearings at their hour."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from cases.agenda.queries import HearingShown, TaskShown, hearings_ahead, tasks_open
from cases.deadlines.facts import FeedMade, FeedRevoked
from cases.deadlines.queries import DUE, OPENING, SIDES, Whose
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock, day_in
from kernel.errors import Forbidden, NotFound
from kernel.ids import new_id
from kernel.settings import settings

MOST = 2000
"""Events of one feed, soonest first: more than anybody keeps, and what a calendar program still reads."""
TOKEN_BYTES = 32
HOUR = timedelta(hours=1)
DAYS_BACK, DAYS_AHEAD = 30, 730
"""How far a feed looks for hearings: a calendar's window, no rule of law."""
"""The time whose hearings a feed shows."""

# The reader's own and what nobody was given; the right to read cases may have been taken away since.
FEED = (
    "SELECT f.organisation_id, f.person_id FROM calendar_feeds f JOIN people p ON p.id = f.person_id"
    " AND p.status = 'active' JOIN organisations o ON o.id = f.organisation_id AND o.status = 'vetted'"
    " WHERE f.token_hash = $1 AND f.revoked_at IS NULL AND EXISTS (SELECT 1 FROM memberships m"
    " JOIN role_permissions r ON r.role = m.role AND r.permission = 'cases.read'"
    " WHERE m.organisation_id = f.organisation_id AND m.person_id = f.person_id AND m.until IS NULL)"
)
HALVES = " UNION ALL ".join(
    f"(SELECT d.* FROM deadlines d WHERE {side} AND {stands} AND {whose} ORDER BY d.{day}, d.id LIMIT {MOST})"
    for side in SIDES
    for stands, day in ((DUE, "safe_on"), (OPENING, "opens_on"))
    for whose in ("d.person_id = $2", "d.person_id IS NULL")
)
EVENTS = (
    "SELECT d.id, d.title, d.safe_on, d.statutory_on, d.authority, d.verified, d.provisional, d.version, d.created_at,"
    f" k.reference, d.opens_on, d.opens FROM ({HALVES}) d JOIN cases k ON k.id = d.case_id"
    f" ORDER BY coalesce(d.opens_on, d.safe_on), d.id LIMIT {MOST}"
)


async def make_feed(actor: Actor) -> str:
    """A new secret token for the actor's own feed; the former one stops. It is shown once and kept as a hash."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    async with db.transaction(actor):
        await _revoke(actor)
        feed_id = new_id()
        await db.execute(
            "INSERT INTO calendar_feeds (id, organisation_id, person_id, token_hash, created_at)"
            " VALUES ($1, $2, $3, $4, $5)",
            feed_id,
            actor.organisation,
            actor.person_id,
            sha256(token.encode()).digest(),
            actor.now(),
        )
        await facts.record(actor, FeedMade(subject_id=feed_id))
    return token


async def revoke_feed(actor: Actor) -> None:
    """Stops the actor's feed. NotFound if there is none."""
    async with db.transaction(actor):
        if not await _revoke(actor):
            raise NotFound("There is no calendar address to stop.")


async def _revoke(actor: Actor) -> bool:
    actor.must("cases.read")
    if actor.person_id is None:
        raise Forbidden("A calendar belongs to a person.")
    # Two requests at once make one feed: the second waits and revokes what the first made.
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended('feed:' || $1::text, 0))", str(actor.person_id))
    row = await db.fetch_one(
        "UPDATE calendar_feeds SET revoked_at = $3 WHERE organisation_id = $1 AND person_id = $2"
        " AND revoked_at IS NULL RETURNING id",
        actor.organisation,
        actor.person_id,
        actor.now(),
    )
    if row is not None:
        await facts.record(actor, FeedRevoked(subject_id=row["id"]))
    return row is not None


async def feed_made_at(actor: Actor) -> datetime | None:
    """When the actor's feed was made; None without one."""
    async with db.transaction(actor):
        made: datetime | None = await db.fetch_value(
            "SELECT created_at FROM calendar_feeds WHERE organisation_id = $1 AND person_id = $2"
            " AND revoked_at IS NULL",
            actor.organisation,
            actor.person_id,
        )
    return made


async def calendar_of(token: str, *, clock: Clock = SYSTEM_CLOCK) -> bytes:
    """The feed behind a token. NotFound for one that is unknown or revoked, or whose person may not read any more.

    Titles name the case's reference and never a debtor: calendars live on other people's servers.
    """
    async with db.transaction(Actor.platform(clock)):
        feed = await db.fetch_one(FEED, sha256(token.encode()).digest())
    if feed is None:
        raise NotFound("There is no such calendar.")
    system = Actor.system(feed["organisation_id"], clock)
    async with db.transaction(system):
        rows = await db.fetch(EVENTS, feed["organisation_id"], feed["person_id"])
        hearings = await hearings_ahead(
            system,
            since=clock.now() - timedelta(days=DAYS_BACK),
            until=clock.now() + timedelta(days=DAYS_AHEAD),
            whose=Whose((feed["person_id"],)),
        )
        tasks = await tasks_open(
            system, until=day_in(clock.now() + timedelta(days=DAYS_AHEAD), "UTC"), whose=Whose((feed["person_id"],))
        )
    return _written(rows, hearings, tasks, clock.now())


def _written(rows: list[db.Row], hearings: list[HearingShown], tasks: list[TaskShown], now: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Recourse//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Recourse deadlines")
    calendar.add("refresh-interval", HOUR, parameters={"VALUE": "DURATION"})
    address = settings().base_url.rstrip("/")
    for row in rows:
        calendar.add_component(_event(row, now, address))
    for hearing in hearings:
        calendar.add_component(_hearing(hearing, now, address))
    for task in tasks:
        calendar.add_component(_task(task, now, address))
    written: bytes = calendar.to_ical()
    return written


def _event(row: db.Row, now: datetime, address: str) -> Event:
    event = Event()
    event.add("uid", f"{row['id']}@recourse")
    event.add("dtstamp", now)
    event.add("created", row["created_at"])
    event.add("sequence", row["version"])
    on = row["opens_on"] or row["safe_on"]
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    over = "over: " if row["opens_on"] else ""
    event.add("summary", f"{row['reference']}: {over}{row['title']}")
    event.add("description", " ".join(_said(row)))
    event.add("url", f"{address}/deadlines/{row['id']}")
    return event


def _hearing(hearing: HearingShown, now: datetime, address: str) -> Event:
    """An hour from its beginning; how long it lasts no summons says."""
    event = Event()
    event.add("uid", f"{hearing.id}@recourse")
    event.add("dtstamp", now)
    event.add("dtstart", hearing.at)
    event.add("dtend", hearing.at + HOUR)
    event.add("summary", f"{hearing.case_reference}: {hearing.what}")
    event.add("location", ", ".join(one for one in (hearing.court, hearing.room) if one))
    event.add("url", f"{address}/cases/{hearing.case_id}#agenda")
    return event


def _task(task: TaskShown, now: datetime, address: str) -> Event:
    """A whole day without its words, which may name a debtor: no calendar that is subscribed to shows a to-do."""
    event = Event()
    event.add("uid", f"{task.id}@recourse")
    event.add("dtstamp", now)
    event.add("dtstart", task.due_on)
    event.add("dtend", task.due_on + timedelta(days=1) if task.due_on else None)
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"{task.case_reference}: a task")
    event.add("url", f"{address}/cases/{task.case_id}#agenda")
    return event


def _said(row: db.Row) -> list[str]:
    said = [f"Last day by law: {row['statutory_on']}."] if row["statutory_on"] else []
    if row["opens"]:
        said.insert(0, row["opens"])
    if row["authority"]:
        said.append(row["authority"] + ("." if row["verified"] else " (unverified)."))
    if row["provisional"]:
        said.append(f"Provisional: {row['provisional']}.")
    return said
