"""Sealing and withdrawing at the same moment: one of them happens, and the paper is what the filing says it is."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from cases.proceedings.filing_commands import approve_filings, seal_filings, withdraw_filing
from cases.proceedings.preparing import prepare_filings
from documents.vault.viewing import look_at
from kernel import db
from kernel.errors import StaleState
from kernel.money import Money
from tests.builders.cases import a_desk
from tests.cases.proceedings.test_filings import filings, ready_for_court

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
RACES = 8


async def test_each_approved_paper_is_either_sealed_or_withdrawn(run_jobs: Run) -> None:
    desk = await a_desk()
    case_ids = await ready_for_court(desk, count=RACES)
    await prepare_filings(desk.lawyer, case_ids, "monitorio_petition")
    await run_jobs()
    rows = await filings(desk.lawyer)
    total = Money(sum(row["total_minor"] for row in rows), "EUR")
    for row in rows:
        await look_at(desk.lawyer, row["document_id"])
    await approve_filings(desk.lawyer, [row["id"] for row in rows], shown=[total])

    tries = [
        attempt
        for row in rows
        for attempt in (seal_filings(desk.lawyer, [row["id"]]), withdraw_filing(desk.lawyer, row["id"]))
    ]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    won = [not isinstance(one, BaseException) for one in outcomes]
    assert all(isinstance(one, StaleState) for one in outcomes if isinstance(one, BaseException))
    assert [won[place] + won[place + 1] for place in range(0, len(won), 2)] == [1] * RACES
    async with db.transaction(desk.lawyer):
        ends = await db.fetch(
            "SELECT f.status, d.sealed_at IS NOT NULL AS sealed, (SELECT count(*) FROM facts x"
            " WHERE x.kind = 'proceedings:filings:sealed' AND x.subject_id = f.id) AS told"
            " FROM filings f JOIN documents d ON d.id = f.document_id"
        )
    assert {(row["status"], row["sealed"], row["told"]) for row in ends} <= {
        ("sealed", True, 1),
        ("withdrawn", False, 0),
    }
    assert len(ends) == RACES
