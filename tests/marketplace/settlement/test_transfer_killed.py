"""SIGKILL in the middle of a transfer, at every step of it: nothing is moved, and the next run moves all.

A lock held by the owner stops the transfer inside the step; that it is there is read from pg_stat_activity.
"""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from kernel import db
from kernel.settings import Settings
from marketplace.settlement.transfer import transfer_sale
from tests.builders.sales import SaleBuilt, a_sale

TRANSFER = Path(__file__).with_name("transfer_once.py")
STEPS = {
    "ownership": ("SELECT 1 FROM claims FOR UPDATE", "claims_assign"),
    "items": ("SELECT 1 FROM claim_items FOR UPDATE", "claims_assign"),
    "title": ("LOCK claim_titles IN SHARE MODE", "claims_assign"),
    "cases": ("LOCK cases IN SHARE MODE", "UPDATE cases"),
    "holds": ("LOCK case_holds IN SHARE MODE", "INSERT INTO case_holds"),
    "deadlines": ("LOCK deadlines IN SHARE MODE", "INSERT INTO deadlines"),
    "listing": ("SELECT 1 FROM listings FOR UPDATE", "FROM listings"),
    "the last job": ("LOCK procrastinate_jobs IN SHARE MODE", "procrastinate_defer_jobs"),
}
WAITING = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename = 'recourse_app'"
    " AND state = 'active' AND wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%'"
)


async def standing(sale: SaleBuilt) -> dict[str, object]:
    """What each side sees of the sale."""
    found: dict[str, object] = {"status": (await sale.row())["status"]}
    for name, side in (("seller", sale.seller), ("buyer", sale.buyer)):
        async with db.transaction(side):
            for table in ("claims", "claim_items", "parties", "claim_titles", "cases", "case_holds", "deadlines"):
                found[f"{table} of {name}"] = await db.fetch_value(
                    f"SELECT count(*) FROM {table} WHERE organisation_id = $1", side.organisation
                )
    async with db.transaction(sale.buyer):
        found["facts"] = await db.fetch_value("SELECT count(*) FROM facts")
    return found


@pytest.mark.parametrize("step", STEPS)
async def test_a_killed_transfer_moved_nothing_and_the_next_moves_all(database: Settings, step: str) -> None:
    sale = await a_sale(claims=5, until="deed", flags=("disputed",))
    before = await standing(sale)
    lock, statement = STEPS[step]
    # A role sees what its own sessions run, so the watcher is the application too.
    watcher, holder = await asyncpg.connect(database.database_url), await asyncpg.connect(database.migrations_url)
    async with holder.transaction():
        await holder.execute(lock)
        process = subprocess.Popen([sys.executable, str(TRANSFER), str(sale.buyer.organisation), str(sale.id)])
        try:
            pid = await until_waiting(watcher, statement, process)
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    await until_gone(watcher, pid)
    assert await standing(sale) == before
    assert await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock) == 5
    after = await standing(sale)
    assert after["status"] == "transferred"
    wanted = {"claims": 5, "claim_items": 10, "parties": 5, "claim_titles": 10, "cases": 5, "case_holds": 1}
    for table, many in {**wanted, "deadlines": 5}.items():
        assert (after[f"{table} of seller"], after[f"{table} of buyer"]) == (0, many), table
    await watcher.close()
    await holder.close()


async def until_waiting(watcher: asyncpg.Connection, statement: str, process: subprocess.Popen[bytes]) -> int:
    while True:
        assert process.poll() is None, "the transfer ended before it could be killed"
        pid: int | None = await watcher.fetchval(WAITING, statement)
        if pid is not None:
            return pid
        await asyncio.sleep(0.02)


async def until_gone(watcher: asyncpg.Connection, pid: int) -> None:
    while await watcher.fetchval("SELECT 1 FROM pg_stat_activity WHERE pid = $1", pid):
        await asyncio.sleep(0.02)
