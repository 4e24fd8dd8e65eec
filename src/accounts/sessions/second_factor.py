"""The second factor: time-based codes (RFC 6238) and recovery codes."""

import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

import pyotp

from accounts.people.commands import itself
from accounts.sessions import attempts
from accounts.sessions.facts import (
    RecoveryCodesMade,
    RecoveryCodeUsed,
    SecondFactorEnabled,
    SecondFactorRemoved,
)
from kernel import db, facts
from kernel.actor import Actor
from kernel.clock import Clock
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id
from kernel.keys import platform_key

STEP_SECONDS = 30
DRIFT = 1
"""Steps a telephone's clock may be off, each way (RFC 6238, 5.2)."""
CODES = 10
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
WRONG = "The code is wrong or was used already. Wait for the next one and type that."


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A factor that waits for its first code. `secret` is base32, for those who cannot scan."""

    factor_id: UUID
    secret: str
    address: str


async def begin_enrolment(actor: Actor, *, email: str, issuer: str = "Recourse") -> Enrolment:
    """A new secret; one that was begun and never confirmed is dropped. Refused while a factor is on."""
    person_id = itself(actor)
    factor_id, secret = new_id(), pyotp.random_base32()
    async with db.transaction(Actor.platform(actor.clock)):
        if await _current(person_id) is not None:
            raise Refused("The second factor is on already. Turn it off first.")
        await db.execute(
            "UPDATE second_factors SET removed_at = $2 WHERE person_id = $1 AND confirmed_at IS NULL"
            " AND removed_at IS NULL",
            person_id,
            actor.now(),
        )
        await db.execute(
            "INSERT INTO second_factors (id, person_id, secret_sealed, last_step, created_at)"
            " VALUES ($1, $2, $3, 0, $4)",
            factor_id,
            person_id,
            platform_key().wrap(secret.encode(), factor_id),
            actor.now(),
        )
    return _enrolment(factor_id, secret, email, issuer)


async def waiting_enrolment(actor: Actor, *, email: str, issuer: str = "Recourse") -> Enrolment | None:
    """The factor that waits for its first code, to show it again after a mistyped one."""
    async with db.transaction(Actor.platform(actor.clock)):
        row = await db.fetch_one(
            "SELECT id, secret_sealed FROM second_factors WHERE person_id = $1 AND confirmed_at IS NULL"
            " AND removed_at IS NULL",
            itself(actor),
        )
    return _enrolment(row["id"], _secret(row), email, issuer) if row else None


async def confirm_enrolment(actor: Actor, code: str, *, ip: str | None = None) -> tuple[str, ...]:
    """Turns the factor on with its first code. Returns the recovery codes; they are shown this once."""
    person_id = itself(actor)
    attempt = await attempts.begin("second factor", person_id.hex, ip, actor.clock)
    async with db.transaction(Actor.platform(actor.clock)):
        row = await db.fetch_one(
            "SELECT id, secret_sealed, last_step FROM second_factors WHERE person_id = $1 AND confirmed_at IS NULL"
            " AND removed_at IS NULL FOR UPDATE",
            person_id,
        )
        if row is None:
            raise NotFound("No second factor is being set up. Begin again.")
        step = _step_of(row, code, actor.clock)
        if step is None:
            raise Invalid("The code is wrong.", places=[Place("code", None, WRONG)])
        await db.execute(
            "UPDATE second_factors SET confirmed_at = $2, last_step = $3 WHERE id = $1", row["id"], actor.now(), step
        )
        await facts.record(actor, SecondFactorEnabled(subject_id=person_id))
        codes = await _new_codes(actor, person_id)
    await attempts.succeeded(attempt)
    return codes


async def renew_codes(actor: Actor, code: str, *, ip: str | None = None) -> tuple[str, ...]:
    """Ten new recovery codes, with the factor as proof; the old ones are void."""
    person_id = itself(actor)
    await prove(actor, person_id, code, ip=ip)
    async with db.transaction(Actor.platform(actor.clock)):
        codes = await _new_codes(actor, person_id)
        await facts.record(actor, RecoveryCodesMade(subject_id=person_id))
    return codes


async def remove_factor(actor: Actor, code: str, *, ip: str | None = None) -> None:
    """Turns the factor off, with the factor itself or a recovery code as proof."""
    person_id = itself(actor)
    await prove(actor, person_id, code, ip=ip)
    async with db.transaction(Actor.platform(actor.clock)):
        await db.execute(
            "UPDATE second_factors SET removed_at = $2 WHERE person_id = $1 AND removed_at IS NULL",
            person_id,
            actor.now(),
        )
        await _void_codes(person_id, actor)
        await facts.record(actor, SecondFactorRemoved(subject_id=person_id))


async def prove(actor: Actor, person_id: UUID, code: str, *, ip: str | None) -> str:
    """Which proof it was: `code` or `recovery code`. Invalid for a wrong or replayed one; counted as an attempt."""
    attempt = await attempts.begin("second factor", person_id.hex, ip, actor.clock)
    async with db.transaction(Actor.platform(actor.clock)):
        row = await _current(person_id)
        if row is None:
            raise Refused("The second factor is not on.")
        step = _step_of(row, code, actor.clock)
        if step is not None:
            await db.execute("UPDATE second_factors SET last_step = $2 WHERE id = $1", row["id"], step)
            proof = "code"
        elif await _use_recovery(actor, person_id, code):
            proof = "recovery code"
        else:
            raise Invalid("The code is wrong.", places=[Place("code", None, WRONG)])
    await attempts.succeeded(attempt)
    return proof


@dataclass(frozen=True, slots=True)
class Guard:
    """Whether the person's factor is on, and how many recovery codes are left."""

    on: bool
    codes_left: int


