"""Fresh references and a fresh order: nothing of the old ones can be reckoned back."""

import secrets
from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from marketplace.anonymity.axes import Positions

type Randomness = Callable[[int], bytes]
"""Gives that many unpredictable bytes; `secrets.token_bytes` outside of tests."""

ALPHABET = np.frombuffer(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", dtype=np.uint8)
"""Crockford's base 32: no I, L, O or U to misread."""
LENGTH = 16


def fresh_references(count: int, randomness: Randomness = secrets.token_bytes) -> pl.Series:
    """Distinct references of 80 random bits each."""
    digits = np.frombuffer(randomness(count * LENGTH), dtype=np.uint8).reshape(count, LENGTH) & 31
    joined = np.ascontiguousarray(ALPHABET[digits]).view(f"S{LENGTH}").reshape(count)
    references = pl.Series("reference", joined.astype(f"U{LENGTH}"), dtype=pl.String)
    if references.n_unique() < count:
        return fresh_references(count, randomness)
    return references


def shuffled(count: int, randomness: Randomness = secrets.token_bytes) -> Positions:
    """A random order of `count` things."""
    draws: NDArray[np.uint64] = np.frombuffer(randomness(count * 8), dtype=np.uint64)
    return np.argsort(draws, kind="stable")
