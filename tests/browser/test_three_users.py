"""The whole job on the pages: a seller, a buyer and a lawyer, each in a browser, with a real site and worker behind."""

import re
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, FilePayload, expect

from marketplace.tapes.sample import CUT_OFF, write_tape
from tests.browser.conftest import House
from tests.browser.pictures import WANTED, picture
from tests.browser.walking import Walker
from web.demo.cast import Member
from web.demo.exhibits import invented

pytestmark = pytest.mark.browser

ROWS = 240 if WANTED else 80
NOTICES = 3
BRANDS = "Meaning of Acreedor original"
LEAST = timedelta(seconds=45)
"""The least time bids are taken for; a slow machine gets more, by what it needed so far."""


async def test_three_users_take_a_tape_to_its_cases(house: House, chromium: Browser, tmp_path: Path) -> None:
    began = time.monotonic()
    seller = await enter(chromium, house, house.cast.seller, tmp_path)
    await tape_becomes_claims(seller, tmp_path)
    closes = await listing_opens(seller, pace=time.monotonic() - began)
    buyer = await enter(chromium, house, house.cast.buyer, tmp_path)
    await buyer_bids(buyer)
    await seller.walk_again_by_phone()
    await buyer.walk_again_by_phone()
    await seller_awards(seller, closes)
    sale = await sale_is_closed(seller, buyer)
    onboarding = await buyer_instructs(buyer, sale, house.cast.lawyer.organisation)
    lawyer = await enter(chromium, house, house.cast.lawyer, tmp_path)
    await lawyer_accepts(lawyer)
    case = await lawyer_takes_stops_away(lawyer, onboarding)
    await lawyer_works_a_case(lawyer, case)
    await lawyer_keeps_deadlines(lawyer)
    for walker in (seller, buyer, lawyer):
        await walker.walk_again_by_phone()
        assert walker.complaints == []


async def enter(chromium: Browser, house: House, member: Member, folder: Path) -> Walker:
    walker = await Walker.at(
        chromium, house.address, pictures=folder / member.email.partition(".")[0] if WANTED else None
    )
    await walker.sign_in(member.email, member.password)
    await expect(walker.page.locator("body")).to_contain_text(member.organisation)
    return walker


async def tape_becomes_claims(seller: Walker, folder: Path) -> None:
    page, tape = seller.page, folder / "cartera.csv"
    truth = write_tape(country="es", rows=ROWS, seed=7, out=tape, dirt="0.05")
    rejected = truth.buckets.rejected
    await seller.follow("Upload a tape")
    await page.get_by_label("File", exact=True).set_input_files(tape)
    await page.get_by_label(re.compile("^Name")).fill("Cartera de consumo")
    await page.get_by_label("Cut-off date").fill(CUT_OFF.isoformat())
    await seller.press("Upload")
    await expect(page.get_by_label("Meaning of Deuda total")).to_have_value("balance")
    # The seller lent the money itself: the column of brand names is no chain of title.
    await page.get_by_label(BRANDS).select_option("")
    await seller.press("Show how rows are read")
    await expect(page.get_by_label(BRANDS)).to_have_value("")
    await seller.press("Confirm and check the rows")
    await seller.comes(page.get_by_role("link", name="See the findings"))
    await seller.follow("See the findings")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Cartera de consumo")
    await page.go_back()
    await seller.look()
    accepted = ROWS - rejected
    await seller.confirm(f"Accept {accepted} rows", "Accept")
    await seller.comes(page.get_by_role("link", name="See the claims"))
    await seller.follow("See the claims")
    await expect(page.get_by_text("Accepted").first).to_be_visible()


async def listing_opens(seller: Walker, *, pace: float) -> datetime:
    page = seller.page
    await seller.follow("List it for sale")
    zone = re.search(r"Times in (\S+)", await page.locator("main").inner_text())
    assert zone is not None
    now = datetime.now(ZoneInfo(zone[1]))
    closes = whole_minute(now + max(LEAST, timedelta(seconds=1.5 * pace)) + timedelta(seconds=59))
    await page.get_by_label("Title").fill("Cartera de consumo 2026")
    await page.get_by_label("Summary").fill("Unsecured consumer claims, sold without recourse.")
    await page.get_by_label("Bids from").fill(local(whole_minute(now)))
    await page.get_by_label("Bids close").fill(local(closes))
    await page.get_by_label("Lowest bid").fill("10000.00")
    await page.get_by_label("Step").fill("500.00")
    await page.get_by_label(re.compile("^Reserve")).fill("12000.00")
    await page.get_by_label("Putback period").fill("90")
    await seller.press("Draft the listing")
    await seller.comes(page.get_by_text("The anonymised tape is ready"))
    await seller.follow("See what it tells")
    await expect(page.get_by_text("Debtors behind every line", exact=True)).to_be_visible()
    await picture(page, "listing")
    await seller.follow("Overview")
    await seller.confirm("Open the listing", "Open the listing")
    await seller.told("The listing is open")
    return closes


