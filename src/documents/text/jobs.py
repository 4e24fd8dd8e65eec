"""Reads what waits to be read: a look each minute, and one job at a time that works in slices."""

import logging
import time

from documents.text.commands import index_next, read_next
from documents.text.programs import missing
from kernel import db, jobs
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.jobs import task

log = logging.getLogger("recourse.text")
SLICE = 45.0
"""Seconds after which a job makes room for others' work and queues itself again; one document is finished first."""
NAME = "text.read"
WAITING = (
    "SELECT EXISTS (SELECT 1 FROM document_texts WHERE state = 'waiting')"
    " OR EXISTS (SELECT 1 FROM document_texts WHERE indexed_at IS NULL AND state IN ('read', 'partly', 'unreadable'))"
)


@task("text.look", cron="* * * * *")
async def look() -> None:
    """Every minute; whatever put a document into the vault need not think of its text."""
    platform = Actor.platform()
    async with db.transaction(platform):
        if await db.fetch_value(WAITING):
            await _again()


@task(NAME, queue="bulk")
async def read() -> None:
    if not await read_waiting(seconds=SLICE):
        async with db.transaction(Actor.platform()):
            await _again()


async def _again() -> None:
    await jobs.defer(NAME, lock=NAME, once=NAME)


async def read_waiting(clock: Clock = SYSTEM_CLOCK, *, seconds: float = 3600.0) -> bool:
    """Words whose readers changed first, then the newest documents; True when nothing is left.

    On a machine without the programs documents go on waiting for one that has them.
    """
    platform, until = Actor.platform(clock), time.monotonic() + seconds
    absent = missing()
    if absent:
        log.warning("text.not_read missing=%s", ",".join(absent))
    while time.monotonic() < until:
        if not (await index_next(platform) or (not absent and await read_next(platform))):
            return True
    return False
