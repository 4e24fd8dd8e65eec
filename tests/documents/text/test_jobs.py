"""The job that reads what waits: killed anywhere it goes on, and no file holds the others up."""

from datetime import timedelta

import pytest

from documents.store_errors import StoreUnavailable
from documents.text import commands
from documents.text.jobs import look, read_waiting
from documents.text.keeping import forget_text
from documents.text.queries import texts_of
from documents.vault.queries import Opened
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from tests.builders.accounts import EPOCH, a_member, an_organisation
from tests.builders.documents import a_document

pytestmark = pytest.mark.usefixtures("database", "object_store")


async def a_house() -> Actor:
    return await a_member(organisation_id=await an_organisation())


class Killed(BaseException):
    """As the operating system ends a process: nobody catches it."""


async def test_a_reading_that_was_killed_is_taken_up_again_and_given_up_after_the_third(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ana, clock = await a_house(), MovingClock(EPOCH)
    deadly = await a_document(ana, b"kills its reader")

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(commands, "read_file", killed)
        for _ in range(commands.MOST_ATTEMPTS):
            with pytest.raises(Killed):
                await read_waiting(clock)
            assert await read_waiting(clock), "within half an hour nobody else takes it"
            clock.advance(timedelta(minutes=31))
    harmless = await a_document(ana, b"waits behind it")
    await read_waiting(clock)
    shown = await texts_of(ana, [deadly, harmless])
    assert (shown[deadly].state, shown[harmless].pages) == ("unreadable", ("waits behind it",))
    assert "3 times" in (shown[deadly].reason or "")


async def test_a_store_that_is_away_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    ana = await a_house()
    document_id = await a_document(ana, b"there in a moment")

    async def away(_: Opened) -> bytes:
        raise StoreUnavailable("The object store does not answer.")

    with monkeypatch.context() as patched:
        patched.setattr(Opened, "content", away)
        for _ in range(commands.MOST_ATTEMPTS + 1):
            with pytest.raises(StoreUnavailable):
                await read_waiting()
    await read_waiting()
    assert (await texts_of(ana, [document_id]))[document_id].pages == ("there in a moment",)


async def test_what_waits_makes_one_job_and_forgetting_is_for_the_owner() -> None:
    ana, stranger = await a_house(), await a_house()
    document_id = await a_document(ana, b"words")
    for _ in range(2):
        await look()
    async with db.transaction(ana):
        waiting = await db.fetch_value("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'text.read'")
    assert waiting == 1
    await read_waiting()
    assert await forget_text(stranger, [document_id]) == 0
    assert await forget_text(ana, [document_id]) == 1
    assert (await texts_of(ana, [document_id]))[document_id].state == "erased"
    assert await read_waiting(), "what was forgotten is not read again"
