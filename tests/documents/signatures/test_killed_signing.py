"""The process that signs is killed again and again: every paper is signed once, and nothing is signed twice."""

import asyncio
import random
from pathlib import Path
from uuid import UUID

import asyncpg
import psutil
import pytest

from documents.signatures.ordering import order_signing
from kernel.settings import Settings
from tests.builders.signing import House, a_house, sealed_papers
from tests.scenarios.hunting import Nursery, work_until_done

pytestmark = pytest.mark.usefixtures("object_store")
WORK_LEFT = (
    "SELECT 1 FROM procrastinate_jobs WHERE task_name LIKE 'signatures.%' AND status IN ('todo', 'doing') LIMIT 1"
)
SIGNED = "SELECT count(*) FROM signing_items WHERE batch_id = $1 AND status = 'signed'"


@pytest.fixture
async def house(database: Settings, object_store: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    return await a_house(tmp_path, monkeypatch.setenv)


async def kill_when_signed(owner: asyncpg.Connection, worker: psutil.Process, batch_id: UUID, many: int) -> int:
    """SIGKILL once so many papers are signed; returns how many are."""
    while await owner.fetchval(SIGNED, batch_id) < many:
        assert worker.is_running(), "the worker ended by itself"
        await asyncio.sleep(0.002)
    worker.kill()
    await asyncio.to_thread(psutil.wait_procs, [worker], 30)
    return int(await owner.fetchval(SIGNED, batch_id))


async def signed_once_each(owner: asyncpg.Connection, batch_id: UUID, many: int) -> None:
    row = await owner.fetchrow(
        "SELECT count(*) AS items, count(DISTINCT v.document_id) AS papers, count(DISTINCT v.sha256) AS files,"
        " (SELECT count(*) FROM document_versions w JOIN signing_items j ON j.document_id = w.document_id"
        "  WHERE j.batch_id = $1 AND w.signature_of IS NOT NULL) AS signatures,"
        " (SELECT count(*) FROM facts f WHERE f.kind = 'signatures:document:signed'"
        "  AND f.data->>'batch_id' = $1::text) AS facts"
        " FROM signing_items i JOIN document_versions v ON v.id = i.signed_version_id"
        " JOIN document_versions b ON b.id = v.signature_of WHERE i.batch_id = $1 AND v.number = b.number + 1",
        batch_id,
    )
    assert set(row.values()) == {many}, dict(row)
    assert await owner.fetchval("SELECT status FROM signing_batches WHERE id = $1", batch_id) == "done"


async def hunted(house: House, database: Settings, log: Path, *, many: int, kills: list[int]) -> None:
    papers = await sealed_papers(house.lawyer, many)
    batch_id = await order_signing(house.lawyer, papers, house.signing())
    owner = await asyncpg.connect(database.migrations_url)
    nursery = Nursery(log)
    try:
        for aim in kills:
            found = await kill_when_signed(owner, await nursery.start_worker(), batch_id, aim)
            assert aim <= found < many, "the job was quicker than the kill"
        await work_until_done(owner, await nursery.start_worker(), WORK_LEFT)
        await signed_once_each(owner, batch_id, many)
        progress = await owner.fetchrow("SELECT done, total, state FROM progress WHERE subject_id = $1", batch_id)
        assert tuple(progress) == (many, many, "done")
    finally:
        nursery.close()
        await owner.close()


async def test_papers_are_signed_once_each_though_the_worker_is_killed(
    house: House, database: Settings, tmp_path: Path
) -> None:
    await hunted(house, database, tmp_path / "log", many=16, kills=[2, 9])


@pytest.mark.scenario
@pytest.mark.timeout(1800)
async def test_a_thousand_papers_are_signed_once_each_though_the_worker_is_killed(
    house: House, database: Settings, tmp_path: Path
) -> None:
    draw = random.Random(20261122)
    await hunted(house, database, tmp_path / "log", many=1000, kills=sorted(draw.sample(range(10, 950), 6)))
