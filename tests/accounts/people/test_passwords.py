"""Changing a password, and having forgotten it."""

from datetime import timedelta

import pytest

from accounts.people.commands import change_password
from accounts.people.resetting import LASTS, ask_new_password, take_new_password
from accounts.sessions.sign_in import sign_in
from accounts.sessions.store import read_session
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.errors import Invalid, NotFound, SignInNeeded
from tests.builders.accounts import an_organisation
from tests.builders.sign_in import MORNING, PASSWORD, a_person, a_telephone, link_in, newest_mail

pytestmark = pytest.mark.usefixtures("database")
EMAIL = "ana.ruiz@norte.example"
BETTER = "eleven quiet otters swim"


async def ana_and_clock() -> tuple[Actor, MovingClock]:
    clock = MovingClock(MORNING)
    return await a_person(organisation_id=await an_organisation(), clock=clock), clock


async def a_link(clock: MovingClock) -> str:
    await ask_new_password(EMAIL.upper(), clock=clock)
    return link_in(await newest_mail("new_password"), "/sign-in/forgotten/").rpartition("/")[2]


async def test_a_changed_password_ends_every_session() -> None:
    ana, clock = await ana_and_clock()
    opened = await sign_in(EMAIL, PASSWORD, clock=clock)
    with pytest.raises(Invalid, match="old password"):
        await change_password(ana, old="not it", new=BETTER)
    await change_password(ana, old=PASSWORD, new=BETTER)
    assert await read_session(opened.token, clock) is None
    with pytest.raises(SignInNeeded):
        await sign_in(EMAIL, PASSWORD, clock=clock)
    await sign_in(EMAIL, BETTER, clock=clock)


async def test_the_link_sets_a_password_once() -> None:
    _, clock = await ana_and_clock()
    token = await a_link(clock)
    await take_new_password(token, BETTER, clock=clock)
    with pytest.raises(NotFound):
        await take_new_password(token, "a third good password", clock=clock)
    await sign_in(EMAIL, BETTER, clock=clock)


async def test_the_link_holds_for_half_an_hour_and_cannot_be_stretched() -> None:
    _, clock = await ana_and_clock()
    token = await a_link(clock)
    person, seconds, mac = token.split(".")
    for forged in (f"{person}.{int(seconds) + 9999}.{mac}", f"{person}.{seconds}.{'0' * len(mac)}", "x", "a.b.c"):
        with pytest.raises(NotFound):
            await take_new_password(forged, BETTER, clock=clock)
    clock.advance(LASTS + timedelta(seconds=1))
    with pytest.raises(NotFound):
        await take_new_password(token, BETTER, clock=clock)


async def test_a_new_password_does_not_get_past_the_second_factor() -> None:
    ana, clock = await ana_and_clock()
    await a_telephone(ana, clock)
    await take_new_password(await a_link(clock), BETTER, clock=clock)
    assert (await sign_in(EMAIL, BETTER, clock=clock)).half


async def test_an_address_nobody_has_gets_no_mail_and_the_same_silence() -> None:
    await ask_new_password("nobody@norte.example", clock=MovingClock(MORNING))
    async with db.transaction(Actor.platform()):
        assert await db.fetch_value("SELECT count(*) FROM mails") == 0
