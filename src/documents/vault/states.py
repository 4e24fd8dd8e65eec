"""A document's life: once sealed, its bytes are fixed."""

from enum import StrEnum

from kernel.machine import Machine


class DocumentStatus(StrEnum):
    DRAFTED = "drafted"
    APPROVED = "approved"
    SEALED = "sealed"
    FILED = "filed"
    SERVED = "served"


DOCUMENTS = Machine(
    "documents",
    DocumentStatus,
    [
        ("approve", {DocumentStatus.DRAFTED}, DocumentStatus.APPROVED),
        ("seal", {DocumentStatus.DRAFTED, DocumentStatus.APPROVED}, DocumentStatus.SEALED),
        ("file", {DocumentStatus.SEALED}, DocumentStatus.FILED),
        ("serve", {DocumentStatus.SEALED, DocumentStatus.FILED}, DocumentStatus.SERVED),
    ],
)
