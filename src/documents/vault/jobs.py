"""Locks what was sealed in the store itself, once the seal is committed."""

from uuid import UUID

from documents.store_errors import NotStored
from documents.vault.commands import KEEP_FOR, store
from documents.vault.queries import open_document
from kernel.actor import Actor
from kernel.jobs import task


@task("vault.lock")
async def lock(*, organisation_id: str, document_id: str) -> None:
    """Forbids deletion for ten years by the store's own object lock. Repeating it only lengthens.

    NotStored, naming the document, where the store has no such object: the job fails at once and stands with the
    operator, for what was sealed must be there.
    """
    actor = Actor.system(UUID(organisation_id))
    opened = await open_document(actor, UUID(document_id))
    versions = [one for one in await store().versions(opened.object_key) if not one.is_deletion_mark]
    if not versions:
        raise NotStored(
            f"Document {document_id} is in the index and its bytes are not in the store ({opened.object_key}): nothing"
            " could be locked. Bring the object back from the backup, then run the job again."
        )
    until = (opened.shown.sealed_at or actor.now()) + KEEP_FOR
    await store().retain(opened.object_key, version=versions[0].version, until=until)
