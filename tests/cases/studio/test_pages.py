"""The studio: each paper with invented data beside the fields it uses and the law it cites; hostile data at a click."""

import pytest
from bs4 import BeautifulSoup

from cases.jurisdictions.es import ES
from cases.proceedings import pictures
from cases.proceedings.printing import PACKAGES
from cases.studio.queries import shelves, studied
from cases.studio.reading import cited_by, digest_of_paper, fields_of
from documents.render.galley import Galley
from kernel.errors import Forbidden, NotFound
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import a_desk
from tests.web.client import browser

PETITION = next(one for one in ES.procedures["monitorio"].papers if one.code == "monitorio_petition")
TEMPLATE = "es/monitorio/petition.html"


def test_every_paper_stands_on_its_country_s_shelf() -> None:
    listed = {shelf.jurisdiction.code: {one.code for one in shelf.papers} for shelf in shelves()}
    assert set(listed) == {"es", "gb_ew", "pl", "se", "de"}
    assert {"monitorio_petition", "succession"} <= listed["es"]
    assert all(len(shelf.papers) >= 10 for shelf in shelves())


def test_the_fields_are_read_from_the_template_and_what_it_builds_on() -> None:
    fields = fields_of(TEMPLATE)
    assert {"case.creditor.name", "reference", "case.court"} <= set(fields)
    assert not any(one.startswith(("furniture", "language")) for one in fields)


def test_articles_are_held_against_the_country_s_own_notes() -> None:
    cited = {one.article: one for one in cited_by("es", PETITION, TEMPLATE)}
    assert "artículo 812 LEC" in cited
    assert any(one.unverified for one in cited.values())
    assert all(one.said for one in cited.values() if not one.unverified)
    assert "812–818" in (cited["artículo 814.2 LEC"].said or ""), "a run of articles names each of them"
    assert not cited["artículo 814.2 LEC"].unverified


def test_the_digest_is_the_paper_s_own() -> None:
    others = [one for one in ES.procedures["monitorio"].papers if one is not PETITION]
    mine = digest_of_paper(PETITION, TEMPLATE)
    assert mine == digest_of_paper(PETITION, TEMPLATE)
    assert mine not in {digest_of_paper(one, "es/succession/request.html") for one in others}


def test_what_a_court_s_machine_refuses_is_told() -> None:
    refused = studied("pl", "epu", "epu_suit", bad=True)
    assert refused.paper is None
    assert refused.missing
    with pytest.raises(NotFound):
        studied("pl", "epu", "nothing", bad=False)
    with pytest.raises(NotFound):
        studied("xx", "epu", "epu_suit", bad=False)


@pytest.mark.usefixtures("database")
async def test_the_page_shows_the_paper_and_hostile_data_at_a_click() -> None:
    desk = await a_desk()
    async with browser(desk.lawyer) as page:
        shelf = (await page.get("/studio")).text
        here = "/studio/es/monitorio/monitorio_petition"
        assert here in shelf
        plain = BeautifulSoup((await page.get(here)).text, "lxml")
        bad = BeautifulSoup((await page.get(f"{here}?use=hostile")).text, "lxml")
        pdf = await page.get(f"{here}/paper.pdf")
        assert (await page.get("/studio/es/monitorio/nothing")).status_code == 404
    for shown in (plain, bad):
        assert str(shown.select("main img")[0]["src"]).startswith("data:image/png;base64,")
        assert "case.creditor.name" in shown.text
    assert not any("alert" in one.text for one in bad.select("script"))
    assert pdf.content.startswith(b"%PDF-")


@pytest.mark.usefixtures("database")
async def test_a_paper_too_large_to_be_looked_at_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = await a_desk()
    monkeypatch.setattr(pictures, "GALLEY", impatient := Galley(PACKAGES, patience=0.001))
    async with browser(desk.lawyer) as page:
        told = await page.get("/studio/es/monitorio/monitorio_petition")
        file = await page.get("/studio/es/monitorio/monitorio_petition/paper.pdf")
    impatient.close()
    assert told.status_code == file.status_code == 409
    assert "too large to be looked at here" in told.text


@pytest.mark.usefixtures("database")
async def test_it_is_for_those_who_read_cases() -> None:
    outsider = await a_member(organisation_id=await an_organisation(), roles=("administrator",))
    async with browser(outsider) as page:
        assert (await page.get("/studio")).status_code == Forbidden.status
