"""The vault's search for programs: the same query as the page."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from documents.search.pages import asked_of
from documents.search.queries import Hit, search
from kernel.actor import Actor


class TextPiece(msgspec.Struct, frozen=True):
    """Plain text; whoever shows it escapes it. `hit` where it is what was looked for."""

    text: str
    hit: bool


class DocumentHit(msgspec.Struct, frozen=True):
    """A document that was found. `page` counts from 1; it and `excerpt` are null where the name alone was met.

    `text` is waiting, read, partly, unreadable or erased; `reason` says what could not be read. `scan` is null for a
    file that was made here.
    """

    id: UUID
    title: str
    kind: str
    file_name: str
    media_type: str
    status: str
    sha256: str
    size_bytes: int
    subject_kind: str
    subject_id: UUID
    created_at: datetime
    sealed_at: datetime | None
    scan: str | None
    text: str
    reason: str | None
    page: int | None
    excerpt: list[TextPiece] | None


class DocumentHits(msgspec.Struct, frozen=True):
    """`next` goes back as `after`; null on the last page."""

    items: list[DocumentHit]
    next: str | None


@get("/api/documents/search")
async def search_documents(
    actor: NamedDependency[Actor],
    q: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    reference: FromQuery[str] = "",
    party: FromQuery[str] = "",
    since: FromQuery[str] = "",
    until: FromQuery[str] = "",
    status: FromQuery[str] = "",
    scan: FromQuery[str] = "",
    text: FromQuery[str] = "",
    order: FromQuery[Literal["newest", "best"]] = "newest",
    after: FromQuery[str] = "",
) -> DocumentHits:
    """Documents the organisation may read, by what they say and what they are."""
    sent = {"q": q, "kind": kind, "reference": reference, "party": party, "since": since, "until": until}
    sent |= {"status": status, "scan": scan, "text": text, "order": order, "after": after}
    found = await search(actor, asked_of(sent))
    return DocumentHits([_answer(one) for one in found.hits], found.next or None)


def _answer(hit: Hit) -> DocumentHit:
    shown, piece = hit.shown, hit.excerpt
    return DocumentHit(
        id=shown.id,
        title=shown.title,
        kind=shown.kind,
        file_name=shown.file_name,
        media_type=shown.media_type,
        status=shown.status,
        sha256=shown.sha256.hex(),
        size_bytes=shown.size_bytes,
        subject_kind=hit.subject_kind,
        subject_id=hit.subject_id,
        created_at=shown.created_at,
        sealed_at=shown.sealed_at,
        scan=hit.scan,
        text=hit.text,
        reason=hit.reason,
        page=piece.page if piece else None,
        excerpt=[TextPiece(one.text, one.hit) for one in piece.pieces] if piece else None,
    )


ROUTES = (search_documents,)
