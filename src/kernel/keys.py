"""Keys: data keys wrapped by the platform's key, sealed columns, search hashes, and the box bids are sealed in.

AES-256-GCM throughout (NIST SP 800-38D), 96-bit random nonces, the place of a value as associated data, so that a
ciphertext moved to another row or column does not open. What the loss of each key means: docs/threat-model.md.
"""

import hmac
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kernel.errors import Invalid, Refused
from kernel.settings import settings

NONCE = 12
X25519 = 32


@dataclass(frozen=True, slots=True)
class PlatformKey:
    """The one key outside the database: it wraps data keys and keys the search hashes."""

    secret: bytes

    def wrap(self, data_key: bytes, key_id: UUID) -> bytes:
        return _seal(self._derived(b"wrap"), data_key, b"data_keys" + key_id.bytes)

    def unwrap(self, wrapped: bytes, key_id: UUID) -> bytes:
        return _open(self._derived(b"wrap"), wrapped, b"data_keys" + key_id.bytes)

    def search_hash(self, kind: str, value: str) -> bytes:
        """16 bytes that find an exact value again without storing it; the same on the whole platform."""
        return self.search_hasher(kind)(value)

    def search_hasher(self, kind: str) -> Callable[[str], bytes]:
        """The same for many values: the key is derived once."""
        key, prefix = self._derived(b"search"), kind.encode() + b"\0"

        def hashed(value: str) -> bytes:
            return hmac.digest(key, prefix + "".join(value.split()).upper().encode(), "sha256")[:16]

        return hashed

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(hashes.SHA256(), 32, salt=None, info=b"recourse/" + purpose).derive(self.secret)


class ColumnSealer:
    """Seals the values of one column with one data key; reuse it for a whole tape."""

    def __init__(self, data_key: bytes, table: str, column: str) -> None:
        self._cipher = AESGCM(data_key)
        self._place = f"{table}.{column}.".encode()

    def seal(self, row_id: UUID, value: object) -> bytes:
        """Any msgpack-able value, bound to its row."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, msgspec.msgpack.encode(value), self._place + row_id.bytes)

    def seal_encoded(self, row_ids: Sequence[bytes], values: Iterable[bytes | None]) -> list[bytes | None]:
        """Many at once: ids as bytes, values as msgpack already; None stays None."""
        encrypt, place, random = self._cipher.encrypt, self._place, os.urandom(NONCE * len(row_ids))
        nonces = (random[at : at + NONCE] for at in range(0, len(random), NONCE))
        return [
            None if value is None else nonce + encrypt(nonce, value, place + row_id)
            for nonce, row_id, value in zip(nonces, row_ids, values, strict=True)
        ]

    def open[T](self, row_id: UUID, sealed: bytes, kind: type[T]) -> T:
        try:
            plain = self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], self._place + row_id.bytes)
        except InvalidTag as error:
            raise Refused("A protected value does not open with its key: it was moved or changed.") from error
        return msgspec.msgpack.decode(plain, type=kind)


def new_data_key() -> bytes:
    return AESGCM.generate_key(256)


def load_platform_key(given_hex: str, var: Path) -> PlatformKey:
    """The key from the settings; else one born random under `var` (0600), for demo and tests only."""
    if given_hex:
        return PlatformKey(_from_hex(given_hex, "RECOURSE_KEY"))
    return PlatformKey(_born(var / "keys" / "platform.key"))


def load_closing_key(given_hex: str, var: Path) -> bytes:
    """The private key that opens bids. Only the closing worker may call this."""
    return _from_hex(given_hex, "CLOSING_KEY") if given_hex else _born(var / "keys" / "closing.key")


def closing_public_key(given_hex: str, var: Path) -> bytes:
    """The public key bids are sealed with; without a setting, that of the key under `var`, written beside it."""
    if given_hex:
        return _from_hex(given_hex, "CLOSING_PUBLIC_KEY")
    public_path = var / "keys" / "closing.pub"
    if not public_path.exists():
        private = X25519PrivateKey.from_private_bytes(_born(var / "keys" / "closing.key"))
        public_path.write_text(private.public_key().public_bytes_raw().hex())
    return bytes.fromhex(public_path.read_text())


def seal_to(public_key: bytes, value: bytes, context: bytes) -> bytes:
    """A box only the private key opens: ephemeral X25519, HKDF-SHA256, AES-256-GCM; `context` is authenticated."""
    ephemeral = X25519PrivateKey.generate()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public_key))
    sender = ephemeral.public_key().public_bytes_raw()
    return sender + _seal(_box_key(shared, sender, public_key), value, context)


def open_sealed(private_key: bytes, box: bytes, context: bytes) -> bytes:
    private = X25519PrivateKey.from_private_bytes(private_key)
    sender = box[:X25519]
    shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
    return _open(_box_key(shared, sender, private.public_key().public_bytes_raw()), box[X25519:], context)


def _box_key(shared: bytes, sender: bytes, recipient: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"recourse/box" + sender + recipient).derive(shared)


def _seal(key: bytes, plain: bytes, place: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, place)


def _open(key: bytes, sealed: bytes, place: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place)
    except InvalidTag as error:
        raise Refused("A protected value does not open with this key: wrong key, or the value was changed.") from error


def _from_hex(text: str, name: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise Invalid(f"{name} is not written in hex digits.") from error
    if len(key) != 32:
        raise Invalid(f"{name} must be 64 hex digits (32 bytes), it has {len(text)}.")
    return key


def _born(path: Path) -> bytes:
    """Makes the key once; of several processes that start together, one wins and all read the same."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}.{os.urandom(4).hex()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(os.urandom(32).hex())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return bytes.fromhex(path.read_text())


@cache
def platform_key() -> PlatformKey:
    """This process's platform key, by its settings."""
    return load_platform_key(settings().recourse_key, settings().var)
