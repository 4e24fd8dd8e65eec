"""Jobs that failed stand on the operator's page until one of them is tried again."""

from typing import Any

import pytest

from kernel import db, jobs
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound, Refused
from kernel.ids import new_id
from kernel.settings import Settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.listings import a_bidder, a_seller
from tests.web.client import browser
from web.failed_jobs import FailedJob, failed_jobs, try_again
from web.worker import work


async def an_operator() -> Actor:
    return await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))


async def a_failed_job(settings: Settings, seller: Actor, *, once: str | None = None) -> int:
    """A release of a listing that is not there: a refusal, which is not tried again by itself."""
    ids: dict[str, Any] = {"organisation_id": seller.organisation, "listing_id": new_id()}
    async with db.transaction(seller):
        number = await jobs.defer("listings.release", queue="bulk", once=once, **ids)
    await work(settings, queues=["bulk"], forever=False)
    return number


async def shown(operator: Actor) -> dict[int, FailedJob]:
    return {one.number: one for one in (await failed_jobs(operator)).shown}


async def test_the_operator_reads_kind_owner_tries_and_since_when(database: Settings) -> None:
    operator, seller = await an_operator(), await a_seller(name="Banco del Norte")
    number = await a_failed_job(database, seller)
    found = (await shown(operator))[number]
    assert (found.kind, found.owner, found.tries) == ("listings.release", "Banco del Norte", 1)
    assert [name for name, _ in found.ids] == ["listing"]
    assert found.since is not None


async def test_tried_again_it_runs_and_fails_as_before_while_its_cause_stands(database: Settings) -> None:
    operator, seller = await an_operator(), await a_seller()
    number = await a_failed_job(database, seller)
    await try_again(operator, number)
    assert number not in await shown(operator)
    assert (await failed_jobs(operator)).waiting >= 1
    with pytest.raises(NotFound):
        await try_again(operator, number)
    await work(database, queues=["bulk"], forever=False)
    assert (await shown(operator))[number].tries == 3
    async with db.transaction(operator):
        assert await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'house:job:again'") == 1


async def test_work_that_waits_already_is_not_put_beside_itself(database: Settings) -> None:
    operator, seller = await an_operator(), await a_seller()
    number = await a_failed_job(database, seller, once="release:x")
    async with db.transaction(seller):
        await jobs.defer("listings.release", queue="bulk", once="release:x", organisation_id=seller.organisation)
    with pytest.raises(Refused, match="waits in the queue already"):
        await try_again(operator, number)
    assert number in await shown(operator)


async def test_nobody_but_the_operator_sees_or_retries(database: Settings) -> None:
    seller = await a_seller()
    number = await a_failed_job(database, seller)
    for actor in (seller, await a_bidder()):
        with pytest.raises(Forbidden):
            await failed_jobs(actor)
        with pytest.raises(Forbidden):
            await try_again(actor, number)
    async with browser(seller) as client:
        assert (await client.get("/operations/jobs")).status_code == 403
    async with browser(None) as client:
        assert (await client.get("/operations/jobs")).status_code == 303
    operator = await an_operator()
    async with browser(operator) as client:
        assert "listings.release" in (await client.get("/operations/jobs")).text
        assert (await client.submit(f"/operations/jobs/{number}/again")).status_code == 303
        assert "Nothing failed" in (await client.get("/operations/jobs")).text
