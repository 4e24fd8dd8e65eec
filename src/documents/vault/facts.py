"""What happened to documents. A seal's hash in the facts' tree is the proof of the document."""

from uuid import UUID

from kernel.facts import Fact


class DocumentAdded(Fact, kind="vault:document:added"):
    SAYS = "A document (%(document_kind)s) came into the vault, version %(version)s"
    document_kind: str
    sha256: str
    version: int


class DocumentSealed(Fact, kind="vault:document:sealed"):
    SAYS = "A document (%(document_kind)s) was sealed"
    document_kind: str
    sha256: str


class DocumentsSealed(Fact, kind="vault:documents:sealed"):
    """Many at once: `digest` is the Merkle root over them, see `documents.proofs.batches`."""

    SAYS = "Documents sealed together: %(count)s"
    count: int
    digest: str


class DocumentRead(Fact, kind="vault:document:read"):
    SAYS = "A document was opened"
    version_id: UUID
