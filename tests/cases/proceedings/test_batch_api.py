"""A batch worked by a program: what it sees of samples and reasons, approving it whole, and who may not."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from cases.proceedings.preparing import prepare_filings
from documents.vault.viewing import look_at
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_desk, open_cases, put_through_the_gate
from tests.cases.desk.test_api import headers, post
from tests.cases.proceedings.test_filings import filings, ready_for_court, steps_before_court, the_seat
from tests.web.client import Browser, browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
PETITION = "monitorio_petition"
READS = ("", "/samples", "/aside", "/reasons")
WRITES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/approve", {"shown": []}),
    ("/seal", {}),
    ("/filed", {"on": "2026-11-20", "provenance": "receipt"}),
    ("/again", {}),
    ("/anew", {}),
)


async def a_batch(desk: Desk, run_jobs: Run, *, aside: int = 0) -> UUID:
    """Two drafts, and cases that are not through onboarding yet."""
    ready = await ready_for_court(desk, count=2)
    waiting = await open_cases(desk=desk, count=aside) if aside else []
    batch_id = (await prepare_filings(desk.lawyer, [*ready, *waiting], PETITION)).batch_id
    await run_jobs()
    return batch_id


async def read(client: Browser, path: str) -> Any:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_batch_is_approved_sealed_and_sent_once_its_samples_were_opened_by_a_person(run_jobs: Run) -> None:
    desk = await a_desk()
    here = f"/api/filings/batches/{await a_batch(desk, run_jobs)}"
    async with browser(desk.lawyer) as client:
        whole = await read(client, here)
        assert (whole["finished"], whole["by_status"], whole["older_letterhead"]) == (True, {"drafted": 2}, 0)
        shown = {"shown": whole["to_sign"]}
        draw = await read(client, f"{here}/samples")
        assert (draw["out_of"], draw["unopened"], len(draw["digest"])) == (2, 2, 64)
        early = await client.post(f"{here}/approve", json=shown, headers=await headers(client))
        assert (early.status_code, "still unopened" in early.json()["detail"]) == (409, True)
        for one in draw["items"]:
            await look_at(desk.lawyer, UUID(one["document_id"]))
        assert all(one["opened_at"] for one in (await read(client, f"{here}/samples"))["items"])
        less = {"shown": [{"amount": "1.00", "currency": "EUR"}]}
        wrong = await client.post(f"{here}/approve", json=less, headers=await headers(client))
        assert wrong.status_code == 422

        sent = await headers(client)
        first, twice = [await client.post(f"{here}/approve", json=shown, headers=sent) for _ in range(2)]
        assert (first.status_code, first.json()) == (200, twice.json())
        assert (await post(client, f"{here}/seal", {}))["sealed"] == 2
        await post(client, f"{here}/filed", {"on": "2026-11-20", "provenance": "LexNET receipt 4711"})
        assert (await read(client, here))["by_status"] == {"filed": 2}
        rows = (await read(client, "/api/filings"))["items"]
    assert {row["letterhead_version"] for row in rows} == {None}
    assert {row["status"] for row in await filings(desk.lawyer)} == {"filed"}


async def test_a_program_prepares_many_at_once_and_the_same_request_twice_is_one_batch(run_jobs: Run) -> None:
    desk = await a_desk()
    ready = await ready_for_court(desk, count=2)
    (waiting,) = await open_cases(desk=desk, count=1)
    wanted = {"kind": PETITION, "case_ids": [str(one) for one in (*ready, waiting)]}
    async with browser(desk.lawyer) as client:
        sent = await headers(client)
        first, twice = [await client.post("/api/filings/batches", json=wanted, headers=sent) for _ in range(2)]
        assert (first.status_code, first.json()) == (200, twice.json())
        assert (first.json()["queued"], first.json()["left_out"]) == (2, 1)
        await run_jobs()
        whole = await read(client, f"/api/filings/batches/{first.json()['batch_id']}")
        assert (whole["by_status"], whole["left_out"]) == ({"drafted": 2}, 1)
        none = await client.post("/api/filings/batches", json=wanted | {"case_ids": []}, headers=await headers(client))
        assert (none.status_code, none.json()["places"][0]["where"]) == (422, "case_ids")
    stranger = (await a_desk()).lawyer
    member = await a_member(organisation_id=desk.owner_id, roles=("administrator",), clock=desk.clock)
    for who, status in ((stranger, 404), (member, 403)):
        async with browser(who) as client:
            answer = await client.post("/api/filings/batches", json=wanted, headers=await headers(client))
            assert answer.status_code == status


async def test_what_stands_aside_is_paged_with_its_reasons_and_tried_again(run_jobs: Run) -> None:
    desk = await a_desk()
    batch_id = await a_batch(desk, run_jobs, aside=51)
    here = f"/api/filings/batches/{batch_id}"
    async with browser(desk.lawyer) as client:
        first = await read(client, f"{here}/aside")
        rest = await read(client, f"{here}/aside?after={first['next']}")
        (reason,) = await read(client, f"{here}/reasons")
        assert (len(first["items"]), len(rest["items"]), rest["next"]) == (50, 1, None)
        assert (reason["what"], reason["cases"], (await read(client, here))["left_out"]) == ("left out", 51, 51)
        assert first["items"][0]["reasons"][0]["sentence"] == reason["fact"]
        mended = UUID(rest["items"][0]["case_id"])
        await put_through_the_gate(desk, [mended])
        await the_seat(desk, [mended])
        await steps_before_court(desk, [mended])
        assert await post(client, f"{here}/again", {"fact": reason["fact"]}) == {"queued": 1, "left_out": 50}
        await run_jobs()
        assert await post(client, f"{here}/anew", {}) == {"queued": 3, "left_out": 0}
        await run_jobs()
        assert (await read(client, here))["by_status"] == {"drafted": 3, "withdrawn": 3}


async def test_nobody_a_stranger_and_a_member_without_the_right_get_nothing(run_jobs: Run) -> None:
    desk = await a_desk()
    here = f"/api/filings/batches/{await a_batch(desk, run_jobs)}"
    stranger = await a_member(organisation_id=await an_organisation(kinds=("purchaser",)), roles=("lawyer",))
    member = await a_member(organisation_id=desk.owner_id, roles=("administrator",), clock=desk.clock)
    async with browser(None) as client:
        assert {(await client.get(here + path)).status_code for path in READS} == {401}
    async with browser(stranger) as client:
        assert {(await client.get(here + path)).status_code for path in READS} == {404}
        tried = [await client.post(here + path, json=said, headers=await headers(client)) for path, said in WRITES]
        assert {one.status_code for one in tried} == {404}
    async with browser(member) as client:
        tried = [await client.post(here + path, json=said, headers=await headers(client)) for path, said in WRITES]
        keyless = await headers(client)
        del keyless["idempotency-key"]
        refused = await client.post(f"{here}/seal", json={}, headers=keyless)
    assert {one.status_code for one in tried} == {403}
    assert refused.status_code in {400, 422}
    assert {row["status"] for row in await filings(desk.lawyer)} == {"drafted"}
