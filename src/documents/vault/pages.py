"""Downloads from the vault."""

from urllib.parse import quote
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from documents.vault.openings import note_opening
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor


@get("/documents/{document_id:uuid}", include_in_schema=False)
async def download(actor: NamedDependency[Actor], document_id: FromPath[UUID]) -> Stream:
    """The file as it was put in; every download is a fact."""
    opened = await open_document(actor, document_id)
    async with db.transaction(actor):
        await note_opening(actor, opened)
    # Nothing of a tape or paper ever runs in the browser: PDFs are shown, the rest is saved.
    shown = "inline" if opened.shown.media_type == "application/pdf" else "attachment"
    return Stream(
        opened.stream(),
        media_type=opened.shown.media_type,
        headers={
            "content-disposition": f"{shown}; filename*=UTF-8''{quote(opened.shown.file_name)}",
            "content-length": str(opened.shown.size_bytes),
        },
    )


ROUTES = (download,)
