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
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from documents.timestamps import StampRefused, TimeStampingAuthority
from kernel.errors import Invalid, Refused

FIELD = "Signature"


class PdfSealer(Protocol):
    """Whatever signs PDFs: a key file here, a trust service provider elsewhere."""

    async def sign(self, pdf: bytes, *, reason: str, place: str, name: str | None = None) -> bytes: ...


class SignatureBroken(Refused):
    """A signed PDF that was changed after signing, or whose signature cannot be checked."""


@dataclass(frozen=True, slots=True)
class SignatureSeen:
    """What a check of a signed PDF found. `at` is the time stamp's moment, None where there is none."""

    signer: str
    trusted: bool
    whole_file: bool
    at: datetime | None


class PadesSigner:
    """Signs with whatever pyHanko can sign with; with `stamps` every signature carries a time stamp (B-T), or there is
    none.
    """

    def __init__(self, signer: Signer, *, stamps: TimeStampingAuthority | None = None) -> None:
        self._signer = signer
        self._stamps = stamps

    async def sign(self, pdf: bytes, *, reason: str, place: str, name: str | None = None) -> bytes:
        """The PDF with a signature appended; what was there stays byte for byte, so its former hash can be
        checked. `name` is the signatory's, where the certificate is an organisation's seal.
        """
        stamper = self._stamps.transport() if self._stamps else None
        signed = BytesIO()
        try:
            writer = IncrementalPdfFileWriter(BytesIO(pdf))
            about = PdfSignatureMetadata(
                field_name=_free_field(writer.prev),
                reason=reason or None,
                location=place or None,
                name=name,
                subfilter=SigSeedSubFilter.PADES,
                md_algorithm="sha256",
            )
            await PdfSigner(about, self._signer, timestamper=stamper).async_sign_pdf(writer, output=signed)
        except TimestampRequestError as error:
            raise StampRefused(f"The paper was not signed, for want of a time stamp: {error}.") from error
        except (PdfError, SigningError) as error:
            raise Invalid(f"The paper cannot be signed: {error}.") from error
        return signed.getvalue()


class KeyFileSigner(PadesSigner):
    """Signs with the key and certificate of a PKCS#12 file; loads it once."""

    def __init__(self, pkcs12: bytes, passphrase: bytes, *, stamps: TimeStampingAuthority | None = None) -> None:
        super().__init__(key_file_signer(pkcs12, passphrase), stamps=stamps)


def key_file_signer(pkcs12: bytes, passphrase: bytes) -> Signer:
    """Invalid where the file does not open."""
    try:
        signer: Signer = SimpleSigner.load_pkcs12_data(pkcs12, other_certs=[], passphrase=passphrase)
    except ValueError as error:
        raise Invalid("The PKCS#12 file cannot be opened: the passphrase is wrong or the file is damaged.") from error
    return signer


def _free_field(pdf: PdfFileReader) -> str:
    """A name that no signature of the paper has: it may be signed by several, one after the other."""
    taken = {str(name) for name, _, _ in enumerate_sig_fields(pdf)}
    return next(name for number in range(1, len(taken) + 2) if (name := f"{FIELD}{number}") not in taken)


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
