"""Choosing the procedure of cases, and recording what happens in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from cases.deadlines.answering import Answer, cancel_open, close_answered
from cases.deadlines.queries import latest_day
from cases.deadlines.register import register_many
from cases.desk.commands import common_side
from cases.desk.looking_again import cases_went_on
from cases.desk.policies import can_file_at_all, must_enter
from cases.desk.reach import CaseAtHand, cases_at_hand, digest_of
from cases.desk.states import CaseStatus
from cases.jurisdictions.contract import Jurisdiction, Procedure
from cases.jurisdictions.registry import by_code
from cases.parties.several import debtor_named
from cases.proceedings.chains import Link, causes_of, chain_of, must_answer_later, must_follow, possible_for
from cases.proceedings.facts import EventRecorded, ProcedureChosen
from cases.proceedings.gate import despite_the_gate
from cases.proceedings.openness import closed_to
from cases.proceedings.steps import next_step, possible, step_of, way_to
from cases.proceedings.timing import Timing, dues_of, seats_of, timing_of
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id

LONGEST_PROVENANCE, LONGEST_OUTCOME = 200, 40
BEFORE_COURT = frozenset({CaseStatus.ONBOARDING, CaseStatus.AMICABLE, CaseStatus.PRE_ACTION})


async def choose_procedure(actor: Actor, case_ids: Sequence[UUID], procedure: str) -> int:
    """Sets the court procedure of cases not yet in court. Refused, with the reason, where no jurisdiction answers."""
    actor.must("cases.work")
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids, lock=True)
        for case in cases:
            if procedure not in by_code_sure(case).procedures:
                known = ", ".join(by_code_sure(case).procedures)
                places = [Place("procedure", procedure, f"Choose one of {known}.")]
                raise Invalid(f"There is no procedure {procedure} in {by_code_sure(case).name}.", places=places)
            await _may_change(case, procedure)
        await _is_open(actor, cases, procedure)
        done = await db.execute(
            "UPDATE cases SET procedure = $2, procedure_step = n.step, version = version + 1"
            " FROM unnest($1::uuid[], $3::text[]) AS n(id, step) WHERE cases.id = n.id"
            " AND procedure IS DISTINCT FROM $2",
            [case.id for case in cases],
            procedure,
            [_first_step(case, procedure) for case in cases],
        )
        fact = ProcedureChosen(
            subject_id=cases[0].id if len(cases) == 1 else new_id(),
            procedure=procedure,
            count=done,
            digest=digest_of([case.id for case in cases]),
        )
        await facts.record(actor, fact, about=common_side(actor, cases))
        await cases_went_on(cases)
    return done


async def _may_change(case: CaseAtHand, procedure: str) -> None:
    """Before court, where the present one is over and followed, or as long as nothing was entered in it."""
    if case.status in BEFORE_COURT or case.procedure in {None, procedure}:
        return
    over = procedure_of(case).followed_by.get(case.procedure_step or "", ())
    if procedure not in over and await chain_of(case.id, str(case.procedure)):
        raise Refused(f"{case.reference} is in court already; its procedure stays {case.procedure}.")


def _first_step(case: CaseAtHand, procedure: str) -> str | None:
    """A procedure that follows another begins at its beginning; one chosen first stands where the status says."""
    followed = case.procedure is not None and procedure in procedure_of(case).followed_by.get(
        case.procedure_step or "", ()
    )
    machine = by_code_sure(case).procedures[procedure].steps
    return str(machine.initial.value) if followed and machine is not None else None


async def _is_open(actor: Actor, cases: Sequence[CaseAtHand], procedure: str, *, only_never: bool = False) -> None:
    """Refused with the reason where the law closes the procedure to one of the cases."""
    for code in sorted({str(case.jurisdiction) for case in cases}):
        here = [case for case in cases if case.jurisdiction == code]
        wanted = by_code_sure(here[0]).procedures[procedure]
        reasons = await closed_to(here, wanted, on=actor.today("UTC"))
        for case in here:
            closing = [one.sentence for one in reasons[case.id] if one.never or not only_never]
            if closing:
                raise Refused(f"{wanted.local_name} is not open to {case.reference}: {' '.join(closing)}")


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as it is recorded: when, by what proof, and where it matters how it ended or whom it was about.

    `seat` names the place of the court whose calendar counts, where the case had another or none; `method` how a
    paper was served, where the day given is that of sending and the law says when service takes effect. `despite` is
    why a filing was made although the step before court is not proven.
    """

    event: str
    on: date
    provenance: str
    document_id: UUID | None = None
    outcome: str | None = None
    party_id: UUID | None = None
    seat: str | None = None
    method: str | None = None
    despite: str | None = None


