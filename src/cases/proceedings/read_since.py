"""Papers that waited for the text of a document are prepared by themselves once it is read."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from cases.jurisdictions.contract import Missing
from cases.preflight.price import UNREAD, cases_unread
from cases.proceedings.again import signs_now
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.unread import look_later
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid


async def prepare_what_was_read(actor: Actor, batch_id: UUID) -> int:
    """Queues the papers of the batch whose documents are read now and that missed nothing else; how many.

    While others wait, another look is asked for. Where nobody may sign them any more, or another firm works the cases,
    they say so from then on.
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
    try:
        asked = await prepare_filings(actor, read, rows[0]["kind"], signatory_id=signatory_id, batch_id=batch_id)
    except Invalid as problem:
        await _told(actor, batch_id, read, Missing("signatory", problem.sentence, "signatory"))
    except Forbidden as problem:
        await _told(actor, batch_id, read, Missing("law firm", problem.sentence, ""))
    else:
        return asked.outcome.done
    return 0


async def _told(actor: Actor, batch_id: UUID, case_ids: Sequence[UUID], missing: Missing) -> None:
    """In place of the document that the papers waited for: a job has nobody to answer to."""
    async with db.transaction(actor):
        await db.execute(
            "UPDATE filings SET missing = $3::jsonb, version = version + 1 WHERE batch_id = $2 AND status = 'stopped'"
            " AND case_id = ANY($4) AND (organisation_id = $1 OR firm_organisation_id = $1)",
            actor.organisation,
            batch_id,
            msgspec.json.encode([missing]).decode(),
            list(case_ids),
        )
