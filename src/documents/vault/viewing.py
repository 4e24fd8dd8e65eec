"""A document looked at in the page: drawn by us, never opened by the reader's browser, and each look a fact.

What a PDF can do when it is opened (scripts, launches, forms) it does not do here: a page is drawn as a picture by
poppler, in a process with bounds.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from accounts.record.queries import FactShown, facts_of
from documents.text.drawing import page_as_png, pages_in
from documents.text.faults import NotRead
from documents.vault.facts import DocumentRead
from documents.vault.openings import note_opening
from documents.vault.queries import SCANNED, Opened, open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound, Refused

POINTS = 1_500
"""The longer side of a drawn page: read with ease on a large screen, and zoomed on a small one."""
ONE_LOOK = timedelta(minutes=10)
"""Turning the pages of a document for so long is one look at it."""
PICTURES = ("image/png", "image/jpeg")
MOST_KEPT = 48 << 20
_drawn: OrderedDict[tuple[UUID, int], bytes] = OrderedDict()
"""Pages drawn last, in this process's memory alone: on disk they would outlive the document."""


@dataclass(frozen=True, slots=True)
class VersionShown:
    number: int
    file_name: str
    sha256: bytes
    size_bytes: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose it is, what the scanner said, and its versions, newest first."""

    subject_kind: str
    subject_id: UUID
    scan: str | None
    versions: tuple[VersionShown, ...]


async def look_at(actor: Actor, document_id: UUID) -> Opened:
    """The document, once the look is recorded; NotFound for a stranger, Refused for one in quarantine."""
    opened = await open_document(actor, document_id)
    async with db.transaction(actor):
        recent = await db.fetch_value(
            "SELECT EXISTS (SELECT 1 FROM facts WHERE organisation_id = $1 AND subject_id = $2 AND kind = $3"
            " AND person_id IS NOT DISTINCT FROM $4 AND at > $5 AND data->>'version_id' = $6)",
            actor.organisation,
            document_id,
            DocumentRead.KIND,
            actor.person_id,
            actor.now() - ONE_LOOK,
            str(opened.key.id),
        )
        if not recent:
            await note_opening(actor, opened)
    return opened


async def standing_of(actor: Actor, document_id: UUID) -> Standing:
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT d.subject_kind, d.subject_id, v.number, v.file_name, v.sha256, v.size_bytes, v.created_at,"
            f" {SCANNED} AS scan FROM documents d JOIN document_versions v ON v.document_id = d.id WHERE d.id = $1"
            " ORDER BY v.number DESC",
            document_id,
        )
    if not rows:
        raise NotFound("There is no such document here.")
    names = VersionShown.__dataclass_fields__
    versions = tuple(VersionShown(**{name: row[name] for name in names}) for row in rows)
    return Standing(rows[0]["subject_kind"], rows[0]["subject_id"], rows[0]["scan"], versions)


async def custody_of(actor: Actor, document_id: UUID) -> Sequence[FactShown]:
    """Who made, saw, changed, sealed and sent it, newest first, as far as the actor's organisation may know."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT fact_id AS id FROM document_seals WHERE document_id = $2 UNION SELECT f.id FROM document_packages p"
            " JOIN facts f ON f.organisation_id = p.organisation_id AND f.subject_id = p.id"
            " WHERE p.organisation_id = $1 AND p.included @> ARRAY[$2::uuid]"
            # What was done to it under another name: as a filing, in a destruction, by a hold.
            " UNION SELECT f.id FROM filings g JOIN filings x ON x.id = g.id OR (x.batch_id = g.batch_id"
            " AND x.chunk IS NOT DISTINCT FROM g.chunk) JOIN facts f ON f.subject_id = x.id"
            " AND (f.organisation_id = $1 OR f.about_organisation_id = $1)"
            " AND (x.id = g.id OR f.kind IN ('proceedings:filings:approved', 'proceedings:filings:sealed'))"
            " WHERE g.document_id = $2 UNION SELECT f.id FROM destruction_items i JOIN facts f"
            " ON f.organisation_id = $1 AND f.subject_id = i.destruction_id"
            " WHERE i.organisation_id = $1 AND i.document_id = $2"
            " UNION SELECT f.id FROM legal_holds h JOIN facts f ON f.organisation_id = $1 AND f.subject_id = h.id"
            " WHERE h.scope = 'document' AND h.subject_id = $2",
            actor.organisation,
            document_id,
        )
    return await facts_of(actor, document_id, named=[row["id"] for row in rows])


async def picture_of(actor: Actor, document_id: UUID, number: int) -> tuple[bytes, str]:
    """One page, from 1, and its media type. NotFound for a page there is not; Refused for a file that has none."""
    opened = await look_at(actor, document_id)
    if opened.shown.media_type in PICTURES and number == 1:
        return await opened.content(), opened.shown.media_type
    if opened.shown.media_type != "application/pdf" or number < 1:
        raise NotFound("There is no such page.")
    place = (opened.key.id, number)
    if place not in _drawn:
        _drawn[place] = await asyncio.to_thread(_draw, await opened.content(), number)
        while sum(map(len, _drawn.values())) > MOST_KEPT:
            _drawn.popitem(last=False)
    _drawn.move_to_end(place)
    return _drawn[place], "image/png"


def _draw(content: bytes, number: int) -> bytes:
    with TemporaryDirectory(prefix="recourse-view-") as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(content)
        try:
            drawn = page_as_png(path, number, points=POINTS) if number <= pages_in(path) else b""
        except NotRead as fault:
            raise Refused(f"This page cannot be drawn: {fault.reason}. Download the file instead.") from fault
    if not drawn:
        raise NotFound("There is no such page.")
    return drawn
