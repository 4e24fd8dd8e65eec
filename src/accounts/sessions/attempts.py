"""How often somebody may try: counted by what is tried and by where it comes from, in the database."""

from datetime import timedelta
from math import ceil

from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import TooMany
from kernel.keys import platform_key

WINDOW = timedelta(minutes=15)
PER_NAME = 8
"""Failures in the window for one mail address or account, wherever they come from."""
PER_ADDRESS = 40
"""Failures in the window from one network address: an office shares one."""
KEPT = timedelta(days=30)


async def begin(what: str, name: str, ip: str | None, clock: Clock = SYSTEM_CLOCK) -> int:
    """Counts an attempt as failed before it is made, so that many at once are many; returns its number.

    TooMany says when to try again. An address nobody has is counted like any other.
    """
    hashed = platform_key().search_hash(f"attempt {what}", name)
    async with db.transaction(Actor.platform(clock)):
        # One after the other for one name, then for one address; always in this order.
        await db.execute("SELECT pg_advisory_xact_lock(1, hashtext(encode($1, 'hex')))", hashed)
        await db.execute("SELECT pg_advisory_xact_lock(2, hashtext($1))", ip or "")
        since = clock.now() - WINDOW
        of_name = await db.fetch(
            "SELECT at FROM sign_in_attempts WHERE email_hash = $1 AND NOT succeeded AND at > greatest($2,"
            " (SELECT max(s.at) FROM sign_in_attempts s WHERE s.email_hash = $1 AND s.succeeded))"
            " ORDER BY at DESC LIMIT $3",
            hashed,
            since,
            PER_NAME,
        )
        of_address = await db.fetch(
            "SELECT at FROM sign_in_attempts WHERE ip = $1 AND NOT succeeded AND at > $2 ORDER BY at DESC LIMIT $3",
            ip,
            since,
            PER_ADDRESS,
        )
        for found, most in ((of_name, PER_NAME), (of_address, PER_ADDRESS)):
            if len(found) >= most:
                minutes = max(1, ceil((found[-1]["at"] + WINDOW - clock.now()).total_seconds() / 60))
                raise TooMany(f"Too many attempts. Try again in {minutes} minute{'' if minutes == 1 else 's'}.")
        number: int = await db.fetch_value(
            "INSERT INTO sign_in_attempts (at, email_hash, ip, succeeded) VALUES ($1, $2, $3, false) RETURNING id",
            clock.now(),
            hashed,
            ip,
        )
    return number


async def succeeded(number: int) -> None:
    async with db.transaction(Actor.platform()):
        await db.execute("UPDATE sign_in_attempts SET succeeded = true WHERE id = $1", number)


async def sweep(clock: Clock = SYSTEM_CLOCK) -> None:
    """Forgets attempts and sessions that are over."""
    async with db.transaction(Actor.platform(clock)):
        await db.execute("DELETE FROM sign_in_attempts WHERE at < $1", clock.now() - KEPT)
        await db.execute("DELETE FROM sessions WHERE expires_at < $1", clock.now())
