"""Every page of the accounts, as nobody, as a stranger, as a member without the right, as who may."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from accounts.people.invitations import invite_person
from accounts.people.queries import open_invitations
from accounts.sessions.tokens import make_token
from kernel import db
from kernel.actor import Actor
from tests.builders.accounts import a_licence, a_member, an_organisation
from tests.web.client import browser
from web.app import create_site

pytestmark = pytest.mark.usefixtures("database")
CANARY = "Zinnober"
"""Stands in every text of the house whose pages are asked for; a stranger must never read it."""


@dataclass(frozen=True, slots=True)
class House:
    administrator: Actor
    member: Actor
    operator: Actor
    stranger: Actor
    ids: dict[str, str]


async def a_house() -> House:
    ours = await an_organisation(name=f"{CANARY} Bank", kinds=("seller", "purchaser"))
    plaza = await an_organisation(name="Plaza", kinds=("operator",))
    administrator = await a_member(organisation_id=ours, name=f"{CANARY} Chief")
    member = await a_member(organisation_id=ours, roles=("seller",), name=f"{CANARY} Clerk")
    operator = await a_member(organisation_id=plaza, roles=("operator",))
    stranger = await a_member(organisation_id=await an_organisation(name="Elsewhere"), roles=("administrator",))
    await invite_person(administrator, email="guest@zinnober.example", name=f"{CANARY} Guest", role="seller")
    [invitation] = await open_invitations(administrator)
    token_id, _ = await make_token(
        administrator,
        name=f"{CANARY} token",
        scopes=frozenset({"facts.read"}),
        expires_at=administrator.now().replace(year=administrator.now().year + 1, day=1),
    )
    ids = {
        "person": str(member.person_id),
        "house": str(ours),
        "invitation": str(invitation.id),
        "token": str(token_id),
        "licence": str(await a_licence(organisation_id=ours, status="claimed")),
    }
    return House(administrator, member, operator, stranger, ids)


# address → the status for (nobody, stranger who administers another house, member, administrator, operator)
READ = {
    "/sign-in": (200, 303, 303, 303, 303),
    "/sign-in/second": (303, 303, 303, 303, 303),
    "/sign-in/forgotten": (200, 200, 200, 200, 200),
    "/sign-in/forgotten/x.1.y": (404, 404, 404, 404, 404),
    "/apply": (200, 200, 200, 200, 200),
    "/invitations/unknown": (404, 404, 404, 404, 404),
    "/account": (303, 200, 200, 200, 200),
    "/account/second-factor": (303, 200, 200, 200, 200),
    "/people": (303, 200, 403, 200, 403),
    "/people/{person}": (303, 404, 403, 200, 403),
    "/organisation": (303, 200, 200, 200, 200),
    "/organisation/edit": (303, 200, 403, 200, 403),
    "/organisations": (303, 403, 403, 403, 200),
    "/organisations/new": (303, 403, 403, 403, 200),
    "/organisations/{house}": (303, 403, 403, 403, 200),
    "/licences": (303, 200, 403, 200, 200),
    "/mandates": (303, 200, 403, 200, 403),
    "/tokens": (303, 200, 403, 200, 403),
    "/record": (303, 200, 200, 200, 200),
    "/record/debtors": (303, 200, 200, 200, 200),
    "/api/me": (401, 200, 200, 200, 200),
    "/api/tokens": (401, 200, 403, 200, 403),
}
# The administrator comes last: what is done then is done.
WRITTEN = {
    "/people/{person}/lock": (401, 404, 403, 403, 303),
    "/people/{person}/unlock": (401, 404, 401, 403, 303),  # the member is the one who was locked
    "/people/{person}/roles": (401, 404, 403, 403, 422),
    "/people/{person}/remove": (401, 404, 403, 403, 303),
    "/people/{person}/dance": (401, 404, 403, 403, 404),
    "/people/invitations/{invitation}/withdraw": (401, 404, 403, 403, 303),
    "/people/invite": (401, 422, 403, 403, 422),
    "/tokens": (401, 422, 403, 403, 422),
    "/tokens/{token}/revoke": (401, 404, 403, 403, 303),
    "/organisations": (401, 403, 403, 422, 403),
    "/organisations/{house}/suspend": (401, 403, 403, 422, 403),
    "/organisation": (401, 422, 403, 403, 422),
    "/licences": (401, 422, 403, 422, 422),
    "/licences/{licence}/verify": (401, 403, 403, 303, 403),
    "/mandates": (401, 422, 403, 403, 422),
    "/mandates/{house}/end": (401, 422, 403, 422, 422),
    "/account": (401, 422, 422, 422, 422),
    "/account/password": (401, 422, 422, 422, 422),
    "/account/second-factor/confirm": (401, 404, 404, 404, 404),
    "/account/second-factor/remove": (401, 409, 409, 409, 409),
    "/account/second-factor/codes": (401, 409, 409, 409, 409),
    "/organisations/switch": (422, 422, 422, 422, 422),
}


async def test_every_page_answers_each_as_written_and_strangers_read_nothing_of_ours() -> None:
    house = await a_house()
    site = create_site(connects=False)
    visitors = (None, house.stranger, house.member, house.administrator, house.operator)
    found = {}
    for address in READ:
        statuses = []
        for visitor in visitors:
            async with browser(visitor, site=site) as client:
                answer = await client.get(address.format(**house.ids))
            statuses.append(answer.status_code)
            if visitor in (None, house.stranger):
                # Only the directory of vetted houses is everybody's, where a partner is chosen.
                assert CANARY not in answer.text.replace(f"{CANARY} Bank</option>", "")
        found[address] = tuple(statuses)
    assert found == READ


async def test_every_form_answers_each_as_written() -> None:
    house = await a_house()
    site = create_site(connects=False)
    visitors = (None, house.stranger, house.member, house.operator, house.administrator)
    found = {}
    for address in WRITTEN:
        statuses = []
        for visitor in visitors:
            async with browser(visitor, site=site) as client:
                if visitor is None:
                    await client.get("/sign-in")
                    client.session = client.cookies.get("recourse-seed")
                statuses.append((await client.submit(address.format(**house.ids))).status_code)
        found[address] = tuple(statuses)
    assert found == WRITTEN


async def test_a_form_without_its_token_does_nothing() -> None:
    house = await a_house()
    async with browser(house.administrator) as client:
        answer = await client.post(f"/people/{house.ids['person']}/remove", data={})
    assert answer.status_code == 403
    async with db.transaction(house.administrator):
        person = UUID(house.ids["person"])
        assert await db.fetch_value("SELECT count(*) FROM memberships WHERE person_id = $1 AND until IS NULL", person)
