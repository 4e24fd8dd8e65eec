"""What an answer sets in motion: its filing is filed or rejected, its event recorded, the court's number named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from cases.agenda.commands import LONGEST_WHAT, set_tasks
from cases.answers.finding import By, Row
from cases.answers.judging import IN_COURT, Filed
from cases.answers.keeping import AnswerFile
from cases.answers.papers import Brought, add_papers
from cases.answers.words import Words
from cases.desk.reach import CaseAtHand
from cases.jurisdictions.contract import Procedure
from cases.jurisdictions.registry import procedure_named
from cases.proceedings.chains import words as plain
from cases.proceedings.commands import Happened, record_event, record_events
from cases.proceedings.steps import next_step, step_of
from cases.submissions.court_numbers import name_number
from cases.submissions.outcomes import accept_filing, receive_filing, reject_filing
from cases.submissions.outcomes_of_many import Answered, accept_filings, receive_filings
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Problem


def procedure_or_none(case: CaseAtHand) -> Procedure | None:
    return procedure_named(case.jurisdiction, case.procedure)


def follows(row: Row, case: CaseAtHand, filed: Filed) -> bool:
    """Whether what is told is not possible where the case stands, and is once the filing has left."""
    procedure = procedure_or_none(case)
    left_as = procedure.leaves_as.get(filed.kind) if procedure is not None else None
    if procedure is None or row.outcome != "told" or row.event is None or left_as is None:
        return False
    here = step_of(procedure, case.procedure_step, case.status)
    there = next_step(procedure, left_as, here)
    return (
        next_step(procedure, row.event, here) is None
        and there is not None
        and next_step(procedure, row.event, there) is not None
    )


@dataclass(frozen=True, slots=True)
class Take:
    """An answer that fits its case. `filed` is what it answers, where it answers a filing; `number` the court's number
    that the case has already; `debtor` whom of several it is about."""

    row: Row
    words: Words
    case: CaseAtHand
    by: By
    filing_id: UUID | None = None
    filed: Filed | None = None
    number: str | None = None
    papers: tuple[Brought, ...] = ()
    debtor: UUID | None = None

    @property
    def decides(self) -> bool:
        """Whether it decides on a filing that is still open."""
        return self.filing_id is not None and self.filed is not None and self.filed.status not in IN_COURT

    @property
    def left_as(self) -> str | None:
        """The event that the filing's leaving is."""
        procedure = procedure_or_none(self.case)
        return procedure.leaves_as.get(self.filed.kind) if procedure is not None and self.filed is not None else None

    @property
    def implies(self) -> bool:
        """Whether it tells of what can only follow the filing: then the court has it, though it never said so."""
        return self.decides and self.filed is not None and follows(self.row, self.case, self.filed)


@dataclass(frozen=True, slots=True)
class Timed:
    """What a person added to an answer before confirming it. `debtor`: the number of the one of several it is about."""

    seat: str | None = None
    method: str | None = None
    outcome: str | None = None
    debtor: int | None = None


MANY = frozenset({"received", "accepted"})
"""Outcomes of filings that are dealt with by sets; each rejection has words and a task of its own."""

type Done = UUID | Problem | None
"""The event recorded, None where nothing happens in the case, or why the answer cannot be taken."""


async def take_each(actor: Actor, file: AnswerFile, takes: Sequence[Take]) -> dict[UUID, Done]:
    """Takes what can be taken, each answer whole or not at all. In the open transaction; what became of each, by id.

    Answers that say the same of many cases go together; where the law refuses one, halves are tried apart.
    """
    groups: dict[tuple[object, ...], list[Take]] = {}
    for one in takes:
        groups.setdefault(_alike(actor, one), []).append(one)
    done: dict[UUID, Done] = {}
    for group in groups.values():
        done.update(await _tried(actor, file, group))
    return done


def _alike(actor: Actor, one: Take) -> tuple[object, ...]:
    """Answers of one key are recorded together: of one event and day, with the same document as proof."""
    row = one.row
    together = not one.decides or (one.filed is not None and one.filed.at_court and row.outcome in MANY)
    alone = None if together and not one.papers and one.debtor is None else row.id
    own = one.case.organisation_id == actor.organisation
    return (row.event, row.on_date, own, alone, one.decides, row.outcome, one.left_as, _filed_on_or_none(one))


async def _tried(actor: Actor, file: AnswerFile, group: Sequence[Take]) -> dict[UUID, Done]:
    try:
        async with db.transaction(actor):
            events = await take_all(actor, file, group)
    except Problem as problem:
        if len(group) == 1:
            return {group[0].row.id: problem}
        half = len(group) // 2
        first, second = group[:half], group[half:]
        return {**await _tried(actor, file, first), **await _tried(actor, file, second)}
    return {one.row.id: event for one, event in zip(group, events, strict=True)}


async def take_all(
    actor: Actor, file: AnswerFile, group: Sequence[Take], timed: Timed | None = None
) -> Sequence[UUID | None]:
    """Takes a group that is alike: all of it, or the problem of the first that the house or the law refuses."""
    first = group[0]
    document_id = await _proof(actor, file, first)
    await _decide_all(actor, group, document_id)
    event = first.row.event
    if event is None:
        await _number(actor, group)
        return [None] * len(group)
    if first.decides and first.row.outcome == "accepted" and event == first.left_as:
        return await _recorded(group, event)
    ids = await _record(actor, group, _happened(file, first, event, document_id, timed or Timed()))
    await _number(actor, group)
    return ids


