"""How people come in, and how the door closes behind those who leave."""

from datetime import timedelta

import pytest

from accounts.people.commands import change_roles, move_person, remove_person
from accounts.people.invitations import LASTS, accept_invitation, invitation_of, invite_person, withdraw_invitation
from accounts.people.queries import open_invitations, people
from accounts.sessions.sign_in import sign_in
from accounts.sessions.store import actor_at, read_session
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.errors import Forbidden, Invalid, NotFound, Refused, SignInNeeded
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sign_in import MORNING, PASSWORD, a_person, link_in, newest_mail

pytestmark = pytest.mark.usefixtures("database")
BO = "bo@norte.example"


async def an_administrator(**organisation: str) -> tuple[Actor, MovingClock]:
    clock = MovingClock(MORNING)
    organisation_id = await an_organisation(**organisation)  # type: ignore[arg-type]
    return await a_person(organisation_id=organisation_id, clock=clock), clock


async def token_for(boss: Actor, *, role: str = "seller", email: str = BO) -> str:
    await invite_person(boss, email=email, name="Bo Ek", role=role)
    return link_in(await newest_mail("invitation"), "/invitations/").rpartition("/")[2]


async def test_an_invited_person_chooses_a_password_and_has_the_role() -> None:
    boss, clock = await an_administrator()
    token = await token_for(boss, email=" Bo@Norte.example")
    person_id, organisation_id = await accept_invitation(token, name="Bo Ek", password=PASSWORD, clock=clock)
    assert organisation_id == boss.organisation_id
    assert (await actor_at(person_id, organisation_id)).may("tapes.upload")
    assert not (await sign_in(BO, PASSWORD, clock=clock)).half


async def test_an_invitation_works_once() -> None:
    boss, clock = await an_administrator()
    token = await token_for(boss)
    await accept_invitation(token, name="", password=PASSWORD, clock=clock)
    with pytest.raises(Refused, match="used already"):
        await accept_invitation(token, name="", password=PASSWORD, clock=clock)


async def test_an_invitation_expires() -> None:
    boss, clock = await an_administrator()
    token = await token_for(boss)
    clock.advance(LASTS - timedelta(seconds=1))
    await invitation_of(token, clock=clock)
    clock.advance(timedelta(seconds=1))
    with pytest.raises(Refused, match="expired"):
        await accept_invitation(token, name="", password=PASSWORD, clock=clock)


async def test_a_second_invitation_voids_the_first() -> None:
    boss, clock = await an_administrator()
    first, second = await token_for(boss), await token_for(boss)
    with pytest.raises(NotFound):
        await invitation_of(first, clock=clock)
    assert (await invitation_of(second, clock=clock)).email == BO
    assert len(await open_invitations(boss)) == 1


async def test_a_withdrawn_invitation_leads_nowhere() -> None:
    boss, clock = await an_administrator()
    token = await token_for(boss)
    stranger = await a_member(organisation_id=await an_organisation())
    [invitation] = await open_invitations(boss)
    with pytest.raises(NotFound):
        await withdraw_invitation(stranger, invitation.id)
    await withdraw_invitation(boss, invitation.id)
    with pytest.raises(NotFound):
        await accept_invitation(token, name="", password=PASSWORD, clock=clock)


async def test_the_link_alone_does_not_take_over_an_account_that_exists() -> None:
    boss, clock = await an_administrator()
    elsewhere = await an_organisation(name="Fondo")
    bo = await a_person(organisation_id=elsewhere, email=BO, clock=clock)
    token = await token_for(boss)
    with pytest.raises(SignInNeeded, match="has an account already"):
        await accept_invitation(token, name="Thief", password="another good password", clock=clock)
    with pytest.raises(SignInNeeded):
        await accept_invitation(token, name="", password="", signed_in_as=boss.person_id, clock=clock)
    person_id, _ = await accept_invitation(token, name="", password="", signed_in_as=bo.person_id, clock=clock)
    assert person_id == bo.person_id
    await sign_in(BO, PASSWORD, clock=clock)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "At least 12"),
        ("bo@norte.example", "little more than"),
        ("Banco del Norte 2026", "little more than"),
        ("aaaaaaaaaaaaaaaa", "same few letters"),
        ("x" * 201, "At most"),
    ],
)
async def test_passwords_somebody_would_try_first_are_refused(password: str, why: str) -> None:
    boss, clock = await an_administrator(name="Banco del Norte")
    token = await token_for(boss)
    with pytest.raises(Invalid) as refused:
        await accept_invitation(token, name="Bo Ek", password=password, clock=clock)
    assert why in refused.value.places[0].sentence


