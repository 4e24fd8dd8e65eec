"""A lawyer completes a paper while looking at it, reads why a case was left out, brings the letterhead, prepares the
drafts anew with it, opens samples, approves the batch, and looks into the studio.
"""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import Browser, expect

from cases.proceedings.preparing import prepare_filings
from tests.browser.conftest import House
from tests.browser.pictures import WANTED
from tests.browser.walking import Walker
from tests.builders.cases import Desk, a_desk, a_signatory, open_cases, put_through_the_gate
from tests.builders.sign_in import PASSWORD, a_person
from tests.cases.proceedings.test_filings import ready_for_court, steps_before_court
from tests.cases.studio.test_letterheads import a_logo

pytestmark = pytest.mark.browser
EMAIL = "marta.ibarra@cantabrica.example"


async def test_from_the_wizard_to_the_approved_batch(house: House, chromium: Browser, tmp_path: Path) -> None:
    desk = await a_desk(signatory=False)
    lawyer = await a_person(
        organisation_id=desk.owner_id,
        roles=("lawyer", "administrator"),
        email=EMAIL,
        name="Marta Ibarra",
        clock=desk.clock,
    )
    await a_signatory(desk.buyer, lawyer)
    desk = replace(desk, lawyer=lawyer)
    (seatless,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [seatless])
    await steps_before_court(desk, [seatless])
    ready = await ready_for_court(desk, count=2)
    (waiting,) = await open_cases(desk=desk, count=1)
    walker = await Walker.at(chromium, house.address, pictures=tmp_path / "lawyer" if WANTED else None)
    await walker.sign_in(EMAIL, PASSWORD)

    await the_paper_appears_as_it_is_completed(walker, seatless)
    here = await what_was_left_out_says_why(walker, desk, [*ready, waiting])
    await the_letterhead_is_brought_and_the_drafts_are_prepared_anew(walker, here)
    await samples_are_opened_and_the_batch_approved(walker, here)
    await the_studio_shows_every_paper(walker)
    await walker.walk_again_by_phone()
    assert walker.complaints == []


async def the_paper_appears_as_it_is_completed(walker: Walker, case_id: UUID) -> None:
    page = walker.page
    await walker.go(f"/cases/{case_id}/papers")
    await page.locator("a[href*='kind=monitorio_petition']").click()
    await walker.look()
    await expect(page.locator("#wizard")).to_contain_text("What is missing")
    await expect(page.locator("#wizard img")).to_have_count(0)
    await page.get_by_label("Seat of the court").press_sequentially("Gijón")
    await walker.comes(page.locator("#wizard img"))
    await expect(page.get_by_label("Seat of the court")).to_have_value("Gijón")
    await expect(page.locator("#wizard")).to_contain_text("Nothing is missing")
    await walker.look()
    await walker.press("Enter these and prepare it")
    await walker.until(page.locator("main table a[href^='/documents/']"), path=page.url.removeprefix(walker.address))


async def what_was_left_out_says_why(walker: Walker, desk: Desk, case_ids: list[UUID]) -> str:
    """The page of a batch of three, of which one is not through onboarding."""
    page = walker.page
    requested = await prepare_filings(desk.lawyer, case_ids, "monitorio_petition")
    here = f"/filings/batches/{requested.batch_id}"
    await walker.until(page.locator("#samples"), path=here)
    await expect(page.locator("#aside tbody tr")).to_have_count(1)
    await expect(page.locator("#aside tbody")).to_contain_text("Left out")
    await expect(page.locator("#aside tbody")).to_contain_text("Nothing may leave yet")
    await page.get_by_label("Reason").select_option(index=1)
    await walker.press("Filter", among=page.locator("#aside"))
    await expect(page.locator("#aside tbody tr")).to_have_count(1)
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Download as CSV").click()
    sheet = (await (await coming.value).path()).read_text("utf-8-sig")
    assert len(sheet.strip().splitlines()) == 2
    assert "left out" in sheet
    return here


async def the_letterhead_is_brought_and_the_drafts_are_prepared_anew(walker: Walker, here: str) -> None:
    page = walker.page
    await walker.go("/studio")
    await walker.follow("Letterhead and clauses")
    await page.get_by_label("Logo").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": a_logo()})
    await page.get_by_label("Sender lines").fill("Tel. +34 984 555 900")
    await page.get_by_label("Foot of every page").fill("Inscrita en Oviedo")
    await page.get_by_label("Words").first.fill("Atendemos de nueve a dos.")
    await walker.press("Save the letterhead")
    await walker.told("Saved as version 1.")
    await expect(page.get_by_alt_text("Our logo")).to_be_visible()
    await walker.go(here)
    await expect(page.locator("main")).to_contain_text("There was none when they were prepared.")
    await expect(page.get_by_text("Approve and seal 2 papers")).to_have_count(0)
    await walker.confirm("Prepare them again", "Prepare them again")
    await walker.told("Papers prepared anew: 2")
    await walker.until(page.locator("#samples").get_by_text("Not opened yet"), path=here)
    await expect(page.locator("#papers")).to_contain_text("Letterhead 1")


async def samples_are_opened_and_the_batch_approved(walker: Walker, here: str) -> None:
    page = walker.page
    closed = page.locator("#samples").get_by_text("Not opened yet")
    await expect(closed).to_have_count(2)
    await expect(page.get_by_text("Approve and seal 2 papers")).to_have_count(0)
    for address in await page.locator("#samples a[href$='/view']").evaluate_all("all => all.map(a => a.pathname)"):
        await walker.go(address)
    await walker.go(here)
    await expect(closed).to_have_count(0)
    await walker.confirm("Approve and seal 2 papers", "Approve and seal")
    await walker.told("Approved and sealed: 2.")


async def the_studio_shows_every_paper(walker: Walker) -> None:
    page = walker.page
    await walker.go("/filings")
    await walker.follow("Template studio")
    await page.locator("a[href$='/monitorio/monitorio_petition']").click()
    await walker.look()
    await expect(page.locator("main img").first).to_be_visible()
    await walker.follow("Hostile data")
    await expect(page.locator("main img").first).to_be_visible()
    await walker.go("/studio/gb_ew/money_claim/claim")
    await expect(page.locator("main")).to_contain_text("What the court’s machine reads")
