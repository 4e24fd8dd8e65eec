"""The door as a browser sees it: cookies, redirects, forms."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from accounts.people.invitations import invite_person
from accounts.sessions.requests import own_path
from accounts.sessions.tokens import make_token
from kernel.actor import Actor
from kernel.clock import MovingClock
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sign_in import MORNING, PASSWORD, a_person, a_telephone, link_in, newest_mail
from tests.web.client import Browser, browser
from web.app import create_site

EMAIL = "ana.ruiz@norte.example"
COOKIE = "recourse-session"
FROM_US = {"origin": "http://127.0.0.1:8000"}


async def fill(client: Browser, page: str, action: str, **fields: str) -> object:
    """Opens the page and sends the form that leads to `action`, with its hidden fields."""
    shown = BeautifulSoup((await client.get(page)).text, "html.parser")
    form = shown.find("form", action=action)
    assert form is not None
    hidden = {str(one["name"]): str(one["value"]) for one in form.find_all("input", type="hidden")}
    return await client.post(action, data={**hidden, **fields}, headers=FROM_US)


async def enter(client: Browser, *, page: str = "/sign-in", password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return await fill(client, page, "/sign-in", email=EMAIL, password=password)


@pytest.mark.usefixtures("database")
class TestDoor:
    async def test_a_planted_cookie_is_never_adopted(self) -> None:
        await a_person(organisation_id=await an_organisation())
        async with browser() as client:
            client.cookies.set(COOKIE, "planted", domain="127.0.0.1")
            answer = await enter(client)
            given = answer.cookies[COOKIE]
            assert given != "planted"
            assert "httponly" in answer.headers["set-cookie"].lower()
            assert "samesite=lax" in answer.headers["set-cookie"].lower()
        async with browser() as thief:
            thief.cookies.set(COOKIE, "planted", domain="127.0.0.1")
            assert (await thief.get("/account")).status_code == 303

    async def test_a_session_planted_by_a_thief_who_has_one_gives_him_nothing(self) -> None:
        house = await an_organisation()
        await a_person(organisation_id=house)
        thief = await a_member(organisation_id=house, name="Thief")
        async with browser(thief) as hers:
            planted = hers.session
            await hers.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
            answer = await hers.submit("/sign-in", {"email": EMAIL, "password": PASSWORD})
            assert answer.cookies[COOKIE] != planted
        async with browser() as his:
            his.cookies.set(COOKIE, str(planted), domain="127.0.0.1")
            assert (await his.get("/account")).status_code == 303

    async def test_signing_in_leads_where_somebody_wanted_to_go(self) -> None:
        await a_person(organisation_id=await an_organisation())
        async with browser() as client:
            led = (await client.get("/people")).headers["location"]
            assert led == "/sign-in?next=/people"
            assert (await enter(client, page=led)).headers["location"] == "/people"
            assert (await client.get("/people")).status_code == 200

    @pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
    async def test_a_link_to_our_door_leads_nobody_away(self, next: str) -> None:
        await a_person(organisation_id=await an_organisation())
        async with browser() as client:
            assert (await enter(client, page=f"/sign-in?next={next}")).headers["location"] == "/"

    async def test_a_wrong_password_is_said_on_the_form_and_not_repeated(self) -> None:
        await a_person(organisation_id=await an_organisation())
        async with browser() as client:
            answer = await enter(client, password="my secret guess")
        assert answer.status_code == 401
        assert "The mail address or the password is wrong" in answer.text
        assert EMAIL in answer.text
        assert "my secret guess" not in answer.text

    async def test_the_second_factor_stands_between_password_and_pages(self) -> None:
        clock = MovingClock(MORNING)
        ana = await a_person(organisation_id=await an_organisation(), clock=clock)
        telephone = await a_telephone(ana, clock)
        clock.advance(timedelta(minutes=5))
        async with browser(site=create_site(connects=False, clock=clock)) as client:
            answer = await enter(client, page="/sign-in?next=/people")
            assert answer.headers["location"] == "/sign-in/second?next=%2Fpeople"
            half = client.cookies[COOKIE]
            for closed in ("/people", "/account", "/account/second-factor"):
                assert (await client.get(closed)).status_code == 303
            second = answer.headers["location"]
            wrong = await fill(client, second, "/sign-in/second", code="000000")
            assert wrong.status_code == 422  # type: ignore[attr-defined]
            right = await fill(client, second, "/sign-in/second", code=telephone.code(clock))
            assert right.headers["location"] == "/people"  # type: ignore[attr-defined]
            assert client.cookies[COOKIE] != half
            assert (await client.get("/people")).status_code == 200

    async def test_signing_out_ends_the_session_and_takes_the_cookie(self) -> None:
        ana = await a_member(organisation_id=await an_organisation())
        async with browser(ana) as client:
            session = str(client.session)
            answer = await client.submit("/sign-out")
            assert "Max-Age=0" in answer.headers["set-cookie"]
        async with browser() as again:
            again.cookies.set(COOKIE, session, domain="127.0.0.1")
            assert (await again.get("/account")).status_code == 303

    async def test_signing_out_everywhere_closes_the_other_browser(self) -> None:
        ana = await a_member(organisation_id=await an_organisation())
        async with browser(ana) as here, browser(ana) as there:
            await here.submit("/account/sessions/end")
            assert (await there.get("/account")).status_code == 303

    async def test_a_sentence_survives_the_new_session_id(self) -> None:
        ana = await a_person(organisation_id=await an_organisation())
        async with browser(ana) as client:
            old = client.session
            await client.submit("/account/password", {"old": PASSWORD, "new": "eleven quiet otters swim"})
            assert client.cookies[COOKIE] != old
            assert "The password was changed" in (await client.get("/account")).text
            assert "The password was changed" not in (await client.get("/account")).text

    async def test_the_second_factor_is_turned_on_with_a_picture_that_needs_no_style(self) -> None:
        ana = await a_member(organisation_id=await an_organisation())
        async with browser(ana) as client:
            page = BeautifulSoup((await client.submit("/account/second-factor/begin")).text, "html.parser")
        picture = page.find("svg", class_="qr-code")
        assert picture is not None
        assert page.find(style=True) is None
        assert len(page.find("code", class_="secret").text.replace(" ", "")) == 32  # type: ignore[union-attr]

    async def test_an_invitation_is_accepted_on_its_page(self) -> None:
        boss = await a_member(organisation_id=await an_organisation())
        await invite_person(boss, email=EMAIL, name="Ana Ruiz", role="seller")
        link = link_in(await newest_mail("invitation"), "/invitations/")
        async with browser() as client:
            answer = await fill(client, link, link, name="Ana Ruiz", password=PASSWORD)
            assert answer.headers["location"] == "/account"  # type: ignore[attr-defined]
            assert "Welcome" in (await client.get("/account")).text


@pytest.mark.usefixtures("database")
class TestTokens:
    async def a_token(self, *scopes: str) -> str:
        actor = await a_member(organisation_id=await an_organisation(name="Norte"))
        _, clear = await make_token(
            actor, name="upload", scopes=frozenset(scopes), expires_at=actor.now() + timedelta(days=1)
        )
        return clear

    async def test_a_program_says_who_it_is(self) -> None:
        clear = await self.a_token("facts.read")
        async with browser() as client:
            me = (await client.get("/api/me", headers={"authorization": f"Bearer {clear}"})).json()
        assert (me["kind"], me["rights"], me["organisation"]["name"]) == ("token", ["facts.read"], "Norte")

    async def test_a_wrong_token_is_told_so_as_a_problem(self) -> None:
        async with browser() as client:
            answer = await client.get("/api/me", headers={"authorization": "Bearer rcs_wrong"})
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")

    async def test_the_rights_of_a_token_end_where_its_scopes_do(self) -> None:
        clear = await self.a_token("facts.read")
        async with browser() as client:
            answer = await client.get("/api/tokens", headers={"authorization": f"Bearer {clear}"})
        assert answer.status_code == 403
        assert "tokens.manage" in answer.json()["detail"]

    async def test_a_token_does_not_open_the_own_account(self) -> None:
        clear = await self.a_token("people.manage", "tokens.manage")
        async with browser() as client:
            headers = {"authorization": f"Bearer {clear}", "accept": "application/json"}
            assert (await client.get("/account", headers=headers)).status_code == 401
            made = await client.post(
                "/api/tokens",
                headers=headers,
                json={
                    "name": "next",
                    "scopes": ["people.manage"],
                    "expires_at": "2027-01-01T00:00:00Z",
                },
            )
            assert made.status_code == 403

    async def test_the_clear_text_is_shown_once(self) -> None:
        ana = await a_member(organisation_id=await an_organisation())
        day = (Actor.platform().now() + timedelta(days=9)).date().isoformat()
        async with browser(ana) as client:
            fields = {"name": "x", "expires_on": day, "scopes": "facts.read"}
            shown = BeautifulSoup((await client.submit("/tokens", fields)).text, "html.parser")
            clear = shown.find(id="new-token").text  # type: ignore[union-attr]
            assert clear.startswith("rcs_")
            assert clear not in (await client.get("/tokens")).text


@given(st.text(max_size=40))
def test_whatever_next_says_it_stays_on_our_site(address: str) -> None:
    path = own_path(address)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert "\n" not in path
