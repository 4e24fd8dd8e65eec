"""A lawyer looks for a scanned order, reads the page it stands on, sees who saw it, and takes it along."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.async_api import Browser, expect

from documents.text.jobs import read_waiting
from tests.browser.conftest import House
from tests.browser.pictures import WANTED
from tests.browser.walking import Walker
from tests.builders.documents import a_document, a_pdf_that_says, a_scan, a_scanned_pdf

pytestmark = pytest.mark.browser
ORDER = (
    "Juzgado de Primera Instancia de Málaga\nDecreto que pone fin al procedimiento monitorio\n"
    "El deudor señor Íñigo Muñoz Ibáñez no ha pagado\nni comparecido en el plazo de veinte días"
)
ACCOUNT = "Statement of account\nOpening balance of the loan and every payment since\n<script>alert('paid')</script>"


async def test_a_lawyer_finds_reads_and_takes_along(house: House, chromium: Browser, tmp_path: Path) -> None:
    person = house.cast.lawyer
    cover = a_scan("Procurador\nCarta de remisión de la resolución dictada", turned=90)
    scanned = a_scanned_pdf(cover, a_scan(ORDER))
    title = "Decreto de 12 de enero"
    await a_document(
        person.actor, scanned, media_type="application/pdf", language="es", title=title, kind="court_paper"
    )
    said = a_pdf_that_says(ACCOUNT, "Second page")
    await a_document(person.actor, said, media_type="application/pdf", title="Account", kind="statement")
    await read_waiting()
    lawyer = await Walker.at(chromium, house.address, pictures=tmp_path / "lawyer" if WANTED else None)
    await lawyer.sign_in(person.email, person.password)
    await lawyer.go("/documents?q=script+loan")
    await expect(lawyer.page.locator("mark", has_text="script")).to_have_count(2)
    await lawyer.follow("Vault")
    await lawyer.page.get_by_label("Words").fill("deudor ibañez")
    await lawyer.press("Search")
    await the_page_is_read(lawyer, title)
    await several_are_taken_along(lawyer)
    await lawyer.go("/documents/missing?kind=contract")
    await lawyer.walk_again_by_phone()
    assert lawyer.complaints == []


async def the_page_is_read(lawyer: Walker, title: str) -> None:
    page = lawyer.page
    await expect(page.locator("mark", has_text="Ibáñez")).to_be_visible()
    await lawyer.follow(title)
    await expect(page.locator("main")).to_contain_text("Page 2 of 2")
    drawn = page.get_by_role("img", name=f"Page 2 of {title}")
    assert await drawn.evaluate("one => one.complete && one.naturalWidth") > 500
    await lawyer.follow("Text")
    await expect(page.locator(".document-text mark")).to_have_text(["deudor", "Ibáñez"])
    await lawyer.follow("Custody")
    await expect(page.locator("main")).to_contain_text("A document was opened")
    await lawyer.follow("Page")
    await lawyer.follow("Before")
    await lawyer.follow("Next hit")
    await expect(page.locator("main")).to_contain_text("Page 2 of 2")


async def several_are_taken_along(lawyer: Walker) -> None:
    page = lawyer.page
    await lawyer.go("/documents")
    await page.get_by_label("Choose Account").check()
    await page.get_by_label("Choose Decreto").check()
    await page.get_by_label("Name").fill("For the court")
    await lawyer.press("Put together")
    fetched = page.get_by_role("link", name="Download")
    await lawyer.until(fetched, path=page.url.removeprefix(lawyer.address))
    async with page.expect_download() as coming:
        await fetched.first.click()
    path = await (await coming.value).path()
    with ZipFile(BytesIO(path.read_bytes())) as archive:
        assert len(archive.namelist()) == 3
    await lawyer.follow("All packages")
