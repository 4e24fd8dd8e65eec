"""The worker: takes jobs from the queue and runs them as the features wrote them."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy

from kernel.errors import Problem
from kernel.jobs import QUEUES, TASKS, Task
from kernel.settings import Settings
from web import wiring

log = logging.getLogger("recourse.worker")
HEARTBEATS = 6
"""Signs of life a worker gives in the time after which it counts as dead."""
CONNECTIONS = 4
_running: dict[int, int | None] = {}
"""Jobs that run in this process, and the worker each counts for."""


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
    """The queue over the platform's role, with every task the features registered."""
    wiring.load_jobs()
    app = App(connector=PsycopgConnector(conninfo=settings.platform_url, min_size=1, max_size=CONNECTIONS))
    for one in TASKS.values():
        _register(app, one)
    return app


def _register(app: App, one: Task) -> None:
    async def run(context: JobContext, /, **ids: Any) -> None:
        ids.pop("timestamp", None)
        number = context.job.id or 0
        _running[number] = context.job.worker_id
        try:
            await one.run(**ids)
        except Problem as problem:
            log.warning("job.refused task=%s ids=%s sentence=%s", one.name, ids, problem.sentence)
            raise
        except Exception:
            log.exception("job.failed task=%s ids=%s", one.name, ids)
            raise
        finally:
            _running.pop(number, None)

    registered: Any = app.task(name=one.name, queue=one.queue, retry=TryAgain(one.attempts), pass_context=True)(run)
    if one.cron is not None:
        app.periodic(cron=one.cron, periodic_id=one.name)(registered)


@asynccontextmanager
async def opened_queue(settings: Settings) -> AsyncGenerator[App]:
    app = queue_app(settings)
    async with app.open_async():
        yield app


async def work(settings: Settings, *, queues: Sequence[str] = QUEUES, forever: bool = True, at_once: int = 2) -> None:
    """Runs jobs: for ever, or (`forever=False`) one by one until the queue is empty, so that what a last job enqueues
    is run too. Takes over what dead workers left.
    """
    patience = settings.worker_stalled_seconds
    async with opened_queue(settings) as app:
        await _take_over(app, patience)
        heir = asyncio.create_task(_keep_taking_over(app, patience))
        try:
            await app.run_worker_async(
                queues=list(queues),
                wait=forever,
                concurrency=at_once if forever else 1,
                install_signal_handlers=forever,
                update_heartbeat_interval=patience / HEARTBEATS,
                stalled_worker_timeout=patience,
            )
        finally:
            heir.cancel()
            await asyncio.wait([heir])


async def _keep_taking_over(app: App, patience: float) -> None:
    while True:
        await asyncio.sleep(patience / HEARTBEATS)
        await _stay_alive(app)
        await _take_over(app, patience)


async def _stay_alive(app: App) -> None:
    # The queue's own heartbeat ends when a worker is told to stop, while its last jobs still run.
    for worker_id in {one for one in _running.values() if one is not None}:
        with suppress(ConnectorException):
            await app.job_manager.update_heartbeat(worker_id)


async def _take_over(app: App, patience: float) -> None:
    """A killed worker leaves its job "doing", and the job's lock blocks those behind it: both go back to the queue."""
    try:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=patience):
            # A process that was held up for long finds its own jobs among them.
            if job.id not in _running:
                log.warning("job.taken_over job=%s task=%s", job.id, job.task_name)
                await app.job_manager.retry_job(job)
    except ConnectorException:
        # Another worker was faster, or the database is away: the next look finds what is left.
        log.info("job.take_over_again", exc_info=True)
