"""Jobs of proceedings: a chunk of filings each, safe to run twice."""

from uuid import UUID

from cases.proceedings.carrying_out import carry_out
from cases.proceedings.drafting import draft_chunk
from cases.proceedings.read_since import prepare_what_was_read
from cases.proceedings.telling import tell_correction
from documents.store_errors import NotStored
from documents.vault.jobs import lock
from kernel import db
from kernel.actor import Actor
from kernel.jobs import task


@task("cases.prepare_filings", queue="bulk")
async def prepare(*, organisation_id: str, batch_id: str, chunk: int) -> None:
    await draft_chunk(Actor.system(UUID(organisation_id)), UUID(batch_id), int(chunk))


@task("cases.carry_out", queue="bulk")
async def decided(*, organisation_id: str, decision_id: str, chunk: int) -> None:
    """What a person decided of a batch: approved, or marked as gone out."""
    await carry_out(Actor.system(UUID(organisation_id)), UUID(decision_id), int(chunk))


@task("cases.prepare_what_was_read", queue="bulk")
async def look_again(*, organisation_id: str, batch_id: str) -> None:
    """Papers that waited for the text of a document, once it is read."""
    await prepare_what_was_read(Actor.system(UUID(organisation_id)), UUID(batch_id))


@task("cases.lock_filings", queue="bulk")
async def lock_filings(*, organisation_id: str, batch_id: str, chunk: int) -> None:
    """Locks the sealed papers of a chunk in the store. Repeating it only lengthens.

    One whose bytes are gone keeps no other from its lock; the job then fails and names it.
    """
    actor = Actor.system(UUID(organisation_id))
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT f.document_id FROM filings f JOIN documents d ON d.id = f.document_id WHERE f.batch_id = $1"
            " AND f.chunk = $2 AND (f.organisation_id = $3 OR f.firm_organisation_id = $3) AND d.sealed_at IS NOT NULL",
            UUID(batch_id),
            int(chunk),
            actor.organisation,
        )
    gone: list[NotStored] = []
    for row in rows:
        try:
            await lock(organisation_id=organisation_id, document_id=str(row["document_id"]))
        except NotStored as missing:
            gone.append(missing)
    if gone:
        raise NotStored(f"{len(gone)} of {len(rows)} papers could not be locked. {gone[0].sentence}")


@task("cases.tell_correction", queue="mail")
async def tell(*, organisation_id: str, event_id: str) -> None:
    """To one side of the case: what a corrected event moved."""
    await tell_correction(Actor.system(UUID(organisation_id)), UUID(event_id))
