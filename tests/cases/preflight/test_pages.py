"""The pages of the preflight: what stops a case, entering checks and a policy, and bringing a file."""

from uuid import UUID

import pytest

from cases.preflight.checks import enter_checks
from kernel import db
from tests.builders.cases import NOW, Desk, a_desk
from tests.cases.preflight.test_checks import a_row, reference_of
from tests.cases.proceedings.test_filings import ready_for_court
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database", "object_store")


async def checks_of(desk: Desk) -> list[tuple[str, str]]:
    async with db.transaction(desk.lawyer):
        return [
            (row["what"], row["answer"]) for row in await db.fetch("SELECT what, answer FROM party_checks ORDER BY 1")
        ]


async def test_the_page_says_what_stops_the_case_and_takes_the_check_that_mends_it() -> None:
    desk = await a_desk()
    (case_id,) = await ready_for_court(desk)
    here = f"/cases/{case_id}/preflight"
    async with browser(desk.buyer) as client:
        await client.submit("/checks/policy", {"insolvency": "7", "death": "", "moratorium": "", "address": "90"})
    reference = await reference_of(desk.lawyer, case_id)
    await enter_checks(desk.lawyer, [a_row(reference, what="address")])
    async with browser(desk.lawyer) as client:
        before = (await client.get(here)).text
        told = {
            "what": "insolvency",
            "answer": "clear",
            "checked_on": str(NOW.date()),
            "source": "Registro",
            "debtor": "",
        }
        sent = await client.submit(f"/cases/{case_id}/checks", told)
        after = (await client.get(here)).text
        wrong = await client.submit(f"/cases/{case_id}/checks", {**told, "checked_on": "2099-01-01"})
        case = (await client.get(f"/cases/{case_id}")).text
        overview = (await client.get("/checks")).text
    assert "The paper is stopped" in before
    assert "is insolvent was never checked" in before
    assert sent.status_code == 303
    assert "The paper may go" in after
    assert "Registro: clear" in after
    assert wrong.status_code == 303
    assert await checks_of(desk) == [("address", "clear"), ("insolvency", "clear")]
    assert f'href="{here}"' in case
    assert "Older than your policy" in overview


async def test_the_preview_counts_what_stops_by_reason() -> None:
    desk = await a_desk()
    await ready_for_court(desk, count=2)
    async with browser(desk.buyer) as client:
        await client.submit("/checks/policy", {"insolvency": "7"})
    async with browser(desk.lawyer) as client:
        page = (
            await client.get("/filings/prepare", params={"kind": "monitorio_petition", "status": "pre-action"})
        ).text
    assert "What stops them" in page
    assert "Check of insolvency" in page


async def test_a_program_brings_checks_and_asks_what_stands_against_a_paper() -> None:
    desk, other = await a_desk(), await a_desk(name="Other Purchaser DAC")
    (case_id,) = await ready_for_court(desk)
    async with browser(other.lawyer) as client:
        assert (await client.get(f"/api/cases/{case_id}/preflight")).status_code == 404
    async with browser(desk.lawyer) as client:
        answer = (await client.get(f"/api/cases/{case_id}/preflight")).json()
    assert (UUID(answer["case_id"]), answer["paper"], answer["may_go"]) == (case_id, "monitorio_petition", True)
    assert {"Territory", "Amounts against the ledger"} <= {line["title"] for line in answer["lines"]}
