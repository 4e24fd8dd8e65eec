"""Merkle tree hashes as in RFC 6962 section 2.1: SHA-256, leaves and nodes told apart by their first byte."""

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(content: bytes) -> bytes:
    return sha256(b"\x00" + content).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes in order. ValueError for none: an empty tree proves nothing."""
    if not leaves:
        raise ValueError("a tree needs a leaf")
    level = list(leaves)
    while len(level) > 1:
        paired = [sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        # The odd one out rises unchanged, which gives the same root as the RFC's recursive split.
        level = paired + level[len(level) - len(level) % 2 :]
    return level[0]


def proof(leaves: Sequence[bytes], position: int) -> list[tuple[bool, bytes]]:
    """The siblings from a leaf to the root; True where the sibling stands on the left."""
    path: list[tuple[bool, bytes]] = []
    level, here = list(leaves), position
    while len(level) > 1:
        sibling = here ^ 1
        if sibling < len(level):
            path.append((sibling < here, level[sibling]))
        level = [root_hash(level[i : i + 2]) for i in range(0, len(level), 2)]
        here //= 2
    return path


def proven(leaf: bytes, path: Sequence[tuple[bool, bytes]], root: bytes) -> bool:
    for left, sibling in path:
        leaf = sha256(b"\x01" + (sibling + leaf if left else leaf + sibling)).digest()
    return leaf == root
