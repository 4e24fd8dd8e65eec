"""How far the first reading of a file has come, told while a thread reads it: nothing else happens until it is done."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from kernel.progress import Progress

FETCHING = "Fetching the file and comparing its hash"
EVERY = 1.0
"""Seconds between two accounts."""


class Reading:
    """The rows read so far; `heard` is called by the thread that reads."""

    def __init__(self) -> None:
        self.rows = 0

    def heard(self, rows: int) -> None:
        self.rows = rows


@asynccontextmanager
async def telling(progress: Progress, reading: Reading, sentence: str) -> AsyncGenerator[None]:
    """Reports the reading as long as the block lasts, and once when it ends. Not inside a transaction."""
    over = asyncio.Event()
    teller = asyncio.create_task(_tell(progress, reading, sentence, over))
    try:
        yield
    finally:
        over.set()
        await teller


async def _tell(progress: Progress, reading: Reading, sentence: str, over: asyncio.Event) -> None:
    while not over.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), EVERY)
        await progress.report(reading.rows, sentence=sentence)
