"""A batch never loses a case: who was stopped or left out is listed with the reason, and tried again once mended."""

import csv
from collections.abc import Awaitable, Callable
from io import StringIO
from uuid import UUID

import fastexcel
import pytest

from cases.proceedings.again import try_again
from cases.proceedings.batch_queries import cases_aside, reasons_aside
from cases.proceedings.filing_queries import batch_shown
from cases.proceedings.preparing import prepare_filings
from kernel.errors import Forbidden, NotFound, Refused
from tests.builders.accounts import a_member
from tests.builders.cases import Desk, a_desk, open_cases, put_through_the_gate
from tests.cases.proceedings.test_filings import filings, ready_for_court, steps_before_court, the_seat
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
PETITION = "monitorio_petition"


async def a_mixed_batch(desk: Desk, run_jobs: Run) -> tuple[UUID, UUID, UUID, UUID]:
    """One case ready, one that lacks its seat and its step before court, one still in onboarding."""
    (ready,) = await ready_for_court(desk)
    (lacking,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [lacking])
    (waiting,) = await open_cases(desk=desk, count=1)
    batch_id = (await prepare_filings(desk.lawyer, [ready, lacking, waiting], PETITION)).batch_id
    await run_jobs()
    return batch_id, ready, lacking, waiting


async def test_every_case_without_a_paper_is_listed_with_its_reason_and_filtered_by_it(run_jobs: Run) -> None:
    desk = await a_desk()
    batch_id, _, lacking, waiting = await a_mixed_batch(desk, run_jobs)

    aside = {one.case_id: one for one in await cases_aside(desk.lawyer, batch_id)}
    assert {one: aside[one].what for one in aside} == {lacking: "stopped", waiting: "left out"}
    assert {why.fact for why in aside[lacking].reasons} == {"court", "negotiation attempt"}
    reasons = {one.fact: one.many for one in await reasons_aside(desk.lawyer, batch_id)}
    assert reasons["court"] == 1
    assert len(reasons) == 3
    assert [one.case_id for one in await cases_aside(desk.lawyer, batch_id, fact="court")] == [lacking]
    assert (await batch_shown(desk.lawyer, batch_id)).left_out == 1


async def test_the_list_goes_home_as_csv_and_as_a_workbook(run_jobs: Run) -> None:
    desk = await a_desk()
    batch_id, _, _, waiting = await a_mixed_batch(desk, run_jobs)
    async with browser(desk.lawyer) as page:
        text = await page.get(f"/filings/batches/{batch_id}/aside.csv")
        book = await page.get(f"/filings/batches/{batch_id}/aside.xlsx")
        shown = (await page.get(f"/filings/batches/{batch_id}")).text
    assert text.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(StringIO(text.content.decode("utf-8-sig"))))
    table = fastexcel.read_excel(book.content).load_sheet(0).to_polars()
    assert len(lines) == table.height == 3
    assert {line["what became of it"] for line in lines} == {"stopped", "left out"}
    assert all(line["reason"] in shown.replace("&#39;", "'") for line in lines)
    assert f"/cases/{waiting}#papers" in shown


async def test_what_is_mended_is_tried_again_and_the_rest_keeps_its_reason(run_jobs: Run) -> None:
    desk = await a_desk()
    batch_id, _, lacking, waiting = await a_mixed_batch(desk, run_jobs)
    await the_seat(desk, [lacking])
    await steps_before_court(desk, [lacking])

    again = await try_again(desk.lawyer, batch_id)
    await run_jobs()

    assert (again.batch_id, again.outcome.done, again.outcome.left_out) == (batch_id, 1, 1)
    assert [one.case_id for one in await cases_aside(desk.lawyer, batch_id)] == [waiting]
    shown = await batch_shown(desk.lawyer, batch_id)
    assert dict(shown.by_status) == {"drafted": 2}
    await put_through_the_gate(desk, [waiting])
    await the_seat(desk, [waiting])
    await steps_before_court(desk, [waiting])
    await try_again(desk.lawyer, batch_id)
    await run_jobs()
    assert await cases_aside(desk.lawyer, batch_id) == []
    assert {row["batch_id"] for row in await filings(desk.lawyer)} == {batch_id}
    with pytest.raises(Refused, match="Nothing"):
        await try_again(desk.lawyer, batch_id)


async def test_a_batch_of_which_nothing_could_be_queued_still_has_its_page(run_jobs: Run) -> None:
    desk = await a_desk()
    waiting = await open_cases(desk=desk, count=2)
    batch_id = (await prepare_filings(desk.lawyer, waiting, PETITION)).batch_id
    async with browser(desk.lawyer) as page:
        answer = await page.get(f"/filings/batches/{batch_id}")
    assert answer.status_code == 200
    assert len(await cases_aside(desk.lawyer, batch_id)) == 2


async def test_strangers_find_nothing_and_only_who_prepares_tries_again(run_jobs: Run) -> None:
    desk, other = await a_desk(), await a_desk(name="Another DAC")
    batch_id, *_ = await a_mixed_batch(desk, run_jobs)
    reader = await a_member(organisation_id=desk.owner_id, roles=("administrator",), clock=desk.clock)
    with pytest.raises(NotFound):
        await try_again(other.lawyer, batch_id)
    assert await cases_aside(other.lawyer, batch_id) == []
    with pytest.raises(Forbidden):
        await try_again(reader, batch_id)
    async with browser(other.lawyer) as page:
        assert (await page.get(f"/filings/batches/{batch_id}/aside.csv")).status_code == 404
