from collections.abc import Awaitable, Callable

import pytest

from kernel.settings import Settings
from web.worker import work


@pytest.fixture
def run_jobs(database: Settings, object_store: None) -> Callable[[], Awaitable[None]]:
    """Runs the queue until it is empty, as the worker would."""

    async def run() -> None:
        await work(database, queues=("bulk",), forever=False)

    return run
