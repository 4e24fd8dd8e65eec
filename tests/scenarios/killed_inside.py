"""A program killed (SIGKILL) inside a statement, at which a lock held by the owner stops it."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg

from kernel.settings import Settings

WAITING = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename = 'recourse_app'"
    " AND state = 'active' AND wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%'"
)


async def killed_inside(database: Settings, program: Path, *arguments: object, lock: str, statement: str) -> None:
    """Returns once its session at the server is gone too. That it was there is read from pg_stat_activity."""
    # A role sees what its own sessions run, so the watcher is the application too.
    watcher, holder = await asyncpg.connect(database.database_url), await asyncpg.connect(database.migrations_url)
    try:
        async with holder.transaction():
            await holder.execute(lock)
            process = subprocess.Popen([sys.executable, str(program), *map(str, arguments)])
            try:
                pid = await _until_waiting(watcher, statement, process)
            finally:
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
        while await watcher.fetchval("SELECT 1 FROM pg_stat_activity WHERE pid = $1", pid):
            await asyncio.sleep(0.02)
    finally:
        await watcher.close()
        await holder.close()


async def _until_waiting(watcher: asyncpg.Connection, statement: str, process: subprocess.Popen[bytes]) -> int:
    while True:
        assert process.poll() is None, "the program ended before it could be killed"
        pid: int | None = await watcher.fetchval(WAITING, statement)
        if pid is not None:
            return pid
        await asyncio.sleep(0.02)
