"""Who signs is recorded by every house that signs something: a seller executes deeds and works no case."""

import pytest
from bs4 import BeautifulSoup

from cases.proceedings.signatories import signatories_on
from tests.builders.accounts import a_member, an_organisation
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")


async def test_a_seller_s_administrator_records_who_executes_deeds() -> None:
    house = await an_organisation(kinds=("seller",))
    chief = await a_member(organisation_id=house, roles=("administrator", "seller"), name="Ana Vega")
    colleague = await a_member(organisation_id=house, roles=("seller",), name="Luis Mora")
    async with browser(chief) as page:
        shown = BeautifulSoup((await page.get("/signatories")).text, "lxml")
        people = {str(one["value"]): one.text for one in shown.select("select[name=person_id] option") if one["value"]}
        assert {"Ana Vega", "Luis Mora"} <= set(people.values())
        asked = {"person_id": str(colleague.person_id), "position": "Director", "authority": "power no. 88"}
        await page.submit("/signatories", {**asked, "from_on": chief.today("UTC").isoformat()})
        home = (await page.get("/signatories")).text
    assert 'href="/signatories"' in home
    assert [one.name for one in await signatories_on(colleague, colleague.today("UTC"))] == ["Luis Mora"]
    async with browser(colleague) as page:
        read = await page.get("/signatories")
    assert (read.status_code, "Appoint somebody" in read.text) == (200, False)
