"""What was read of a document, for whoever may read the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from documents.text.keeping import opened
from kernel import db
from kernel.actor import Actor
from kernel.data_keys import open_key


@dataclass(frozen=True, slots=True)
class TextShown:
    """`pages` is empty unless the state is read or partly; `reason` says what could not be read."""

    document_id: UUID
    state: str
    reason: str | None
    languages: tuple[str, ...]
    read_at: datetime | None
    pages: tuple[str, ...]


async def texts_of(actor: Actor, document_ids: Sequence[UUID]) -> dict[UUID, TextShown]:
    """The text of the newest version of each document the actor sees, opened; few at a time."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT ON (t.document_id) t.version_id, t.document_id, t.state, t.reason, t.languages, t.read_at,"
            " t.sealed, v.data_key_id FROM document_texts t JOIN document_versions v ON v.id = t.version_id"
            " WHERE t.document_id = ANY($1) ORDER BY t.document_id, v.number DESC",
            list(document_ids),
        )
        keys = {row["version_id"]: await open_key(row["data_key_id"]) for row in rows if row["sealed"]}
    shown = {}
    for row in rows:
        key = keys.get(row["version_id"])
        pages = tuple(opened(key, row["version_id"], row["sealed"])) if key else ()
        shown[row["document_id"]] = TextShown(
            row["document_id"], row["state"], row["reason"], tuple(row["languages"] or ()), row["read_at"], pages
        )
    return shown