def whole_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def local(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


async def buyer_bids(buyer: Walker) -> None:
    page = buyer.page
    await buyer.go("/market")
    await buyer.follow("Cartera de consumo 2026")
    await page.get_by_label("I have read it").check()
    await buyer.press("Accept the agreement")
    await buyer.told("The agreement is accepted")
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Download the anonymised tape").click()
    tape = Path(await (await coming.value).path()).read_text("utf-8")
    assert len(tape.splitlines()) > 10
    assert "0182-" not in tape
    await buyer.follow("Bid", among=page.locator("td.actions"))
    await page.get_by_label("Amount").fill("15500.00")
    await page.get_by_label("Valid until").fill((datetime.now().astimezone() + timedelta(days=30)).date().isoformat())
    await page.get_by_label("Funding").fill("Own funds")
    await expect(page.locator("#per-cent")).to_contain_text("That is")
    await buyer.press("Place the bid")
    await buyer.told("Your bid is placed and sealed")
    await expect(page.locator("main")).not_to_contain_text("15,500")
    await buyer.go("/bids")


async def seller_awards(seller: Walker, closes: datetime) -> None:
    page = seller.page
    await seller.go("/listings")
    await seller.follow("Cartera de consumo 2026")
    await seller.follow("Bids", among=page.locator("nav.tabs"))
    await expect(page.locator("main")).not_to_contain_text("15,500")
    await seller.follow("Who looked")
    left = (closes - datetime.now(closes.tzinfo)).total_seconds()
    await page.wait_for_timeout(max(left, 0) * 1000)
    await seller.until(
        page.get_by_text("15,500.00").locator("visible=true"),
        path=page.url.removeprefix(seller.address).replace("/looks", "/bids"),
    )
    await seller.confirm("Accept", "Accept this bid")
    await seller.told("The bid is accepted")


async def sale_is_closed(seller: Walker, buyer: Walker) -> str:
    """Contract, final file, price, payment and deed, each by both sides; returns the path of the sale."""
    sale = seller.page.url.removeprefix(seller.address)
    for one in (seller, buyer):
        await one.until(one.page.locator("summary", has_text="Accept the contract"), path=sale)
        await one.confirm("Accept the contract", "Accept for my organisation")
    await final_file_comes(seller, sale)
    for one in (buyer, seller):
        await one.go(sale)
        await one.confirm("Agree to the adjusted price", "Agree")
    for one, button in ((buyer, "Confirm payment"), (seller, "Confirm receipt")):
        await one.go(sale)
        await one.confirm(button, button)
    for one in (seller, buyer):
        await one.until(one.page.locator("summary", has_text="Execute the deed"), path=sale)
        await one.confirm("Execute the deed", "Execute for my organisation")
    await buyer.told("the transfer begins")
    await buyer.comes(buyer.page.get_by_text("passed to the buyer, all at once"))
    await seller.go(sale)
    return sale


async def final_file_comes(seller: Walker, sale: str) -> None:
    page = seller.page
    await seller.go(sale)
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Download the schedule").click()
    header, first, *_ = Path(await (await coming.value).path()).read_text("utf-8-sig").splitlines()
    place = header.split(",").index("reference")
    told = f"reference,receipts,dropped_reason\n{first.split(',')[place]},,Settled in full before closing\n"
    file = FilePayload(name="final.csv", mimeType="text/csv", buffer=told.encode())
    await page.get_by_label("Final file").set_input_files(file)
    await seller.press("Apply")
    await seller.told("The final file is applied")


async def buyer_instructs(buyer: Walker, sale: str, firm: str) -> str:
    page = buyer.page
    await buyer.go(sale)
    await buyer.follow("To the opened cases")
    await buyer.follow(re.compile("."), among=page.locator("main table"))
    onboarding = page.url.removeprefix(buyer.address)
    await buyer.follow("Instruct a firm")
    await page.get_by_label("Law firm").select_option(label=firm)
    await page.get_by_label("For each case", exact=False).first.fill("500")
    await picture(page, "instruction")
    await buyer.press("Draft the instruction")
    await buyer.told("is drafted with")
    panel = page.locator("details.confirm", has=page.locator("summary", has_text="Send it"))
    await panel.locator("summary").click()
    await buyer.press("Send to the firm", among=panel)
    await buyer.told("checks for conflicts and answers")
    return onboarding


async def lawyer_accepts(lawyer: Walker) -> None:
    page = lawyer.page
    await lawyer.follow("Instructions")
    await lawyer.follow(re.compile("^I-"), among=page.locator("main table"))
    await lawyer.follow("Conflict check")
    await lawyer.press("Check now")
    await lawyer.told("0 hits")
    await lawyer.follow("Back to the instruction")
    panel = page.locator("details.confirm", has=page.locator("summary", has_text="Accept"))
    await panel.locator("summary").click()
    await lawyer.press("Accept the instruction", among=panel)
    await lawyer.told("are yours to work")


async def lawyer_takes_stops_away(lawyer: Walker, onboarding: str) -> str:
    """Returns the path of a case that is through."""
    page = lawyer.page
    await lawyer.follow("Onboarding")
    await lawyer.follow(re.compile("."), among=page.locator("main table"))
    assert page.url.startswith(lawyer.address + onboarding)
    await lawyer.follow("Appoint a signatory")
    await page.get_by_label("Person").select_option(index=1)
    await page.get_by_label("Position").fill("Abogada, colegiada n.º 90001 del ICAM (ficticia)")
    await page.get_by_label("Authority").fill("poder general para pleitos (inventado)")
    await lawyer.press("Appoint")
    await lawyer.go(onboarding)
    await lawyer.press("The files are reconciled")
    await lawyer.told("Files reconciled")
    await picture(page, "onboarding")
    await page.get_by_label("What it is").select_option("contract")
    await page.get_by_label("Title").fill("Contrato de crédito")
    await page.get_by_label("File", exact=True).set_input_files(await a_paper("Contrato de crédito"))
    await lawyer.press("Add it to all")
    await lawyer.told("The document goes with")
    await lawyer.press("The documents are there")
    await lawyer.told("Documents confirmed")
    waiting = page.locator("tbody tr:not(:has(.state ~ .state))", has_text="Notice not sent")
    case = await waiting.get_by_role("link").first.get_attribute("href")
    assert case is not None
    for number in range(NOTICES):
        await waiting.get_by_role("checkbox").nth(number).check()
    await lawyer.press("Send the notices of assignment")
    await lawyer.told(f"Notices being written and sent: {NOTICES}")
    await lawyer.until(page.locator("td .state", has_text="Free to go").nth(NOTICES - 1), path=onboarding)
    await lawyer.press("Let the free ones go")
    await lawyer.told(f"Cases free to be worked: {NOTICES}")
    return case


async def lawyer_works_a_case(lawyer: Walker, case: str) -> None:
    page = lawyer.page
    await lawyer.go("/cases")
    await lawyer.go(case)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Amicable")
    await expect(page.locator("#papers")).to_contain_text("Sent")
    await picture(page, "case")
    panel = page.locator("#documents details.confirm")
    await panel.locator("summary").click()
    await panel.get_by_label("What it is").select_option("statement")
    await panel.get_by_label("Title").fill("Extracto de la cuenta")
    await panel.get_by_label("File", exact=True).set_input_files(await a_paper("Extracto de la cuenta"))
    await lawyer.press("Add it", among=panel)
    await lawyer.told("The document goes with the case")
    await expect(page.locator("#documents")).to_contain_text("Extracto de la cuenta")


async def a_paper(title: str) -> FilePayload:
    paper = await invented(title, "Stands for the paper itself.", "DEMO", on=CUT_OFF, name="paper.pdf")
    return FilePayload(name=paper.name, mimeType="application/pdf", buffer=paper.content)


async def lawyer_keeps_deadlines(lawyer: Walker) -> None:
    page = lawyer.page
    await lawyer.follow("Deadlines")
    await lawyer.follow(re.compile("^Later"))
    await picture(page, "deadlines")
    await lawyer.follow(re.compile("."), among=page.locator("main tbody th"))
    await expect(page.locator("#reckoning .history-item").first).to_be_visible()
    await lawyer.go("/filings")