async def record_event(actor: Actor, case_id: UUID, happened: Happened) -> UUID:
    """Records one event of one case: its deadlines are set and its status moves. Returns the event's id.

    Refused for a filing whose step before court is not proven, unless `despite` says why it was filed all the same.
    """
    must_enter(actor)
    check_happened(actor, happened)
    async with db.transaction(actor):
        why = await despite_the_gate(actor, case_id, happened.event, happened.on, happened.despite)
        return (await record_events(actor, [case_id], replace(happened, despite=why)))[0]


async def record_events(actor: Actor, case_ids: Sequence[UUID], happened: Happened) -> list[UUID]:
    """The same event of many cases, all or none: one insert, law once for each procedure, statuses by groups."""
    must_enter(actor)
    check_happened(actor, happened)
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids, lock=True)
        happened = replace(happened, party_id=await debtor_named(cases, happened.party_id))
        ways = {case.id: (by_code_sure(case), procedure_of(case)) for case in cases}
        await _may_be_filed(actor, cases, happened.event)
        known = await seats_of({case.id: ways[case.id][0] for case in cases})
        timings = {case.id: _timing(ways[case.id][0], happened, known[case.id]) for case in cases}
        causes = await causes_of(cases)
        moves = {case.id: await _move_or_stay(case, happened, causes.get(case.id)) for case in cases}
        rules = {rule for _, one in ways.values() for rule in one.meets.get(happened.event, ())}
        await must_answer_later(cases, sorted(rules), happened.event, happened.on)
        ids = await insert_events(actor, cases, happened)
        await insert_links(cases, ids, moves, timings, happened.despite)
        await close_answered(
            actor,
            [await _with_the_others(one, happened) for one in _answers(cases, ids, happened)],
            event=happened.event,
            on=happened.on,
            document_id=happened.document_id,
        )
        await register_many(actor, dues_of(cases, ids, ways, happened.event, timings))
        await _move(cases, moves, happened.event)
        over = [pair for pair in zip(cases, ids, strict=True) if moves[pair[0].id].status == CaseStatus.CLOSED]
        await cancel_open(actor, over, event=happened.event, on=happened.on)
        fact = EventRecorded(
            subject_id=cases[0].id if len(cases) == 1 else new_id(),
            event=happened.event,
            on=happened.on.isoformat(),
            count=len(cases),
            digest=digest_of([case.id for case in cases]),
        )
        await facts.record(actor, fact, about=common_side(actor, cases))
        await cases_went_on(cases)
    return ids


@dataclass(frozen=True, slots=True)
class Move:
    """What an event changes of a case: the procedure's step, and the status it ends in (None: stays)."""

    step: str | None
    status: CaseStatus | None
    step_before: str | None = None


async def _may_be_filed(actor: Actor, cases: Sequence[CaseAtHand], event: str) -> None:
    """No filing is recorded where none may ever be, wherever it was made."""
    filing = [case for case in cases if procedure_of(case).case_status.get(event) == CaseStatus.FILED]
    for procedure in sorted({str(case.procedure) for case in filing}):
        await _is_open(actor, [one for one in filing if one.procedure == procedure], procedure, only_never=True)


def _timing(jurisdiction: Jurisdiction, happened: Happened, known: str | None) -> Timing:
    return timing_of(jurisdiction, happened.event, happened.on, seat=happened.seat, method=happened.method, known=known)


def by_code_sure(case: CaseAtHand) -> Jurisdiction:
    found = by_code(case.jurisdiction or "")
    if found is None:
        raise Refused(str(can_file_at_all(case)))
    return found


def procedure_of(case: CaseAtHand) -> Procedure:
    """The procedure chosen for the case. Refused with the reason where there is none."""
    jurisdiction = by_code_sure(case)
    if case.procedure is None:
        answer = can_file_at_all(case)
        none_yet = f"No procedure is chosen for {case.reference} yet. Choose one first."
        raise Refused(answer if isinstance(answer, str) else none_yet)
    return jurisdiction.procedures[case.procedure]


