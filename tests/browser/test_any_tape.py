"""A seller's files of five countries, dirty as they come, and a real loan tape: from the upload to the open listing."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from marketplace.tapes.sample import COUNTRIES, CUT_OFF, write_tape
from tests.browser.conftest import House
from tests.browser.test_three_users import enter, local, whole_minute
from tests.browser.walking import Walker

pytestmark = pytest.mark.browser

ROWS = 120


@dataclass(frozen=True, slots=True)
class Brought:
    """A file, the mapping that comes with it if one does, and a header with the field it is proposed for."""

    name: str
    file: Path
    mapping: Path | None
    accepted: int
    rejected: int = 0


def sample(folder: Path, country: str) -> Brought:
    path = folder / f"tape-{country}.csv"
    truth = write_tape(country=country, rows=ROWS, seed=11, out=path, dirt="0.02")
    return Brought(f"Tape {country}", path, None, ROWS - truth.buckets.rejected, truth.buckets.rejected)


def lending_club(folder: Path, shared: Path) -> Brought:
    mapping = folder / "lending_club.toml"
    mapping.write_bytes((files("marketplace.tapes") / "mappings" / mapping.name).read_bytes())
    return Brought("LendingClub", shared / "data" / "lending_club_sample_151cols.csv", mapping, 243)


async def test_dirty_tapes_of_five_countries_and_a_real_one_reach_the_market(
    house: House, chromium: Browser, tmp_path: Path, shared: Path
) -> None:
    seller = await enter(chromium, house, house.cast.seller, tmp_path)
    for brought in (*(sample(tmp_path, country) for country in COUNTRIES), lending_club(tmp_path, shared)):
        await uploads_and_maps(seller, brought)
        await follows_a_finding_to_its_cell(seller, brought)
        await reads_the_scrub(seller)
        await accepts(seller, brought)
        await publishes(seller, brought)
    await seller.walk_again_by_phone()
    assert seller.complaints == []


async def uploads_and_maps(seller: Walker, brought: Brought) -> None:
    page = seller.page
    await seller.go("/tapes/new")
    await page.get_by_label("File", exact=True).set_input_files(brought.file)
    await page.get_by_label("Name", exact=False).first.fill(brought.name)
    await page.get_by_label("Cut-off date").fill(CUT_OFF.isoformat())
    await seller.press("Upload")
    if brought.mapping is None:
        await seller.press("Show how rows are read")
    else:
        await page.get_by_label("Or a mapping file").set_input_files(brought.mapping)
    await seller.press("Confirm and check the rows")
    await seller.comes(page.get_by_role("link", name="See the findings"))


async def follows_a_finding_to_its_cell(seller: Walker, brought: Brought) -> None:
    page = seller.page
    await seller.follow("See the findings")
    cell = page.locator("tr", has=page.locator("td code")).first
    if brought.rejected == 0:
        await expect(page.locator("main")).to_contain_text("Every row is good")
        return
    stood = await cell.locator("code").inner_text()
    await cell.get_by_role("link").click()
    await seller.look()
    await expect(page.locator("mark").first).to_have_text(stood.strip())
    await seller.follow("Back to the findings")


async def reads_the_scrub(seller: Walker) -> None:
    await seller.follow("Scrub", among=seller.page.locator("nav.tabs"))
    await expect(seller.page.locator("main")).to_contain_text("Time-barred")


async def accepts(seller: Walker, brought: Brought) -> None:
    page = seller.page
    await seller.follow("Tape", among=page.locator("nav.tabs"))
    await seller.confirm("Accept", "Accept")
    await seller.comes(page.get_by_role("link", name="See the claims"))
    await seller.follow("See the claims")
    await expect(page.locator("main")).to_contain_text(f"{brought.accepted} claims")


async def publishes(seller: Walker, brought: Brought) -> None:
    page = seller.page
    await seller.follow("List it for sale")
    opens = datetime.now().astimezone() + timedelta(days=2)
    await page.get_by_label("Title").fill(brought.name)
    await page.get_by_label("Summary").fill("Unsecured claims, sold without recourse.")
    await page.get_by_label("Bids from").fill(local(whole_minute(opens)))
    await page.get_by_label("Bids close").fill(local(whole_minute(opens + timedelta(days=7))))
    await page.get_by_label("Lowest bid").fill("10000.00")
    await page.get_by_label("Step").fill("500.00")
    await page.get_by_label(re.compile("^Reserve")).fill("12000.00")
    await page.get_by_label("Putback period").fill("90")
    await seller.press("Draft the listing")
    await seller.comes(page.get_by_text("The anonymised tape is ready"))
    await page.reload()
    await seller.confirm("Open the listing", "Open the listing")
    await seller.told("The listing is open")
