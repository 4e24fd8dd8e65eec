"""A case worked by a program: the same commands as the pages, amounts as text, each binding request once."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from kernel import db
from kernel.ids import new_id
from kernel.keys import platform_key
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_desk, open_cases, put_through_the_gate
from tests.cases.proceedings.test_filings import steps_before_court, the_seat
from tests.web.client import Browser, browser
from web.csrf import Tokens

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]


async def headers(client: Browser) -> dict[str, str]:
    """What a page's own script would send: the session's token, where it comes from, a fresh key."""
    token = Tokens(platform_key().secret).make(client.session or "")
    return {"x-csrf-token": token, "origin": str(client.base_url).rstrip("/"), "idempotency-key": str(new_id())}


async def post(client: Browser, path: str, asked: dict[str, Any]) -> Any:
    answer = await client.post(path, json=asked, headers=await headers(client))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def a_ready_case(desk: Desk) -> UUID:
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])
    await the_seat(desk, [case_id])
    await steps_before_court(desk, [case_id])
    return case_id


async def test_from_the_worklist_to_a_filed_petition_without_a_page(run_jobs: Run) -> None:
    desk = await a_desk()
    case_id = await a_ready_case(desk)
    async with browser(desk.lawyer) as client:
        (line,) = (await client.get("/api/cases?status=pre-action")).json()["items"]
        assert (line["id"], line["balance"]) == (str(case_id), {"amount": "4200.00", "currency": "EUR"})
        here = f"/api/cases/{case_id}"
        await post(client, f"{here}/procedure", {"procedure": "monitorio"})
        await post(client, f"{here}/filings", {"kind": "monitorio_petition"})
        await run_jobs()
        (paper,) = (await client.get("/api/filings?status=drafted")).json()["items"]
        filing, total = f"/api/filings/{paper['paper']['id']}", paper["paper"]["total"]
        wrong = await client.post(
            f"{filing}/approve", json={"shown": {**total, "amount": "1.00"}}, headers=await headers(client)
        )
        await post(client, f"{filing}/approve", {"shown": total})
        digest = (await post(client, f"{filing}/seal", {}))["digest"]
        await post(client, f"{filing}/filed", {"on": "2026-11-20", "provenance": "LexNET receipt 4711"})
        whole = (await client.get(here)).json()
        dates = (await client.get(f"{here}/deadlines")).json()

    assert wrong.status_code == 422
    assert len(digest) == 64
    assert (whole["status"], whole["papers"][0]["status"]) == ("filed", "filed")
    assert {"ES-MASC-1Y": "met"}.items() <= {one["rule"]: one["status"] for one in dates}.items()


async def test_the_balance_is_that_of_the_day_asked_for() -> None:
    desk = await a_desk()
    case_id = await a_ready_case(desk)
    async with browser(desk.lawyer) as client:
        early, late, before = [
            await client.get(f"/api/cases/{case_id}?on={on}") for on in ("2026-06-01", "2027-06-01", "2020-01-01")
        ]
    first, second = early.json()["balance"], late.json()["balance"]
    assert (first["on"], first["principal"]["amount"]) == ("2026-06-01", "4200.00")
    assert float(second["interest"]["amount"]) > float(first["interest"]["amount"]) > 0
    assert before.status_code == 422
    assert "cut-off" in before.text


async def test_a_key_sent_twice_records_one_event_and_gives_the_same_answer() -> None:
    desk = await a_desk()
    (case_id,) = await open_cases(desk=desk, count=1)
    await put_through_the_gate(desk, [case_id])
    asked = {"event": "masc_request_received", "on": "2026-09-15", "provenance": "burofax, receipt"}
    async with browser(desk.lawyer) as client:
        sent = await headers(client)
        first, again = [await client.post(f"/api/cases/{case_id}/events", json=asked, headers=sent) for _ in range(2)]
        keyless = {name: value for name, value in sent.items() if name != "idempotency-key"}
        refused = await client.post(f"/api/cases/{case_id}/events", json=asked, headers=keyless)
        impossible = await client.post(
            f"/api/cases/{case_id}/events",
            json={**asked, "event": "requerimiento_served"},
            headers=await headers(client),
        )
    assert first.json() == again.json()
    assert refused.status_code in {400, 422}
    assert (impossible.status_code, "can happen" in impossible.json()["detail"]) == (409, True)
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM case_events") == 1


async def test_strangers_find_nothing_and_pages_go_on_where_the_last_ended() -> None:
    desk = await a_desk()
    case_ids = await open_cases(desk=desk, count=52)
    stranger = await a_member(
        organisation_id=await an_organisation(kinds=("purchaser",)), roles=("lawyer", "administrator")
    )
    async with browser(desk.lawyer) as client:
        first = (await client.get("/api/cases")).json()
        rest = (await client.get("/api/cases", params={"after": first["next"]})).json()
    async with browser(stranger) as client:
        listed = (await client.get("/api/cases?side=own")).json()
        there = await client.get(f"/api/cases/{case_ids[0]}")
    assert [UUID(one["id"]) for one in first["items"] + rest["items"]] == sorted(case_ids)
    assert rest["next"] is None
    assert (listed["items"], there.status_code) == ([], 404)
