"""Jobs that failed for good, for the operator: what kind, whose, since when; and putting one back into the queue.

Why one failed stands in the worker's log under its number, as an error's kind and place; its sentence stands on the
page of what it worked on, before those who may read it.
"""

from dataclasses import dataclass
from datetime import datetime

import asyncpg
import msgspec

from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.facts import Fact
from kernel.ids import new_id

MOST = 200


class JobTriedAgain(Fact, kind="house:job:again"):
    SAYS = "Job %(job)s was put back into the queue"
    job: int


@dataclass(frozen=True, slots=True)
class FailedJob:
    """`ids` are what it works on, by kind; jobs carry ids and never a person's data."""

    number: int
    kind: str
    owner: str
    ids: tuple[tuple[str, str], ...]
    tries: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class FailedJobs:
    """`shown` is the newest part of all that failed."""

    failed: int
    waiting: int
    working: int
    oldest_waiting: datetime | None
    shown: tuple[FailedJob, ...]


async def failed_jobs(actor: Actor) -> FailedJobs:
    """The queue as it stands. The operator's alone."""
    actor.must("trade.watch")
    async with db.transaction(actor):
        counts = await db.fetch_sure(
            "SELECT count(*) FILTER (WHERE status = 'failed') AS failed,"
            " count(*) FILTER (WHERE status = 'doing') AS working,"
            " count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, '-infinity') <= now()) AS waiting"
            " FROM procrastinate_jobs WHERE status IN ('failed', 'doing', 'todo')"
        )
        oldest = await db.fetch_value(
            "SELECT min(e.at) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id"
            " AND e.type = 'deferred' WHERE j.status = 'todo' AND j.scheduled_at IS NULL"
        )
        rows = await db.fetch(
            "SELECT j.id, j.task_name, j.args, j.attempts, e.at AS since, coalesce(o.name, '') AS owner"
            " FROM procrastinate_jobs j LEFT JOIN organisations o ON o.id::text = j.args->>'organisation_id'"
            " LEFT JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events x WHERE x.job_id = j.id"
            " AND x.type = 'failed') e ON true WHERE j.status = 'failed' ORDER BY j.id DESC LIMIT $1",
            MOST,
        )
    return FailedJobs(**dict(counts), oldest_waiting=oldest, shown=tuple(_job(row) for row in rows))


async def try_again(actor: Actor, number: int) -> None:
    """Puts a failed job back into the queue, to be run at once; its attempts are counted on.

    NotFound for a job that did not fail; Refused where the same work waits already. Jobs may run twice by design.
    """
    actor.must("trade.watch")
    async with db.transaction(Actor.platform(actor.clock)):
        known = await db.fetch_value(
            "SELECT 1 FROM procrastinate_jobs WHERE id = $1 AND status = 'failed' FOR UPDATE", number
        )
        if known is None:
            raise NotFound("There is no such job among those that failed.")
        try:
            await db.execute("SELECT procrastinate_retry_job_v2($1, NULL, NULL, NULL, NULL)", number)
        except asyncpg.UniqueViolationError as error:
            raise Refused("The same work waits in the queue already.") from error
        await facts.record(actor, JobTriedAgain(subject_id=new_id(), job=number))


def _job(row: db.Row) -> FailedJob:
    ids = msgspec.json.decode(row["args"], type=dict[str, str | int])
    told = tuple((name.removesuffix("_id"), str(value)) for name, value in ids.items() if name != "organisation_id")
    return FailedJob(row["id"], row["task_name"], row["owner"], told, row["attempts"], row["since"])
