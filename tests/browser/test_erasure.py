"""A data-protection officer sets a period, places a hold, has papers destroyed and a person erased, certified."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import Browser, expect
from pypdf import PdfReader

from documents.retention.destroying import propose_due
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from tests.browser.conftest import House
from tests.browser.pictures import WANTED
from tests.browser.walking import Walker
from tests.builders.cases import a_claim
from tests.builders.papers import a_paper

pytestmark = pytest.mark.browser


async def test_from_the_period_to_the_certificate(house: House, chromium: Browser, tmp_path: Path) -> None:
    person = house.cast.buyer
    claim = await a_claim(owner_id=person.actor.organisation, reference="ES-2021-0457")
    past = replace(person.actor, clock=MovingClock(datetime.now(UTC) - timedelta(days=800)))
    for title in ("Letter nobody needs", "Letter under a hold"):
        await a_paper(past, kind="letter", title=title)
    await a_paper(person.actor, subject_kind="claim", subject_id=claim, title="Contract with the debtor", sealed=True)
    async with db.transaction(person.actor):
        held: UUID = await db.fetch_value("SELECT id FROM documents WHERE title = 'Letter under a hold'")
    officer = await Walker.at(chromium, house.address, pictures=tmp_path / "officer" if WANTED else None)
    await officer.sign_in(person.email, person.password)
    await officer.follow("Retention")
    await a_period_is_set(officer)
    await a_hold_is_placed(officer, held)
    await propose_due(Actor.system(person.actor.organisation))
    await papers_are_destroyed(officer)
    await the_person_is_erased(officer)
    await officer.walk_again_by_phone()
    assert officer.complaints == []


async def a_period_is_set(officer: Walker) -> None:
    page = officer.page
    await page.get_by_label("Class", exact=True).select_option("other")
    await page.get_by_label("Months").fill("24")
    await page.get_by_label("Our own policy").check()
    await page.get_by_label("Ground").fill("Decision of the board of 12 January 2026")
    await officer.press("Set the period")
    await officer.told("The period is set.")
    await expect(page.locator("main")).to_contain_text("24 months: Decision of the board")


async def a_hold_is_placed(officer: Walker, document_id: UUID) -> None:
    page = officer.page
    await officer.follow("Legal holds")
    await page.get_by_label("On", exact=True).select_option("document")
    await page.get_by_label("Which").fill(str(document_id))
    await page.get_by_label("Reason").fill("The regulator asked for it")
    await officer.press("Place the hold")
    await officer.told("The hold stands.")
    await expect(page.locator("main table")).to_contain_text("Letter under a hold")


async def papers_are_destroyed(officer: Walker) -> None:
    page = officer.page
    await officer.go("/retention")
    await officer.page.locator("#destructions tbody th a").first.click()
    await officer.look()
    await expect(page.locator("main tbody")).to_contain_text("Letter nobody needs")
    await expect(page.locator("main")).not_to_contain_text("Letter under a hold")
    await officer.confirm("Approve", "Destroy them")
    await officer.until(page.get_by_text("bytes deleted"), path=page.url.removeprefix(officer.address))


async def the_person_is_erased(officer: Walker) -> None:
    page = officer.page
    await officer.go("/privacy?q=ES-2021-0457")
    await page.locator("tbody th a").first.click()
    await officer.look()
    card = page.locator("#erasure")
    await card.get_by_label("Ground").select_option("objection")
    await officer.press("Open the request", among=card)
    await officer.told("Nothing went yet.")
    await officer.follow("Erasures")
    await officer.follow("ES-2021-0457")
    await expect(page.locator("#papers")).to_contain_text("Contract with the debtor")
    await expect(page.locator("#papers")).to_contain_text("Can go")
    await officer.confirm("Approve", "Erase for ever")
    await officer.until(page.locator("#went"), path=page.url.removeprefix(officer.address))
    await expect(page.locator("#went")).to_contain_text("blanked")
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Certificate").click()
    content = (await (await coming.value).path()).read_bytes()
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(content)).pages)
    assert "Certificate of erasure" in text
    assert "Lucía" not in text
