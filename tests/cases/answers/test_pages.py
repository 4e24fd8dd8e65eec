"""The tray on its pages and for programs: each step without JavaScript, each binding request once."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from cases.answers.queries import tray
from cases.answers.states import AnswerStatus
from kernel import db
from kernel.ids import new_id
from tests.builders.cases import Desk, a_desk
from tests.cases.answers.at_court import FILE, AtCourt, filings_at_court
from tests.cases.answers.feedback import Told, defence, feedback
from tests.web.client import Browser, browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type RunJobs = Callable[[], Awaitable[None]]
NUMBER = "9QZ12345"


async def bring(client: Browser, content: bytes) -> str:
    """What the page says once the file was sent to it."""
    file = {"file": ("answers.xml", content, "application/xml")}
    sent = await client.submit("/court-answers/files", {"channel": "sdt"}, files=file)
    return (await client.get(sent.headers["location"])).text


async def an_issued_claim() -> tuple[Desk, AtCourt, bytes]:
    desk = await a_desk(country="GB")
    (one,) = await filings_at_court(desk)
    return desk, one, feedback([Told(one.request_id, claim_number=NUMBER, issued_on="2026-11-04")], file=FILE)


async def test_a_file_by_hand_and_an_answer_brought_to_its_case(run_jobs: RunJobs) -> None:
    desk, one, issued = await an_issued_claim()
    async with browser(desk.lawyer) as client:
        assert "is being read" in await bring(client, issued)
        await run_jobs()
        assert "This very file came on" in await bring(client, issued)
        assert "that is not empty" in await bring(client, b"")
        await bring(client, defence("1AA00009"))
        await run_jobs()
        matched = (await client.get("/court-answers?status=matched")).text
        assert one.reference in matched
        waiting = BeautifulSoup((await client.get("/court-answers")).text, "lxml")
        link = waiting.find("a", string="Defendant 1 filed a defence.")
        assert link is not None
        here = str(link["href"])
        assert "No case of ours is known by court number 1AA00009." in waiting.text
        found = (await client.get(f"{here}?q={one.reference}")).text
        assert f"case={one.case_id}" in found
        for odd in ({"event": "a\0b"}, {"event": "defence_filed", "on": "2026-11-18", "outcome": "x" * 5000}):
            refused = await client.submit(f"{here}/record", {"case": str(one.case_id), **odd})
            assert (refused.status_code, refused.headers["location"]) == (303, here)
        nothing = (await client.get(f"{here}?case={one.case_id}&event=nothing")).text
        assert "No deadline opens by this" in nothing
        shown = BeautifulSoup((await client.get(f"{here}?case={one.case_id}")).text, "lxml")
        form = shown.select_one(f"form[action='{here}/record']")
        assert form is not None
        fields = {str(each["name"]): str(each.get("value", "")) for each in form.select("input[name]")}
        for said in ("Recorded.", "That was done before"):
            done = await client.submit(f"{here}/record", fields)
            assert said in (await client.get(done.headers["location"])).text
        assert "Contested" in (await client.get(f"/cases/{one.case_id}")).text


async def test_programs_take_in_look_ahead_and_confirm_once(run_jobs: RunJobs) -> None:
    desk, one, issued = await an_issued_claim()
    async with browser(desk.lawyer) as client:
        headers = {"origin": str(client.base_url).rstrip("/"), "x-csrf-token": client._token()}
        for content in (issued, defence("1AA00009")):
            file = {"file": ("a.xml", content, "application/xml")}
            sent = await client.post("/api/court-answers/files", data={"channel": "sdt"}, files=file, headers=headers)
            assert (sent.status_code, sent.json()["known_since"]) == (201, None)
        await run_jobs()
        files = (await client.get("/api/court-answers/files")).json()["items"]
        assert [(each["matched"], each["waiting"]) for each in files] == [(0, 1), (2, 0)]
        (waits,) = (await client.get("/api/court-answers")).json()["items"]
        here = f"/api/court-answers/{waits['id']}"
        meaning = {"case_id": str(one.case_id), "event": "defence_filed", "on": "2026-11-18"}
        seen = (await client.ask(f"{here}/foresee", meaning)).json()
        assert (seen["status_after"], seen["closes"]) == ("contested", 1)
        moved = await client.ask(f"{here}/record", {**meaning, "shown": "other"})
        assert moved.status_code == 409
        key = str(new_id())
        asked = {**meaning, "shown": seen["shown"]}
        first, again = [await client.ask(f"{here}/record", asked, key=key) for _ in range(2)]
        assert first.json() == again.json() == {"sentence": "The answer is recorded."}
        assert (await client.get("/api/court-answers?status=lost")).status_code == 422
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM case_events WHERE event = 'defence_filed'") == 1
    (done,) = [each for each in await tray(desk.lawyer, AnswerStatus.MATCHED) if each.id == UUID(waits["id"])]
    assert done.matched_by == "person"
