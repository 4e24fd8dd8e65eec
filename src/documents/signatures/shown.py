"""What pages show of an order to sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.progress import ProgressShown


@dataclass(frozen=True, slots=True)
class ItemShown:
    number: int
    document_id: UUID
    title: str
    status: str
    reason: str | None
    sha256: bytes | None


@dataclass(frozen=True, slots=True)
class BatchShown:
    """An order with a page of its papers; `counts` by status are of all."""

    id: UUID
    name: str
    signatory: str
    position: str
    authority: str
    key_name: str
    level: str
    reason: str
    place: str
    status: str
    ordered_at: datetime
    counts: Mapping[str, int]
    items: tuple[ItemShown, ...] = ()
    progress: ProgressShown | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())