async def _number(actor: Actor, group: Sequence[Take]) -> None:
    """The court's number, where the answer tells one that the case has not yet and no filing named it."""
    for one in group:
        if one.row.court_number and one.row.court_number != one.number and not one.decides:
            await name_number(actor, one.case.id, one.row.court_number, on=_day(actor, one))


async def _proof(actor: Actor, file: AnswerFile, one: Take) -> UUID | None:
    """The paper it brings; without one the file itself, for its owner alone: it speaks of other debtors too."""
    if one.papers:
        return (await add_papers(actor, one.case, one.papers, one.words.sentence))[0]
    return file.document_id if one.case.organisation_id == actor.organisation else None


async def _decide_all(actor: Actor, group: Sequence[Take], document_id: UUID | None) -> None:
    first = group[0]
    if len(group) == 1 or not first.decides or first.row.outcome not in MANY:
        for one in group:
            await _decide(actor, one, document_id)
        return
    answered = [Answered(_sure(one.filing_id), one.row.court_number, _said(one)) for one in group]
    if first.row.outcome == "accepted":
        await accept_filings(actor, answered, on=_filed_on(first), document_id=document_id)
    else:
        await receive_filings(actor, answered, on=_day(actor, first), document_id=document_id)


def _sure(filing_id: UUID | None) -> UUID:
    if filing_id is None:
        raise NotFound("The answer names no filing.")
    return filing_id


def _said(one: Take) -> str:
    return f"{one.words.code}: {one.words.sentence}" if one.words.code else one.words.sentence


async def _decide(actor: Actor, one: Take, document_id: UUID | None) -> None:
    """The filing goes where the answer says; a rejected one is a task of whoever works the case."""
    if one.filing_id is None or not one.decides:
        return
    row, number = one.row, one.row.court_number
    said = _said(one)
    if row.outcome == "rejected":
        await reject_filing(
            actor, one.filing_id, on=_day(actor, one), court_number=number, document_id=document_id, reason=said
        )
        await _task(actor, one, said)
    elif row.outcome == "accepted" or one.implies:
        await accept_filing(
            actor, one.filing_id, on=_filed_on(one), court_number=number, document_id=document_id, reason=said
        )
    elif row.outcome == "received":
        await receive_filing(
            actor, one.filing_id, on=_day(actor, one), court_number=number, document_id=document_id, reason=said
        )


def _filed_on(one: Take) -> date:
    """The day the answer names for the filing itself; where it names what came of it later, the day it was sent."""
    if one.row.event in {None, one.left_as} or one.filed is None or one.filed.sent_on is None:
        return _day_named(one)
    return one.filed.sent_on


async def _task(actor: Actor, one: Take, said: str) -> None:
    worker = replace(actor, organisation_id=one.case.working_id)
    what = f"Rejected by the court: {said}"[:LONGEST_WHAT]
    async with db.transaction(worker, as_system=True):
        await set_tasks(worker, [one.case.id], what, due_on=actor.today("UTC"))


def _day(actor: Actor, one: Take) -> date:
    return one.row.on_date or actor.today("UTC")


def _day_named(one: Take) -> date:
    if one.row.on_date is None:
        what = f"“{plain(one.row.event)}”" if one.row.event else "what the court did"
        wanted = "Say on which day it happened."
        raise Invalid(f"It names no day for {what}.", places=[Place("on", None, wanted)])
    return one.row.on_date


async def _recorded(group: Sequence[Take], event: str) -> list[UUID | None]:
    """The event that accepting each filing recorded."""
    rows = await db.fetch(
        "SELECT DISTINCT ON (case_id) case_id, id FROM case_events WHERE case_id = ANY($1) AND event = $2"
        " AND superseded_by IS NULL ORDER BY case_id, recorded_at DESC, id DESC",
        [one.case.id for one in group],
        event,
    )
    found = {row["case_id"]: row["id"] for row in rows}
    return [found.get(one.case.id) for one in group]


def _filed_on_or_none(one: Take) -> date | None:
    return _filed_on(one) if one.decides and one.row.outcome == "accepted" and one.row.on_date else None


def _happened(file: AnswerFile, one: Take, event: str, document_id: UUID | None, timed: Timed) -> Happened:
    return Happened(
        event,
        _day_named(one),
        provenance_of(file),
        document_id,
        outcome=timed.outcome,
        party_id=one.debtor,
        seat=timed.seat,
        method=timed.method,
    )


def provenance_of(file: AnswerFile) -> str:
    """How an event is known: by whose answer, and by which bytes."""
    return f"answer by {file.way.channel.name}, file {file.sha256.hex()[:16]}"[:200]


async def _record(actor: Actor, group: Sequence[Take], happened: Happened) -> list[UUID]:
    """Together; but each alone where it makes a case filed: then the step before court must be proven."""
    if any(_files(one, happened.event) for one in group):
        return [await record_event(actor, one.case.id, happened) for one in group]
    cases = sorted(group, key=lambda one: one.case.id)
    ids = await record_events(actor, [one.case.id for one in cases], happened)
    by_row = {one.row.id: event_id for one, event_id in zip(cases, ids, strict=True)}
    return [by_row[one.row.id] for one in group]


def _files(one: Take, event: str) -> bool:
    procedure = procedure_or_none(one.case)
    return procedure is not None and procedure.case_status.get(event) == "filed"
