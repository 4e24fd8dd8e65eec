"""Correcting an event: the new one takes its place, the chain is replayed, its deadlines are reckoned anew and told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from cases.deadlines.anew import ChangedDeadline, reckon_anew
from cases.deadlines.answering import cancel_open
from cases.deadlines.second_person import let_go
from cases.desk.looking_again import cases_went_on
from cases.desk.policies import must_enter
from cases.desk.reach import CaseAtHand, case_at_hand
from cases.desk.states import CaseStatus
from cases.jurisdictions.contract import Jurisdiction, Procedure
from cases.parties.several import debtor_named
from cases.proceedings.chains import Link, Stand, chain_of, replay, words
from cases.proceedings.commands import (
    Happened,
    Move,
    by_code_sure,
    check_happened,
    insert_events,
    insert_links,
    possible_events,
    procedure_of,
)
from cases.proceedings.facts import EventCorrected
from cases.proceedings.timing import Timing, dues_of, seats_of, timing_of
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused, StaleState

WITHDRAWN = "entered_by_mistake"
"""The event that takes the place of one that never happened: it leads nowhere and sets nothing."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The event that took the place of another, and every deadline that moved, fell away, came or opened again."""

    event_id: UUID
    changes: tuple[ChangedDeadline, ...]


async def correct_event(actor: Actor, event_id: UUID, happened: Happened) -> Correction:
    """Puts the event in place of the one recorded. What follows from the old one follows from the new one instead.

    Refused where a later event could not have followed it, in a chain of a procedure that is over, and, for another
    event than the one recorded, in a closed case.
    """
    must_enter(actor)
    check_happened(actor, happened)
    async with db.transaction(actor):
        case = await case_at_hand(actor, await _case_of(event_id), lock=True)
        procedure = procedure_of(case)
        old, links, place = await _place(case, procedure, event_id, happened)
        return await _correct(actor, case, procedure, (old, links, place), happened)


async def withdraw_event(actor: Actor, event_id: UUID, *, on: date, reason: str) -> Correction:
    """Says that the event never happened here; the reason stays with it."""
    return await correct_event(actor, event_id, Happened(WITHDRAWN, on, reason))


async def _correct(
    actor: Actor,
    case: CaseAtHand,
    procedure: Procedure,
    standing: tuple[Link, list[Link], int],
    happened: Happened,
) -> Correction:
    old, links, place = standing
    start = Stand(links[0].step_before, CaseStatus(links[0].status_before))
    before = replace(replay(procedure, links[:place], start), status=CaseStatus(old.status_before))
    happened = replace(happened, party_id=await debtor_named([case], happened.party_id or old.party_id))
    new = Link(old.event_id, happened.event, happened.on, before.step, before.status, happened.party_id)
    reached = replay(procedure, [new], before, links[:place])
    stand = replay(procedure, links[place + 1 :], reached, [*links[:place], new])
    jurisdiction = by_code_sure(case)
    timing = await _timing(jurisdiction, case, happened)
    (new_id,) = await insert_events(actor, [case], happened)
    move = Move(reached.step, reached.status, before.step)
    await insert_links([case], [new_id], {case.id: move}, {case.id: timing})
    await db.execute("UPDATE case_events SET superseded_by = $2 WHERE id = $1", old.event_id, new_id)
    await let_go(old.event_id)
    later = [one.event for one in links[place + 1 :]]
    changes = await reckon_anew(
        actor,
        case,
        old.event_id,
        dues_of([case], [new_id], {case.id: (jurisdiction, procedure)}, happened.event, {case.id: timing}),
        closes=(procedure.meets.get(happened.event, ()), procedure.ends.get(happened.event, ())),
        answered_later=[rule for event in later for rule in _answers(procedure, event)],
        by=(new_id, happened.event, happened.on, happened.document_id),
    )
    if happened.event != old.event:
        await _stand(actor, case, stand, new_id, happened)
    else:
        await db.execute("UPDATE cases SET version = version + 1 WHERE id = $1", case.id)
    fact = EventCorrected(
        subject_id=case.id,
        old_event_id=old.event_id,
        new_event_id=new_id,
        was=old.event,
        was_on=old.on.isoformat(),
        event=happened.event,
        on=happened.on.isoformat(),
        deadlines=len(changes),
    )
    await facts.record(actor, fact, about=case.other_side(actor))
    await cases_went_on([case])
    await _tell(case, new_id)
    return Correction(new_id, tuple(changes))


async def _timing(jurisdiction: Jurisdiction, case: CaseAtHand, happened: Happened) -> Timing:
    known = (await seats_of({case.id: jurisdiction}))[case.id]
    return timing_of(jurisdiction, happened.event, happened.on, seat=happened.seat, method=happened.method, known=known)


async def _tell(case: CaseAtHand, event_id: UUID) -> None:
    """Both sides, by mail."""
    for side_id in (one for one in (case.organisation_id, case.firm_organisation_id) if one is not None):
        await jobs.defer("cases.tell_correction", queue="mail", organisation_id=side_id, event_id=event_id)


async def _case_of(event_id: UUID) -> UUID:
    row = await db.fetch_one("SELECT case_id, superseded_by FROM case_events WHERE id = $1", event_id)
    if row is None:
        raise NotFound("There is no such event here.")
    if row["superseded_by"] is not None:
        raise StaleState("It was corrected before. Reload the page and correct the event that took its place.")
    case_id: UUID = row["case_id"]
    return case_id


async def _place(
    case: CaseAtHand, procedure: Procedure, event_id: UUID, happened: Happened
) -> tuple[Link, list[Link], int]:
    """The link to be replaced, its chain and where it stands in it."""
    if happened.event not in {*possible_events(procedure), WITHDRAWN}:
        places = [Place("event", happened.event, f"It knows {', '.join(sorted(possible_events(procedure)))}.")]
        raise Invalid(f"{procedure.local_name} knows no event {happened.event}.", places=places)
    links = await chain_of(case.id, procedure.code)
    place = next((number for number, one in enumerate(links) if one.event_id == event_id), None)
    if place is None:
        raise Refused(
            f"The event is no link of {procedure.local_name} in {case.reference}: it belongs to a procedure that is"
            " over, or was entered before chains were kept. Record what happened as an event of its own."
        )
    if case.status == CaseStatus.CLOSED and links[place].event != happened.event:
        raise Refused(f"{case.reference} is closed: the day and proof of an event can be corrected, not what it was.")
    return links[place], links, place


def _answers(procedure: Procedure, event: str) -> Sequence[str]:
    return (*procedure.meets.get(event, ()), *procedure.ends.get(event, ()))


async def _stand(actor: Actor, case: CaseAtHand, stand: Stand, event_id: UUID, happened: Happened) -> None:
    """Another event than the one recorded may take a case back to where its events say that it is, or end it."""
    over = stand.status == CaseStatus.CLOSED
    await db.execute(
        "UPDATE cases SET procedure_step = $2, status = $3, version = version + 1,"
        " closed_reason = CASE WHEN $4 THEN $5 ELSE closed_reason END WHERE id = $1",
        case.id,
        stand.step,
        stand.status.value,
        over,
        words(happened.event),
    )
    if over:
        await cancel_open(actor, [(case, event_id)], event=happened.event, on=happened.on)
