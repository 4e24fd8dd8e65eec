"""The notice of assignment where no paper of ours carries it: sent elsewhere, recorded with its proof."""

from datetime import date
from uuid import UUID

from cases.desk.policies import must_enter
from cases.desk.reach import case_at_hand, digest_of
from cases.proceedings.commands import Happened, check_happened, insert_events, procedure_of
from cases.proceedings.facts import EventRecorded
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Refused

SENT = "assignment_notice_sent"


async def note_notice_sent(actor: Actor, case_id: UUID, *, on: date, provenance: str, document_id: UUID | None) -> UUID:
    """Opens the gate that waits for the notice, and dates the current link of title. Needs the notice as a document.

    Refused where the case's own procedure writes the notice. Returns the event's id.
    """
    must_enter(actor)
    happened = Happened(SENT, on, provenance, document_id)
    check_happened(actor, happened)
    if document_id is None:
        raise Invalid("The notice itself is missing.", places=[Place("document_id", None, "Choose the document sent.")])
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id, lock=True)
        if procedure_of(case).papers:
            raise Refused(f"{procedure_of(case).local_name} writes the notice of assignment: send that one.")
        (event_id,) = await insert_events(actor, [case], happened)
        await db.execute(
            "UPDATE cases SET notice_sent_on = $2, notice_returned_on = NULL, version = version + 1 WHERE id = $1",
            case.id,
            on,
        )
        await db.execute("UPDATE claim_titles SET notice_on = $2 WHERE claim_id = $1 AND current", case.claim_id, on)
        fact = EventRecorded(subject_id=case.id, event=SENT, on=on.isoformat(), count=1, digest=digest_of([case.id]))
        await facts.record(actor, fact, about=case.other_side(actor))
    return event_id
