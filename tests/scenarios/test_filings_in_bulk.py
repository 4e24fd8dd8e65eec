"""Many filings in one batch while processes die: the worker, or one of its printers alone. Each is there exactly once.

`FILINGS=10000` for the full size, `FILING=masc_request` for letters in
place of petitions. Progress is read as the batch's page reads it, and never goes back.
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from uuid import UUID

import asyncpg
import psutil
import pytest

from cases.desk.particulars import enter_particulars
from cases.proceedings.commands import Happened, record_events
from cases.proceedings.filing_queries import batch_shown
from cases.proceedings.preparing import CHUNK, prepare_filings
from kernel.settings import Settings
from tests.builders.cases import Desk, a_desk, open_cases, put_through_the_gate
from tests.scenarios.hunting import Nursery, work_until_done

FILINGS = int(os.environ.get("FILINGS", "240"))
KILLS = 8
SEED = 20261122
KIND = os.environ.get("FILING", "monitorio_petition")
LEFT = (
    "SELECT 1 FROM procrastinate_jobs WHERE task_name = 'cases.prepare_filings' AND status IN ('todo', 'doing') LIMIT 1"
)
pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("object_store"), pytest.mark.timeout(900 + FILINGS)]


@pytest.fixture
async def watcher(database: Settings) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.migrations_url)
    yield connection
    await connection.close()


@pytest.fixture
async def nursery(object_store: None, tmp_path: Path) -> AsyncIterator[Nursery]:
    nursery = Nursery(tmp_path / "workers.log")
    yield nursery
    nursery.close()


async def test_a_batch_outlives_its_processes(
    database: Settings, watcher: asyncpg.Connection, nursery: Nursery
) -> None:
    desk = await a_desk()
    case_ids = await ready(desk)
    batch_id = (await prepare_filings(desk.lawyer, case_ids, KIND)).batch_id
    draw, seen, struck = random.Random(SEED), 0, Counter[str]()
    worker = await nursery.start_worker()
    for strike in range(1, KILLS + 1):
        seen = await until_done(desk, batch_id, worker, at_least=FILINGS * strike // (KILLS + 2), before=seen)
        printers = [one for one in worker.children(recursive=True) if one.is_running()]
        if printers and draw.random() < 0.5:
            draw.choice(printers).kill()
            struck["printer"] += 1
        else:
            await dead(worker, printers)
            struck["worker"] += 1
            worker = await nursery.start_worker()
        print(f"{strike}: {seen} of {FILINGS} done, {dict(struck)}", flush=True)
    await work_until_done(watcher, worker, LEFT)

    shown = await batch_shown(desk.lawyer, batch_id)
    assert (shown.done, shown.total, shown.by_status) == (FILINGS, FILINGS, (("drafted", FILINGS),))
    assert set(struck) == {"printer", "worker"}
    await each_once(watcher, FILINGS)


async def ready(desk: Desk) -> list[UUID]:
    case_ids = await open_cases(desk=desk, count=FILINGS)
    await put_through_the_gate(desk, case_ids)
    await enter_particulars(desk.lawyer, case_ids, agreement_form="written", seat="Gijón")
    for event, on in (("masc_request_sent", date(2026, 9, 10)), ("masc_request_received", date(2026, 9, 15))):
        await record_events(desk.lawyer, case_ids, Happened(event, on, "burofax NB00457, certified"))
    return case_ids


async def until_done(desk: Desk, batch_id: UUID, worker: psutil.Process, *, at_least: int, before: int) -> int:
    """Waits for so many, as the page counts them; the count never falls."""
    while True:
        done = (await batch_shown(desk.lawyer, batch_id)).done
        assert done >= before, "the batch went back"
        if done >= at_least:
            return done
        before = done
        assert worker.is_running(), "the worker ended by itself"
        await asyncio.sleep(0.2)


async def dead(worker: psutil.Process, printers: list[psutil.Process]) -> None:
    worker.kill()
    _, left = await asyncio.to_thread(psutil.wait_procs, [worker, *printers], 60)
    assert not left, "the dead worker's printers live on"


async def each_once(watcher: asyncpg.Connection, many: int) -> None:
    row = await watcher.fetchrow(
        "SELECT count(*) AS rows, count(DISTINCT f.case_id) AS cases, count(DISTINCT f.document_id) AS documents,"
        " count(DISTINCT v.sha256) AS papers, (SELECT count(*) FROM documents WHERE kind = $1) AS in_vault,"
        " (SELECT count(*) FROM facts WHERE kind = 'proceedings:filing:moved') AS facts,"
        " (SELECT count(DISTINCT subject_id) FROM facts WHERE kind = 'proceedings:filing:moved') AS told"
        " FROM filings f JOIN document_versions v ON v.document_id = f.document_id WHERE f.kind = $1"
        " AND f.status = 'drafted'",
        KIND,
    )
    assert row is not None
    assert set(row.values()) == {many}, dict(row)
    chunks = await watcher.fetchval("SELECT count(DISTINCT chunk) FROM filings WHERE kind = $1", KIND)
    assert chunks == -(-many // CHUNK)
