"""Ids by the hundred thousand: UUIDs of version 7 (RFC 9562 section 5.7) made at once."""

import os
import time

import numpy as np

SIZE = 16


def new_id_bytes(count: int) -> list[bytes]:
    """As `kernel.ids.new_ids`, in rising order, as the 16 bytes that a row's seal is bound to."""
    rows = np.empty((count, SIZE), dtype=np.uint8)
    rows[:, :6] = np.frombuffer((time.time_ns() // 1_000_000).to_bytes(6), dtype=np.uint8)
    rows[:, 6:] = np.frombuffer(os.urandom(10 * count), dtype=np.uint8).reshape(count, 10)
    rows[:, 6] = rows[:, 6] & 0x0F | 0x70
    rows[:, 8] = rows[:, 8] & 0x3F | 0x80
    whole = np.sort(rows.view(f"S{SIZE}").ravel()).tobytes()
    return [whole[at : at + SIZE] for at in range(0, len(whole), SIZE)]
