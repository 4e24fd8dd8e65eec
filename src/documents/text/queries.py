"""What was read of a document, for whoever may read the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from documents.text.keeping import opened
from kernel import db
from kernel.actor import Actor
from kernel.data_keys import open_key

WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class TextShown:
    """`pages` is empty unless the state is read or partly; `reason` says what could not be read."""

    document_id: UUID
    state: str
    reason: str | None
    languages: tuple[str, ...]
    read_at: datetime | None
    pages: tuple[str, ...]

    @property
    def unseen(self) -> str | None:
        """What of it nobody but a person can look at, None where all of it was read: a picture may say nothing."""
        if self.reason:
            return self.reason
        blank = [str(number) for number, page in enumerate(self.pages, 1) if not any(map(str.isalnum, page))]
        if not blank:
            return None
        if len(blank) == len(self.pages):
            return "no text was found in it"
        return f"no text was found on page{'s' if len(blank) > 1 else ''} {', '.join(blank)}"


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


async def waiting_of(document_ids: Sequence[UUID]) -> set[UUID]:
    """Those whose newest version waits to be read, in the open transaction; nothing is opened."""
    rows = await db.fetch(
        "SELECT n.document_id, n.state FROM (SELECT DISTINCT ON (t.document_id) t.document_id, t.state"
        " FROM document_texts t JOIN document_versions v ON v.id = t.version_id WHERE t.document_id = ANY($1)"
        " ORDER BY t.document_id, v.number DESC) n WHERE n.state = $2",
        list(document_ids),
        WAITING,
    )
    return {row["document_id"] for row in rows}
