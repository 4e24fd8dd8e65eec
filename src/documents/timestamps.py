"""RFC 3161 time stamps: a third party's signed word that a digest existed at a moment.

Whether a stamp is *qualified* (eIDAS art. 42) depends on the provider that TIMESTAMP_URL names; nothing here
makes it so, and nothing here says it is.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from asn1crypto import cms, pem, tsp, x509
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from kernel.errors import Invalid, Refused, Unavailable
from kernel.settings import settings

_REPLY = "application/timestamp-reply"


class StampRefused(Unavailable):
    """The time-stamping server does not answer or refuses; the digest stays unstamped and can be tried
    again.
    """


class StampWrong(Refused):
    """A token that does not stamp this digest, is not intact, or is not signed under the trusted roots."""


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """A DER time-stamp token with what it says. Keep `token`: it is the proof."""

    token: bytes
    at: datetime
    authority: str
    trusted: bool


class HttpTimeStamper(TimeStamper):
    """The transport pyHanko asks for, over httpx."""

    def __init__(self, url: str, timeout: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._url = url
        self._timeout = timeout

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": _REPLY}
        try:
            async with httpx.AsyncClient(timeout=self._timeout) as client:
                answer = await client.post(self._url, content=req.dump(), headers=headers)
        except httpx.HTTPError as error:
            raise TimestampRequestError(f"no answer ({type(error).__name__})") from error
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip()
        if answer.status_code != 200 or kind != _REPLY:
            raise TimestampRequestError(f"answer {answer.status_code} of type {kind or 'unknown'}")
        return tsp.TimeStampResp.load(answer.content)


class TimeStampingAuthority:
    """A time-stamping server by its address; `roots` are the DER certificates its signatures must lead to."""

    def __init__(self, url: str, *, roots: Sequence[bytes] = (), timeout: float = 20.0) -> None:
        self._url = url
        self._roots = tuple(roots)
        self._timeout = timeout

    async def stamp(self, digest: bytes) -> TimeStamp:
        """A stamp over a SHA-256 digest (32 bytes), checked before it is given."""
        if len(digest) != hashlib.sha256().digest_size:
            raise Invalid(f"A time stamp is asked for a SHA-256 digest of 32 bytes, not {len(digest)}.")
        try:
            token = await self.transport().async_timestamp(digest, "sha256")
        except (TimestampRequestError, OSError, ValueError, TypeError) as error:
            raise StampRefused(f"The time-stamping server at {self._url} gave no stamp: {error}.") from error
        return await verified_stamp(token.dump(), digest, roots=self._roots)

    def transport(self) -> HttpTimeStamper:
        """For pyHanko, which asks for its own stamps while signing a PDF."""
        return HttpTimeStamper(self._url, self._timeout)


async def verified_stamp(token: bytes, digest: bytes, *, roots: Sequence[bytes] = ()) -> TimeStamp:
    """What a token says, after checking that it stamps `digest` and is intact; else `StampWrong`.

    With `roots`, the chain is checked as of the stamp's own moment and an untrusted one is `StampWrong`;
    without, `trusted` is False and only the mathematics was checked.
    """
    try:
        signed = cms.ContentInfo.load(token)["content"]
        info = signed["encap_content_info"]["content"].parsed
        at, authority = info["gen_time"].native, _signer(signed)
        anchors = [x509.Certificate.load(root) for root in roots]
        context = ValidationContext(trust_roots=anchors, moment=at, allow_fetching=False)
        seen = await validate_tst_signed_data(signed, context, lambda algorithm: _expected(algorithm, digest))
        status = TimestampSignatureStatus(**seen)
    except (ValueError, TypeError, KeyError, AttributeError, SignatureValidationError) as error:
        raise StampWrong(f"This is not a time-stamp token that can be checked: {error}.") from error
    if not (status.intact and status.valid):
        raise StampWrong("The time-stamp token is not for this digest, or was changed.")
    if anchors and not status.trusted:
        raise StampWrong(f"The time stamp by {authority} does not lead to a trusted root.")
    return TimeStamp(token, at, authority, bool(status.trusted))


def trusted_roots() -> list[bytes]:
    """The certificates of TIMESTAMP_ROOTS, DER each; none without the setting. Invalid if the file is not PEM."""
    path = settings().timestamp_roots
    if not path:
        return []
    try:
        return [der for _, _, der in pem.unarmor(Path(path).read_bytes(), multiple=True)]
    except (OSError, ValueError) as error:
        raise Invalid(f"TIMESTAMP_ROOTS names {path}, which is no readable PEM file: {error}.") from error


def _expected(algorithm: str, digest: bytes) -> bytes:
    return digest if algorithm == "sha256" else b""


def _signer(signed: cms.SignedData) -> str:
    serial = signed["signer_infos"][0]["sid"].chosen["serial_number"].native
    for certificate in signed["certificates"]:
        if certificate.chosen.serial_number == serial:
            return str(certificate.chosen.subject.human_friendly)
    return "an authority that sent no certificate"
