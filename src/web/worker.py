"""The worker: takes jobs from the queue and runs them as the features wrote them."""

import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy

from kernel.errors import Problem
from kernel.jobs import QUEUES, TASKS, Task
from kernel.settings import Settings
from web import wiring

log = logging.getLogger("recourse.worker")
STALLED_SECONDS = 30
HEARTBEAT_SECONDS = 5
CONNECTIONS = 4


class TryAgain(BaseRetryStrategy):
    """Waits 1, 2, 4 … seconds between attempts; a refusal a person must answer is not tried again."""

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Problem) and exception.status != 503:
            return None
        if job.attempts >= self.attempts:
            return None
        return RetryDecision(retry_in={"seconds": 2**job.attempts})


def queue_app(settings: Settings) -> App:
    """The queue over the platform's role, with every task the features registered and the sweep of stalled jobs."""
    wiring.load_jobs()
    app = App(connector=PsycopgConnector(conninfo=settings.platform_url, min_size=1, max_size=CONNECTIONS))
    for one in TASKS.values():
        _register(app, one)

    @app.periodic(cron="* * * * *")
    @app.task(name="queue.retry_stalled", queue="default", queueing_lock="queue.retry_stalled", pass_context=True)
    async def retry_stalled(context: JobContext, timestamp: int) -> None:
        # A killed worker leaves its job "doing", and the job's lock blocks those behind it.
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            await app.job_manager.retry_job(job)

    return app


def _register(app: App, one: Task) -> None:
    async def run(**ids: Any) -> None:
        ids.pop("timestamp", None)
        try:
            await one.run(**ids)
        except Problem as problem:
            log.warning("job.refused task=%s ids=%s sentence=%s", one.name, ids, problem.sentence)
            raise
        except Exception:
            log.exception("job.failed task=%s ids=%s", one.name, ids)
            raise

    registered: Any = app.task(name=one.name, queue=one.queue, retry=TryAgain(one.attempts))(run)
    if one.cron is not None:
        app.periodic(cron=one.cron, periodic_id=one.name)(registered)


@asynccontextmanager
async def opened_queue(settings: Settings) -> AsyncGenerator[App]:
    app = queue_app(settings)
    async with app.open_async():
        yield app


async def work(settings: Settings, *, queues: Sequence[str] = QUEUES, forever: bool = True, at_once: int = 2) -> None:
    """Runs jobs: for ever, or (`forever=False`) until the queue is empty."""
    async with opened_queue(settings) as app:
        await app.run_worker_async(
            queues=list(queues),
            wait=forever,
            concurrency=at_once,
            install_signal_handlers=forever,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
        )
