"""Locks what was sealed in the store itself, once the seal is committed."""

from uuid import UUID

from documents.vault.commands import KEEP_FOR, store
from documents.vault.queries import open_document
from kernel.actor import Actor
from kernel.jobs import task


@task("vault.lock")
async def lock(*, organisation_id: str, document_id: str) -> None:
    """Forbids deletion for ten years by the store's own object lock. Repeating it only lengthens."""
    actor = Actor.system(UUID(organisation_id))
    opened = await open_document(actor, UUID(document_id))
    versions = await store().versions(opened.object_key)
    until = (opened.shown.sealed_at or actor.now()) + KEEP_FOR
    await store().retain(opened.object_key, version=versions[0].version, until=until)
