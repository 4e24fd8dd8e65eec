"""The vault's pages: searched, looked at page by page, what is missing, and every look on the record."""

import re

import pytest

from documents.text.jobs import read_waiting
from documents.vault.facts import DocumentRead
from kernel import db
from kernel.actor import Actor
from tests.builders.accounts import a_member, an_organisation
from tests.builders.documents import a_document, a_pdf_that_says, a_read_document
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")


async def a_lawyer() -> Actor:
    return await a_member(organisation_id=await an_organisation(kinds=("law_firm",)), roles=("lawyer",))


async def test_from_the_search_to_the_page_of_the_hit_and_on_to_the_custody() -> None:
    ana = await a_lawyer()
    pages = ["first page of the agreement", "second page on interest", "third page: the debtor signed in Malaga"]
    document_id = await a_document(
        ana, a_pdf_that_says(*pages), media_type="application/pdf", title="Agreement <b>", file_name="a.pdf"
    )
    await read_waiting()
    async with browser(ana) as page:
        found = await page.get("/documents?q=signed+malaga")
        assert f"/documents/{document_id}/view?q=signed+malaga&amp;page=3" in found.text
        assert "<mark>signed</mark>" in found.text
        assert "Agreement &lt;b&gt;" in found.text
        await page.get("/documents?q=malaga")
        shown = await page.get(f"/documents/{document_id}/view?q=signed+malaga&page=3")
        assert "Page 3 of 3" in shown.text
        drawn = await page.get(f"/documents/{document_id}/pages/3")
        assert drawn.content.startswith(b"\x89PNG")
        assert "sandbox" in drawn.headers["content-security-policy"]
        text = await page.get(f"/documents/{document_id}/view?leaf=text&page=3&q=malaga")
        assert "<mark>Malaga</mark>" in text.text
        custody = await page.get(f"/documents/{document_id}/view?leaf=custody")
        assert "A document was opened" in custody.text
        assert custody.text.count("shown among the hits of a search, page 3") == 1
        assert "Ana Ruiz" in custody.text


async def test_one_look_is_one_fact_and_a_picture_alone_is_a_look_too() -> None:
    ana = await a_lawyer()
    document_id = await a_document(ana, a_pdf_that_says("one", "two"), media_type="application/pdf")
    async with browser(ana) as page:
        for address in ("pages/1", "pages/2", "view", "view?leaf=text"):
            assert (await page.get(f"/documents/{document_id}/{address}")).status_code == 200
    async with db.transaction(ana):
        looks = await db.fetch_value(
            "SELECT count(*) FROM facts WHERE subject_id = $1 AND kind = $2", document_id, DocumentRead.KIND
        )
    assert looks == 1


async def test_markup_in_a_document_is_shown_and_never_run() -> None:
    ana = await a_lawyer()
    document_id = await a_read_document(ana, "<script>alert(1)</script> <img src=x onerror=alert(2)> deuda")
    async with browser(ana) as page:
        for address in ("/documents?q=deuda+alert", f"/documents/{document_id}/view?leaf=text&q=deuda"):
            shown = (await page.get(address)).text
            assert "&lt;script&gt;" in shown
            assert not re.search(r"<script>|<img src=x", shown)


async def test_pages_there_are_not_and_documents_of_others_are_not_found() -> None:
    ana, stranger = await a_lawyer(), await a_lawyer()
    document_id = await a_document(ana, a_pdf_that_says("one"), media_type="application/pdf")
    async with browser(ana) as page:
        for number in (0, 2, 999_999):
            assert (await page.get(f"/documents/{document_id}/pages/{number}")).status_code == 404
        assert (await page.get(f"/documents/{document_id}/view?page=77")).status_code == 200
    async with browser(stranger) as page:
        for address in ("view", "pages/1", "view?leaf=custody", "view?leaf=text"):
            assert (await page.get(f"/documents/{document_id}/{address}")).status_code == 404
        assert str(document_id) not in (await page.get("/documents")).text


@pytest.mark.parametrize("sent", ["since=yesterday", "scan=green", "after=1_2_3", "q=-never", "status=lost"])
async def test_a_filter_that_cannot_be_meant_is_told_on_the_page(sent: str) -> None:
    ana = await a_lawyer()
    async with browser(ana) as page:
        shown = await page.get(f"/documents?{sent}")
        assert shown.status_code == 422
        assert "Vault" in shown.text
        asked = await page.get(f"/api/documents/search?{sent}")
        assert asked.status_code == 422


async def test_programs_search_by_the_same_query() -> None:
    ana = await a_lawyer()
    await a_read_document(ana, "acuerdo de pago con el deudor", title="Acuerdo", kind="contract")
    async with browser(ana) as page:
        found = (await page.get("/api/documents/search?q=acuerdos&kind=contract")).json()
    assert [one["title"] for one in found["items"]] == ["Acuerdo"]
    assert {"text": "acuerdo", "hit": True} in found["items"][0]["excerpt"]
    assert found["next"] is None
