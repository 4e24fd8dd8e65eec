"""A mandate on the site: its power of attorney goes into the vault, and the agent can read it."""

from hashlib import sha256

import httpx
import pytest

from accounts.mandates.queries import mandates
from kernel.actor import Actor
from tests.builders.accounts import a_member, an_organisation
from tests.builders.files import a_pdf
from tests.web.client import Browser, browser
from tests.web.twice import press_twice, refuses_without_a_key

pytestmark = pytest.mark.usefixtures("vault")
POWER = a_pdf("signed in Madrid")


async def houses() -> tuple[Actor, Actor, Actor]:
    principal = await a_member(organisation_id=await an_organisation(kinds=("purchaser",), name="Fondo Sur"))
    agent = await a_member(organisation_id=await an_organisation(kinds=("servicer",), name="Cobros del Duero"))
    stranger = await a_member(organisation_id=await an_organisation(kinds=("servicer",)))
    return principal, agent, stranger


async def grant(
    client: Browser, agent: Actor, *, power: bytes = POWER, fields: dict[str, str] | None = None
) -> httpx.Response:
    data = {"agent_id": str(agent.organisation_id), "kind": "servicing", "from_on": "2026-01-01", **(fields or {})}
    return await client.submit("/mandates", data, files={"power": ("power.pdf", power, "application/pdf")})


async def test_both_sides_read_the_power_of_attorney_and_a_stranger_does_not() -> None:
    principal, agent, stranger = await houses()
    async with browser(principal) as client:
        assert (await grant(client, agent)).status_code == 303
        page = (await client.get("/mandates")).text
        assert "Cobros del Duero" in page
    [mandate] = await mandates(agent)
    assert mandate.power_sha256 == sha256(POWER).digest()
    for reader, status in ((principal, 200), (agent, 200), (stranger, 404)):
        async with browser(reader) as client:
            answer = await client.get(f"/documents/{mandate.power_document_id}")
        assert answer.status_code == status
        assert (answer.content == POWER) == (status == 200)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "everything"}, "Choose what the mandate is for"),
        ({"from_on": ""}, "Choose a day"),
        ({"until_on": "2025-01-01"}, "It ends before it begins"),
        ({"agent_id": "nobody"}, "Choose from the list"),
    ],
)
async def test_a_form_that_is_wrong_is_shown_again_with_what_was_typed(wrong: dict[str, str], said: str) -> None:
    principal, agent, _ = await houses()
    async with browser(principal) as client:
        answer = await grant(client, agent, fields=wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert await mandates(principal) == []


async def test_what_is_not_a_pdf_is_no_power_of_attorney() -> None:
    principal, agent, _ = await houses()
    async with browser(principal) as client:
        answer = await grant(client, agent, power=b"MZ program")
    assert answer.status_code == 422
    assert "a PDF is wanted" in answer.text


async def test_a_mandate_ends_on_its_page() -> None:
    principal, agent, _ = await houses()
    async with browser(principal) as client:
        await grant(client, agent)
        [mandate] = await mandates(principal)
        last = principal.today("UTC").isoformat()
        assert (await client.submit(f"/mandates/{mandate.id}/end", {"until_on": last})).status_code == 303
    [ended] = await mandates(agent)
    assert ended.until_on == principal.today("UTC")


async def test_a_mandate_is_granted_and_ended_once_however_often_the_form_is_pressed() -> None:
    principal, agent, _ = await houses()
    data = {"agent_id": str(agent.organisation_id), "kind": "servicing", "from_on": "2026-01-01"}
    async with browser(principal) as client:
        await press_twice(client, "/mandates", data, files={"power": ("power.pdf", POWER, "application/pdf")})
        [mandate] = await mandates(principal)
        until = {"until_on": principal.today("UTC").isoformat()}
        assert await refuses_without_a_key(client, f"/mandates/{mandate.id}/end", until)
        await press_twice(client, f"/mandates/{mandate.id}/end", until)
