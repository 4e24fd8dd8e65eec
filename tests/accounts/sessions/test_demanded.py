"""Whose organisation demands a second factor sets it up before anything else opens."""

import httpx
import pyotp
import pytest
from bs4 import BeautifulSoup

from accounts.organisations.commands import demand_second_factor
from kernel.errors import Forbidden
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sign_in import PASSWORD, a_person
from tests.web.client import Browser, browser
from tests.web.twice import written

pytestmark = pytest.mark.usefixtures("database")
EMAIL = "ana.ruiz@norte.example"
ENROLMENT = "/account/second-factor"


async def at_the_door(client: Browser) -> httpx.Response:
    """Signs in with the password alone, as a browser does, and opens a page."""
    await client.get("/sign-in")
    client.session = client.cookies.get("recourse-seed")
    entered = await client.submit("/sign-in", {"email": EMAIL, "password": PASSWORD})
    assert entered.status_code == 303, entered.text
    return await client.get("/account")


async def set_up(client: Browser) -> httpx.Response:
    shown = await client.submit(f"{ENROLMENT}/begin")
    found = BeautifulSoup(shown.text, "html.parser").find("code")
    assert found is not None
    return await client.submit(f"{ENROLMENT}/confirm", {"code": pyotp.TOTP(found.text.replace(" ", "")).now()})


async def test_the_operators_people_set_a_factor_up_before_anything_else() -> None:
    await a_person(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",), email=EMAIL)
    other = await an_organisation(status="applied")
    async with browser() as client:
        first = await at_the_door(client)
        assert (first.status_code, first.headers["location"]) == (303, ENROLMENT)
        assert "comes first" in (await client.get(ENROLMENT)).text
        for address in ("/organisations", "/account", "/people", f"/organisations/{other}"):
            assert (await client.get(address)).headers["location"] == ENROLMENT, address
        assert (await client.get("/api/me")).status_code == 403
        before = await written()
        refused = await client.submit(f"/organisations/{other}/vet")
        assert (refused.status_code, await written()) == (403, before)
        sent = await client.submit("/mandates", files={"power": ("p.pdf", b"%PDF-", "application/pdf")})
        assert sent.status_code == 401
        assert "recovery" in (await set_up(client)).text.lower()
        assert (await client.get("/organisations")).status_code == 200


async def test_an_organisation_that_demands_it_does_so_of_who_can_bind_it() -> None:
    house = await an_organisation(demands_second_factor=True)
    await a_person(organisation_id=house, roles=("seller",), email=EMAIL)
    async with browser() as client:
        assert (await at_the_door(client)).headers["location"] == ENROLMENT


@pytest.mark.parametrize(("demands", "role"), [(True, "clerk"), (False, "seller")])
async def test_nobody_else_is_held_up(demands: bool, role: str) -> None:
    house = await an_organisation(demands_second_factor=demands)
    await a_person(organisation_id=house, roles=(role,), email=EMAIL)
    async with browser() as client:
        await at_the_door(client)
        assert (await client.get("/account")).status_code == 200


async def test_who_edits_the_organisation_demands_it_on_its_page_and_others_do_not() -> None:
    house = await an_organisation()
    chief = await a_member(organisation_id=house)
    clerk = await a_member(organisation_id=house, roles=("clerk",))
    with pytest.raises(Forbidden):
        await demand_second_factor(clerk, demanded=True)
    await a_person(organisation_id=house, roles=("seller",), email=EMAIL)
    async with browser(chief) as client:
        assert "Demand it" in (await client.get("/organisation")).text
        await client.submit("/organisation/second-factor", {"demanded": "yes"})
    async with browser() as client:
        assert (await at_the_door(client)).headers["location"] == ENROLMENT
    async with browser(chief) as client:
        await client.submit("/organisation/second-factor")
    async with browser() as client:
        await at_the_door(client)
        assert (await client.get("/account")).status_code == 200
