"""SIGKILL in the middle of preparing filings, at every step: the next run writes each exactly once, byte for byte.

A lock held by the owner stops the job inside the step; that it is there is read from pg_stat_activity.
"""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from cases.proceedings.drafting import draft_chunk
from cases.proceedings.preparing import prepare_filings
from kernel import db
from kernel.settings import Settings
from tests.builders.cases import a_desk
from tests.cases.proceedings.test_filings import ready_for_court

pytestmark = pytest.mark.usefixtures("object_store")
DRAFT = Path(__file__).with_name("draft_once.py")
STEPS = {
    "reading": ("LOCK claims IN ACCESS EXCLUSIVE MODE", "claims"),
    "key": ("LOCK data_keys IN SHARE MODE", "INSERT INTO data_keys"),
    "document": ("LOCK documents IN SHARE MODE", "INSERT INTO documents"),
    "version": ("LOCK document_versions IN SHARE MODE", "INSERT INTO document_versions"),
    "filing": ("SELECT 1 FROM filings FOR UPDATE", "UPDATE filings"),
    "fact": ("LOCK facts IN SHARE MODE", "INSERT INTO facts"),
}
WAITING = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename = 'recourse_app'"
    " AND state = 'active' AND wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%'"
)


@pytest.mark.parametrize("step", STEPS)
async def test_a_killed_job_leaves_nothing_doubled(database: Settings, step: str) -> None:
    desk = await a_desk()
    case_ids = await ready_for_court(desk, count=3)
    batch_id = (await prepare_filings(desk.lawyer, case_ids, "monitorio_petition")).batch_id
    lock, statement = STEPS[step]
    # A role sees what its own sessions run, so the watcher is the application too.
    watcher, holder = await asyncpg.connect(database.database_url), await asyncpg.connect(database.migrations_url)
    async with holder.transaction():
        await holder.execute(lock)
        process = subprocess.Popen([sys.executable, str(DRAFT), str(desk.owner_id), str(batch_id)])
        try:
            pid = await until_waiting(watcher, statement, process)
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    while await watcher.fetchval("SELECT 1 FROM pg_stat_activity WHERE pid = $1", pid):
        await asyncio.sleep(0.02)
    await watcher.close()
    await holder.close()

    assert await draft_chunk(desk.system, batch_id, 0) == 3
    assert await draft_chunk(desk.system, batch_id, 0) == 0

    async with db.transaction(desk.system):
        counts = await db.fetch_sure(
            "SELECT (SELECT count(*) FROM filings WHERE status = 'drafted') AS filings,"
            " (SELECT count(*) FROM documents WHERE kind = 'monitorio_petition') AS documents,"
            " (SELECT count(*) FROM facts WHERE kind = 'proceedings:filing:moved') AS facts"
        )
    assert dict(counts) == {"filings": 3, "documents": 3, "facts": 3}


async def until_waiting(watcher: asyncpg.Connection, statement: str, process: subprocess.Popen[bytes]) -> int:
    while True:
        pid: int | None = await watcher.fetchval(WAITING, statement)
        if pid is not None:
            return pid
        assert process.poll() is None, "the job ended before it reached the step"
        await asyncio.sleep(0.02)
