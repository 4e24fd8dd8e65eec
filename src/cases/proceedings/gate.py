"""The step the law wants before court: what is not proven of it when a filing is entered by hand."""

from datetime import date
from hashlib import sha256
from uuid import UUID

from cases.desk.reach import CaseAtHand, case_at_hand
from cases.desk.states import CaseStatus
from cases.jurisdictions.contract import Procedure
from cases.jurisdictions.registry import procedure_named
from cases.proceedings.case_rows import events_of
from cases.proceedings.facts import FiledDespiteTheGate
from cases.proceedings.pre_action import pre_action_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Place, Refused

LONGEST = 300


async def despite_the_gate(actor: Actor, case_id: UUID, event: str, on: date, why: str | None) -> str | None:
    """Why the filing was made though its step before court is not proven; None where nothing is missing.

    Refused with what is missing where no reason is given: a court may have taken it all the same, or an exception may
    hold, which only a person can say. In the open transaction; the reason given is put on record.
    """
    case = await case_at_hand(actor, case_id)
    procedure = procedure_named(case.jurisdiction, case.procedure)
    if procedure is None or procedure.case_status.get(event) != CaseStatus.FILED:
        return None
    missing = await _missing(case, procedure, on)
    if not missing:
        return None
    reason = (why or "").strip()[:LONGEST]
    if not reason:
        wanted = "Say why it was filed all the same; the reason stays with the event."
        raise Refused(" ".join(missing), places=[Place("despite", None, wanted)])
    fact = FiledDespiteTheGate(
        subject_id=case_id,
        event=event,
        on=on.isoformat(),
        reason_sha256=sha256(reason.encode()).hexdigest(),
    )
    await facts.record(actor, fact, about=case.other_side(actor))
    return reason


async def _missing(case: CaseAtHand, procedure: Procedure, on: date) -> tuple[str, ...]:
    """The sentences name no debtor: they are shown wherever an event is entered."""
    rows = await db.fetch("SELECT id FROM parties WHERE claim_id = $1 ORDER BY role <> 'debtor', id", case.claim_id)
    names = {row["id"]: f"debtor {number}" for number, row in enumerate(rows, start=1)}
    if len(names) == 1:
        names = dict.fromkeys(names, "the debtor")
    events = (await events_of([case.id])).get(case.id, [])
    return procedure.gate(pre_action_of(events, procedure.acts, names), list(names.values()), on)
