"""Papers in the vault, with real bytes in the store."""

from typing import Any
from uuid import UUID

from documents.vault.commands import SubjectKind, add_document, put, seal_document
from kernel import db
from kernel.actor import Actor


async def a_paper(
    owner: Actor,
    *,
    subject_kind: SubjectKind = "organisation",
    subject_id: UUID | None = None,
    kind: str = "contract",
    title: str = "A paper",
    content: bytes = b"%PDF-1.7 a paper",
    sealed: bool = False,
    **more: Any,
) -> UUID:
    """Stored by the owner's clock."""
    stored = await put(content, media_type="application/pdf")
    async with db.transaction(owner):
        document_id = await add_document(
            owner,
            stored,
            subject_kind=subject_kind,
            subject_id=subject_id or owner.organisation,
            kind=kind,
            title=title,
            language="en",
            file_name=f"{title}.pdf",
            **more,
        )
        if sealed:
            await seal_document(owner, document_id)
    return document_id
