"""Locks what was sealed in the store itself, once the seal is committed."""

from uuid import UUID

from documents.retention.locking import lock_one
from kernel.actor import Actor
from kernel.jobs import task


@task("vault.lock")
async def lock(*, organisation_id: str, document_id: str) -> None:
    """Forbids deletion by the store's own object lock, until the day of the document's rule, else for ten years.

    NotStored, naming the document, where the store has no such object: the job fails at once and stands with the
    operator, for what was sealed must be there. Repeating it only lengthens.
    """
    await lock_one(Actor.system(UUID(organisation_id)), UUID(document_id))
