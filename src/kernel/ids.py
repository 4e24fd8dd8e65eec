"""Identifiers: UUIDs of version 7 (RFC 9562 section 5.7), ordered by time, made in Python."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A fresh id. It sorts by the millisecond it was made in; its last 74 bits are random."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0b11 << 62) | 0b10 << 62
    return UUID(int=value)


def new_ids(count: int) -> list[UUID]:
    """Many fresh ids of one instant, in rising order, for rows written in bulk."""
    milliseconds = time.time_ns() // 1_000_000
    prefix = (milliseconds & (2**48 - 1)) << 80 | 7 << 76
    tails = sorted(int.from_bytes(os.urandom(10)) for _ in range(count))
    return [UUID(int=prefix | (tail >> 68 & 0xFFF) << 64 | 0b10 << 62 | tail & (2**62 - 1)) for tail in tails]
