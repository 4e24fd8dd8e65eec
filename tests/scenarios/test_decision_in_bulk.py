"""A large batch approved by one person: decided in the request, carried out by a worker that is killed again and again.

`PAPERS=5000` for more. Each draft bears the sum and the facts of its own case; some become bad between the decision
and the job. What it prints: seconds of the request, of the page while it goes on, and of the whole.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from uuid import UUID

import psutil
import pytest

from cases.desk.holds import hold_case
from cases.proceedings.decision_queries import DecisionShown, decision_shown
from cases.proceedings.decisions import approve_batch, file_batch
from cases.proceedings.filing_queries import filing_ids
from cases.proceedings.samples import samples_of
from documents.vault.viewing import look_at
from kernel import db
from kernel.ids import new_id
from kernel.money import Money
from kernel.settings import Settings
from tests.builders.cases import Desk
from tests.builders.lodging import a_filing_desk, sealed_papers
from tests.cases.proceedings.test_filings import ready_for_court
from tests.scenarios.hunting import Nursery
from tests.web.client import browser

PAPERS = int(os.environ.get("PAPERS", "2000"))
KILLS = 4
AT_MOST = 3.0
"""Seconds of the request in which a decision about thousands is taken."""
TODAY = date(2026, 11, 20)
pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("object_store"), pytest.mark.timeout(900 + PAPERS)]


@pytest.fixture
async def nursery(object_store: None, tmp_path: Path) -> AsyncIterator[Nursery]:
    nursery = Nursery(tmp_path / "workers.log")
    yield nursery
    nursery.close()


async def test_thousands_are_approved_each_once_and_the_bad_ones_left_out(database: Settings, nursery: Nursery) -> None:
    desk, batch_id = await a_filing_desk(), new_id()
    cases = await ready_for_court(desk, count=PAPERS)
    await sealed_papers(desk, cases, drafts_of=batch_id)
    for one in (await samples_of(desk.lawyer, await filing_ids(desk.lawyer, batch_id, status="drafted"))).rows:
        await look_at(desk.lawyer, one.document_id)
    async with db.transaction(desk.lawyer):
        minor = await db.fetch_value("SELECT sum(total_minor)::bigint FROM filings WHERE batch_id = $1", batch_id)
    begun = time.perf_counter()
    await approve_batch(desk.lawyer, batch_id, shown=[Money(minor, "GBP")], papers=PAPERS, seal=True)
    asked = time.perf_counter() - begun
    print(f"decided about {PAPERS} papers in {asked:.2f} s", flush=True)
    bad = cases[:: PAPERS // 10]
    for case_id in bad:
        await hold_case(desk.lawyer, case_id, ground="insolvency", from_on=TODAY, until_on=None)

    over = await until_over(desk, batch_id, nursery, kills=KILLS)
    assert (over.done, over.left_out, over.spared) == (PAPERS - len(bad), len(bad), 0)
    async with db.transaction(desk.lawyer):
        rows = await db.fetch(
            "SELECT status, approved_at, count(*) AS many FROM filings WHERE batch_id = $1 GROUP BY 1, 2 ORDER BY 1",
            batch_id,
        )
        told = await db.fetch_value(
            "SELECT sum((data::jsonb ->> 'count')::int) FROM facts WHERE kind = 'proceedings:filings:sealed'"
        )
    assert [(row["status"], row["many"]) for row in rows] == [("drafted", len(bad)), ("sealed", PAPERS - len(bad))]
    assert {row["approved_at"] for row in rows if row["status"] == "sealed"} == {desk.clock.now()}
    assert told == PAPERS - len(bad)
    assert asked < AT_MOST

    begun = time.perf_counter()
    await file_batch(desk.lawyer, batch_id, on=TODAY, provenance="by courier, list 17")
    print(f"decided that they went out in {time.perf_counter() - begun:.2f} s", flush=True)
    over = await until_over(desk, batch_id, nursery, kills=KILLS)
    assert (over.done, over.left_out) == (PAPERS - len(bad), 0)
    async with db.transaction(desk.lawyer):
        events = await db.fetch(
            "SELECT case_id FROM case_events WHERE provenance = 'by courier, list 17' GROUP BY 1 HAVING count(*) = 1"
        )
    assert len(events) == PAPERS - len(bad)


async def until_over(desk: Desk, batch_id: UUID, nursery: Nursery, *, kills: int) -> DecisionShown:
    """With a worker that is killed `kills` times as it is at work; what is told never goes back."""
    worker, begun, told, slowest = await nursery.start_worker(), time.perf_counter(), 0, 0.0
    while True:
        shown = await decision_shown(desk.lawyer, batch_id)
        assert shown is not None
        assert shown.looked_at >= told
        if kills and shown.looked_at > told:
            await killed(worker)
            worker, kills = await nursery.start_worker(), kills - 1
        told = shown.looked_at
        if not shown.under_way:
            print(f"carried out in {time.perf_counter() - begun:.1f} s; slowest page {slowest:.2f} s", flush=True)
            await killed(worker)
            return shown
        async with browser(desk.lawyer) as client:
            looked = time.perf_counter()
            assert (await client.get(f"/filings/batches/{batch_id}")).status_code == 200
            slowest = max(slowest, time.perf_counter() - looked)
        await asyncio.sleep(0.2)


async def killed(worker: psutil.Process) -> None:
    worker.kill()
    await asyncio.to_thread(worker.wait, 30)
