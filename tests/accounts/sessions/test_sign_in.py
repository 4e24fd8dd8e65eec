"""At the door: who comes in, who does not, and what a stranger can learn from the answers."""

from datetime import timedelta

import pytest

from accounts.people.commands import move_person
from accounts.people.passwords import fits
from accounts.sessions import attempts
from accounts.sessions.sign_in import WRONG, Whence, pass_second_factor, sign_in, switch_organisation
from accounts.sessions.store import IDLE, LASTS, SignedIn, read_session
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.errors import Invalid, NotFound, SignInNeeded, TooMany
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sign_in import MORNING, PASSWORD, a_person, a_telephone

pytestmark = pytest.mark.usefixtures("database")
EMAIL = "ana.ruiz@norte.example"


async def whoever(token: str, clock: MovingClock) -> SignedIn:
    found = await read_session(token, clock)
    assert found is not None
    return found


async def test_the_right_password_opens_a_session_of_the_person_with_their_rights() -> None:
    clock = MovingClock(MORNING)
    ana = await a_person(organisation_id=await an_organisation(), roles=("seller",), clock=clock)
    opened = await sign_in(" Ana.Ruiz@norte.example ", PASSWORD, clock=clock)
    signed_in = await whoever(opened.token, clock)
    assert (opened.half, signed_in.person_id, signed_in.organisation_id) == (False, ana.person_id, ana.organisation_id)
    assert signed_in.permissions == ana.permissions


async def test_wrong_password_unknown_address_and_locked_account_get_the_same_answer_after_the_same_work() -> None:
    clock = MovingClock(MORNING)
    organisation_id = await an_organisation()
    await a_person(organisation_id=organisation_id, email="ines@norte.example", clock=clock)
    bo = await a_person(organisation_id=organisation_id, email="bo@norte.example", clock=clock)
    assert bo.person_id is not None
    boss = await a_member(organisation_id=organisation_id)
    await move_person(boss, bo.person_id, "lock")
    answers = []
    for email, password in (
        ("ines@norte.example", "not the password"),
        ("nobody@norte.example", PASSWORD),
        ("bo@norte.example", PASSWORD),
    ):
        with pytest.raises(SignInNeeded) as refused:
            await sign_in(email, password, clock=clock)
        answers.append(refused.value.sentence)
    assert answers == [WRONG] * 3


