"""Encryption of stored objects: AES-256-GCM in frames (the STREAM construction of Hoang et al., 2015).

An object is `magic, salt, nonce prefix` and then frames of at most 1 MiB of plain text, each with its 16-byte
tag. The nonce of a frame is prefix, index and a final flag, so that a frame cannot be changed, moved,
repeated, dropped or cut off at the end without being found. The key of each writing is derived (HKDF-SHA256)
from the caller's data key, a fresh salt and the associated data, so one data key may write many objects, and
an object that was renamed does not open. Nothing larger than two frames is held in memory.
"""

import os
from collections.abc import Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kernel.errors import Refused

FRAME = 1 << 20
KEY_BYTES = 32
_TAG = 16
_MAGIC = b"RCS1"
_SALT = 32
_PREFIX = 7
HEADER = len(_MAGIC) + _SALT + _PREFIX


class Unreadable(Refused):
    """Stored bytes that do not authenticate: changed, cut, swapped, or opened with another key."""


class Source(Protocol):
    """Anything bytes are read from; `read(n)` gives fewer than n bytes only at the end or on a short read."""

    def read(self, size: int, /) -> bytes: ...


def sealed_length(plain_length: int) -> int:
    """The stored length of an object of `plain_length` bytes, known before the first byte is written."""
    frames = max(1, -(-plain_length // FRAME))
    return HEADER + plain_length + frames * _TAG


class SealingReader:
    """Reads plain bytes from `source` and gives the sealed ones; what an upload reads from."""

    def __init__(self, source: Source, data_key: bytes, associated: bytes) -> None:
        salt, self._prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        self._aead = _frame_cipher(data_key, salt, associated)
        self._source = source
        self._index = 0
        self._ahead: bytes | None = _read_full(source, FRAME)
        self._ready = memoryview(_MAGIC + salt + self._prefix)

    def read(self, size: int = -1) -> bytes:
        """At most `size` sealed bytes; everything left when `size` is negative; empty at the end."""
        gathered = bytearray()
        while size < 0 or len(gathered) < size:
            if not self._ready and not self._next_frame():
                break
            take = len(self._ready) if size < 0 else size - len(gathered)
            gathered += self._ready[:take]
            self._ready = self._ready[take:]
        return bytes(gathered)

    def _next_frame(self) -> bool:
        if self._ahead is None:
            return False
        plain = self._ahead
        following = _read_full(self._source, FRAME) if len(plain) == FRAME else b""
        self._ahead = following or None
        nonce = _nonce(self._prefix, self._index, final=self._ahead is None)
        self._ready = memoryview(self._aead.encrypt(nonce, plain, None))
        self._index += 1
        return True


def opened_frames(source: Source, data_key: bytes, associated: bytes) -> Iterator[bytes]:
    """The plain text of a sealed object, frame by frame; each is authenticated before it is given.

    Raises `Unreadable` at the first frame that does not authenticate. A caller that must not act on part of
    an object waits for the end: only then is it known that nothing was cut off.
    """
    header = _read_full(source, HEADER)
    if len(header) < HEADER or not header.startswith(_MAGIC):
        raise Unreadable("The stored object is not one that this platform sealed: its header is missing or foreign.")
    salt, prefix = header[len(_MAGIC) : -_PREFIX], header[-_PREFIX:]
    aead = _frame_cipher(data_key, salt, associated)
    frame = _read_full(source, FRAME + _TAG)
    index = 0
    while True:
        following = _read_full(source, FRAME + _TAG) if len(frame) == FRAME + _TAG else b""
        try:
            plain = aead.decrypt(_nonce(prefix, index, final=not following), frame, None)
        except InvalidTag:
            raise Unreadable(
                f"The stored object does not authenticate at frame {index}: it was changed, cut off"
                " or moved, or this is not its key. Read an earlier version, or restore it from a backup."
            ) from None
        yield plain
        if not following:
            return
        frame = following
        index += 1


def _frame_cipher(data_key: bytes, salt: bytes, associated: bytes) -> AESGCM:
    if len(data_key) != KEY_BYTES:
        raise ValueError(f"a data key has {KEY_BYTES} bytes, not {len(data_key)}")
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, b"recourse object\0" + associated).derive(data_key))


def _nonce(prefix: bytes, index: int, *, final: bool) -> bytes:
    return prefix + index.to_bytes(4, "big") + (b"\x01" if final else b"\x00")


def _read_full(source: Source, size: int) -> bytes:
    piece = source.read(size)
    if len(piece) in (0, size):
        return piece
    gathered = bytearray(piece)
    while len(gathered) < size and (piece := source.read(size - len(gathered))):
        gathered += piece
    return bytes(gathered)
