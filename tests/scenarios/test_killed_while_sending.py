"""SIGKILL of a worker while a court holds its answer: each filing is there once, or the file says that nobody knows.

The court answers on loopback and waits at the moment of the kill, so that the worker is surely in the middle of it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import asyncpg
import psutil
import pytest

from cases.submissions.accounts import enter_account, enter_balance
from cases.submissions.approving import approve_submission, declare_not_arrived
from cases.submissions.lodging import order_lodging
from cases.submissions.queries import SubmissionShown, submissions
from cases.submissions.request_ids import request_id_of
from kernel import db
from kernel.money import Money
from kernel.settings import Settings, settings
from tests.builders.cases import Desk
from tests.builders.lodging import EPU_ACCOUNT, SDT_ACCOUNT, a_filing_desk, sealed_claims
from tests.fakes.epu_court import FakeEpu
from tests.fakes.sdt_court import FakeSdt
from tests.fakes.serving import at_once, served
from tests.scenarios.hunting import Nursery
from web.worker import work

pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("object_store"), pytest.mark.timeout(300)]
PAPERS = 3
WAITS = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE submission_parts%'"


class Gate:
    """Stands at a moment of the court's work; whoever comes there the first time waits until it is opened."""

    def __init__(self, moment: str) -> None:
        self.moment = moment
        self.reached, self.opened = asyncio.Event(), asyncio.Event()

    async def __call__(self, when: str) -> None:
        if when == self.moment and not self.reached.is_set():
            self.reached.set()
            await self.opened.wait()


@asynccontextmanager
async def workers(variable: str, address: str, log: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[Nursery]:
    """Processes that know the court's address; all of them end here."""
    patch.setenv(variable, address)
    settings.cache_clear()
    nursery = Nursery(log)
    try:
        yield nursery
    finally:
        nursery.close()
        settings.cache_clear()


async def the_file(desk: Desk) -> SubmissionShown:
    (file,) = [one for one in await submissions(desk.lawyer, "own") if one.status != "withdrawn"]
    return file


async def until(desk: Desk, right: Callable[[SubmissionShown], bool]) -> SubmissionShown:
    while not right(file := await the_file(desk)):
        await asyncio.sleep(0.1)
    return file


async def kill(worker: psutil.Process) -> None:
    printers = worker.children(recursive=True)
    worker.kill()
    _, left = await asyncio.to_thread(psutil.wait_procs, [worker, *printers], 30)
    assert not left


async def filed(desk: Desk) -> list[str]:
    async with db.transaction(desk.lawyer):
        return [row["status"] for row in await db.fetch("SELECT status FROM filings ORDER BY id")]


async def approved(desk: Desk, channel: str, database: Settings) -> list[UUID]:
    papers = await sealed_claims(desk, count=PAPERS)
    await order_lodging(desk.lawyer, papers, channel)
    await work(database, queues=("bulk",), forever=False)
    file = await the_file(desk)
    await approve_submission(desk.lawyer, file.id, shown=file.fee)
    return papers


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_court_that_knows_a_file_again_has_each_claim_once(
    database: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    court, gate = FakeSdt(), Gate(moment)
    court.held_up = gate
    async with (
        served(court.application()) as address,
        workers("SDT_URL", address, tmp_path / "log", monkeypatch) as nursery,
    ):
        desk = await a_filing_desk()
        await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT, connector="sdt")
        papers = await approved(desk, "sdt", database)
        worker = await nursery.start_worker()
        await gate.reached.wait()
        assert (await the_file(desk)).status == "sending"
        await kill(worker)
        gate.opened.set()
        assert await filed(desk) == ["sealed"] * PAPERS

        await nursery.start_worker()
        file = await until(desk, lambda one: one.status != "sending")

        assert file.status == "sent"
        assert [set(one.states) for one in court.held.values()] == [{request_id_of(one) for one in papers}]
        assert file.court_reference == court.held[file.reference].bulk_reference
        assert await filed(desk) == ["submitted"] * PAPERS


async def test_killed_while_the_receipt_is_written_it_is_written_once_all_the_same(
    database: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    court = FakeSdt()
    owner, watcher = await asyncpg.connect(database.migrations_url), await asyncpg.connect(database.database_url)
    async with (
        served(court.application()) as address,
        workers("SDT_URL", address, tmp_path / "log", monkeypatch) as nursery,
    ):
        desk = await a_filing_desk()
        await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT, connector="sdt")
        await approved(desk, "sdt", database)
        async with owner.transaction():
            await owner.execute("LOCK submission_parts IN SHARE MODE")
            worker = await nursery.start_worker()
            while not await watcher.fetchval(WAITS):
                await asyncio.sleep(0.02)
            await kill(worker)
        assert (len(court.held), await filed(desk)) == (1, ["sealed"] * PAPERS)

        await nursery.start_worker()
        file = await until(desk, lambda one: one.status != "sending")

        assert (file.status, len(court.held), await filed(desk)) == ("sent", 1, ["submitted"] * PAPERS)
        async with db.transaction(desk.lawyer):
            moved = "SELECT count(*) FROM facts WHERE kind = 'proceedings:filing:moved'"
            assert await db.fetch_value(moved) == PAPERS
    await owner.close()
    await watcher.close()


@pytest.mark.parametrize("arrives", [True, False])
async def test_a_court_that_knows_no_file_again_is_asked_and_never_sent_twice(
    database: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, arrives: bool
) -> None:
    court, gate = FakeEpu(rest=0.5), Gate("after" if arrives else "before")
    court.held_up, court.balance = gate, Decimal("100000.00")
    async with (
        served(court.application()) as address,
        workers("EPU_URL", address, tmp_path / "log", monkeypatch) as nursery,
    ):
        desk = await a_filing_desk(country="PL")
        await enter_account(desk.lawyer, "epu", EPU_ACCOUNT, connector="epu")
        await enter_balance(desk.lawyer, "epu", Money.parse("100000.00", "PLN"), on=desk.clock.now().date())
        await approved(desk, "epu", database)
        worker = await nursery.start_worker()
        await gate.reached.wait()
        await kill(worker)
        court.held_up = at_once
        if arrives:
            gate.opened.set()

        await nursery.start_worker()
        file = await until(desk, lambda one: one.status != "sending" or one.reason is not None)

        if arrives:
            assert (file.status, len(court.filed), await filed(desk)) == ("sent", PAPERS, ["submitted"] * PAPERS)
            assert court.calls.count("ZlozPozwy") == 1
        else:
            # Nobody sends it again, and the page says why; a person asks the court and says how he knows.
            assert (file.status, await filed(desk)) == ("sending", ["sealed"] * PAPERS)
            assert "lists do not show it" in (file.reason or "")
            assert court.calls.count("ZlozPozwy") == 0
            await declare_not_arrived(desk.lawyer, file.id, how_known="Rang the e-court on 20 November.")
            assert (await the_file(desk)).status == "failed"
            gate.opened.set()
