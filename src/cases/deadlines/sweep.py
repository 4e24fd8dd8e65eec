"""The nightly count over all organisations, for the operator's record and the log. It moves no deadline."""

import logging

from cases.deadlines.facts import DeadlinesSwept
from cases.deadlines.queries import DUE, latest_day
from cases.deadlines.reminders import WATCHERS
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.ids import new_id

log = logging.getLogger("recourse.deadlines")
NEAR = 30
"""Days ahead in which somebody ought to be reminded."""

COUNTED = (
    f"WITH watchers AS ({WATCHERS})"
    f" SELECT count(*) AS open, count(*) FILTER (WHERE {DUE} AND d.safe_on < $1::date) AS overdue,"
    f" count(*) FILTER (WHERE {DUE} AND d.statutory_on < $1::date) AS past_law,"
    " count(*) FILTER (WHERE d.outcome = 'barred' OR d.safe_on IS NULL) AS dateless,"
    f" count(*) FILTER (WHERE {DUE} AND d.safe_on <= $1::date + $2::int"
    " AND d.organisation_id NOT IN (SELECT organisation_id FROM watchers)"
    " AND (d.firm_organisation_id IS NULL OR d.firm_organisation_id NOT IN (SELECT organisation_id FROM watchers))"
    ") AS unwatched FROM deadlines d WHERE d.status = 'open'"
)


async def sweep(*, clock: Clock = SYSTEM_CLOCK) -> DeadlinesSwept:
    """Counts and records: open, overdue by the safe date, past the last moment by law, dateless, unwatched."""
    platform = Actor.platform(clock)
    async with db.transaction(platform):
        row = await db.fetch_sure(COUNTED, latest_day(clock.now()), NEAR)
        counted = DeadlinesSwept(subject_id=new_id(), **dict(row))
        await facts.record(platform, counted)
    log.info(
        "deadlines.swept open=%d overdue=%d past_law=%d dateless=%d unwatched=%d",
        counted.open,
        counted.overdue,
        counted.past_law,
        counted.dateless,
        counted.unwatched,
    )
    return counted
