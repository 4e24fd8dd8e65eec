"""Keys: data keys wrapped by the platform's key, sealed columns, search hashes, and the box bids are sealed in.

AES-256-GCM throughout (NIST SP 800-38D), 96-bit random nonces, the place of a value as associated data, so that a
ciphertext moved to another row or column does not open. What the loss of each key means: docs/threat-model.md.
"""

import hmac
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
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
MARK = b"RK"
NAMED = 6
PREFIX = len(MARK) + NAMED


@dataclass(frozen=True, slots=True)
class Lasting:
    """What a change of the platform's key must not change, 32 bytes each: search hashes stand in millions of rows, and
    published seals lie in locked objects.
    """

    search: bytes
    seals: bytes

    @classmethod
    def of(cls, secret: bytes) -> "Lasting":
        """As every house had them before its key was first replaced: one way from that key, and not back."""
        return cls(_derived(secret, b"search"), sha256(b"recourse/seals" + secret).digest())

    def hex(self) -> str:
        return (self.search + self.seals).hex()


@dataclass(frozen=True, slots=True)
class PlatformKey:
    """The key outside the database: `secret` wraps data keys, and opens them together with `others`, which were
    replaced. `lasting` is given once the key was replaced; until then it follows from `secret`.
    """

    secret: bytes
    others: tuple[bytes, ...] = ()
    lasting: Lasting | None = None

    @property
    def id(self) -> str:
        """The name under which wrapped keys tell what wrapped them: 12 hex digits that say nothing of the key."""
        return key_name(self.secret)

    def wrap(self, data_key: bytes, key_id: UUID) -> bytes:
        return self.prefix + _seal(_derived(self.secret, b"wrap"), data_key, b"data_keys" + key_id.bytes)

    @property
    def prefix(self) -> bytes:
        """How everything begins that this key wrapped. What was wrapped before keys had names begins otherwise."""
        return _prefix(self.secret)

    def unwrap(self, wrapped: bytes, key_id: UUID) -> bytes:
        """Refused where none of the keys opens it."""
        place = b"data_keys" + key_id.bytes
        for secret in (self.secret, *self.others):
            if wrapped.startswith(_prefix(secret)):
                return _open(_derived(secret, b"wrap"), wrapped[PREFIX:], place)
        for secret in (self.secret, *self.others):
            with suppress(Refused):
                return _open(_derived(secret, b"wrap"), wrapped, place)
        by = f" {wrapped[len(MARK) : PREFIX].hex()}" if wrapped.startswith(MARK) else ""
        raise Refused(
            "A protected value does not open with this key: it was changed, or the platform's key that wrapped"
            f" it{by} is not here."
        )

    def search_hash(self, kind: str, value: str) -> bytes:
        """16 bytes that find an exact value again without storing it; the same on the whole platform."""
        return self.search_hasher(kind)(value)

    def search_hasher(self, kind: str) -> Callable[[str], bytes]:
        """The same for many values: the key is derived once."""
        key, prefix = self.kept.search, kind.encode() + b"\0"

        def hashed(value: str) -> bytes:
            return hmac.digest(key, prefix + "".join(value.split()).upper().encode(), "sha256")[:16]

        return hashed

    @property
    def kept(self) -> Lasting:
        return self.lasting or Lasting.of(self.secret)


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


def key_name(secret: bytes) -> str:
    """See `PlatformKey.id`."""
    return _derived(secret, b"name")[:NAMED].hex()


def load_platform_key(given_hex: str, var: Path, *, others: str = "", lasting: str = "") -> PlatformKey:
    """The key from the settings; else one born random under `var` (0600), for demo and tests only.

    Invalid where keys were replaced and the lasting one is not named: every search hash would change unnoticed.
    """
    if not given_hex:
        home = var / "keys"
        replaced = tuple(_from_file(file) for file in sorted(home.glob("platform-*.key")))
        kept = home / "lasting.key"
        return PlatformKey(
            _born(home / "platform.key"), replaced, _lasting(kept.read_text()) if kept.exists() else None
        )
    replaced = tuple(_from_hex(one.strip(), "RECOURSE_OTHER_KEYS") for one in others.split(",") if one.strip())
    if replaced and not lasting:
        raise Invalid("RECOURSE_OTHER_KEYS needs RECOURSE_LASTING_KEY: `recourse keys new` printed both.")
    return PlatformKey(_from_hex(given_hex, "RECOURSE_KEY"), replaced, _lasting(lasting) if lasting else None)


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


def _from_hex(text: str, name: str, size: int = 32) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise Invalid(f"{name} is not written in hex digits.") from error
    if len(key) != size:
        raise Invalid(f"{name} must be {2 * size} hex digits ({size} bytes), it has {len(text)}.")
    return key


def _lasting(text: str) -> Lasting:
    both = _from_hex(text.strip(), "RECOURSE_LASTING_KEY", 64)
    return Lasting(both[:32], both[32:])


def _from_file(path: Path) -> bytes:
    return _from_hex(path.read_text().strip(), path.name)


def _prefix(secret: bytes) -> bytes:
    return MARK + bytes.fromhex(key_name(secret))


@lru_cache(maxsize=64)
def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"recourse/" + purpose).derive(secret)


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
    here = settings()
    return load_platform_key(
        here.recourse_key, here.var, others=here.recourse_other_keys, lasting=here.recourse_lasting_key
    )
