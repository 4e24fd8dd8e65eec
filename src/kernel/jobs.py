"""Jobs enqueued by SQL inside the transaction: a job exists exactly if its cause was committed."""

from datetime import datetime
from uuid import UUID

import msgspec

from kernel import db

QUEUES = ("default", "bulk", "close", "mail")


async def defer(
    task: str,
    *,
    queue: str = "default",
    lock: str | None = None,
    once: str | None = None,
    at: datetime | None = None,
    **ids: UUID | str | int,
) -> int:
    """Enqueues `task` with ids only (never a person's data) and returns the job's number.

    `lock`: jobs of one lock run one after the other. `once`: while a job with this name waits, no second is made.
    `at`: not before this instant. Calls procrastinate's own stored function; its signature is pinned by a test.
    """
    if queue not in QUEUES:
        raise ValueError(f"unknown queue {queue}")
    if once is not None:
        waiting = await db.fetch_value(
            "SELECT id FROM procrastinate_jobs WHERE queueing_lock = $1 AND status = 'todo'", once
        )
        if waiting is not None:
            return int(waiting)
    number: int = await db.fetch_value(
        "SELECT unnest(procrastinate_defer_jobs_v1(ARRAY["
        "ROW($1::varchar, $2::varchar, 0, $3::text, $4::text, $5::jsonb, $6::timestamptz)"
        "::procrastinate_job_to_defer_v1]))",
        queue,
        task,
        lock,
        once,
        msgspec.json.encode(ids).decode(),
        at,
    )
    return number
