"""Letterhead and clauses by a program: read, saved as the next version, refused like a form."""

from base64 import b64encode
from typing import Any

import pytest

from cases.studio.letterheads import shown_house
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import a_desk
from tests.cases.desk.test_api import headers, post
from tests.cases.studio.test_letterheads import a_logo
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")
HERE = "/api/letterhead"
FIRST: dict[str, Any] = {"was": 0, "sender": ["Tel. +34 984 555 900"], "footer": "Inscrita en Oviedo", "clauses": []}


async def test_a_program_saves_versions_and_reads_each_of_them() -> None:
    desk = await a_desk()
    logo = {"content": b64encode(a_logo()).decode(), "media_type": "image/png"}
    clause = {"text": "Cláusula propia.", "kind": "demand", "language": "es"}
    async with browser(desk.buyer) as client:
        assert (await client.get(HERE)).json()["version"] == 0
        assert await post(client, HERE, {**FIRST, "logo": logo}) == {"version": 1}
        sent, second = await headers(client), {**FIRST, "was": 1, "clauses": [clause]}
        answers = [await client.post(HERE, json=second, headers=sent) for _ in range(2)]
        assert [one.json() for one in answers] == [{"version": 2}] * 2
        now, then = [(await client.get(f"{HERE}{asked}")).json() for asked in ("", "?version=1")]
        stale = await client.post(HERE, json=second, headers=await headers(client))
        versions = (await client.get(f"{HERE}/versions")).json()
        page = (await client.get("/letterhead?version=1")).text
        nowhere = [(await client.get(f"{HERE}?version={one}")).status_code for one in (7, 9**20)]
    assert (now["clauses"], then["clauses"]) == ([clause], [])
    assert now["logo"] == then["logo"]
    assert now["logo"].startswith("data:image/png;base64,")
    assert stale.status_code == 409
    assert [one["version"] for one in versions] == [2, 1]
    assert versions[0]["saved_by"] == str(desk.buyer.person_id)
    assert "A former version" in page
    assert 'action="/letterhead"' not in page
    assert nowhere == [404, 400] or nowhere == [404, 404]


@pytest.mark.parametrize(
    "changes",
    [
        {"sender": ["x" * 81]},
        {"clauses": [{"text": "Ours", "kind": "goodbye_letter"}]},
        {"clauses": [{"text": "Ours", "kind": "no_such_paper"}]},
        {"clauses": [{"text": "Ours", "language": "xx"}]},
        {"logo": {"content": "not base64!", "media_type": "image/png"}},
        {"logo": {"content": b64encode(b"<svg>").decode(), "media_type": "image/svg+xml"}},
    ],
)
async def test_what_cannot_be_printed_is_refused_with_its_place(changes: dict[str, Any]) -> None:
    desk = await a_desk()
    async with browser(desk.buyer) as client:
        answer = await client.post(HERE, json={**FIRST, **changes}, headers=await headers(client))
    assert answer.status_code == 422, answer.text
    assert answer.json()["places"]
    assert await shown_house(desk.lawyer) is None


async def test_each_reads_their_own_and_only_who_keeps_the_details_saves() -> None:
    desk = await a_desk()
    stranger = await a_member(organisation_id=await an_organisation(kinds=("purchaser",)), roles=("administrator",))
    outsider = await a_member(organisation_id=desk.owner_id, roles=("seller",), clock=desk.clock)
    async with browser(desk.buyer) as client:
        await post(client, HERE, FIRST)
    async with browser(None) as client:
        assert (await client.get(HERE)).status_code == 401
    async with browser(stranger) as client:
        theirs = await client.get(HERE)
        assert (theirs.status_code, theirs.json().get("version", 0)) in {(200, 0), (403, 0)}
        assert (await client.get(f"{HERE}?version=1")).status_code in {403, 404}
    async with browser(outsider) as client:
        assert (await client.get(HERE)).status_code == 403
    async with browser(desk.lawyer) as client:
        assert (await client.get(HERE)).json()["footer"] == "Inscrita en Oviedo"
        refused = await client.post(HERE, json={**FIRST, "was": 1}, headers=await headers(client))
    assert refused.status_code == 403
