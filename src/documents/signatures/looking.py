"""What the signatures in a PDF are worth, by pyHanko: who, when, whether the bytes are unchanged, and who vouches.

PDF alone: detached signatures (CAdES `.p7s`, XAdES) beside a file are not looked at. Revocation is not asked for, since
that needs the issuer's servers; nothing here says that a certificate was not withdrawn, nor that a signature is
qualified: that stands in the trusted lists (eIDAS art. 22), which must be had from outside.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Literal

import msgspec
from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kernel.errors import Invalid
from kernel.settings import settings

type State = Literal["unsigned", "whole", "extended", "altered", "unreadable"]
"""`extended`: after this signature only further signatures or time stamps were added."""
# pyHanko's log names the signers.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
WORST: tuple[State, ...] = ("altered", "unreadable", "extended", "whole", "unsigned")
MOST = 100
"""Signatures looked at in one file."""


class SignatureFound(msgspec.Struct, frozen=True):
    """One signature. `claimed_at` is the signer's own clock; `stamped_at` an authority's word. `anchor` is the trusted
    certificate that the signer's leads to, None where nobody known vouches for the name.
    """

    state: State
    signer: str
    claimed_at: datetime | None = None
    stamped_at: datetime | None = None
    stamped_by: str | None = None
    stamp_trusted: bool = False
    anchor: str | None = None
    reason: str | None = None
    said: str | None = None


class Looked(msgspec.Struct, frozen=True):
    """All signatures of a file in their order, and what they come to together."""

    state: State
    signatures: tuple[SignatureFound, ...] = ()

    @property
    def identity(self) -> Literal["established", "not_established"] | None:
        if self.state in ("unsigned", "unreadable"):
            return None
        return "established" if all(one.anchor for one in self.signatures) else "not_established"


def may_be_signed(content: bytes) -> bool:
    """Whether it is worth opening: a signature names the bytes it covers."""
    return b"/ByteRange" in content


async def look_at(content: bytes, *, anchors: Sequence[bytes] = (), stamp_roots: Sequence[bytes] = ()) -> Looked:
    """Every signature of a PDF. Never raises for what is in the file: what cannot be read is `unreadable`."""
    if not may_be_signed(content):
        return Looked("unsigned")
    try:
        # As lenient as the programs people read with; pyHanko's comparison of revisions stays strict.
        found = PdfFileReader(BytesIO(content), strict=False).embedded_regular_signatures
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return Looked("unreadable", (SignatureFound("unreadable", "", said=f"The file cannot be read: {error}."),))
    if not found:
        return Looked("unsigned")
    signers, stamps = _context(anchors), _context((*stamp_roots, *anchors))
    seen = tuple([await _one(signature, len(content), signers, stamps) for signature in found[:MOST]])
    return Looked(next(state for state in WORST if any(one.state == state for one in seen)), seen)


async def _one(
    signature: EmbeddedPdfSignature, length: int, signers: ValidationContext, stamps: ValidationContext
) -> SignatureFound:
    try:
        status = await async_validate_pdf_signature(signature, signers, stamps)
        return _found(signature, status)
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        if _ends_before(signature, length):
            return SignatureFound("altered", _name(signature), said="What was added after it cannot be read.")
        return SignatureFound("unreadable", _name(signature), said=f"The signature cannot be checked: {error}.")


def _ends_before(signature: EmbeddedPdfSignature, length: int) -> bool:
    """Whether bytes of the file stand behind what it covers."""
    try:
        last = [int(one) for one in signature.byte_range][-2:]
    except (PdfError, ValueError, TypeError):
        return False
    return len(last) == 2 and sum(last) < length


def _found(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> SignatureFound:
    stamp = status.timestamp_validity
    sound = stamp is None or (stamp.intact and stamp.valid)
    return SignatureFound(
        _state(status),
        str(status.signing_cert.subject.human_friendly),
        status.signer_reported_dt,
        stamp.timestamp if stamp and sound else None,
        str(stamp.signing_cert.subject.human_friendly) if stamp and sound else None,
        bool(stamp and sound and stamp.trusted),
        _anchor(status),
        str(signature.sig_object.get("/Reason", "")) or None,
        None if sound else "Its time stamp is not for this signature, or was altered.",
    )


def _state(status: PdfSignatureStatus) -> State:
    if not (status.intact and status.valid):
        return "altered"
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "whole"
    # Whatever a form may have been allowed to take afterwards: words changed under a signature are told.
    harmless = status.modification_level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
    signed_again = status.modification_level == ModificationLevel.FORM_FILLING and status.docmdp_ok
    whole_revision = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    return "extended" if whole_revision and (harmless or signed_again) else "altered"


def _anchor(status: PdfSignatureStatus) -> str | None:
    if not status.trusted or status.validation_path is None:
        return None
    return str(status.validation_path.trust_anchor.authority.name.human_friendly)


def _name(signature: EmbeddedPdfSignature) -> str:
    try:
        return str(signature.signer_cert.subject.human_friendly)
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, SignatureValidationError):
        return ""


def _context(roots: Sequence[bytes]) -> ValidationContext:
    anchors = [x509.Certificate.load(root) for root in roots]
    return ValidationContext(trust_roots=anchors, allow_fetching=False)


def known_anchors() -> tuple[bytes, ...]:
    """The CA certificates of SIGNATURE_ROOTS, DER each; none without the setting. Invalid for a folder that cannot be
    read or holds something else.
    """
    folder = settings().signature_roots
    if not folder:
        return ()
    found: list[bytes] = []
    try:
        for path in sorted(one for one in Path(folder).iterdir() if one.suffix in (".pem", ".crt", ".cer", ".der")):
            content = path.read_bytes()
            ders = [der for _, _, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
            found += [x509.Certificate.load(der, strict=True).dump() for der in ders]
    except (OSError, ValueError) as error:
        raise Invalid(f"SIGNATURE_ROOTS names {folder}, which holds no readable certificates: {error}.") from error
    return tuple(found)
