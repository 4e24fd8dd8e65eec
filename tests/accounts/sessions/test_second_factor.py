"""The second factor with a moving clock: drift, replay, recovery codes."""

from datetime import timedelta

import pytest

from accounts.sessions.second_factor import (
    CODES,
    begin_enrolment,
    confirm_enrolment,
    guard_of,
    prove,
    remove_factor,
    renew_codes,
)
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.errors import Forbidden, Invalid, Refused
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sign_in import MORNING, Telephone, a_telephone

pytestmark = pytest.mark.usefixtures("database")


async def a_guarded_person() -> tuple[Actor, Telephone, MovingClock]:
    clock = MovingClock(MORNING)
    actor = await a_member(organisation_id=await an_organisation(), clock=clock)
    telephone = await a_telephone(actor, clock)
    clock.advance(timedelta(minutes=5))
    return actor, telephone, clock


async def show(actor: Actor, code: str) -> str:
    assert actor.person_id is not None
    return await prove(actor, actor.person_id, code, ip=None)


@pytest.mark.parametrize("drift", [-1, 0, 1])
async def test_a_telephone_one_step_off_is_understood(drift: int) -> None:
    actor, telephone, clock = await a_guarded_person()
    assert await show(actor, telephone.code(clock, steps=drift)) == "code"


@pytest.mark.parametrize("drift", [-2, 2])
async def test_two_steps_off_are_too_many(drift: int) -> None:
    actor, telephone, clock = await a_guarded_person()
    with pytest.raises(Invalid):
        await show(actor, telephone.code(clock, steps=drift))


async def test_a_code_works_once_and_none_before_it_works_afterwards() -> None:
    actor, telephone, clock = await a_guarded_person()
    earlier, now, later = (telephone.code(clock, steps=step) for step in (-1, 0, 1))
    await show(actor, now)
    for replayed in (now, earlier):
        with pytest.raises(Invalid):
            await show(actor, replayed)
    await show(actor, later)


async def test_the_code_that_turned_the_factor_on_does_not_open_the_door() -> None:
    clock = MovingClock(MORNING)
    actor = await a_member(organisation_id=await an_organisation(), clock=clock)
    telephone = await a_telephone(actor, clock)
    with pytest.raises(Invalid):
        await show(actor, telephone.code(clock))


async def test_a_recovery_code_works_once_with_or_without_its_dash() -> None:
    actor, telephone, _ = await a_guarded_person()
    first, second = telephone.recovery_codes[:2]
    assert await show(actor, first) == "recovery code"
    with pytest.raises(Invalid):
        await show(actor, first)
    assert await show(actor, second.replace("-", "").lower()) == "recovery code"
    assert (await guard_of(actor)).codes_left == CODES - 2


async def test_new_recovery_codes_void_the_old_ones() -> None:
    actor, telephone, clock = await a_guarded_person()
    fresh = await renew_codes(actor, telephone.code(clock))
    with pytest.raises(Invalid):
        await show(actor, telephone.recovery_codes[0])
    await show(actor, fresh[0])


async def test_turning_it_off_needs_the_factor_and_voids_the_codes() -> None:
    actor, telephone, clock = await a_guarded_person()
    with pytest.raises(Invalid):
        await remove_factor(actor, "000000")
    await remove_factor(actor, telephone.code(clock))
    guard = await guard_of(actor)
    assert (guard.on, guard.codes_left) == (False, 0)
    with pytest.raises(Refused):
        await show(actor, telephone.recovery_codes[0])


async def test_a_factor_is_not_replaced_while_it_is_on() -> None:
    actor, _, _ = await a_guarded_person()
    with pytest.raises(Refused):
        await begin_enrolment(actor, email="x@norte.example")


async def test_a_factor_counts_only_when_its_first_code_was_right() -> None:
    clock = MovingClock(MORNING)
    actor = await a_member(organisation_id=await an_organisation(), clock=clock)
    await begin_enrolment(actor, email="x@norte.example")
    with pytest.raises(Invalid):
        await confirm_enrolment(actor, "not it")
    assert not (await guard_of(actor)).on


async def test_another_persons_codes_open_nothing() -> None:
    actor, _, _ = await a_guarded_person()
    _, telephone, clock = await a_guarded_person()
    for code in (telephone.code(clock), telephone.recovery_codes[0]):
        with pytest.raises(Invalid):
            await show(actor, code)


async def test_a_token_touches_no_factor() -> None:
    actor, telephone, clock = await a_guarded_person()
    token = Actor(actor.person_id, actor.organisation_id, actor.permissions, "token", clock)
    with pytest.raises(Forbidden):
        await remove_factor(token, telephone.code(clock))


async def test_neither_secret_nor_recovery_code_lies_in_the_database_as_it_is() -> None:
    _, telephone, _ = await a_guarded_person()
    async with db.transaction(Actor.platform()):
        factors = await db.fetch_value("SELECT string_agg(f::text, '') FROM second_factors f")
        codes = await db.fetch_value("SELECT string_agg(c::text, '') FROM recovery_codes c")
    assert telephone.secret.encode().hex() not in factors
    for code in telephone.recovery_codes:
        assert code.replace("-", "").encode().hex() not in codes
