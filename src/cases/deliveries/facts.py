"""What happened to deliveries of documents."""

from uuid import UUID

from kernel.facts import Fact


class DeliveryOpened(Fact, kind="deliveries:delivery:opened"):
    SAYS = "Documents delivered as %(source)s"
    source: str
    sha256: str | None
    sale_id: UUID | None


class DeliveryTakenIn(Fact, kind="deliveries:delivery:taken_in"):
    """`digest` is over the path and the hash of every file, in the order of arrival."""

    SAYS = "Documents taken in: %(kept)s kept, %(tray)s in the tray, %(refused)s refused, %(missing)s missing"
    kept: int
    known: int
    tray: int
    refused: int
    missing: int
    digest: str


class DeliveredFileAssigned(Fact, kind="deliveries:file:assigned"):
    SAYS = "A delivered file was given to its claim"
    claim_id: UUID
    document_id: UUID
    sha256: str


class DeliveredFileRead(Fact, kind="deliveries:file:read"):
    SAYS = "A file in the tray was looked at"
    file_id: UUID


class DeliveredFileReturned(Fact, kind="deliveries:file:returned"):
    SAYS = "A delivered file was sent back and made unreadable here"
    sha256: str


class DeliveryClosed(Fact, kind="deliveries:delivery:closed"):
    SAYS = "The delivery was closed; its archive was made unreadable"