async def _move_or_stay(case: CaseAtHand, happened: Happened, cause: Link | None) -> Move:
    """What one debtor of several does moves the case, or finds it where another brought it: then it stays there."""
    try:
        return _move_of(case, happened, cause)
    except Refused:
        procedure = procedure_of(case)
        chain = await chain_of(case.id, procedure.code) if happened.party_id is not None else []
        if case.status == CaseStatus.CLOSED or not possible_for(procedure, happened.event, happened.party_id, chain):
            raise
        step = step_of(procedure, case.procedure_step, case.status)
        return Move(step, None, step)


def _move_of(case: CaseAtHand, happened: Happened, cause: Link | None) -> Move:
    procedure, event = procedure_of(case), happened.event
    step = step_of(procedure, case.procedure_step, case.status)
    known = {*possible_events(procedure)}
    if event not in known:
        places = [Place("event", event, f"It knows {', '.join(sorted(known))}.")]
        raise Invalid(f"{procedure.local_name} knows no event {event}.", places=places)
    told = {procedure.leaves_as.get(paper) for paper in procedure.tells_court}
    moves = procedure.steps is not None and event in procedure.steps.transitions
    if case.status == CaseStatus.CLOSED and not moves and event not in told:
        raise Refused(f"{case.reference} is closed: nothing is done in it any more. Correct the event that closed it.")
    reached = next_step(procedure, event, step)
    if reached is None:
        can = ", ".join(possible(procedure, step)) or "nothing more"
        raise Refused(f"In {case.reference} the procedure is at “{step}”; what can happen there is {can}.")
    must_follow(procedure, event, happened.on, cause)
    leads_to = procedure.case_status.get(event)
    if leads_to is None:
        return Move(reached, None, step)
    if case.status == CaseStatus.ONBOARDING and leads_to != CaseStatus.CLOSED:
        raise Refused(f"{case.reference} is still in onboarding: nothing has left yet. Finish onboarding first.")
    way = way_to(CaseStatus(case.status), CaseStatus(leads_to))
    return Move(reached, CaseStatus(leads_to) if way else None, step)


def possible_events(procedure: Procedure) -> list[str]:
    machine = procedure.steps
    return list(dict.fromkeys([*(machine.transitions if machine else ()), *procedure.acts, *procedure.events]))


def _answers(cases: Sequence[CaseAtHand], ids: Sequence[UUID], happened: Happened) -> list[Answer]:
    """What the event answers in each case, as its procedure's law says."""
    procedures = [procedure_of(case) for case in cases]
    return [
        Answer(case, event_id, one.meets.get(happened.event, ()), one.ends.get(happened.event, ()))
        for case, event_id, one in zip(cases, ids, procedures, strict=True)
    ]


async def _with_the_others(answer: Answer, happened: Happened) -> Answer:
    """What one debtor of several answers is answered for the case once all the others have answered it too."""
    if happened.party_id is None:
        return answer
    rows = await db.fetch(
        "SELECT array_remove(array_agg(e.event), NULL) AS events FROM parties p LEFT JOIN case_events e"
        " ON e.party_id = p.id AND e.case_id = $1 AND e.superseded_by IS NULL WHERE p.claim_id = $2 AND p.id <> $3"
        " GROUP BY p.id",
        answer.case.id,
        answer.case.claim_id,
        happened.party_id,
    )
    procedure = procedure_of(answer.case)
    done = [
        {rule for event in row["events"] for rule in (*procedure.meets.get(event, ()), *procedure.ends.get(event, ()))}
        for row in rows
    ]
    shared = frozenset(rule for rule in (*answer.met, *answer.ended) if all(rule in one for one in done))
    return replace(answer, for_all=shared)


