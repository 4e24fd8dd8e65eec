"""Which keys sign, by configuration: the TOML file that SIGNING_KEYS names.

    [[key]]
    name = "Marta Ibarra, card"
    organisation = "0190…"            # whose papers it signs; no other organisation sees it
    holder = "Marta Ibarra Cueto"     # the signatory it belongs to; empty: the organisation's seal
    kind = "pkcs12"                   # or "pkcs11", "remote"
    file = "marta.p12"                # pkcs12, beside the TOML file
    secret_file = "marta.secret"      # passphrase, PIN or bearer token; never in the TOML file itself
    module = "/usr/lib/…/module.so"   # pkcs11, with `token` and `label`
    url = "https://signer.example/"   # remote, with `certificates` (PEM, the signer's first) and `label`

Nothing here says that a signature is qualified (eIDAS art. 3(12)): that depends on the certificate and the device.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Literal
from uuid import UUID

import msgspec
from pyhanko.sign.signers import Signer

from documents.sign import key_file_signer
from documents.signatures.remote import RemoteSigner
from documents.signatures.token import token_signer
from kernel.errors import Invalid, Place, Problem, Refused, Unavailable
from kernel.settings import settings


class SigningKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One key as configured; where its secret lies, not the secret."""

    name: str
    organisation: UUID
    kind: Literal["pkcs12", "pkcs11", "remote"]
    holder: str = ""
    file: str = ""
    secret_file: str = ""
    module: str = ""
    token: str = ""
    label: str = ""
    url: str = ""
    certificates: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: tuple[SigningKey, ...] = ()


def keys_of(organisation_id: UUID) -> tuple[SigningKey, ...]:
    """The keys that may sign an organisation's papers; none where SIGNING_KEYS is empty."""
    path = settings().signing_keys
    if not path:
        return ()
    try:
        read = msgspec.toml.decode(Path(path).read_bytes(), type=_File)
    except (OSError, msgspec.DecodeError) as error:
        sentence = f"The file that SIGNING_KEYS names cannot be read: {error}."
        raise Invalid(sentence, places=[Place("SIGNING_KEYS", path, "See `recourse settings`.")]) from error
    return tuple(one for one in read.key if one.organisation == organisation_id)


def key_named(organisation_id: UUID, name: str, *, holder: str) -> SigningKey:
    """The organisation's key of that name. Invalid if there is none, or it is another person's than `holder`."""
    found = next((one for one in keys_of(organisation_id) if one.name == name), None)
    if found is None:
        raise Invalid("Choose the key.", places=[Place("key", name, "No key of that name is configured for you.")])
    if found.holder and found.holder != holder:
        sentence = f"The key “{name}” belongs to {found.holder}, and {holder} signs. Choose another."
        raise Invalid(sentence, places=[Place("key", name, sentence)])
    return found


def open_key(key: SigningKey) -> Signer:
    """What signs with it. Invalid for a key that does not open, Unavailable for a device that does not answer."""
    opening: dict[str, Callable[[SigningKey], Signer]] = {
        "pkcs12": lambda one: key_file_signer(_read(one, one.file), _secret(one).encode()),
        "pkcs11": lambda one: token_signer(Path(one.module), one.token, one.label, _secret(one)),
        "remote": lambda one: RemoteSigner(one.url, _read(one, one.certificates), one.label, _secret(one)),
    }
    try:
        return opening[key.kind](key)
    except Problem as problem:
        kind = Unavailable if isinstance(problem, Unavailable) else Refused
        raise kind(f"The key “{key.name}” cannot be used: {problem.sentence}") from problem


def _read(key: SigningKey, name: str) -> bytes:
    path = Path(settings().signing_keys).parent / name
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(f"the file {name or '(none named)'} of the key “{key.name}” cannot be read.") from error


def _secret(key: SigningKey) -> str:
    return _read(key, key.secret_file).decode().strip() if key.secret_file else ""
