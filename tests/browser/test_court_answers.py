"""A lawyer takes a court's file in, finds what waits with its reason, and brings an answer to its case."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, expect

from accounts.sessions.store import open_session
from kernel.actor import Actor
from tests.browser.conftest import House
from tests.browser.pictures import WANTED
from tests.browser.walking import Walker
from tests.builders.cases import a_desk
from tests.cases.answers.at_court import FILE, AtCourt, filings_at_court
from tests.cases.answers.feedback import Told, defence, feedback
from web.cookies import cookie_name

pytestmark = pytest.mark.browser
NUMBER = "9QZ12345"


async def signed_in(chromium: Browser, house: House, who: Actor, pictures: Path | None) -> Walker:
    walker = await Walker.at(chromium, house.address, pictures=pictures)
    assert who.person_id is not None
    session = await open_session(who.person_id, who.organisation_id, second_factor=True)
    host = urlsplit(house.address).hostname or ""
    cookie = {"name": cookie_name("session", secure=False), "value": session, "domain": host, "path": "/"}
    await walker.context.add_cookies([cookie])  # type: ignore[list-item]
    return walker


async def test_from_the_courts_file_to_the_deadlines_of_a_case(house: House, chromium: Browser, tmp_path: Path) -> None:
    desk = await a_desk(country="GB", name="Pennine Receivables Limited")
    issued, rejected, strange = await filings_at_court(desk, count=3)
    lawyer = await signed_in(chromium, house, desk.lawyer, tmp_path / "lawyer" if WANTED else None)
    await lawyer.go("/court-answers")
    await the_file_is_taken_in(lawyer, issued, rejected, strange)
    await the_defence_waits_and_is_assigned(lawyer, issued)
    await what_concerns_nobody_is_set_aside(lawyer)
    await lawyer.walk_again_by_phone()
    assert lawyer.complaints == []


async def take(walker: Walker, content: bytes, name: str) -> None:
    await walker.go("/court-answers")
    await walker.page.get_by_label("It comes from").select_option("sdt")
    await walker.page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/xml", "buffer": content}
    )
    await walker.press("Take it in")


async def the_file_is_taken_in(lawyer: Walker, issued: AtCourt, rejected: AtCourt, strange: AtCourt) -> None:
    told = [
        Told(issued.request_id, claim_number=NUMBER, issued_on="2026-11-04"),
        Told(rejected.request_id, "Rejected", error=("D021", "The postcode is not in England or Wales")),
        Told(strange.request_id, claim_number="9QZ54321", issued_on="2026-10-02"),
    ]
    content = feedback(told, file=FILE)
    await take(lawyer, content, "feedback.xml")
    await lawyer.told("The file is kept and is being read.")
    await lawyer.until(lawyer.page.get_by_role("link", name="3", exact=True), path="/court-answers/files")
    await take(lawyer, content, "feedback.xml")
    await lawyer.told("This very file came on")
    await lawyer.go("/court-answers")
    await expect(lawyer.page.locator("main")).to_contain_text("is before we filed on 2026-11-02")
    await lawyer.follow("The court issued the claim.")
    await expect(lawyer.page.locator("main")).to_contain_text("£4,200.00")


async def the_defence_waits_and_is_assigned(lawyer: Walker, issued: AtCourt) -> None:
    await take(lawyer, defence("1AA00009"), "defences.xml")
    waits = lawyer.page.get_by_role("link", name="Defendant 1 filed a defence.")
    await lawyer.until(waits, path="/court-answers")
    await lawyer.follow("Defendant 1 filed a defence.")
    await lawyer.page.get_by_label("Find").fill(issued.reference)
    await lawyer.press("Find")
    await lawyer.follow("This one")
    await expect(lawyer.page.locator("main")).to_contain_text("What closes")
    await lawyer.press("Confirm and record")
    await lawyer.told("Recorded.")
    await lawyer.follow("Open the case")
    await expect(lawyer.page.locator("main")).to_contain_text("Contested")


async def what_concerns_nobody_is_set_aside(lawyer: Walker) -> None:
    await lawyer.go("/court-answers")
    await lawyer.follow("The court issued the claim.")
    await lawyer.page.locator("details.confirm summary", has_text="Nothing follows from it").click()
    await lawyer.page.get_by_label("Why").fill("The court answered for another claimant.")
    await lawyer.press("Set it aside")
    await lawyer.told("Set aside.")
    await lawyer.go("/court-answers?status=set_aside")
    await lawyer.follow("The court issued the claim.")
    await lawyer.press("Put it back into the tray")
    await lawyer.told("The answer waits again.")
