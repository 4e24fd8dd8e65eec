"""A job exists exactly if its cause was committed, and a real worker runs it."""

import pytest

from kernel import db, jobs
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.ids import new_id
from kernel.settings import Settings
from tests.builders.accounts import a_member, an_organisation
from web import wiring
from web.worker import work

ran: list[str] = []
tries: list[str] = []


@jobs.task("test.note")
async def note(*, organisation_id: str) -> None:
    ran.append(organisation_id)


@jobs.task("test.refuse")
async def refuse(*, thing_id: str) -> None:
    tries.append(thing_id)
    raise Refused("a person must decide")


async def statuses(task: str) -> list[str]:
    async with db.transaction(Actor.platform()):
        rows = await db.fetch("SELECT status::text FROM procrastinate_jobs WHERE task_name = $1 ORDER BY id", task)
    return [row["status"] for row in rows]


async def test_what_is_rolled_back_is_never_run(database: Settings) -> None:
    actor = await a_member(organisation_id=await an_organisation())
    with pytest.raises(ZeroDivisionError):
        async with db.transaction(actor):
            await jobs.defer("test.note", organisation_id=new_id())
            raise ZeroDivisionError
    async with db.transaction(actor):
        await jobs.defer("test.note", organisation_id=actor.organisation)
    await work(database, forever=False)
    assert ran == [str(actor.organisation)]
    assert await statuses("test.note") == ["succeeded"]


async def test_a_job_that_waits_already_is_not_made_again(database: Settings) -> None:
    actor = await a_member(organisation_id=await an_organisation())
    async with db.transaction(actor):
        first = await jobs.defer("test.note", once="note", organisation_id=new_id())
        assert await jobs.defer("test.note", once="note", organisation_id=new_id()) == first
    assert await statuses("test.note") == ["todo"]


async def test_a_refusal_fails_the_job_visibly_and_is_not_tried_again(database: Settings) -> None:
    actor = await a_member(organisation_id=await an_organisation())
    async with db.transaction(actor):
        await jobs.defer("test.refuse", thing_id=new_id())
    await work(database, forever=False)
    assert await statuses("test.refuse") == ["failed"]
    assert len(tries) == 1


def test_every_task_names_a_queue_that_is_worked() -> None:
    wiring.load_jobs()
    assert {task.queue for task in jobs.TASKS.values()} <= set(jobs.QUEUES)
