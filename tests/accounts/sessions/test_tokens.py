"""API tokens: scoped, expiring, revoked, and never more than their maker."""

from datetime import timedelta
from uuid import UUID

import pytest

from accounts.people.commands import change_roles, remove_person
from accounts.sessions.tokens import make_token, read_token, revoke_token, tokens
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.errors import Forbidden, Invalid, NotFound, SignInNeeded
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sign_in import MORNING

pytestmark = pytest.mark.usefixtures("database")


async def a_token(actor: Actor, *scopes: str, days: int = 30) -> tuple[UUID, str]:
    return await make_token(
        actor,
        name="nightly upload",
        scopes=frozenset(scopes or {"facts.read"}),
        expires_at=actor.now() + timedelta(days=days),
    )


async def an_administrator(*roles: str) -> tuple[Actor, MovingClock]:
    clock = MovingClock(MORNING)
    actor = await a_member(organisation_id=await an_organisation(), roles=roles or ("administrator",), clock=clock)
    return actor, clock


async def test_a_token_acts_with_its_scopes_and_nothing_else() -> None:
    actor, clock = await an_administrator()
    _, clear = await a_token(actor, "facts.read")
    acting = await read_token(clear, clock=clock)
    assert (acting.kind, acting.organisation_id) == ("token", actor.organisation_id)
    assert acting.permissions == {"facts.read"}


async def test_nobody_gives_a_token_rights_they_lack() -> None:
    actor, _ = await an_administrator()
    with pytest.raises(Forbidden, match=r"tapes\.upload"):
        await a_token(actor, "facts.read", "tapes.upload")


async def test_a_token_cannot_make_its_successor() -> None:
    actor, clock = await an_administrator()
    _, clear = await a_token(actor, "tokens.manage")
    with pytest.raises(Forbidden, match="outlive"):
        await a_token(await read_token(clear, clock=clock), "tokens.manage")


@pytest.mark.parametrize("days", [0, -1, 400])
async def test_a_token_ends_on_a_day_to_come_within_a_year(days: int) -> None:
    actor, _ = await an_administrator()
    with pytest.raises(Invalid):
        await a_token(actor, days=days)


async def test_an_expired_and_a_revoked_token_open_nothing() -> None:
    actor, clock = await an_administrator()
    _, short = await a_token(actor, days=1)
    long_id, long = await a_token(actor, days=300)
    clock.advance(timedelta(days=1))
    with pytest.raises(SignInNeeded):
        await read_token(short, clock=clock)
    await read_token(long, clock=clock)
    await revoke_token(actor, long_id)
    with pytest.raises(SignInNeeded):
        await read_token(long, clock=clock)
    assert {one.status(clock.now()) for one in await tokens(actor)} == {"expired", "revoked"}


async def test_a_token_loses_what_its_maker_loses() -> None:
    actor, clock = await an_administrator("administrator", "seller")
    assert actor.person_id is not None
    _, clear = await a_token(actor, "tapes.upload", "people.manage")
    await change_roles(actor, actor.person_id, frozenset({"administrator"}))
    assert (await read_token(clear, clock=clock)).permissions == {"people.manage"}


async def test_a_token_ends_with_its_makers_membership() -> None:
    actor, clock = await an_administrator()
    other = await a_member(organisation_id=actor.organisation, clock=clock)
    assert actor.person_id is not None
    _, clear = await a_token(actor)
    await remove_person(other, actor.person_id)
    with pytest.raises(SignInNeeded):
        await read_token(clear, clock=clock)


async def test_another_organisations_token_cannot_be_revoked() -> None:
    actor, clock = await an_administrator()
    stranger, _ = await an_administrator()
    token_id, clear = await a_token(actor)
    with pytest.raises(NotFound):
        await revoke_token(stranger, token_id)
    await read_token(clear, clock=clock)


async def test_the_clear_text_is_kept_nowhere() -> None:
    actor, _ = await an_administrator()
    _, clear = await a_token(actor)
    async with db.transaction(Actor.platform()):
        kept = await db.fetch_value(
            "SELECT (SELECT string_agg(t::text, '') FROM api_tokens t) || (SELECT string_agg(f::text, '') FROM facts f)"
        )
    assert clear not in kept
    assert clear.encode().hex() not in kept
