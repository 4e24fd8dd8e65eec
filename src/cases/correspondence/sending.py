"""What becomes of the notice of assignment once it is sent: the gate, the chain of title and the case know it."""

from datetime import date
from uuid import UUID

from cases.desk.exhibits import link_exhibit
from cases.desk.reach import CaseAtHand
from cases.jurisdictions.contract import Paper
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id


async def note_sent(actor: Actor, case: CaseAtHand, paper: Paper, document_id: UUID, *, on: date) -> None:
    """Marks the notice sent that day, for the gate and the current link of title. In the caller's transaction."""
    await db.execute(
        "UPDATE cases SET notice_sent_on = $2, notice_returned_on = NULL, version = version + 1 WHERE id = $1",
        case.id,
        on,
    )
    await db.execute("UPDATE claim_titles SET notice_on = $2 WHERE claim_id = $1 AND current", case.claim_id, on)
    await db.execute(
        "INSERT INTO case_events (id, case_id, organisation_id, firm_organisation_id, event, on_date, provenance,"
        " document_id, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, 'sent by the platform', $7, $8, $9)",
        new_id(),
        case.id,
        case.organisation_id,
        case.firm_organisation_id,
        f"{paper.kind}_sent",
        on,
        document_id,
        actor.person_id,
        actor.now(),
    )
    await link_exhibit(actor, [case.id], document_id, kind="notice", title=paper.title, dated_on=on)
