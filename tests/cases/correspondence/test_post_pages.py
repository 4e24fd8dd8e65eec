"""The post on its pages: three steps from the tray to the case, each without JavaScript."""

import pytest
from bs4 import BeautifulSoup

from cases.correspondence.queries import tray
from cases.correspondence.states import IncomingStatus
from kernel import db
from tests.builders.cases import a_desk
from tests.builders.files import a_pdf
from tests.builders.post import a_filed_case, a_paper
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")


async def test_from_the_tray_to_the_deadlines_of_its_case() -> None:
    desk = await a_desk()
    case_id = await a_filed_case(desk=desk)
    async with db.transaction(desk.lawyer):
        reference = await db.fetch_value("SELECT reference FROM cases WHERE id = $1", case_id)
    async with browser(desk.lawyer) as client:
        sent = await client.submit(
            "/post",
            {"said": reference, "received_on": "2026-11-19"},
            files={"file": ("auto.pdf", a_pdf(), "application/pdf")},
        )
        here = sent.headers["location"]
        matched = (await client.get(here)).text
        assert f"case={case_id}" in matched
        assert "Núñez" not in matched
        asked = (await client.get(f"{here}?case={case_id}")).text
        assert "Requerimiento served" in asked
        wrong = await client.get(f"{here}?case={case_id}&event=decreto_issued&on=2026-11-17")
        assert "what can happen there is" in wrong.text
        shown = BeautifulSoup(
            (await client.get(f"{here}?case={case_id}&event=requerimiento_served&on=2026-11-17")).text, "lxml"
        )
        assert "How it was reckoned" in shown.text
        form = shown.select_one(f"form[action='{here}/record']")
        assert form is not None
        fields = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]")}
        done = await client.submit(f"{here}/record", fields)
        assert "Recorded" in (await client.get(done.headers["location"])).text
        again = await client.submit(f"{here}/record", fields)
        assert "That was done before" in (await client.get(again.headers["location"])).text

    assert await tray(desk.lawyer, IncomingStatus.WAITING) == []


async def test_what_fits_no_case_waits_and_can_be_set_aside() -> None:
    desk = await a_desk()
    paper_id = await a_paper(desk.lawyer, said="Nobody’s 17/2026")
    async with browser(desk.lawyer) as client:
        page = (await client.get(f"/post/{paper_id}")).text
        assert "No open case is found by that" in page
        await client.submit(f"/post/{paper_id}/aside", {"reason": "Another office’s post."})
        assert "The tray is empty" in (await client.get("/post")).text
        assert "Another office’s post." in (await client.get("/post?status=set_aside")).text
        await client.submit(f"/post/{paper_id}/again")
        assert "notificacion.pdf" in (await client.get("/post")).text


async def test_a_file_that_must_stay_outside_is_named() -> None:
    desk = await a_desk()
    async with browser(desk.lawyer) as client:
        await client.submit(
            "/post", {"received_on": "2026-11-19"}, files={"file": ("a.exe", b"MZ" + bytes(99), "application/pdf")}
        )
        page = (await client.get("/post")).text
    assert "is wanted" in page
    assert "The tray is empty" in page
