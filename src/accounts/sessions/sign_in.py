"""Signing in and out. Every step that raises what somebody may do gives the session a new id."""

from dataclasses import dataclass
from uuid import UUID

from accounts.people.passwords import fits, hash_password, is_old
from accounts.sessions import attempts
from accounts.sessions.facts import PersonSignedIn, SessionsEnded
from accounts.sessions.second_factor import prove
from accounts.sessions.store import HALF, SignedIn, close_session, memberships_of, open_session
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import NotFound, SignInNeeded

WRONG = "The mail address or the password is wrong."


@dataclass(frozen=True, slots=True)
class Whence:
    """Where a request comes from, for the list of sessions and for counting attempts."""

    ip: str | None = None
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """`token` is the cookie's value; with `half` the second factor is still to come."""

    token: str
    half: bool


async def sign_in(
    email: str,
    password: str,
    *,
    whence: Whence = Whence(),
    replaces: bytes | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Opened:
    """Opens a session for the right password.

    SignInNeeded says the same for an unknown address, a wrong password and a locked account, after the same work;
    TooMany counts them alike.
    """
    address = email.strip().lower()[:254]
    attempt = await attempts.begin("sign-in", address, whence.ip, clock)
    async with db.transaction(Actor.platform(clock)):
        person = await db.fetch_one(
            "SELECT p.id, p.password_hash, EXISTS (SELECT 1 FROM second_factors f WHERE f.person_id = p.id"
            " AND f.confirmed_at IS NOT NULL AND f.removed_at IS NULL) AS guarded"
            " FROM people p WHERE p.email = $1 AND p.status = 'active'",
            address,
        )
    right = await fits(person["password_hash"] if person else None, password)
    if person is None or not right:
        raise SignInNeeded(WRONG)
    await attempts.succeeded(attempt)
    if is_old(person["password_hash"]):
        await _renew_hash(person["id"], password)
    if person["guarded"]:
        token = await _open(person["id"], whence, replaces=replaces, half=True, clock=clock)
        return Opened(token, half=True)
    token = await _open(person["id"], whence, replaces=replaces, clock=clock)
    return Opened(token, half=False)


async def pass_second_factor(
    signed_in: SignedIn,
    code: str,
    *,
    whence: Whence = Whence(),
    clock: Clock = SYSTEM_CLOCK,
) -> str:
    """Makes the half session a whole one, under a new id. Invalid for a wrong or replayed code."""
    actor = Actor(signed_in.person_id, signed_in.organisation_id, frozenset(), "person", clock)
    proof = await prove(actor, signed_in.person_id, code, ip=whence.ip)
    return await _open(
        signed_in.person_id, whence, replaces=signed_in.session_id, second_factor=True, proof=proof, clock=clock
    )


async def renew(
    signed_in: SignedIn,
    *,
    organisation_id: UUID | None = None,
    second_factor: bool | None = None,
    whence: Whence = Whence(),
    clock: Clock = SYSTEM_CLOCK,
) -> str:
    """The same person under a new session id: after a changed organisation, password or factor."""
    strong = signed_in.second_factor_at is not None if second_factor is None else second_factor
    return await open_session(
        signed_in.person_id,
        organisation_id or signed_in.organisation_id,
        ip=whence.ip,
        agent=whence.agent,
        second_factor=strong,
        replaces=signed_in.session_id,
        clock=clock,
    )


async def switch_organisation(
    signed_in: SignedIn,
    organisation_id: UUID,
    *,
    whence: Whence = Whence(),
    clock: Clock = SYSTEM_CLOCK,
) -> str:
    """A session for another organisation the person belongs to; NotFound for any other."""
    if all(one.organisation_id != organisation_id for one in signed_in.memberships):
        raise NotFound("You do not belong to such an organisation.")
    return await renew(signed_in, organisation_id=organisation_id, whence=whence, clock=clock)


async def sign_out(signed_in: SignedIn) -> None:
    await close_session(signed_in.session_id)


async def sign_out_everywhere(actor: Actor, person_id: UUID) -> None:
    """Ends every session of the person, this one too."""
    async with db.transaction(Actor.platform(actor.clock)):
        await db.execute("DELETE FROM sessions WHERE person_id = $1", person_id)
        await facts.record(actor, SessionsEnded(subject_id=person_id))


async def _open(
    person_id: UUID,
    whence: Whence,
    *,
    replaces: bytes | None,
    half: bool = False,
    second_factor: bool = False,
    proof: str = "password",
    clock: Clock,
) -> str:
    async with db.transaction(Actor.platform(clock)):
        memberships = await memberships_of(person_id)
        organisation_id = memberships[0].organisation_id if memberships else None
        actor = Actor(person_id, organisation_id, frozenset(), "person", clock)
        if not half:
            await facts.record(actor, PersonSignedIn(subject_id=person_id, proof=proof))
        given = {"lasts": HALF} if half else {}
        return await open_session(
            person_id,
            organisation_id,
            ip=whence.ip,
            agent=whence.agent,
            second_factor=second_factor,
            replaces=replaces,
            clock=clock,
            **given,
        )


async def _renew_hash(person_id: UUID, password: str) -> None:
    password_hash = await hash_password(password)
    async with db.transaction(Actor.platform()):
        await db.execute("UPDATE people SET password_hash = $2 WHERE id = $1", person_id, password_hash)
