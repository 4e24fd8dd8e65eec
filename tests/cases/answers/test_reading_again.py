"""A file that could not be read is read again once its reader is mended: as it came, once, and nothing is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from cases.answers.again import read_again
from cases.answers.aside import put_aside
from cases.answers.keeping import answer_file
from cases.answers.queries import answer, files_of, tray
from cases.answers.reading import opened_file
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import take_in, take_whatever
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound, Refused
from kernel.settings import settings
from tests.builders.accounts import a_member
from tests.builders.cases import Desk, a_desk
from tests.cases.answers.at_court import FILE, AtCourt, filings_at_court
from tests.cases.answers.feedback import Told, defence, feedback
from tests.fakes.scanner import scanner
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type RunJobs = Callable[[], Awaitable[None]]
WAITING, KNOWN = AnswerStatus.WAITING, AnswerStatus.KNOWN
NUMBER = "9QZ12345"


async def a_file_set_aside(run_jobs: RunJobs) -> tuple[Desk, AtCourt, UUID, bytes]:
    """A good file at which the reader of its day failed."""
    desk = await a_desk(country="GB")
    (one,) = await filings_at_court(desk)
    content = feedback([Told(one.request_id, claim_number=NUMBER, issued_on="2026-11-04")], file=FILE)
    file_id = await take_in(desk.lawyer, "sdt", content)
    file = await answer_file(desk.system, file_id)
    opened = await opened_file(desk.system, file)
    async with db.transaction(desk.system):
        await put_aside(desk.system, file, "feedback.xml", opened.key.secret, "Its reader failed.")
    await run_jobs()
    assert [one.status for one in await files_of(desk.lawyer)] == ["set_aside"]
    return desk, one, file_id, content


async def told_of(actor: Actor, file_id: UUID) -> list[str]:
    async with db.transaction(actor):
        rows = await db.fetch("SELECT kind FROM facts WHERE subject_id = $1 ORDER BY id", file_id)
    return [row["kind"].rpartition(":")[2] for row in rows]


async def test_two_who_ask_at_once_have_it_read_once_and_its_answers_recorded(run_jobs: RunJobs) -> None:
    desk, one, file_id, content = await a_file_set_aside(run_jobs)
    (unread,) = await tray(desk.lawyer, WAITING)

    done = await asyncio.gather(*(read_again(desk.lawyer, file_id) for _ in range(3)))
    await run_jobs()

    assert sorted(done) == [False, False, True]
    assert await tray(desk.lawyer, WAITING) == []
    (file,) = await files_of(desk.lawyer)
    assert (file.status, file.reason, file.answers, file.matched, file.again) == ("read", None, 2, 2, False)
    before = await answer(desk.lawyer, unread.id)
    assert before.status == "known"
    assert (before.reason or "").endswith("Before: The file feedback.xml " + (unread.reason or "").partition("xml ")[2])
    kept = await opened_file(desk.system, await answer_file(desk.system, file_id))
    assert await kept.content() == content
    assert await told_of(desk.lawyer, file_id) == ["taken_in", "set_aside", "read_again", "read", "matched"]
    async with db.transaction(desk.lawyer):
        events = await db.fetch("SELECT 1 FROM case_events WHERE case_id = $1 AND event = 'claim_issued'", one.case_id)
    assert len(events) == 1
    assert not await read_again(desk.lawyer, file_id)


async def test_read_again_in_vain_it_waits_once_as_it_did(run_jobs: RunJobs) -> None:
    desk = await a_desk(country="GB")
    file_id = await take_in(desk.lawyer, "sdt", b"<html>Closed for maintenance")
    await run_jobs()
    (first,) = await tray(desk.lawyer, WAITING)
    for _ in range(2):
        assert await read_again(desk.lawyer, file_id)
        await run_jobs()
    assert [(one.id, one.reason) for one in await tray(desk.lawyer, WAITING)] == [(first.id, first.reason)]
    assert [(one.status, one.again) for one in await files_of(desk.lawyer)] == [("set_aside", True)]


async def test_what_lies_in_quarantine_is_read_by_nobody(run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = await a_desk(country="GB")
    async with scanner() as address:
        monkeypatch.setenv("CLAMD_ADDRESS", address)
        settings.cache_clear()
        file_id = await take_whatever(desk.system, "sdt", defence(NUMBER, words="EICAR"))
    assert file_id is not None
    with pytest.raises(Refused, match="quarantine"):
        await read_again(desk.lawyer, file_id)
    assert [(one.status, one.again) for one in await files_of(desk.lawyer)] == [("set_aside", False)]


async def test_by_page_and_program_by_whoever_enters_answers_and_nobody_else(run_jobs: RunJobs) -> None:
    desk, _, file_id, _ = await a_file_set_aside(run_jobs)
    reader = await a_member(organisation_id=desk.owner_id, roles=("seller",))
    with pytest.raises(Forbidden):
        await read_again(reader, file_id)
    stranger = (await a_desk(country="GB", name="Other Receivables Limited")).lawyer
    with pytest.raises(NotFound):
        await read_again(stranger, file_id)
    here = f"/court-answers/files/{file_id}/again"
    async with browser(desk.lawyer) as client:
        (waits,) = await tray(desk.lawyer, WAITING)
        for page in ("/court-answers/files", f"/court-answers/{waits.id}"):
            assert here in (await client.get(page)).text
        assert (await client.get("/api/court-answers/files")).json()["items"][0]["again"]
        done = await client.submit(here, {})
        assert "The file is read again." in (await client.get(done.headers["location"])).text
        await run_jobs()
        assert here not in (await client.get("/court-answers/files")).text
        assert "its answers stand by themselves" in (await client.get(f"/court-answers/{waits.id}")).text
        asked = await client.ask(f"/api{here}", {})
        assert asked.json() == {"sentence": "The file is not set aside: it was read, or is being read."}
