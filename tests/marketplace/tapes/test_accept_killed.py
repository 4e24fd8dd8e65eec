"""A worker killed in the midst of an acceptance leaves nothing; the next one writes everything once."""

import asyncio
import os
import sys
from pathlib import Path

import psycopg
import pytest

from kernel import db
from kernel.actor import Actor
from marketplace.tapes.acceptance import accept_tape
from marketplace.tapes.commands import begin_accepting
from tests.builders.accounts import a_member, an_organisation
from tests.builders.tapes import a_checked_tape, a_tape_file
from web.embedded.cluster import Cluster

pytestmark = pytest.mark.usefixtures("database", "object_store")
ROOT = Path(__file__).resolve().parents[3]
MODULE = "tests.marketplace.tapes.accept_in_a_process"
RUNNING = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND state = 'active' AND query LIKE %s"
ROWS = 6000


async def seen_running(watch: psycopg.AsyncConnection, database: str, statement: str) -> bool:
    """True once the database says that the statement is under way; False if it never does."""
    for _ in range(20_000):
        row = await (await watch.execute(RUNNING, [database, f"{statement}%"])).fetchone()
        if row and row[0]:
            return True
        await asyncio.sleep(0.001)
    return False


@pytest.mark.parametrize("statement", ["INSERT INTO claims", "INSERT INTO parties", "INSERT INTO claim_titles"])
async def test_killed_while_it_writes_it_left_nothing_and_the_next_one_finishes(
    tmp_path: Path, cluster: Cluster, database_name: str, statement: str
) -> None:
    seller = await a_member(organisation_id=await an_organisation(), roles=("seller",))
    file, _ = a_tape_file(tmp_path, rows=ROWS)
    tape_id = await a_checked_tape(seller, file)
    await begin_accepting(seller, tape_id)
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", MODULE, str(seller.organisation), str(tape_id)),
        cwd=ROOT,
        env=dict(os.environ) | {"PYTHONPATH": str(ROOT)},
    )
    async with await psycopg.AsyncConnection.connect(cluster.url("postgres", "postgres"), autocommit=True) as watch:
        in_flight = await seen_running(watch, database_name, statement)
        worker.kill()
        await worker.wait()
    assert in_flight
    async with db.transaction(seller):
        counts = [
            await db.fetch_value(f"SELECT count(*) FROM {table}") for table in ("claims", "parties", "claim_items")
        ]
        status = await db.fetch_value("SELECT status FROM tapes WHERE id = $1", tape_id)
    assert (counts, status) == ([0, 0, 0], "accepting")
    accepted = await accept_tape(Actor.system(seller.organisation), tape_id)
    assert accepted is not None
    async with db.transaction(seller):
        assert await db.fetch_value("SELECT count(*) FROM claims") == accepted.written.claims == ROWS
        assert await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'claims:tape:accepted'") == 1