@pytest.mark.parametrize("role", ["operator", "buyer", "emperor"])
async def test_a_role_that_does_not_exist_in_this_kind_of_organisation_is_not_given(role: str) -> None:
    boss, _ = await an_administrator()
    with pytest.raises(Invalid):
        await invite_person(boss, email=BO, name="Bo Ek", role=role)
    assert boss.person_id is not None
    with pytest.raises(Refused):
        await change_roles(boss, boss.person_id, frozenset({"administrator", role}))


async def test_the_last_administrator_stays() -> None:
    boss, _ = await an_administrator()
    assert boss.person_id is not None
    for attempt in (remove_person(boss, boss.person_id), change_roles(boss, boss.person_id, frozenset({"seller"}))):
        with pytest.raises(Refused, match="only administrator"):
            await attempt


async def test_who_is_removed_acts_for_the_organisation_no_more_in_the_open_session() -> None:
    boss, clock = await an_administrator()
    bo = await a_person(organisation_id=boss.organisation, roles=("seller",), email=BO, clock=clock)
    assert bo.person_id is not None
    opened = await sign_in(BO, PASSWORD, clock=clock)
    await remove_person(boss, bo.person_id)
    signed_in = await read_session(opened.token, clock)
    assert signed_in is not None
    assert (signed_in.organisation_id, signed_in.permissions) == (None, frozenset())
    assert bo.person_id not in {one.id for one in await people(boss)}


async def test_who_is_removed_leaves_no_invitation_behind() -> None:
    boss, clock = await an_administrator()
    bo = await a_person(organisation_id=boss.organisation, email=BO, clock=clock)
    token = await token_for(bo, email="accomplice@norte.example")
    assert bo.person_id is not None
    await remove_person(boss, bo.person_id)
    with pytest.raises(NotFound):
        await invitation_of(token, clock=clock)


async def test_a_locked_person_is_out_at_once_and_in_again_when_unlocked() -> None:
    boss, clock = await an_administrator()
    bo = await a_person(organisation_id=boss.organisation, roles=("seller",), email=BO, clock=clock)
    assert bo.person_id is not None
    opened = await sign_in(BO, PASSWORD, clock=clock)
    await move_person(boss, bo.person_id, "lock")
    assert await read_session(opened.token, clock) is None
    with pytest.raises(SignInNeeded):
        await sign_in(BO, PASSWORD, clock=clock)
    await move_person(boss, bo.person_id, "unlock")
    await sign_in(BO, PASSWORD, clock=clock)


async def test_nobody_locks_themselves_strangers_or_people_who_also_work_elsewhere() -> None:
    boss, clock = await an_administrator()
    assert boss.person_id is not None
    with pytest.raises(Refused, match="yourself"):
        await move_person(boss, boss.person_id, "lock")
    stranger = await a_member(organisation_id=await an_organisation())
    assert stranger.person_id is not None
    with pytest.raises(NotFound):
        await move_person(boss, stranger.person_id, "lock")
    bo = await a_person(organisation_id=await an_organisation(), email=BO, clock=clock)
    token = await token_for(boss)
    await accept_invitation(token, name="", password="", signed_in_as=bo.person_id, clock=clock)
    assert bo.person_id is not None
    with pytest.raises(Refused, match="another organisation"):
        await move_person(boss, bo.person_id, "lock")


async def test_only_administrators_manage_people() -> None:
    seller = await a_member(organisation_id=await an_organisation(), roles=("seller",))
    assert seller.person_id is not None
    for attempt in (
        invite_person(seller, email=BO, name="Bo", role="seller"),
        change_roles(seller, seller.person_id, frozenset({"administrator"})),
        remove_person(seller, seller.person_id),
        move_person(seller, seller.person_id, "lock"),
        people(seller),
    ):
        with pytest.raises(Forbidden):
            await attempt
