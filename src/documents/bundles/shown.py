"""What pages show of a bundle."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kernel.progress import ProgressShown


@dataclass(frozen=True, slots=True)
class SourceShown:
    number: int
    document_id: UUID
    kind: str
    title: str
    dated_on: date | None
    sha256: bytes | None
    engine: str | None
    file_name: str | None
    volume: int | None
    first_page: int | None
    last_page: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class VolumeShown:
    number: int
    document_id: UUID
    file_name: str
    sha256: bytes
    size_bytes: int
    first_page: int | None
    last_page: int | None


@dataclass(frozen=True, slots=True)
class BundleShown:
    id: UUID
    subject_kind: str
    subject_id: UUID
    title: str
    reference: str
    country: str
    form: str
    label: str
    largest_bytes: int | None
    status: str
    reason: str | None
    pages: int | None
    ordered_at: datetime
    sources: tuple[SourceShown, ...] = ()
    volumes: tuple[VolumeShown, ...] = ()
    work: ProgressShown | None = None
