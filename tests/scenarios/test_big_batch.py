"""A batch of five thousand papers of mixed outcomes at the desk: pages stay small, nothing is lost between them.

`BATCH=20000` for more. Cases and papers are copied by SQL from one that was made in earnest; their files are nobody's.
"""

import csv
import os
import time
from dataclasses import dataclass
from io import StringIO
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from bs4 import BeautifulSoup

from cases.proceedings.batch_queries import batch_papers, cases_aside
from cases.proceedings.samples import how_many
from kernel.ids import new_id
from kernel.settings import Settings
from tests.builders.cases import Desk, a_desk, a_document, open_cases, put_through_the_gate
from tests.web.client import Browser, browser

MANY = int(os.environ.get("BATCH", "5000"))
PETITION = "monitorio_petition"
LARGEST_PAGE = 400_000
pytestmark = [pytest.mark.scenario, pytest.mark.usefixtures("object_store"), pytest.mark.timeout(900)]
COPIES = (
    "CREATE TEMP TABLE copies AS SELECT n, uuidv7() AS claim_id, uuidv7() AS case_id, uuidv7() AS filing_id,"
    " uuidv7() AS document_id, uuidv7() AS version_id FROM generate_series(1, $1::int) n",
    "INSERT INTO claims SELECT (jsonb_populate_record(c, jsonb_build_object('id', k.claim_id,"
    " 'reference', 'BIG-' || k.n))).* FROM claims c JOIN cases o ON o.claim_id = c.id, copies k WHERE o.id = $1",
    "INSERT INTO cases SELECT (jsonb_populate_record(o, jsonb_build_object('id', k.case_id, 'claim_id', k.claim_id,"
    " 'reference', 'BIG-' || k.n))).* FROM cases o, copies k WHERE o.id = $1",
    "INSERT INTO documents SELECT (jsonb_populate_record(d, jsonb_build_object('id', k.document_id,"
    " 'subject_kind', 'case', 'subject_id', k.case_id, 'language', 'es'))).* FROM documents d, copies k"
    " WHERE d.id = $1",
    "INSERT INTO document_versions SELECT (jsonb_populate_record(v, jsonb_build_object('id', k.version_id,"
    " 'document_id', k.document_id, 'object_key', 'nobody/' || k.version_id))).* FROM document_versions v, copies k"
    " WHERE v.document_id = $1",
)
FILINGS = """
    INSERT INTO filings (id, case_id, organisation_id, procedure, kind, status, missing, prepared_on, total_minor,
        currency, source_digest, document_id, signatory_id, version, created_at, batch_id, chunk)
    SELECT k.filing_id, k.case_id, $1, 'monitorio', $2,
        CASE WHEN k.n % 10 < 7 THEN 'drafted' WHEN k.n % 10 = 7 THEN 'withdrawn' ELSE 'stopped' END,
        CASE WHEN k.n % 10 > 7 THEN jsonb_build_array(jsonb_build_object('fact', 'reason ' || k.n % 90,
            'sentence', 'The fact number ' || k.n % 90 || ' is missing.', 'enter_at', 'court')) END,
        current_date, CASE WHEN k.n % 10 < 8 THEN 420000 + k.n END, CASE WHEN k.n % 10 < 8 THEN 'EUR' END,
        sha256(k.n::text::bytea), CASE WHEN k.n % 10 < 8 THEN k.document_id END, s.id, 0, now(), $3, k.n / 50
    FROM copies k, signatories s WHERE s.organisation_id = $1 AND k.n % 10 <> 9
"""
LEFT_OUT = """
    INSERT INTO filings_left_out (batch_id, case_id, organisation_id, kind, reason, noted_at)
    SELECT $3, k.case_id, $1, $2, 'Debtor number ' || k.n || ' lives elsewhere.', now() FROM copies k WHERE k.n % 10 = 9
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """Statements and seconds that a page took."""

    statements: int
    seconds: float
    text: str


async def a_big_batch(desk: Desk, settings: Settings, many: int) -> UUID:
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])
    document_id, batch_id = await a_document(desk.system), new_id()
    owner = await asyncpg.connect(settings.migrations_url)
    try:
        for sql, argument in zip(COPIES, (many, case_id, case_id, document_id, document_id), strict=True):
            await owner.execute(sql, argument)
        for sql in (FILINGS, LEFT_OUT):
            await owner.execute(sql, desk.owner_id, PETITION, batch_id)
        await owner.execute("DROP TABLE copies")
        await owner.execute("ANALYZE")
    finally:
        await owner.close()
    return batch_id


async def counted(client: Browser, path: str, settings: Settings) -> Counted:
    """What the site sends to the database for this address alone."""
    ran: list[Any] = []
    before = asyncpg.Connection._do_execute  # type: ignore[attr-defined]

    async def listening(self: Any, *given: Any, **named: Any) -> Any:
        ran.append(given[0])
        return await before(self, *given, **named)

    asyncpg.Connection._do_execute = listening  # type: ignore[attr-defined]
    try:
        started = time.perf_counter()
        answer = await client.get(path)
        seconds = time.perf_counter() - started
    finally:
        asyncpg.Connection._do_execute = before  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.text[:500]
    print(f"{path.replace(path.split('/')[3][:36], '…')[:60]}: {len(ran)} statements, {seconds:.2f} s", flush=True)
    return Counted(len(ran), seconds, answer.text)


async def test_a_batch_of_thousands_is_worked_page_by_page(database: Settings) -> None:
    desk = await a_desk()
    small = await a_big_batch(desk, database, 10)
    other = await a_desk(name="Another DAC")
    big = await a_big_batch(other, database, MANY)
    async with browser(desk.lawyer) as client:
        few = await counted(client, f"/filings/batches/{small}", database)
    here = f"/filings/batches/{big}"
    async with browser(other.lawyer) as client:
        whole = await counted(client, here, database)
        part = await counted(client, f"{here}?fact=reason+8", database)
        sheet = await counted(client, f"{here}/aside.csv", database)
        book = await client.get(f"{here}/aside.xlsx")
        samples = (await client.get(f"/api{here}/samples")).json()
    assert whole.statements == few.statements
    assert len(whole.text) < LARGEST_PAGE
    stopped, left = MANY // 10, MANY // 10
    lines = list(csv.DictReader(StringIO(sheet.text.removeprefix("\ufeff"))))
    assert len({line["case"] for line in lines}) == len(lines) == stopped + left
    assert {line["what became of it"] for line in lines} == {"stopped", "left out"}
    assert book.status_code == 200
    rows = BeautifulSoup(part.text, "lxml").select("#aside tbody tr")
    assert rows
    assert all("fact number 8 is" in row.text for row in rows)
    assert (samples["out_of"], len(samples["items"])) == (MANY * 7 // 10, how_many(MANY * 7 // 10))
    assert await every_page(other, big) == (MANY * 8 // 10, stopped + left)


async def every_page(desk: Desk, batch_id: UUID) -> tuple[int, int]:
    """How many papers and cases aside the pages hold together, each once."""
    papers: set[UUID] = set()
    aside: set[UUID] = set()
    after: UUID | None = None
    while rows := await batch_papers(desk.lawyer, batch_id, after=after):
        papers |= {one.id for one in rows[:50]}
        after = rows[:50][-1].id
    after = None
    while cases := await cases_aside(desk.lawyer, batch_id, after=after):
        aside |= {one.case_id for one in cases[:50]}
        after = cases[:50][-1].case_id
    return len(papers), len(aside)
