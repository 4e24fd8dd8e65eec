"""SIGKILL in the middle of preparing filings, at every step: the next run writes each exactly once, byte for byte."""

from pathlib import Path

import pytest

from cases.proceedings.drafting import draft_chunk
from cases.proceedings.preparing import prepare_filings
from kernel import db
from kernel.settings import Settings
from tests.builders.cases import a_desk
from tests.cases.proceedings.test_filings import ready_for_court
from tests.scenarios.killed_inside import killed_inside

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


@pytest.mark.parametrize("step", STEPS)
async def test_a_killed_job_leaves_nothing_doubled(database: Settings, step: str) -> None:
    desk = await a_desk()
    case_ids = await ready_for_court(desk, count=3)
    batch_id = (await prepare_filings(desk.lawyer, case_ids, "monitorio_petition")).batch_id
    lock, statement = STEPS[step]
    await killed_inside(database, DRAFT, desk.owner_id, batch_id, lock=lock, statement=statement)

    assert await draft_chunk(desk.system, batch_id, 0) == 3
    assert await draft_chunk(desk.system, batch_id, 0) == 0

    async with db.transaction(desk.system):
        counts = await db.fetch_sure(
            "SELECT (SELECT count(*) FROM filings WHERE status = 'drafted') AS filings,"
            " (SELECT count(*) FROM documents WHERE kind = 'monitorio_petition') AS documents,"
            " (SELECT count(*) FROM facts WHERE kind = 'proceedings:filing:moved') AS facts"
        )
    assert dict(counts) == {"filings": 3, "documents": 3, "facts": 3}