async def test_without_a_stored_password_one_is_verified_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts the verifications instead of taking the time: timing would make the test a coin."""
    from accounts.people import passwords

    seen: list[str] = []
    verify = passwords._verify

    def counted(stored: str, password: str) -> bool:
        seen.append(stored.split("$")[3])
        return verify(stored, password)

    monkeypatch.setattr(passwords, "_verify", counted)
    stored = await passwords.hash_password(PASSWORD)
    assert await fits(stored, PASSWORD)
    assert not await fits(None, PASSWORD)
    assert len(seen) == 2
    assert seen[0] == seen[1]


async def test_after_eight_failures_even_the_right_password_waits_and_the_sentence_says_how_long() -> None:
    clock = MovingClock(MORNING)
    await a_person(organisation_id=await an_organisation(), clock=clock)
    for _ in range(attempts.PER_NAME):
        with pytest.raises(SignInNeeded):
            await sign_in(EMAIL, "guess", clock=clock)
        clock.advance(timedelta(seconds=10))
    with pytest.raises(TooMany, match="Try again in 14 minutes"):
        await sign_in(EMAIL, PASSWORD, clock=clock)
    clock.advance(attempts.WINDOW)
    assert not (await sign_in(EMAIL, PASSWORD, clock=clock)).half


async def test_an_address_nobody_has_is_counted_like_any_other() -> None:
    clock = MovingClock(MORNING)
    for _ in range(attempts.PER_NAME):
        with pytest.raises(SignInNeeded):
            await sign_in("nobody@norte.example", "guess", clock=clock)
    with pytest.raises(TooMany):
        await sign_in("nobody@norte.example", "guess", clock=clock)


async def test_one_network_address_cannot_try_a_little_of_everybody() -> None:
    clock = MovingClock(MORNING)
    there = Whence("203.0.113.9", "tries")
    for number in range(attempts.PER_ADDRESS):
        await attempts.begin("sign-in", f"person{number}@norte.example", there.ip, clock)
    with pytest.raises(TooMany):
        await sign_in(EMAIL, PASSWORD, whence=there, clock=clock)
    with pytest.raises(SignInNeeded):
        await sign_in(EMAIL, PASSWORD, whence=Whence("203.0.113.10"), clock=clock)


async def test_a_success_forgets_the_failures_before_it() -> None:
    clock = MovingClock(MORNING)
    await a_person(organisation_id=await an_organisation(), clock=clock)
    for _ in range(2):
        for _ in range(attempts.PER_NAME - 1):
            clock.advance(timedelta(seconds=1))
            with pytest.raises(SignInNeeded):
                await sign_in(EMAIL, "guess", clock=clock)
        clock.advance(timedelta(seconds=1))
        await sign_in(EMAIL, PASSWORD, clock=clock)


async def test_with_a_second_factor_the_password_opens_half_a_door() -> None:
    clock = MovingClock(MORNING)
    ana = await a_person(organisation_id=await an_organisation(), clock=clock)
    telephone = await a_telephone(ana, clock)
    clock.advance(timedelta(minutes=5))
    opened = await sign_in(EMAIL, PASSWORD, clock=clock)
    half = await whoever(opened.token, clock)
    assert (opened.half, half.needs_second_factor) == (True, True)
    whole = await pass_second_factor(half, telephone.code(clock), clock=clock)
    assert whole != opened.token
    assert await read_session(opened.token, clock) is None
    assert not (await whoever(whole, clock)).needs_second_factor


async def test_half_a_door_closes_after_ten_minutes() -> None:
    clock = MovingClock(MORNING)
    ana = await a_person(organisation_id=await an_organisation(), clock=clock)
    await a_telephone(ana, clock)
    opened = await sign_in(EMAIL, PASSWORD, clock=clock)
    clock.advance(timedelta(minutes=10))
    assert await read_session(opened.token, clock) is None


async def test_guessing_codes_is_counted_too() -> None:
    clock = MovingClock(MORNING)
    ana = await a_person(organisation_id=await an_organisation(), clock=clock)
    telephone = await a_telephone(ana, clock)
    clock.advance(timedelta(minutes=5))
    half = await whoever((await sign_in(EMAIL, PASSWORD, clock=clock)).token, clock)
    for _ in range(attempts.PER_NAME):
        with pytest.raises(Invalid):
            await pass_second_factor(half, "not a code", clock=clock)
    with pytest.raises(TooMany):
        await pass_second_factor(half, telephone.code(clock), clock=clock)


async def test_a_session_ends_when_it_is_old_or_idle() -> None:
    clock = MovingClock(MORNING)
    await a_person(organisation_id=await an_organisation(), clock=clock)
    opened = await sign_in(EMAIL, PASSWORD, clock=clock)
    for _ in range(int(LASTS / IDLE) * 2 - 1):
        clock.advance(IDLE / 2)
        await whoever(opened.token, clock)
    clock.advance(IDLE / 2)
    assert await read_session(opened.token, clock) is None
    idle = await sign_in(EMAIL, PASSWORD, clock=clock)
    clock.advance(IDLE)
    assert await read_session(idle.token, clock) is None


async def test_acting_for_another_organisation_takes_a_new_id_and_a_membership() -> None:
    clock = MovingClock(MORNING)
    bank, fund, stranger = [await an_organisation(name=name) for name in ("Alfa", "Beta", "Gamma")]
    ana = await a_person(organisation_id=bank, clock=clock)
    async with db.transaction(Actor.platform()):
        await db.execute(
            "INSERT INTO memberships (id, organisation_id, person_id, role, since)"
            " VALUES (gen_random_uuid(), $1, $2, 'administrator', $3)",
            fund,
            ana.person_id,
            clock.now(),
        )
    first = await sign_in(EMAIL, PASSWORD, clock=clock)
    signed_in = await whoever(first.token, clock)
    second = await switch_organisation(signed_in, fund, clock=clock)
    assert (await whoever(second, clock)).organisation_id == fund
    assert await read_session(first.token, clock) is None
    with pytest.raises(NotFound):
        await switch_organisation(signed_in, stranger, clock=clock)
