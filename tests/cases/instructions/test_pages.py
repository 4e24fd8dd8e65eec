"""Both sides at their pages: cases chosen, drafted, sent, checked, accepted; more asked for, reported, returned."""

import re
from typing import Any
from uuid import UUID

import pytest

from cases.instructions.queries import cases_given, instruction
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from tests.builders.accounts import a_member
from tests.builders.cases import a_desk, a_firm, open_cases
from tests.builders.instructions import a_sent_instruction
from tests.web.client import Browser, browser

pytestmark = pytest.mark.usefixtures("database")


async def told(client: Browser, path: str, data: dict[str, Any] | None = None) -> str:
    """What the page says after the form."""
    answer = await client.submit(path, data)
    assert answer.status_code == 303, answer.text
    return str((await client.get(answer.headers["location"])).text)


async def latest(owner: Actor) -> UUID:
    async with db.transaction(owner):
        found: UUID = await db.fetch_value("SELECT id FROM instructions ORDER BY id DESC LIMIT 1")
    return found


async def test_from_the_list_of_cases_to_the_return() -> None:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    one, two = await open_cases(desk=desk, count=2)
    async with browser(desk.buyer) as owner, browser(firm.lawyer) as lawyer:
        assert "/instructions/new" in (await owner.get("/cases")).text
        form = (await owner.get("/instructions/new", params={"in_side": "own", "all": "yes"})).text
        assert "2 cases chosen" in form
        assert "Vega Abogados SLP" in form
        wrong = await owner.submit("/instructions", {"case": str(one), "firm_id": str(firm.organisation_id)})
        assert wrong.status_code == 422
        assert "up to what amount the firm may incur" in wrong.text
        page = await told(
            owner,
            "/instructions",
            {
                "case": [str(one), str(two)],
                "firm_id": str(firm.organisation_id),
                "currency": "EUR",
                "case_limit": "100",
                "whole_limit": "150.00",
                "fee_percent": "10",
                "report_every_days": "30",
            },
        )
        assert "is drafted with 2 cases" in page
        here = f"/instructions/{await latest(desk.buyer)}"
        assert (await lawyer.get(here)).status_code == 404
        assert "Look again before you send it" in await told(owner, f"{here}/send", {"shown_cases": "3"})
        assert "checks for conflicts and answers" in await told(owner, f"{here}/send", {"shown_cases": "2"})

        offered = (await lawyer.get(here)).text
        assert "Núñez" not in offered
        assert "Names of the parties" in offered
        assert "Lucía Núñez Peña" in (await lawyer.get(f"{here}/parties")).text
        assert (await lawyer.get(f"/cases/{one}")).status_code == 404
        assert "Entered." in await told(
            lawyer, "/conflicts", {"name": "NUÑEZ PEÑA Lucía", "side": "client", "identifier": "48765432G"}
        )
        assert "2 hits. 2 wait for a decision" in await told(lawyer, f"{here}/conflicts")
        assert "wait for a decision" in await told(lawyer, f"{here}/accept")
        hits = re.findall(r'name="hit" value="([^"]+)"', (await lawyer.get(f"{here}/conflicts")).text)
        assert "A decision needs its reason" in await told(lawyer, f"{here}/conflicts/decide", {"hit": hits})
        assert "Decided: 1" in await told(
            lawyer, f"{here}/conflicts/decide", {"hit": hits[:1], "decision": "conflict", "reason": "Our client."}
        )
        assert "Decided: 1" in await told(
            lawyer, f"{here}/conflicts/decide", {"hit": hits[1:], "decision": "clear", "reason": "A namesake."}
        )
        assert "1 cases are yours to work" in await told(lawyer, f"{here}/accept")
        shown = (await owner.get(here)).text
        assert "conflict of interest" in shown
        assert "Our client." not in shown
        assert (await owner.get(f"{here}/conflicts")).status_code in {403, 404}
        async with db.transaction(firm.lawyer):
            (taken,) = await db.fetch("SELECT id FROM cases")

        await lawyer.submit(
            f"/cases/{taken['id']}/efforts",
            {"what": "Burofax", "on": "2026-01-02", "amount": "120.00", "currency": "EUR"},
        )
        assert "passes the cost authority" in (await lawyer.get(f"/cases/{taken['id']}")).text
        assert "asked for 30.00 EUR more" in await told(lawyer, f"{here}/ask", {"amount": "30", "why": "Burofax"})
        request_id = re.search(rf"{here}/requests/([0-9a-f-]+)", (await owner.get(here)).text)
        assert request_id is not None
        asked = f"{here}/requests/{request_id[1]}"
        shown_amount = {"shown_amount": "30.00", "shown_currency": "EUR"}
        assert "Granted: 20.00 EUR" in await told(owner, asked, {"amount": "20.00", **shown_amount})
        assert "170.00" in (await lawyer.get(here)).text

        report = await lawyer.get(f"{here}/report")
        assert "Fees by the agreement" in report.text
        for suffix, start in (("csv", b"\xef\xbb\xbfsection"), ("xlsx", b"PK")):
            assert (await owner.get(f"{here}/report/{suffix}")).content.startswith(start)
        assert (await owner.get(f"{here}/report/pdf")).status_code == 404
        today = {"since": "2026-01-01", "until": "2026-01-31", "remark": "Nothing moved."}
        assert "as it stood" in await told(lawyer, f"{here}/reports", today)
        assert "Reports delivered" in (await owner.get(here)).text

        assert "Say why" in await told(lawyer, f"{here}/return", {"reason": "No capacity"})
        back = await told(lawyer, f"{here}/return", {"reason": "No capacity", "handover": "Write to him first."})
        assert "back with their owner" in back
        assert "Write to him first." in (await owner.get(here)).text
        assert (await lawyer.get(f"/cases/{taken['id']}")).status_code == 404


