"""A person's calendar feed: open deadlines as all-day events (RFC 5545), behind a token of its own."""

import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from icalendar import Calendar, Event

from cases.deadlines.facts import FeedMade
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import NotFound
from kernel.ids import new_id

MOST = 2000


async def make_feed(actor: Actor) -> str:
    """A new secret address for the actor's own feed; the former one stops. The token is shown once."""
    actor.must("cases.read")
    token = secrets.token_urlsafe(32)
    async with db.transaction(actor):
        await db.execute(
            "UPDATE calendar_feeds SET revoked_at = $3 WHERE organisation_id = $1 AND person_id = $2"
            " AND revoked_at IS NULL",
            actor.organisation,
            actor.person_id,
            actor.now(),
        )
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


async def calendar_of(token: str, *, clock: Clock = SYSTEM_CLOCK) -> bytes:
    """The feed behind a token. NotFound for a token that is unknown, revoked, or whose person left.

    Titles name the case's reference and never a debtor: calendars live on other people's servers.
    """
    async with db.transaction(Actor.platform(clock)):
        feed = await db.fetch_one(
            "SELECT f.organisation_id, f.person_id FROM calendar_feeds f JOIN people p ON p.id = f.person_id"
            " AND p.status = 'active' WHERE f.token_hash = $1 AND f.revoked_at IS NULL AND EXISTS (SELECT 1 FROM"
            " memberships m WHERE m.organisation_id = f.organisation_id AND m.person_id = f.person_id AND m.until IS NULL)",
            sha256(token.encode()).digest(),
        )
    if feed is None:
        raise NotFound("There is no such calendar.")
    reader = Actor.system(feed["organisation_id"], clock)
    async with db.transaction(reader):
        rows = await db.fetch(
            "SELECT d.id, d.title, d.safe_on, d.statutory_on, d.authority, d.version, d.created_at, k.reference"
            " FROM deadlines d JOIN cases k ON k.id = d.case_id"
            " WHERE (d.organisation_id = $1 OR d.firm_organisation_id = $1) AND d.status = 'open'"
            " AND d.safe_on IS NOT NULL AND (d.person_id = $2 OR d.person_id IS NULL) ORDER BY d.safe_on, d.id LIMIT $3",
            feed["organisation_id"],
            feed["person_id"],
            MOST,
        )
    return _written(rows, clock)


def _written(rows: list[db.Row], clock: Clock) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Recourse//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Recourse deadlines")
    for row in rows:
        calendar.add_component(_event(row, clock))
    written: bytes = calendar.to_ical()
    return written


def _event(row: db.Row, clock: Clock) -> Event:
    event = Event()
    event.add("uid", f"{row['id']}@recourse")
    event.add("dtstamp", clock.now())
    event.add("sequence", row["version"])
    event.add("dtstart", row["safe_on"])
    event.add("dtend", row["safe_on"] + timedelta(days=1))
    event.add("summary", f"{row['reference']}: {row['title']}")
    last = f"Last moment by law: {row['statutory_on']}. " if row["statutory_on"] else ""
    event.add("description", f"{last}{row['authority'] or ''}".strip())
    return event


async def has_feed(actor: Actor) -> bool:
    async with db.transaction(actor):
        found: UUID | None = await db.fetch_value(
            "SELECT id FROM calendar_feeds WHERE organisation_id = $1 AND person_id = $2 AND revoked_at IS NULL",
            actor.organisation,
            actor.person_id,
        )
    return found is not None
