"""A forgotten password: a link by mail that holds shortly and works once.

The link needs no table: it is signed with the platform's key over the password hash it replaces, so the new password
voids it.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from accounts.people.commands import set_password
from accounts.people.passwords import check_password, hash_password
from accounts.sessions import attempts
from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import NotFound
from kernel.keys import platform_key
from kernel.mail import write_mail

LASTS = timedelta(minutes=30)
VOID = "This link was used, has expired, or is not one of ours. Ask for a new one."


@dataclass(frozen=True, slots=True)
class _Holder:
    person_id: UUID
    email: str
    name: str
    password_hash: str | None


async def ask_new_password(email: str, *, ip: str | None = None, clock: Clock = SYSTEM_CLOCK) -> None:
    """Mails the link if the address has an active account; says nothing about whether it has. TooMany as there."""
    address = email.strip().lower()[:254]
    await attempts.begin("new password", address, ip, clock)
    async with db.transaction(Actor.platform(clock)):
        row = await db.fetch_one(
            "SELECT id, email, name, password_hash, locale, time_zone FROM people"
            " WHERE email = $1 AND status = 'active'",
            address,
        )
        if row is None:
            return
        expires_at = clock.now() + LASTS
        holder = _Holder(row["id"], row["email"], row["name"], row["password_hash"])
        context = {"name": row["name"], "token": _token(holder, expires_at), "expires_at": expires_at}
        await write_mail(
            Actor.platform(clock),
            "accounts/mail/new_password",
            context,
            recipient=address,
            locale=row["locale"],
            zone=row["time_zone"],
            person_id=row["id"],
        )


async def take_new_password(token: str, password: str, *, clock: Clock = SYSTEM_CLOCK) -> None:
    """Sets the password by the link and ends every session. A second factor stays on. NotFound for a void link."""
    holder = await _holder(token, clock)
    check_password(password, names=(holder.email, holder.name))
    hashed = await hash_password(password)
    async with db.transaction(Actor.platform(clock)):
        await db.execute("SELECT 1 FROM people WHERE id = $1 FOR UPDATE", holder.person_id)
        await _holder(token, clock)
        await set_password(Actor(holder.person_id, None, frozenset(), "person", clock), holder.person_id, hashed)


async def check_link(token: str, *, clock: Clock = SYSTEM_CLOCK) -> None:
    await _holder(token, clock)


async def _holder(token: str, clock: Clock) -> _Holder:
    person, _, rest = token.partition(".")
    seconds, _, mac = rest.partition(".")
    try:
        person_id, expires_at = UUID(person), datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise NotFound(VOID) from error
    async with db.transaction(Actor.platform(clock)):
        row = await db.fetch_one(
            "SELECT email, name, password_hash FROM people WHERE id = $1 AND status = 'active'", person_id
        )
    if row is None or expires_at <= clock.now():
        raise NotFound(VOID)
    holder = _Holder(person_id, row["email"], row["name"], row["password_hash"])
    if not hmac.compare_digest(_mac(holder, int(seconds)).encode(), mac.encode()):
        raise NotFound(VOID)
    return holder


def _token(holder: _Holder, expires_at: datetime) -> str:
    seconds = int(expires_at.timestamp())
    return f"{holder.person_id.hex}.{seconds}.{_mac(holder, seconds)}"


def _mac(holder: _Holder, seconds: int) -> str:
    signed = f"{holder.person_id.hex}|{seconds}|{holder.password_hash}"
    return platform_key().search_hash("new password", signed).hex()