async def test_a_program_drafts_sends_accepts_and_withdraws() -> None:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    case_ids = await open_cases(desk=desk, count=1)
    offer = {
        "firm_id": str(firm.organisation_id),
        "case_ids": [str(one) for one in case_ids],
        "terms": {"currency": "EUR", "whole_limit": "250.00", "fee_percent": "7.5"},
    }
    async with browser(desk.buyer) as owner, browser(firm.lawyer) as lawyer:
        assert (await owner.ask("/api/instructions", offer, key="")).status_code == 400
        key = str(new_id())
        made = (await owner.ask("/api/instructions", offer, key=key)).json()
        assert (await owner.ask("/api/instructions", offer, key=key)).json() == made
        here = f"/api/instructions/{made['id']}"
        assert (await lawyer.get(here)).status_code == 404
        assert (await owner.ask(f"{here}/send", {"cases": 2})).status_code == 409
        assert (await owner.ask(f"{here}/send", {"cases": 1})).status_code == 200
        assert (await owner.ask(f"{here}/accept")).status_code == 403
        assert (await lawyer.ask(f"{here}/accept")).status_code == 409
        await lawyer.submit(f"/instructions/{made['id']}/conflicts")
        assert (await lawyer.ask(f"{here}/accept")).json() == {"sentence": "Accepted: 1 cases."}
        whole = (await lawyer.get(here)).json()
        assert (whole["row"]["status"], whole["terms"]["fee_percent"]) == ("accepted", "7.5")
        assert [row["number"] for row in (await lawyer.get("/api/instructions")).json()["items"]] == [made["number"]]
        assert (await owner.ask(f"{here}/withdraw", {"reason": "Sold."})).status_code == 200
        assert (await lawyer.ask(f"{here}/return", {"reason": "x", "handover": "y"})).status_code == 409


async def test_members_without_the_right_and_strangers() -> None:
    desk = await a_desk()
    firm, other = await a_firm(desk=desk), await a_firm(desk=desk, name="Ríos Procesal SLP")
    (case_id,) = await open_cases(desk=desk, count=1)
    instruction_id = await a_sent_instruction(desk.buyer, firm.organisation_id, [case_id])
    here = f"/instructions/{instruction_id}"
    seller = await a_member(organisation_id=firm.organisation_id, roles=("seller",), clock=desk.clock)
    async with browser(other.lawyer) as stranger, browser(firm.clerk) as clerk, browser(seller) as nobody:
        for path in (here, f"{here}/parties", f"{here}/conflicts", f"{here}/report"):
            assert (await stranger.get(path)).status_code == 404, path
            assert (await nobody.get(path)).status_code == 403, path
        for verb in ("accept", "refuse", "withdraw", "ask"):
            assert (await stranger.submit(f"{here}/{verb}", {"reason": "x"})).status_code == 404
        assert (await clerk.submit(f"{here}/accept")).status_code == 403
        assert (await clerk.submit(f"{here}/dance")).status_code == 404
        assert (await clerk.get("/instructions")).status_code == 200
    assert (await instruction(desk.buyer, instruction_id)).status == "sent"
    assert [one.status for one in await cases_given(desk.buyer, instruction_id)] == ["proposed"]
