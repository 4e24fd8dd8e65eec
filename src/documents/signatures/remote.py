"""A key that never leaves its provider: the hash goes out, the raw signature comes back.

The port is small on purpose, for a bridge to whatever a trust service offers (CSC, a vendor's own interface):
`POST url` with `{"key", "algorithm", "hash"}` and a bearer token gives `{"signature"}`; `algorithm` is the signature
algorithm (`sha256_ecdsa`, `sha256_rsa`), `hash` and `signature` are base64.
"""

import base64
import binascii
from hashlib import sha256

import httpx
import msgspec
from asn1crypto import pem, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kernel.errors import Invalid, Refused, Unavailable

PATIENCE = 30.0
ROOM = 1024
"""Bytes kept free for a signature before it is known: enough for RSA of 8192 bits."""


class _Answer(msgspec.Struct, frozen=True):
    signature: str


class RemoteSigner(Signer):
    """Asks the provider for each signature and believes none that its own certificate does not bear out."""

    def __init__(self, url: str, certificates: bytes, key: str, token: str) -> None:
        try:
            chain = [x509.Certificate.load(der) for _, _, der in pem.unarmor(certificates, multiple=True)]
            self._public = load_der_public_key(chain[0].public_key.dump())
        except (ValueError, IndexError) as error:
            raise Invalid("its certificates are not PEM.") from error
        known = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        known.register_multiple(chain)
        super().__init__(signing_cert=chain[0], cert_registry=known)
        self._url, self._key, self._token = url, key, token

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(ROOM)
        if digest_algorithm != "sha256":
            raise Refused(f"Remote signing is asked for SHA-256 hashes, not {digest_algorithm}.")
        digest = sha256(data).digest()
        signature = await self._asked(digest)
        self._prove(signature, digest)
        return signature

    async def _asked(self, digest: bytes) -> bytes:
        algorithm = str(self.get_signature_mechanism_for_digest("sha256").native["algorithm"])
        question = {"key": self._key, "algorithm": algorithm, "hash": base64.b64encode(digest).decode()}
        try:
            async with httpx.AsyncClient(timeout=PATIENCE) as client:
                answer = await client.post(self._url, json=question, headers={"authorization": f"Bearer {self._token}"})
            answer.raise_for_status()
            said = msgspec.json.decode(answer.content, type=_Answer)
            return base64.b64decode(said.signature, validate=True)
        except httpx.HTTPStatusError as error:
            raise Unavailable(f"The remote signer refuses: status {error.response.status_code}.") from error
        except (httpx.HTTPError, msgspec.DecodeError, binascii.Error) as error:
            raise Unavailable(f"The remote signer gives no answer ({type(error).__name__}).") from error

    def _prove(self, signature: bytes, digest: bytes) -> None:
        try:
            if isinstance(self._public, ec.EllipticCurvePublicKey):
                self._public.verify(signature, digest, ec.ECDSA(Prehashed(hashes.SHA256())))
            elif isinstance(self._public, rsa.RSAPublicKey):
                self._public.verify(signature, digest, padding.PKCS1v15(), Prehashed(hashes.SHA256()))
            else:
                raise Invalid("Remote signing knows RSA and elliptic curves, and this certificate has neither.")
        except InvalidSignature as error:
            raise Refused("The remote signer gave a signature that its own certificate does not bear out.") from error