async def guard_of(actor: Actor) -> Guard:
    person_id = itself(actor)
    async with db.transaction(Actor.platform(actor.clock)):
        return Guard(await _current(person_id) is not None, await _left(person_id))


async def _current(person_id: UUID) -> db.Row | None:
    """The factor that is on, locked: two requests with one code are one after the other."""
    return await db.fetch_one(
        "SELECT id, secret_sealed, last_step FROM second_factors WHERE person_id = $1 AND confirmed_at IS NOT NULL"
        " AND removed_at IS NULL FOR UPDATE",
        person_id,
    )


def _step_of(factor: db.Row, code: str, clock: Clock) -> int | None:
    """The step the code belongs to, if it is near now and later than every one used before (RFC 6238, 5.2)."""
    typed = "".join(code.split())
    totp = pyotp.TOTP(_secret(factor))
    here = int(clock.now().timestamp()) // STEP_SECONDS
    found = None
    for step in range(here - DRIFT, here + DRIFT + 1):
        fits = hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode())
        if fits and step > factor["last_step"]:
            found = step
    return found


def _secret(factor: db.Row) -> str:
    return platform_key().unwrap(factor["secret_sealed"], factor["id"]).decode()


def _enrolment(factor_id: UUID, secret: str, email: str, issuer: str) -> Enrolment:
    return Enrolment(factor_id, secret, pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer))


async def _use_recovery(actor: Actor, person_id: UUID, code: str) -> bool:
    used = await db.execute(
        "UPDATE recovery_codes SET used_at = $3 WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL",
        person_id,
        _code_hash(person_id, code),
        actor.now(),
    )
    if used:
        await facts.record(actor, RecoveryCodeUsed(subject_id=person_id, left=await _left(person_id)))
    return bool(used)


async def _left(person_id: UUID) -> int:
    return int(
        await db.fetch_value("SELECT count(*) FROM recovery_codes WHERE person_id = $1 AND used_at IS NULL", person_id)
    )


async def _new_codes(actor: Actor, person_id: UUID) -> tuple[str, ...]:
    await _void_codes(person_id, actor)
    codes = tuple("".join(secrets.choice(ALPHABET) for _ in range(10)) for _ in range(CODES))
    for code in codes:
        await db.execute(
            "INSERT INTO recovery_codes (id, person_id, code_hash, created_at) VALUES ($1, $2, $3, $4)",
            new_id(),
            person_id,
            _code_hash(person_id, code),
            actor.now(),
        )
    return tuple(f"{code[:5]}-{code[5:]}" for code in codes)


async def _void_codes(person_id: UUID, actor: Actor) -> None:
    await db.execute(
        "UPDATE recovery_codes SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL", person_id, actor.now()
    )


def _code_hash(person_id: UUID, code: str) -> bytes:
    return platform_key().search_hash("recovery code", person_id.hex + code.replace("-", ""))
