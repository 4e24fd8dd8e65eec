"""Each paper remembers its letterhead; the batch tells what would look different today and prepares it anew."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import pytest

from cases.proceedings.again import prepare_anew
from cases.proceedings.filing_commands import approve_filings, seal_filings
from cases.proceedings.letterheads_used import Older, older_letterheads
from cases.proceedings.preparing import prepare_filings
from cases.studio.house import ANY, Clause
from cases.studio.letterheads import save_letterhead
from kernel import db
from kernel.errors import Forbidden, NotFound, Refused
from kernel.money import Money
from kernel.settings import Settings
from tests.builders.accounts import a_member
from tests.builders.cases import Desk, a_desk
from tests.cases.proceedings.test_filings import filings, ready_for_court
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
PETITION = "monitorio_petition"


async def saved(desk: Desk, was: int, *, footer: str = "Inscrita en Oviedo", clauses: tuple[Clause, ...] = ()) -> int:
    return await save_letterhead(desk.buyer, was=was, sender="Tel. 1", footer=footer, clauses=clauses)


async def a_batch(desk: Desk, run_jobs: Run, *, count: int = 1) -> UUID:
    case_ids = await ready_for_court(desk, count=count)
    batch_id = (await prepare_filings(desk.lawyer, case_ids, PETITION)).batch_id
    await run_jobs()
    return batch_id


async def test_a_paper_remembers_its_version_and_the_batch_says_what_would_look_different(run_jobs: Run) -> None:
    desk = await a_desk()
    batch_id = await a_batch(desk, run_jobs)
    (plain,) = await filings(desk.lawyer)
    assert (plain["letterhead_of"], plain["letterhead_version"]) == (desk.owner_id, None)
    assert await older_letterheads(desk.lawyer, batch_id) is None

    await saved(desk, 0)
    assert await older_letterheads(desk.lawyer, batch_id) == Older(1, (0,), 1)
    await prepare_anew(desk.lawyer, batch_id, older_only=True)
    await run_jobs()
    (made,) = await filings(desk.lawyer)
    assert (made["batch_id"], made["status"], made["letterhead_version"]) == (batch_id, "drafted", 1)

    await saved(desk, 1, clauses=(Clause("demand", ANY, "Another paper"), Clause(ANY, "pl", "Prosimy")))
    assert await older_letterheads(desk.lawyer, batch_id) is None, "what this paper does not show changes nothing"
    await saved(desk, 2, footer="Otra nota")
    assert await older_letterheads(desk.lawyer, batch_id) == Older(1, (1,), 3)


async def test_the_batch_page_tells_it_and_one_button_prepares_them_again(run_jobs: Run) -> None:
    desk = await a_desk()
    await saved(desk, 0)
    batch_id = await a_batch(desk, run_jobs)
    here = f"/filings/batches/{batch_id}"
    await saved(desk, 1, footer="Otra nota")
    async with browser(desk.lawyer) as page:
        told = (await page.get(here)).text
        assert "They were prepared with version 1." in told
        assert f"{here}/approve" not in told
        await page.submit(f"{here}/anew", {"only": "older"})
        await run_jobs()
        after = (await page.get(here)).text
        nothing = await page.submit(f"{here}/anew", {"only": "older"})
        said = (await page.get(nothing.headers["location"])).text
    assert "Made with another letterhead" not in after
    assert f"{here}/approve" in after
    assert "Letterhead 2" in after
    assert "No paper of this batch waits" in said
    (row,) = await filings(desk.lawyer)
    await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], "EUR")])


async def test_what_is_sealed_stays_as_it_is(run_jobs: Run) -> None:
    desk = await a_desk()
    await saved(desk, 0)
    batch_id = await a_batch(desk, run_jobs)
    (row,) = await filings(desk.lawyer)
    await approve_filings(desk.lawyer, [row["id"]], shown=[Money(row["total_minor"], "EUR")])
    await seal_filings(desk.lawyer, [row["id"]])
    await saved(desk, 1, footer="Otra nota")
    assert await older_letterheads(desk.lawyer, batch_id) is None
    with pytest.raises(Refused, match="prepared anew"):
        await prepare_anew(desk.lawyer, batch_id)


async def test_a_case_that_may_not_be_filed_any_more_is_left_out_with_its_reason(run_jobs: Run) -> None:
    desk = await a_desk()
    batch_id = await a_batch(desk, run_jobs, count=2)
    stopped = (await filings(desk.lawyer))[0]["case_id"]
    async with db.transaction(desk.lawyer):
        await db.execute("UPDATE cases SET status = 'closed', closed_reason = 'paid' WHERE id = $1", stopped)
    outcome = (await prepare_anew(desk.lawyer, batch_id)).outcome
    await run_jobs()
    assert (outcome.done, outcome.left_out) == (1, 1)
    assert [row["status"] for row in await filings(desk.lawyer)] == ["drafted"]


async def test_strangers_readers_and_a_version_that_never_was(run_jobs: Run, database: Settings) -> None:
    desk, other = await a_desk(), await a_desk(name="Another DAC")
    batch_id = await a_batch(desk, run_jobs)
    await saved(other, 0)
    reader = await a_member(organisation_id=desk.owner_id, roles=("administrator",), clock=desk.clock)
    with pytest.raises(NotFound):
        await prepare_anew(other.lawyer, batch_id)
    with pytest.raises(Forbidden):
        await prepare_anew(reader, batch_id)
    assert await older_letterheads(other.lawyer, batch_id) is None
    owner = await asyncpg.connect(database.migrations_url)
    try:
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            await owner.execute("UPDATE filings SET letterhead_version = 7 WHERE batch_id = $1", batch_id)
    finally:
        await owner.close()
