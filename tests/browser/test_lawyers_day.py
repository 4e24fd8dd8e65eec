"""A lawyer's day at the browser: the morning list, three papers in, a bulk filing, a hearing, the sheet printed."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from playwright.async_api import Browser, FilePayload, expect

from kernel import db
from kernel.clock import MovingClock
from tests.browser.conftest import House
from tests.browser.pictures import WANTED
from tests.browser.walking import Walker
from tests.builders.cases import Desk, a_signatory, open_cases, put_through_the_gate
from tests.builders.deadlines import a_deadline
from tests.builders.files import a_pdf
from tests.builders.instructions import instruct_firm

pytestmark = pytest.mark.browser
TODAY = datetime.now(UTC).date()
SERVED_ON = TODAY - timedelta(days=3)
FILED, AMICABLE = 3, 2


async def a_mornings_work(house: House) -> tuple[list[str], list[str]]:
    """Three monitorios at the court and two cases before it, all with the firm; one deadline is due today."""
    buyer, lawyer = house.cast.buyer.actor, house.cast.lawyer.actor
    desk = Desk(buyer.organisation, buyer, buyer, MovingClock(datetime.now(UTC)), "ES")
    case_ids = await open_cases(desk=desk, count=FILED + AMICABLE)
    await put_through_the_gate(desk, case_ids, notice_on=date(2026, 6, 12))
    async with db.transaction(desk.system):
        await db.execute(
            "UPDATE cases SET status = 'filed', procedure_step = 'filed' WHERE id = ANY($1)", case_ids[:FILED]
        )
    await a_deadline(case_id=case_ids[-1], owner=buyer.organisation, safe_on=TODAY, title="Answer the court’s question")
    await instruct_firm(buyer, lawyer.organisation, case_ids)
    await a_signatory(lawyer, lawyer, from_on=TODAY)
    references = [await reference(house, one) for one in case_ids]
    return references[:FILED], references[FILED:]


async def reference(house: House, case_id: UUID) -> str:
    async with db.transaction(house.cast.buyer.actor):
        return str(await db.fetch_value("SELECT reference FROM cases WHERE id = $1", case_id))


async def test_a_lawyers_day(house: House, chromium: Browser, tmp_path: Path) -> None:
    filed, amicable = await a_mornings_work(house)
    lawyer = await Walker.at(chromium, house.address, pictures=tmp_path / "lawyer" if WANTED else None)
    await lawyer.sign_in(house.cast.lawyer.email, house.cast.lawyer.password)
    await the_morning_list(lawyer)
    await three_papers_come_in(lawyer, filed)
    await a_bulk_filing_is_prepared(lawyer, amicable)
    await a_hearing_is_entered(lawyer, filed[0])
    await the_list_is_printed(lawyer)
    await lawyer.walk_again_by_phone()
    assert lawyer.complaints == []


async def the_morning_list(lawyer: Walker) -> None:
    await lawyer.go("/deadlines")
    await expect(lawyer.page.locator("main")).to_contain_text("Answer the court’s question")
    await lawyer.go("/cases?side=instructed&undated=true")
    await expect(lawyer.page.locator("tbody tr")).to_have_count(FILED + AMICABLE - 1)


async def three_papers_come_in(lawyer: Walker, filed: list[str]) -> None:
    page = lawyer.page
    await lawyer.go("/post")
    papers = [
        FilePayload(name=f"{one}.pdf", mimeType="application/pdf", buffer=a_pdf(f"Requerimiento {one}"))
        for one in filed
    ]
    await page.get_by_label("Papers").set_input_files(papers)
    await lawyer.press("Put it into the tray")
    await lawyer.told("Papers in the tray: 3")
    for one in filed:
        await lawyer.go("/post")
        await lawyer.follow(f"{one}.pdf")
        await lawyer.follow("This one")
        await page.get_by_label("What came in").select_option("requerimiento_served")
        await page.get_by_label("The day it counts from").fill(SERVED_ON.isoformat())
        await lawyer.press("Show what it sets in motion")
        shown = page.locator("main")
        await expect(shown).to_contain_text("How it was reckoned")
        await page.get_by_label(re.compile("^Court’s number")).fill(f"417/{one[-4:]}")
        await lawyer.press("Confirm and record")
        await lawyer.told("Recorded")
    await lawyer.go("/post")
    await expect(page.locator("main")).to_contain_text("The tray is empty")
    await lawyer.go(f"/cases?side=instructed&q=417/{filed[1][-4:]}")
    await expect(page.get_by_role("link", name=filed[1])).to_be_visible()
    await lawyer.go("/deadlines?view=waiting")
    await expect(page.locator("main")).to_contain_text(filed[0])


async def a_bulk_filing_is_prepared(lawyer: Walker, amicable: list[str]) -> None:
    page = lawyer.page
    await lawyer.go("/cases?side=instructed&status=amicable")
    for one in amicable:
        await page.get_by_label(f"Choose {one}").check()
    await page.get_by_label("Prepare a paper").check()
    await page.get_by_label(re.compile("^Paper")).select_option("masc_request")
    await lawyer.press("Show what will happen")
    await expect(page.locator("tbody").get_by_text("Will be done")).to_have_count(AMICABLE)
    await lawyer.press("Do it")
    await lawyer.comes(page.get_by_role("link", name="Look at them"))
    await lawyer.follow("Look at them")
    for one in amicable:
        await expect(page.locator("main")).to_contain_text(one)


async def a_hearing_is_entered(lawyer: Walker, one: str) -> None:
    page = lawyer.page
    await lawyer.go(f"/cases?side=instructed&q={one}")
    await lawyer.follow(one)
    panel = page.locator("details.confirm", has=page.locator("summary", has_text="Fix a hearing"))
    await panel.locator("summary").click()
    await panel.get_by_label("What").fill("Vista del juicio verbal")
    await panel.get_by_label("Day").fill((TODAY + timedelta(days=2)).isoformat())
    await panel.get_by_label("Hour at the court").fill("09:30")
    await panel.get_by_label("Court", exact=True).fill("Juzgado de Primera Instancia n.º 5")
    await lawyer.press("Fix it", among=panel)
    await lawyer.told("The hearing is fixed")


async def the_list_is_printed(lawyer: Walker) -> None:
    await lawyer.go("/deadlines/print")
    await expect(lawyer.page.locator("main")).to_contain_text("Vista del juicio verbal")
    sheet = await lawyer.page.pdf(format="A4", print_background=True)
    if lawyer.pictures is not None:
        (lawyer.pictures / "sheet.pdf").write_bytes(sheet)
    with pikepdf.open(BytesIO(sheet)) as pdf:
        assert 1 <= len(pdf.pages) <= 3
        wide, high = (float(side) for side in pdf.pages[0].mediabox[2:])
        assert (wide, high) == pytest.approx((595.28, 841.89), abs=1.5)
