"""A petition that lacks the date of an earlier assignment says where it is entered, and goes on once it is."""

from datetime import date
from uuid import UUID

import msgspec
import pytest

from cases.claims.titles import earlier_links
from cases.jurisdictions.contract import Missing
from cases.proceedings.preparing import prepare_filings
from tests.builders.cases import a_desk
from tests.cases.proceedings.test_filings import Run, filings, ready_for_court
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")


async def test_the_stop_leads_to_the_page_and_the_page_to_the_petition(run_jobs: Run) -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk, assigned_on=None)
    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()
    (stopped,) = await filings(desk.lawyer)
    [lacks] = [one for one in msgspec.json.decode(stopped["missing"], type=list[Missing]) if one.enter_at == "title"]
    sentence, _, path = lacks.sentence.rpartition(" Enter it at ")
    assert "date of the assignment" in sentence

    async with browser(desk.lawyer) as client:
        assert path in (await client.get(f"/cases/{case_id}")).text.replace("&amp;", "&")
        assert "Deed" in (await client.get(path)).text
        tape_id, claim_id = UUID(path.split("/")[2]), path.rpartition("=")[2]
        [link] = await earlier_links(desk.lawyer, tape_id)
        given = {"assignor": link.assignor, "assignee": link.assignee, "claim": claim_id}
        early = await client.submit(path, {**given, "on": "2019-01-01", "deed": "deed PR-26-114"})
        assert (early.status_code, "Not before 3 April 2021" in early.text) == (422, True)
        entered = await client.submit(path, {**given, "on": "2026-05-29", "deed": "deed PR-26-114"})
        assert (entered.status_code, entered.headers["location"]) == (303, path)
    assert [(one.from_on, one.complete) for one in await earlier_links(desk.lawyer, tape_id)] == [
        (date(2026, 5, 29), True)
    ]

    await prepare_filings(desk.lawyer, [case_id], "monitorio_petition")
    await run_jobs()
    assert [row["status"] for row in await filings(desk.lawyer)] == ["drafted"]
