"""References that name nobody but prove whose copy they stand in: ten letters of a keyed hash, six that vouch for them.

Letters are Crockford's base 32, as of released references. Whoever does not hold the key finds no claim by a
pseudonym, joins no two buyers' copies, and makes none that vouches for itself but once in 2^30 tries.
"""

from collections.abc import Iterable
from hashlib import blake2b
from math import comb

from marketplace.anonymity.references import ALPHABET

LETTERS = ALPHABET.tobytes().decode()
HASHED, VOUCHING = 10, 6
LENGTH = HASHED + VOUCHING


def pseudonym(key: bytes, kind: str, value: str) -> str:
    """Of a claim or a debtor under one buyer's key; the same value gives the same."""
    told = _letters(blake2b(value.encode(), key=key, digest_size=16, person=kind.encode()).digest(), HASHED)
    return told + _vouching(key, told)


def vouched(key: bytes, text: str) -> bool:
    """Whether the pseudonym was made with the key."""
    return len(text) == LENGTH and _vouching(key, text[:HASHED]) == text[HASHED:]


def chance_of(key: bytes, texts: Iterable[str]) -> float:
    """A bound on the chance that so many of these texts vouch for themselves by accident; 1 where none does."""
    distinct = {text for text in texts if len(text) == LENGTH}
    found = sum(vouched(key, text) for text in distinct)
    if found == 0:
        return 1.0
    few = min(found, 20)
    return min(1.0, comb(len(distinct), few) * 2.0 ** (-5 * VOUCHING * few))


def _vouching(key: bytes, told: str) -> str:
    return _letters(blake2b(told.encode(), key=key, digest_size=16, person=b"vouching").digest(), VOUCHING)


def _letters(digest: bytes, count: int) -> str:
    number = int.from_bytes(digest, "big")
    return "".join(LETTERS[number >> 5 * place & 31] for place in range(count))
