"""Electronic signatures on PDFs: PAdES B-B, or B-T where a time-stamping server is named.

What this makes is at best an *advanced* electronic signature (eIDAS art. 26), made with the key of a PKCS#12
file. It is not a *qualified* one: that needs a qualified certificate on a qualified device (eIDAS art.
3(12)), hence a trust service provider. Where a court asks for one, the paper must be signed outside or
through a provider behind `PdfSealer`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Protocol

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from documents.timestamps import StampRefused, TimeStampingAuthority
from kernel.errors import Invalid, Refused

FIELD = "Signature1"


class PdfSealer(Protocol):
    """Whatever signs PDFs: a key file here, a trust service provider elsewhere."""

    async def sign(self, pdf: bytes, *, reason: str, place: str) -> bytes: ...


class SignatureBroken(Refused):
    """A signed PDF that was changed after signing, or whose signature cannot be checked."""


@dataclass(frozen=True, slots=True)
class SignatureSeen:
    """What a check of a signed PDF found. `at` is the time stamp's moment, None where there is none."""

    signer: str
    trusted: bool
    whole_file: bool
    at: datetime | None


class KeyFileSigner:
    """Signs with the key and certificate of a PKCS#12 file; loads it once."""

    def __init__(self, pkcs12: bytes, passphrase: bytes, *, stamps: TimeStampingAuthority | None = None) -> None:
        try:
            self._signer = SimpleSigner.load_pkcs12_data(pkcs12, other_certs=[], passphrase=passphrase)
        except ValueError as error:
            raise Invalid(
                "The PKCS#12 file cannot be opened: the passphrase is wrong or the file is damaged."
            ) from error
        self._stamps = stamps

    async def sign(self, pdf: bytes, *, reason: str, place: str) -> bytes:
        """The PDF with a signature appended; what was there stays byte for byte, so its former hash can be
        checked.
        """
        about = PdfSignatureMetadata(
            field_name=FIELD, reason=reason, location=place, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        stamper = self._stamps.transport() if self._stamps else None
        signed = BytesIO()
        try:
            writer = IncrementalPdfFileWriter(BytesIO(pdf))
            await PdfSigner(about, self._signer, timestamper=stamper).async_sign_pdf(writer, output=signed)
        except TimestampRequestError as error:
            raise StampRefused(f"The paper was not signed, for want of a time stamp: {error}.") from error
        except (PdfError, SigningError) as error:
            raise Invalid(f"The paper cannot be signed: {error}.") from error
        return signed.getvalue()


async def time_stamp(content: bytes, url: str) -> bytes:
    """The RFC 3161 token over the SHA-256 of `content`; `documents.timestamps.verified_stamp` checks it."""
    return (await TimeStampingAuthority(url).stamp(hashlib.sha256(content).digest())).token


async def inspect_signature(pdf: bytes, *, roots: Sequence[bytes] = ()) -> SignatureSeen:
    """Checks the last signature of a PDF; `SignatureBroken` when it does not hold or the file was changed
    after it.
    """
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not signatures:
            raise SignatureBroken("The PDF carries no signature.")
        anchors = [x509.Certificate.load(root) for root in roots]
        context = ValidationContext(trust_roots=anchors, allow_fetching=False)
        status = await async_validate_pdf_signature(signatures[-1], context, context)
    except (PdfError, ValueError) as error:
        raise SignatureBroken(f"The signature cannot be read: {error}.") from error
    whole = signatures[-1].evaluate_signature_coverage().name == "ENTIRE_FILE"
    if not (status.intact and status.valid and whole):
        raise SignatureBroken("The PDF was changed after it was signed.")
    stamp = status.timestamp_validity
    return SignatureSeen(
        str(status.signing_cert.subject.human_friendly), bool(status.trusted), whole, stamp.timestamp if stamp else None
    )
