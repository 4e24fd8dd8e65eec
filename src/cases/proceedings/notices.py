"""The notice of assignment that no paper of ours carries: sent elsewhere, recorded with its proof."""

from datetime import date
from uuid import UUID

from cases.desk.looking_again import cases_went_on
from cases.desk.policies import NOTICE, must_enter
from cases.desk.reach import case_at_hand, digest_of
from cases.proceedings.commands import Happened, check_happened, insert_events
from cases.proceedings.facts import EventRecorded
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Refused

SENT = "assignment_notice_sent"


async def note_notice_sent(actor: Actor, case_id: UUID, *, on: date, provenance: str, document_id: UUID | None) -> UUID:
    """Opens the gate that waits for the notice, and dates the current link of title. Needs the notice as a document.

    Refused where one was sent already, or one of ours is being prepared. Returns the event's id.
    """
    must_enter(actor)
    happened = Happened(SENT, on, provenance, document_id)
    check_happened(actor, happened)
    if document_id is None:
        raise Invalid("The notice itself is missing.", places=[Place("document_id", None, "Choose the document sent.")])
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id, lock=True)
        await _none_yet(case.id)
        (event_id,) = await insert_events(actor, [case], happened)
        await db.execute(
            "UPDATE cases SET notice_sent_on = $2, notice_returned_on = NULL, version = version + 1 WHERE id = $1",
            case.id,
            on,
        )
        await db.execute("UPDATE claim_titles SET notice_on = $2 WHERE claim_id = $1 AND current", case.claim_id, on)
        fact = EventRecorded(subject_id=case.id, event=SENT, on=on.isoformat(), count=1, digest=digest_of([case.id]))
        await facts.record(actor, fact, about=case.other_side(actor))
        await cases_went_on([case])
    return event_id


async def _none_yet(case_id: UUID) -> None:
    """Two notices with two days would leave open from when a payment to the former creditor no longer counts."""
    sent_on = await db.fetch_value(
        "SELECT notice_sent_on FROM cases WHERE id = $1 AND notice_returned_on IS NULL", case_id
    )
    if sent_on is not None:
        raise Refused(f"The notice of assignment was sent on {sent_on.isoformat()} already.")
    ours = await db.fetch_value(
        "SELECT f.status FROM filings f JOIN cases k ON k.id = f.case_id WHERE f.case_id = $1 AND f.kind = $2"
        " AND f.status NOT IN ('withdrawn', 'rejected', 'stopped') AND k.notice_returned_on IS NULL",
        case_id,
        NOTICE,
    )
    if ours is not None:
        raise Refused(f"A notice of assignment is {ours} here already: send that one, or withdraw it first.")
