"""Passwords: argon2id, and what is refused as one."""

import asyncio
import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kernel.errors import Invalid, Place

SHORTEST = 12
LONGEST = 200
MUST_REMAIN = 8
"""Letters and digits left when the names somebody would try first are taken out."""

# OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = _HASHER.hash("the same work is done for an address nobody has")


async def hash_password(password: str) -> str:
    """In a thread: it takes tens of milliseconds on purpose."""
    return await asyncio.to_thread(_HASHER.hash, _plain(password))


async def fits(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one. Without a stored one the same work is done, for nothing."""
    right = await asyncio.to_thread(_verify, stored or _NOBODY, _plain(password)[:LONGEST])
    return right and stored is not None


def is_old(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def check_password(password: str, *, names: tuple[str, ...], where: str = "password") -> None:
    """Invalid if it is too short, too long, or little more than a name that is known of the person."""
    complaint = _complaint(_plain(password), names)
    if complaint:
        raise Invalid("Choose another password.", places=[Place(where, None, complaint)])


def _complaint(password: str, names: tuple[str, ...]) -> str | None:
    if len(password) < SHORTEST:
        return f"At least {SHORTEST} characters: a few words are easier to keep than signs."
    if len(password) > LONGEST:
        return f"At most {LONGEST} characters."
    rest = _letters(password)
    if len(set(rest)) < 4:
        return "Do not repeat the same few letters."
    parts = {_letters(part) for name in names for part in (name, *re.split(r"[@\s.]+", name))}
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= 4:
            rest = rest.replace(part, "")
    if len(rest) < MUST_REMAIN:
        return "It is little more than your mail address or a name. Choose words that nobody connects with you."
    return None


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _plain(password: str) -> str:
    """The same letters typed on two keyboards are the same password (NIST SP 800-63B 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
