"""Papers that waited for the text of a document are prepared by themselves once it is read."""

from uuid import UUID

from cases.preflight.price import UNREAD, cases_unread
from cases.proceedings.again import signs_now
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.unread import look_later
from kernel import db
from kernel.actor import Actor


async def prepare_what_was_read(actor: Actor, batch_id: UUID) -> int:
    """Queues the papers of the batch whose documents are read now and that missed nothing else; how many.

    While others wait, another look is asked for.
    """
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT f.case_id, f.kind FROM filings f WHERE f.batch_id = $2 AND f.status = 'stopped'"
            " AND (f.organisation_id = $1 OR f.firm_organisation_id = $1) AND f.missing <> '[]'"
            " AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(f.missing) m WHERE m ->> 'fact' <> $3)",
            actor.organisation,
            batch_id,
            UNREAD,
        )
        waiting = await cases_unread([row["case_id"] for row in rows])
        if waiting:
            await look_later(actor, batch_id)
    read = [row["case_id"] for row in rows if row["case_id"] not in waiting]
    if not read:
        return 0
    signatory_id = await signs_now(actor, batch_id)
    asked = await prepare_filings(actor, read, rows[0]["kind"], signatory_id=signatory_id, batch_id=batch_id)
    return asked.outcome.done
