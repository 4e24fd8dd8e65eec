"""A large batch lodged: one claim more than a file of the court takes, by a real worker, watched as its page watches.

`CLAIMS=4001` for more. What it prints: seconds, claims a second, and the most memory that the worker held.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import psutil
import pytest

from cases.jurisdictions.court_files.xml_parsing import parse
from cases.submissions.accounts import enter_account
from cases.submissions.approving import approve_submission
from cases.submissions.connectors.soap import found
from cases.submissions.lodging import order_lodging
from cases.submissions.queries import BatchShown, batch_shown
from cases.submissions.request_ids import request_id_of
from documents.vault.queries import open_document
from kernel.settings import Settings
from tests.builders.cases import Desk
from tests.builders.court_files import schema
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_claims
from tests.scenarios.hunting import Nursery

CLAIMS = int(os.environ.get("CLAIMS", "2001"))
A_FILE = 2000
MOST_MEMORY = 400 << 20
"""Of the worker, its modules and its database connections included."""
pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("object_store"), pytest.mark.timeout(900 + CLAIMS)]


@pytest.fixture
async def nursery(object_store: None, tmp_path: Path) -> AsyncIterator[Nursery]:
    nursery = Nursery(tmp_path / "workers.log")
    yield nursery
    nursery.close()


async def test_each_claim_of_a_large_batch_is_in_exactly_one_valid_file(
    database: Settings, nursery: Nursery, shared: Path
) -> None:
    desk = await a_filing_desk()
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    papers = await sealed_claims(desk, count=CLAIMS)
    asked = time.perf_counter()
    (batch_id,) = await order_lodging(desk.lawyer, papers, "sdt")
    print(f"ordered in {time.perf_counter() - asked:.1f} s", flush=True)

    worker = await nursery.start_worker()
    begun = time.perf_counter()
    batch, most = await made(desk, batch_id, worker)
    seconds = time.perf_counter() - begun
    print(f"{CLAIMS} claims in {seconds:.1f} s, {CLAIMS / seconds:.0f} a second; at most {most >> 20} MB", flush=True)

    assert [one.parts for one in sorted(batch.files, key=lambda one: one.reference)] == sizes()
    court = schema(shared, "uk-hmcts-sdt/xsd/BulkRequestResponse/BulkSubmitRequest.xsd")
    lodged: list[str] = []
    for file in batch.files:
        content = await (await open_document(desk.lawyer, file.document_id)).content()
        assert court.faults(content) == []
        requests = found(parse(content), "requests")
        assert requests is not None
        lodged += [one.attributes["requestId"] for one in requests.children]
    assert sorted(lodged) == sorted(request_id_of(one) for one in papers)
    asked = time.perf_counter()
    for file in batch.files:
        await approve_submission(desk.lawyer, file.id, shown=file.fee)
    print(f"approved, every paper asked for again, in {time.perf_counter() - asked:.1f} s", flush=True)
    assert most < MOST_MEMORY


def sizes() -> list[int]:
    return [A_FILE] * (CLAIMS // A_FILE) + [CLAIMS % A_FILE] * (CLAIMS % A_FILE > 0)


async def made(desk: Desk, batch_id: UUID, worker: psutil.Process) -> tuple[BatchShown, int]:
    """The batch once it is made, and the most memory the worker held; its progress never goes back."""
    most, seen = 0, [0]
    while True:
        assert worker.is_running(), "the worker ended by itself"
        most = max(most, worker.memory_info().rss)
        batch = await batch_shown(desk.lawyer, batch_id)
        seen.append(batch.done)
        assert seen[-1] >= seen[-2], "its progress went back"
        if batch.status != "ordered":
            print(f"progress told: {sorted(set(seen))}", flush=True)
            assert len(set(seen)) > CLAIMS // 500, "nobody was told how far it had come"
            return batch, most
        await asyncio.sleep(0.2)
