"""The store's own lock on what was sealed; bytes that are gone are named, not stumbled over."""

from uuid import UUID

import pytest

from documents.store_errors import NotStored
from documents.vault.commands import KEEP_FOR, add_document, put, seal_document, store
from documents.vault.jobs import lock
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from tests.builders.accounts import a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database", "object_store")


async def a_sealed_paper(actor: Actor) -> tuple[str, str]:
    """The document's id and the key of its bytes."""
    stored = await put(b"%PDF-1.7 sealed", media_type="application/pdf")
    async with db.transaction(actor):
        document_id = await add_document(
            actor,
            stored,
            subject_kind="organisation",
            subject_id=actor.organisation,
            kind="other",
            title="A paper",
            language="en",
            file_name="paper.pdf",
        )
        await seal_document(actor, document_id)
    return str(document_id), stored.object_key


async def test_what_was_sealed_cannot_be_destroyed_for_ten_years() -> None:
    actor = await a_member(organisation_id=await an_organisation(kinds=("law_firm",)), roles=("lawyer",))
    document_id, key = await a_sealed_paper(actor)

    await lock(organisation_id=str(actor.organisation), document_id=document_id)

    (version,) = await store().versions(key)
    until = await store().retained_until(key, version=version.version)
    sealed_at = (await open_document(actor, UUID(document_id))).shown.sealed_at
    assert sealed_at is not None
    assert until is not None
    assert abs((until - sealed_at - KEEP_FOR).total_seconds()) < 2


async def test_bytes_that_are_gone_fail_the_job_with_the_document_named() -> None:
    actor = await a_member(organisation_id=await an_organisation(kinds=("law_firm",)), roles=("lawyer",))
    document_id, key = await a_sealed_paper(actor)
    (version,) = await store().versions(key)
    await store().delete(key, version=version.version)

    with pytest.raises(NotStored, match=document_id):
        await lock(organisation_id=str(actor.organisation), document_id=document_id)
