"""The seller walks from a finding to its row, sets the policy of the scrub, and takes the schedule away."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from kernel.actor import Actor
from marketplace.tapes.commands_check import check_tape
from marketplace.tapes.queries_scrub import scrub_policy, scrub_report
from marketplace.tapes.scrub import GROUNDS, Treatment
from tests.builders.accounts import a_member, an_organisation
from tests.builders.tapes import a_checked_tape
from tests.marketplace.tapes.test_scrub import MAPPING, ON, a_file
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")


async def a_seller() -> Actor:
    return await a_member(organisation_id=await an_organisation(), roles=("seller",))


async def test_a_finding_leads_to_its_row_with_the_cell_marked(tmp_path: Path) -> None:
    actor = await a_seller()
    tape_id = await a_checked_tape(actor, a_file(tmp_path), mapping=MAPPING, cut_off_on=ON)
    async with browser(actor) as seller:
        findings = BeautifulSoup((await seller.get(f"/tapes/{tape_id}/findings")).text, "lxml")
        links = {str(one["href"]) for one in findings.select("a[href*='/rows/']")}
        assert f"/tapes/{tape_id}/rows/4" in links
        page = BeautifulSoup((await seller.get(f"/tapes/{tape_id}/rows/4")).text, "lxml")
        beyond = await seller.get(f"/tapes/{tape_id}/rows/99")
    first = page.select_one("table.data tbody tr")
    assert first is not None
    assert first.select_one("th").get_text(" ", strip=True) == "Minor Here"  # type: ignore[union-attr]
    assert first.select_one("mark").get_text() == "yes"  # type: ignore[union-attr]
    assert "A-3" in page.get_text()
    assert beyond.status_code == 404


async def test_the_policy_is_set_on_the_page_and_the_schedule_downloaded(tmp_path: Path) -> None:
    actor = await a_seller()
    tape_id = await a_checked_tape(actor, a_file(tmp_path), mapping=MAPPING, cut_off_on=ON)
    form = {f"ground_{one.name}": one.usual.value for one in GROUNDS} | {"near_months": "0"}
    async with browser(actor) as seller:
        refused = await seller.submit(f"/tapes/{tape_id}/scrub", form | {"ground_paid": "flag"})
        kept = await seller.submit(f"/tapes/{tape_id}/scrub", form | {"ground_insolvent": "warrant"})
        await check_tape(Actor.system(actor.organisation), tape_id)
        page = await seller.get(f"/tapes/{tape_id}/scrub")
        schedule = await seller.get(f"/tapes/{tape_id}/scrub/csv")
    report = await scrub_report(actor, tape_id)
    assert (refused.status_code, kept.status_code) == (422, 303)
    assert (await scrub_policy(actor)).treatments["insolvent"] is Treatment.WARRANT
    assert "has the ground “Debtor insolvent or bankrupt”" in page.text
    assert report is not None
    assert schedule.text.count("insolvent") == 3
    assert report.excluded == 4
