"""Onboarding's buttons on a whole sale: few cases at once, many by a job that tells how far it is and what it left."""

from collections.abc import Awaitable, Callable

import pytest

from cases.desk import bulk
from cases.desk.bulk import Order, carry_out, latest_work, work_through
from kernel import db, progress
from kernel.errors import Forbidden, Invalid
from tests.builders.accounts import a_member
from tests.builders.cases import a_desk
from tests.cases.desk.test_pages import a_transferred_sale
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]


async def test_few_cases_are_done_at_once_and_the_answer_counts_what_was_left() -> None:
    sale, lawyer = await a_transferred_sale()

    reconciled = await carry_out(lawyer, Order(sale.id, "reconcile"))
    again = await carry_out(lawyer, Order(sale.id, "reconcile"))
    finished = await carry_out(lawyer, Order(sale.id, "finish"))

    assert reconciled == "Files reconciled: 3."
    assert again == "Files reconciled: 0. 3 left out: reconciled before, or closed."
    assert finished == "Cases free to be worked: 0. 3 left out: Notice not sent."
    assert await latest_work(lawyer, sale.id) is None


async def test_many_go_to_a_job_whose_progress_and_answer_stand_on_the_page(
    run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(bulk, "CHUNK", 2)
    sale, lawyer = await a_transferred_sale()
    here = f"/onboarding/{sale.id}"
    async with browser(lawyer) as client:
        answer = await client.submit(f"{here}/reconcile")
        waiting = (await client.get(f"{here}/progress")).text
        assert answer.status_code == 303
        async with db.transaction(lawyer):
            assert await db.fetch_value("SELECT count(*) FROM cases WHERE reconciled_at IS NOT NULL") == 0

        await run_jobs()
        screen = (await client.get(here)).text

    assert 'value="0" max="3"' in waiting
    assert "every 2s" in waiting
    assert "Files reconciled: 3." in screen
    async with db.transaction(lawyer):
        persons = await db.fetch("SELECT person_id FROM facts WHERE kind = 'cases:files:reconciled'")
        done = await db.fetch_value("SELECT count(*) FROM cases WHERE reconciled_at IS NOT NULL")
    assert done == 3
    assert [row["person_id"] for row in persons] == [lawyer.person_id] * 2


async def test_a_job_run_again_leaves_out_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    sale, lawyer = await a_transferred_sale()
    async with db.transaction(lawyer):
        progress_id = await progress.announce(lawyer, sale.id, bulk.NAME, 3)
    first = await work_through(lawyer, Order(sale.id, "reconcile"), progress_id)
    again = await work_through(lawyer, Order(sale.id, "reconcile"), progress_id)
    work = await latest_work(lawyer, sale.id)
    assert (first.done, again.done, again.left_out) == (3, 0, 3)
    assert work is not None
    assert (work.state, work.done) == ("done", 3)


async def test_what_would_stop_the_job_is_said_to_whoever_orders_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    sale, lawyer = await a_transferred_sale()
    other = await a_desk(name="Alisios Capital DAC")
    clerk = await a_member(organisation_id=lawyer.organisation, roles=("clerk",), clock=sale.clock)
    with pytest.raises(Invalid):
        await carry_out(lawyer, Order(sale.id, "notices", signatory_id=sale.id))
    with pytest.raises(Forbidden):
        await carry_out(clerk, Order(sale.id, "reconcile"))
    async with browser(other.lawyer) as client:
        assert (await client.get(f"/onboarding/{sale.id}/progress")).status_code == 404
