"""What was converted."""

from uuid import UUID

from kernel.facts import Fact


class DocumentConverted(Fact, kind="conversion:document:converted"):
    """`source_sha256` is of the file that was given, `sha256` of the PDF/A that was made of it by `engine`."""

    SAYS = "A copy of the document as PDF/A was made by %(engine)s"
    version_id: UUID
    source_sha256: str
    sha256: str
    engine: str
