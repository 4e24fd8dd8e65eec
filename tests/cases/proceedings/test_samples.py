"""Approving many papers: samples drawn by the house are opened first; one by itself needs none."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.proceedings.filing_commands import approve_filings
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.samples import drawn, how_many, samples_of
from documents.vault.viewing import look_at
from kernel import db
from kernel.errors import Refused
from kernel.money import Money
from tests.builders.accounts import a_member
from tests.builders.cases import Desk, a_desk
from tests.cases.proceedings.test_filings import filings, ready_for_court
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
PETITION = "monitorio_petition"


async def three_drafts(desk: Desk, run_jobs: Run) -> tuple[UUID, list[db.Row], Money]:
    case_ids = await ready_for_court(desk, count=3)
    batch_id = (await prepare_filings(desk.lawyer, case_ids, PETITION)).batch_id
    await run_jobs()
    rows = await filings(desk.lawyer)
    return batch_id, rows, Money(sum(row["total_minor"] for row in rows), "EUR")


@pytest.mark.parametrize(
    ("papers", "samples"), [(1, 0), (2, 2), (20, 20), (21, 20), (1000, 20), (1001, 21), (5000, 100)]
)
def test_twenty_or_two_per_cent_whichever_is_more(papers: int, samples: int) -> None:
    assert how_many(papers) == samples


@given(papers=st.dictionaries(st.uuids(), st.binary(min_size=32, max_size=32), max_size=90))
def test_the_draw_is_the_selection_s_own(papers: dict[UUID, bytes | None]) -> None:
    again = dict(reversed(papers.items()))
    assert drawn(papers) == drawn(again)
    assert set(drawn(papers)) <= set(papers)
    assert len(drawn(papers)) == how_many(len(papers))


def test_another_content_draws_others() -> None:
    ids = [UUID(int=number) for number in range(1, 200)]
    assert drawn(dict.fromkeys(ids, b"one")) != drawn(dict.fromkeys(ids, b"two"))


async def test_all_of_few_are_opened_by_the_signatory_himself_before_the_approval(run_jobs: Run) -> None:
    desk = await a_desk()
    _, rows, total = await three_drafts(desk, run_jobs)
    ids = [row["id"] for row in rows]

    with pytest.raises(Refused, match="still unopened") as refused:
        await approve_filings(desk.lawyer, ids, shown=[total])
    assert len(refused.value.places) == 3

    for row in rows:
        await look_at(desk.buyer, row["document_id"])
    assert len((await samples_of(desk.lawyer, ids)).unopened) == 3, "what a colleague opened is no look of his own"
    for row in rows[:2]:
        await look_at(desk.lawyer, row["document_id"])
    with pytest.raises(Refused, match="still unopened"):
        await approve_filings(desk.lawyer, ids, shown=[total])
    async with browser(desk.lawyer) as page:
        assert (await page.get(f"/documents/{rows[2]['document_id']}")).status_code == 200
    await approve_filings(desk.lawyer, ids, shown=[total])

    async with db.transaction(desk.lawyer):
        told = await db.fetch_value("SELECT data FROM facts WHERE kind = 'proceedings:filings:approved'")
    assert '"samples": 3' in told
    assert len({row["status"] for row in await filings(desk.lawyer)}) == 1


async def test_one_paper_alone_is_looked_at_on_its_page(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    await prepare_filings(desk.lawyer, [case_id], PETITION)
    await run_jobs()
    (row,) = await filings(desk.lawyer)
    await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], "EUR")])
    assert (await filings(desk.lawyer))[0]["status"] == "approved"


async def test_what_is_seen_for_another_organisation_does_not_count_here(run_jobs: Run) -> None:
    desk = await a_desk()
    _, rows, total = await three_drafts(desk, run_jobs)
    other = await a_desk(name="Another DAC")
    elsewhere = replace(desk.lawyer, organisation_id=other.owner_id)
    async with db.transaction(elsewhere):
        seen = await db.fetch_value("SELECT count(*) FROM document_openings")
    assert seen == 0
    for row in rows:
        await look_at(desk.lawyer, row["document_id"])
    async with db.transaction(elsewhere):
        assert await db.fetch_value("SELECT count(*) FROM document_openings") == 0
    await approve_filings(desk.lawyer, [row["id"] for row in rows], shown=[total])


async def test_the_page_lists_the_samples_and_approves_once_they_are_open(run_jobs: Run) -> None:
    desk = await a_desk()
    batch_id, rows, total = await three_drafts(desk, run_jobs)
    colleague = await a_member(organisation_id=desk.owner_id, roles=("lawyer",), name="Ana Vega", clock=desk.clock)
    async with browser(desk.lawyer) as page:
        before = (await page.get(f"/filings/batches/{batch_id}")).text
        assert before.count("Not opened yet") == 3
        assert f"/filings/batches/{batch_id}/approve" not in before
        asked = {"shown_amount": total.text(), "shown_currency": "EUR"}
        await page.submit(f"/filings/batches/{batch_id}/approve", asked)
        assert {row["status"] for row in await filings(desk.lawyer)} == {"drafted"}

        for row in rows:
            assert (await page.get(f"/documents/{row['document_id']}/view")).status_code == 200
        after = (await page.get(f"/filings/batches/{batch_id}")).text
        assert "Not opened yet" not in after
        assert f"/filings/batches/{batch_id}/approve" in after
        await page.submit(f"/filings/batches/{batch_id}/approve", asked)
    assert {row["status"] for row in await filings(desk.lawyer)} == {"sealed"}
    async with browser(colleague) as page:
        assert "Not opened yet" not in (await page.get(f"/filings/batches/{batch_id}")).text