async def insert_events(actor: Actor, cases: Sequence[CaseAtHand], happened: Happened) -> list[UUID]:
    """In the open transaction. NotFound for a proof nobody has here, Invalid for one about another claim."""
    if happened.document_id is not None:
        await _must_prove(cases, happened.document_id)
    ids = [new_id() for _ in cases]
    await db.execute(
        "INSERT INTO case_events (id, case_id, organisation_id, firm_organisation_id, event, on_date, provenance,"
        " document_id, outcome, party_id, recorded_by, recorded_at)"
        " SELECT n.id, k.id, k.organisation_id, k.firm_organisation_id, $3, $4, $5, $6, $7, $8, $9, $10"
        " FROM unnest($1::uuid[], $2::uuid[]) AS n(id, case_id) JOIN cases k ON k.id = n.case_id",
        ids,
        [case.id for case in cases],
        happened.event,
        happened.on,
        happened.provenance[:200],
        happened.document_id,
        happened.outcome,
        happened.party_id,
        actor.person_id,
        actor.now(),
    )
    return ids


async def insert_links(
    cases: Sequence[CaseAtHand],
    ids: Sequence[UUID],
    moves: dict[UUID, Move],
    timings: dict[UUID, Timing],
    despite: str | None = None,
) -> None:
    """What the event found and left in each case, beside it and never changed."""
    await db.execute(
        "INSERT INTO chain_links (event_id, case_id, procedure, step_before, step_after, status_before, status_after,"
        " seat, method, counts_from, despite) SELECT n.event_id, k.id, k.procedure, n.step_before, n.step_after,"
        " k.status, coalesce(n.status, k.status), n.seat, n.method, n.counts_from, $9"
        " FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[])"
        " AS n(event_id, case_id, step_before, step_after, status, seat, method, counts_from)"
        " JOIN cases k ON k.id = n.case_id",
        list(ids),
        [case.id for case in cases],
        [moves[case.id].step_before or "" for case in cases],
        [moves[case.id].step or "" for case in cases],
        [moves[case.id].status for case in cases],
        [timings[case.id].seat for case in cases],
        [timings[case.id].method for case in cases],
        [timings[case.id].counts_from for case in cases],
        despite,
    )


async def _move(cases: Sequence[CaseAtHand], moves: dict[UUID, Move], event: str) -> None:
    groups: dict[Move, list[UUID]] = {}
    for case in cases:
        groups.setdefault(moves[case.id], []).append(case.id)
    for move, ids in groups.items():
        closed = move.status == CaseStatus.CLOSED
        await db.execute(
            "UPDATE cases SET procedure_step = $2, status = coalesce($3, status),"
            " closed_reason = CASE WHEN $4 THEN $5 ELSE closed_reason END, version = version + 1 WHERE id = ANY($1)",
            ids,
            move.step,
            move.status,
            closed,
            event.replace("_", " "),
        )


async def _must_prove(cases: Sequence[CaseAtHand], document_id: UUID) -> None:
    """A document about another debtor's claim would be named here; one that hangs on the case as well may be."""
    row = await db.fetch_one(
        "SELECT CASE d.subject_kind WHEN 'claim' THEN d.subject_id"
        " WHEN 'case' THEN (SELECT k.claim_id FROM cases k WHERE k.id = d.subject_id) END AS claim_id,"
        " EXISTS (SELECT 1 FROM case_exhibits x WHERE x.document_id = d.id AND x.case_id = ANY($2)"
        " AND x.removed_at IS NULL) AS hung FROM documents d WHERE d.id = $1",
        document_id,
        [case.id for case in cases],
    )
    if row is None:
        raise NotFound("There is no such document here.")
    if not row["hung"] and row["claim_id"] is not None and row["claim_id"] not in {case.claim_id for case in cases}:
        place = Place("document_id", str(document_id), "Choose a document of this case, or add it here.")
        raise Invalid("The document is about another claim.", places=[place])


def check_happened(actor: Actor, happened: Happened) -> None:
    places = []
    if happened.on > latest_day(actor.now()):
        places.append(Place("on", happened.on.isoformat(), "An event is recorded once it happened."))
    if not happened.provenance.strip() or len(happened.provenance) > LONGEST_PROVENANCE:
        places.append(
            Place("provenance", happened.provenance[:40], "Say briefly how it is known: a receipt, a letter, a call.")
        )
    if happened.outcome is not None and len(happened.outcome) > LONGEST_OUTCOME:
        wanted = f"How it ended, in at most {LONGEST_OUTCOME} characters."
        places.append(Place("outcome", happened.outcome[:40], wanted))
    if places:
        raise Invalid("The event cannot be recorded like this.", places=places)
