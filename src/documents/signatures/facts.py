"""What was signed, and what signatures from outside were worth."""

from uuid import UUID

from kernel.facts import Fact


class SigningOrdered(Fact, kind="signatures:batch:ordered"):
    """`digest` is over the sorted ids of the documents, `authority_sha256` over the words of the authority."""

    SAYS = "Signatures ordered: %(count)s papers"
    signatory_id: UUID
    authority_sha256: str
    count: int
    digest: str


class DocumentSigned(Fact, kind="signatures:document:signed"):
    """`sha256` is of the signed file, `was_sha256` of the one that was signed."""

    SAYS = "The document was signed"
    sha256: str
    was_sha256: str
    batch_id: UUID
    signatory_id: UUID
    stamped: bool


class SignaturesChecked(Fact, kind="signatures:document:checked"):
    SAYS = "The signatures in the file were checked: %(status)s"
    sha256: str
    status: str
    found: int
