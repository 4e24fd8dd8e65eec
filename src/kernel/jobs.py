"""Jobs enqueued by SQL inside the transaction: a job exists exactly if its cause was committed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from kernel import db

QUEUES = ("default", "bulk", "close", "mail")

Run = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Task:
    """What the worker runs under a name. `cron` makes it periodic (then it takes no ids)."""

    name: str
    run: Run
    queue: str
    attempts: int
    cron: str | None


TASKS: dict[str, Task] = {}
"""Every task of the house. `web.worker` imports the features' `jobs.py`, which fill this."""


def task(name: str, *, queue: str = "default", attempts: int = 5, cron: str | None = None) -> Callable[[Run], Run]:
    """Registers `async def …(*, organisation_id: str, …)`: keyword ids as text, idempotent, safe to run twice.

    A `kernel.errors.Problem` fails the job at once and is shown; anything else is tried again, `attempts` times.
    """

    def register(run: Run) -> Run:
        if name in TASKS and TASKS[name].run.__module__ != run.__module__:
            raise ValueError(f"two tasks call themselves {name}")
        TASKS[name] = Task(name, run, queue, attempts, cron)
        return run

    return register


async def defer(
    task: str,
    *,
    queue: str | None = None,
    lock: str | None = None,
    once: str | None = None,
    at: datetime | None = None,
    **ids: UUID | str | int,
) -> int:
    """Enqueues `task` with ids only (never a person's data) and returns the job's number.

    `lock`: jobs of one lock run one after the other. `once`: while a job with this name waits, no second is made.
    `at`: not before this instant. Calls procrastinate's own stored function; its signature is pinned by a test.
    """
    known = TASKS.get(task)
    queue = queue or (known.queue if known else "default")
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
