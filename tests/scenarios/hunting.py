"""A worker process that is killed inside a statement of its job, and the proof that it was there.

The proof: the process is first stopped (SIGSTOP), so that it can send nothing more; then pg_stat_activity is asked
once more for the backend at the other end of one of its own sockets. Only a transaction that is still open is killed.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg
import psutil

STALLED_SECONDS = "2"
"""In these tests a worker counts as dead after two seconds of silence."""
IN_FLIGHT = (
    "SELECT pid, client_port, state, xact_start, query FROM pg_stat_activity WHERE datname = current_database()"
    " AND usename = 'recourse_app' AND state IN ('active', 'idle in transaction') AND xact_start IS NOT NULL"
    " AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class Aim:
    """Where to strike: at the statement of this place in the job's order, after so many looks at it, or at once when
    only a later one is seen."""

    place: int
    looks: int


@dataclass(frozen=True, slots=True)
class Struck:
    """What pg_stat_activity said of the stopped worker's transaction at the moment of the kill."""

    backend: int
    state: str
    since: datetime
    query: str


class Nursery:
    """Where workers come from, each a process of its own in the group of this one."""

    def __init__(self, log: Path) -> None:
        self.log = log
        with log.open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("nursery.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                env={**os.environ, "WORKER_STALLED_SECONDS": STALLED_SECONDS},
                text=True,
            )

    async def start_worker(self) -> psutil.Process:
        return psutil.Process(int(await asyncio.to_thread(self._asked)))

    def _asked(self) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("one more\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        return answer if answer.strip() != "ready" else self._process.stdout.readline()

    def close(self) -> None:
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self._process.pid).children(recursive=True):
                child.kill()
        self._process.kill()
        self._process.communicate()


async def strike(
    watcher: asyncpg.Connection, worker: psutil.Process, marks: Sequence[str], aim: Aim, work_left: str
) -> Struck | None:
    """Kills the worker at the aim; None if the job was over before (`work_left` gives no row), the worker then lives.

    `watcher` is a login of the application's role: it sees what the role's other sessions run.
    """
    seen = 0
    while await watcher.fetchval(work_left) is not None:
        assert worker.is_running(), "the worker ended by itself"
        for row in await watcher.fetch(IN_FLIGHT):
            place = next((number for number, mark in enumerate(marks) if mark in row["query"]), -1)
            if place < aim.place:
                continue
            seen += 1
            ripe = seen > aim.looks or place > aim.place
            if ripe and (struck := await _stopped_inside(watcher, worker, row)) is not None:
                await _kill(watcher, worker, struck.backend)
                return struck
        await asyncio.sleep(0.001)
    return None


async def _stopped_inside(watcher: asyncpg.Connection, worker: psutil.Process, row: asyncpg.Record) -> Struck | None:
    """Stops the process; if the transaction is its own and still open it stays stopped, else it goes on."""
    worker.send_signal(signal.SIGSTOP)
    while worker.status() != psutil.STATUS_STOPPED:
        await asyncio.sleep(0)
    ports = {one.laddr.port for one in worker.net_connections("tcp")}
    now = await watcher.fetchrow(f"{IN_FLIGHT} AND pid = $1 AND xact_start = $2", row["pid"], row["xact_start"])
    if now is not None and now["client_port"] in ports:
        return Struck(now["pid"], now["state"], now["xact_start"], now["query"])
    worker.send_signal(signal.SIGCONT)
    return None


async def _kill(watcher: asyncpg.Connection, worker: psutil.Process, backend: int) -> None:
    """SIGKILL; waits until the process, the printers it had started and its transaction are gone."""
    printers = worker.children(recursive=True)
    worker.kill()
    _, left = await asyncio.to_thread(psutil.wait_procs, [worker, *printers], 30)
    assert not left, "the dead worker's printers live on"
    while await watcher.fetchval("SELECT 1 FROM pg_stat_activity WHERE pid = $1", backend):
        await asyncio.sleep(0.01)


async def work_until_done(watcher: asyncpg.Connection, worker: psutil.Process, work_left: str) -> None:
    """Lets a last worker finish what the dead ones left, and ends it in order."""
    while await watcher.fetchval(work_left) is not None:
        assert worker.is_running(), "the worker ended by itself"
        await asyncio.sleep(0.1)
    worker.send_signal(signal.SIGTERM)
    await asyncio.to_thread(worker.wait, 60)
