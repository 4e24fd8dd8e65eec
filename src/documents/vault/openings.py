"""Who opened a file of the vault: each time a fact, the first time a row that approving papers asks for."""

from documents.vault.facts import DocumentRead
from documents.vault.queries import Opened
from kernel import db, facts
from kernel.actor import Actor


async def note_opening(actor: Actor, opened: Opened) -> None:
    """In the open transaction. What a program opened is a fact and no person's look at it."""
    await facts.record(actor, DocumentRead(subject_id=opened.shown.id, version_id=opened.key.id))
    if actor.person_id is None:
        return
    await db.execute(
        "INSERT INTO document_openings (version_id, person_id, organisation_id, opened_at)"
        " SELECT v.id, $2, $3, $4 FROM document_versions v WHERE v.document_id = $1 AND v.data_key_id = $5"
        " ON CONFLICT DO NOTHING",
        opened.shown.id,
        actor.person_id,
        actor.organisation,
        actor.now(),
        opened.key.id,
    )
