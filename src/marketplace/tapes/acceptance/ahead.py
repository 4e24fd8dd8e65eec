"""Reading ahead: a thread prepares the next round while the database takes the last one."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager


@asynccontextmanager
async def ahead[T](rounds: Iterator[T]) -> AsyncGenerator[AsyncIterator[T]]:
    """The rounds, each computed off the event loop. The first is ready when the block begins.

    On leaving, a round under way is waited for: its thread cannot be stopped, and the file must not go under it.
    """
    first = asyncio.create_task(asyncio.to_thread(next, rounds, None))
    await asyncio.wait([first])
    async with aclosing(_each(first, rounds)) as each:
        yield each


async def _each[T](waiting: asyncio.Task[T | None], rounds: Iterator[T]) -> AsyncGenerator[T]:
    try:
        while (ready := await waiting) is not None:
            waiting = asyncio.create_task(asyncio.to_thread(next, rounds, None))
            yield ready
    finally:
        await asyncio.gather(waiting, return_exceptions=True)
