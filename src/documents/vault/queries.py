"""Reading the vault."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from documents.vault.commands import store
from kernel import db
from kernel.actor import Actor
from kernel.data_keys import DataKey, open_key
from kernel.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class DocumentShown:
    id: UUID
    kind: str
    title: str
    language: str
    status: str
    file_name: str
    media_type: str
    sha256: bytes
    size_bytes: int
    pages: int | None
    created_at: datetime
    sealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A document and what is needed to read its bytes outside the transaction."""

    shown: DocumentShown
    object_key: str
    key: DataKey

    async def content(self) -> bytes:
        """The bytes, checked against the hash in the index. Refused if they differ: the proof is broken."""
        found = await store().get(self.object_key, data_key=self.key.secret)
        if sha256(found).digest() != self.shown.sha256:
            raise Refused("The stored file is not the one that was put in: its hash differs. Tell the operator.")
        return found

    def stream(self) -> AsyncIterator[bytes]:
        return store().stream(self.object_key, data_key=self.key.secret)


SHOWN = (
    "d.id, d.kind, d.title, d.language, d.status, v.file_name, v.media_type, v.sha256, v.size_bytes, v.pages,"
    " d.created_at, d.sealed_at"
)
NEWEST = (
    "documents d JOIN LATERAL (SELECT * FROM document_versions w WHERE w.document_id = d.id"
    " ORDER BY w.number DESC LIMIT 1) v ON true"
)
SCANNED = "(SELECT s.state FROM document_scans s WHERE s.version_id = v.id ORDER BY s.at DESC, s.id DESC LIMIT 1)"


GUARDED: Mapping[str, tuple[str, ...]] = {
    "court_answers": ("cases.work", "cases.onboard"),
    "court_answers_closed": ("filings.submit",),
}
"""Kinds of which the original is opened by whoever has one of these rights alone: a court's file speaks of many people
at once, and one in which its service repeats a secret of the account is for whoever enters that account."""


async def open_document(actor: Actor, document_id: UUID) -> Opened:
    """The newest version of a document the actor's organisation, firm or counterparty may see; else NotFound.

    Refused for one in which the scanner found something: it never leaves quarantine. Forbidden for a guarded kind.
    """
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT {SHOWN}, v.object_key, v.data_key_id, {SCANNED} AS scan FROM {NEWEST} WHERE d.id = $1",
            document_id,
        )
        if row is None:
            raise NotFound("There is no such document here.")
        rights = GUARDED.get(row["kind"], ())
        if rights and not any(actor.may(one) for one in rights):
            actor.must(rights[0])
        if row["scan"] == "infected":
            raise Refused("The scanner found something harmful in this file: it stays in quarantine. Ask for it again.")
        key = await open_key(row["data_key_id"])
    shown = DocumentShown(**{name: row[name] for name in DocumentShown.__dataclass_fields__})
    return Opened(shown, row["object_key"], key)


async def documents_of(actor: Actor, subject_id: UUID) -> list[DocumentShown]:
    """The documents of one subject that the actor's organisation may see, oldest first."""
    here = actor.organisation
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {SHOWN} FROM {NEWEST} WHERE d.subject_id = $1 AND"
            " (d.organisation_id = $2 OR d.firm_organisation_id = $2 OR d.other_organisation_id = $2)"
            " ORDER BY d.created_at, d.id",
            subject_id,
            here,
        )
    return [DocumentShown(**dict(row)) for row in rows]
