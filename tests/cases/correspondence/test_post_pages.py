"""The post on its pages: three steps from the tray to the case, each without JavaScript."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag

from cases.correspondence.addresses import Postbox, make_address, postbox_of
from cases.correspondence.mail_in import Envelope, receive_mail
from cases.correspondence.queries import tray
from cases.correspondence.states import IncomingStatus
from kernel import db
from kernel.actor import Actor
from kernel.settings import settings
from tests.builders.accounts import a_member
from tests.builders.cases import a_desk, a_second_debtor
from tests.builders.files import a_pdf, a_zip
from tests.builders.post import a_filed_case, a_mail, a_paper
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


async def test_a_paper_about_one_of_two_debtors_is_recorded_for_him_alone() -> None:
    desk = await a_desk()
    case_id = await a_filed_case(desk=desk)
    await a_second_debtor(desk, case_id)
    here = f"/post/{await a_paper(desk.lawyer)}"
    asked = f"{here}?case={case_id}&event=requerimiento_served&on=2026-11-17"
    async with browser(desk.lawyer) as client:
        page = BeautifulSoup((await client.get(asked)).text, "lxml")
        choices = [str(one["value"]) for one in page.select("select[name=debtor] option")]
        assert choices == ["", "1", "2"]
        assert "Ann Other" not in page.text
        assert "not among those of the case" in (await client.get(f"{asked}&debtor=3")).text
        shown = BeautifulSoup((await client.get(f"{asked}&debtor=2")).text, "lxml")
        form = shown.select_one(f"form[action='{here}/record']")
        assert form is not None
        fields = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]")}
        assert (
            "not among those of the case"
            in (
                await client.get((await client.submit(f"{here}/record", fields | {"debtor": "9"})).headers["location"])
            ).text
        )
        done = await client.submit(f"{here}/record", fields)
        assert "Recorded" in (await client.get(done.headers["location"])).text

    async with db.transaction(desk.lawyer):
        role = await db.fetch_value(
            "SELECT p.role FROM case_events e JOIN parties p ON p.id = e.party_id WHERE e.case_id = $1", case_id
        )
    assert role == "co-debtor"


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


async def test_a_letter_sent_counts_from_the_day_the_law_says_it_was_served() -> None:
    desk = await a_desk(country="GB")
    case_id = await a_filed_case(desk=desk, procedure="money_claim", step="issued")
    paper_id = await a_paper(desk.lawyer)
    asked = f"/post/{paper_id}?case={case_id}&event=claim_form_served&on=2026-11-16"
    async with browser(desk.lawyer) as client:
        page = BeautifulSoup((await client.get(f"{asked}&method=post")).text, "lxml")
        unknown = (await client.get(f"{asked}&method=pigeon")).text
        form = page.select_one(f"form[action='/post/{paper_id}/record']")
        assert form is not None
        await client.submit(f"/post/{paper_id}/record", {str(one["name"]): str(one["value"]) for one in inputs(form)})
    assert "Served by post on 2026-11-16" in page.text
    assert "Use one of" in unknown
    async with db.transaction(desk.lawyer):
        link = await db.fetch_sure("SELECT method, counts_from FROM chain_links")
    assert (link["method"], link["counts_from"]) == ("post", date(2026, 11, 18))


def inputs(form: Tag) -> list[Tag]:
    return list(form.select("input[name]"))


async def test_an_address_for_post_is_made_shown_and_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POST_DOMAIN", "post.example")
    settings.cache_clear()
    desk = await a_desk()
    chief = await a_member(organisation_id=desk.owner_id, roles=("administrator",))
    async with browser(chief) as client:
        assert "No address yet" in (await client.get("/post/addresses")).text
        await client.submit("/post/addresses")
        page = BeautifulSoup((await client.get("/post/addresses")).text, "lxml")
        address = re.search(r"post\+[a-z0-9]{26}@post\.example", page.text)
        assert address is not None
        postbox = await postbox_of(address[0])
        assert postbox is not None
        await client.submit(f"/post/addresses/{postbox.address_id}/stop")
        assert "Stopped." in (await client.get("/post/addresses")).text
    assert await postbox_of(address[0]) is None
    async with browser(desk.lawyer) as client:
        assert "Make a new address" not in (await client.get("/post/addresses")).text
        assert (await client.submit("/post/addresses")).status_code == 403


async def test_a_paper_that_came_by_mail_shows_its_mail_and_judges_no_sender() -> None:
    desk = await a_desk()
    postbox = Postbox(await make_address(Actor.system(desk.owner_id)), desk.owner_id)
    raw = b"Received-SPF: fail (impostor)\r\n" + a_mail(files={"order.pdf": a_pdf(), "more.zip": a_zip(a=b"1")})
    await receive_mail(postbox, raw, Envelope("clerk@court.example", "192.0.2.7"))
    first, message = await tray(desk.lawyer, IncomingStatus.WAITING)
    async with browser(desk.lawyer) as client:
        page = (await client.get(f"/post/{first.id}")).text
        listed = (await client.get("/post")).text
    for words in ("clerk@court.example", "192.0.2.7", "received-spf: fail (impostor)", "See the document enclosed."):
        assert words.lower() in page.lower()
    assert "a ZIP archive" in page
    assert message.file_name == "message.eml"
    assert "by mail" in listed
