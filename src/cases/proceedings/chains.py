"""The chain of a proceeding: its standing events in the order they were entered, and where each led. Replay is pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.desk.reach import CaseAtHand
from cases.desk.states import CaseStatus
from cases.jurisdictions.contract import Procedure
from cases.proceedings.steps import next_step, possible, way_to
from kernel import db
from kernel.errors import Invalid, Place, Refused


@dataclass(frozen=True, slots=True)
class Link:
    """A standing event of the chain, with the step and status it found, and whom it was about, if one of several."""

    event_id: UUID
    event: str
    on: date
    step_before: str
    status_before: str
    party_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a chain has led: the procedure's step, the case's status, and the event that led to the step."""

    step: str
    status: CaseStatus
    since: Link | None = None


async def chain_of(case_id: UUID, procedure: str) -> list[Link]:
    """In the order in which they first came; a corrected one stands where the event it replaced stood.

    In the open transaction. Events entered before chains were kept, and notices, are no links."""
    rows = await db.fetch(
        "WITH RECURSIVE came (id, root, at) AS (SELECT e.id, e.id, e.recorded_at FROM chain_links l"
        " JOIN case_events e ON e.id = l.event_id WHERE l.case_id = $1 AND l.procedure = $2 AND e.superseded_by IS NULL"
        " UNION ALL SELECT c.id, o.id, o.recorded_at FROM came c JOIN case_events o ON o.superseded_by = c.root)"
        " SELECT e.id AS event_id, e.event, e.on_date AS on, l.step_before, l.status_before, e.party_id"
        " FROM (SELECT DISTINCT ON (id) id, root, at FROM came ORDER BY id, at, root) c"
        " JOIN case_events e ON e.id = c.id JOIN chain_links l ON l.event_id = e.id ORDER BY c.at, c.root",
        case_id,
        procedure,
    )
    return [Link(**dict(row)) for row in rows]


async def causes_of(cases: Sequence[CaseAtHand]) -> dict[UUID, Link]:
    """The standing event that led each case to the step it is at, in the procedure it has. In the open transaction."""
    rows = await db.fetch(
        "SELECT DISTINCT ON (l.case_id) l.case_id, e.id AS event_id, e.event, e.on_date AS on, l.step_before,"
        " l.status_before, e.party_id FROM chain_links l JOIN cases k ON k.id = l.case_id AND k.procedure = l.procedure"
        " JOIN case_events e ON e.id = l.event_id WHERE l.case_id = ANY($1::uuid[]) AND e.superseded_by IS NULL"
        " AND l.step_after <> l.step_before AND l.step_after = k.procedure_step"
        " ORDER BY l.case_id, e.recorded_at DESC, e.id DESC",
        [case.id for case in cases],
    )
    return {row["case_id"]: Link(**{name: row[name] for name in Link.__dataclass_fields__}) for row in rows}


def possible_for(procedure: Procedure, event: str, party_id: UUID | None, chain: Sequence[Link]) -> bool:
    """Whether the event of one debtor of several can follow on his own way, when the others are left out of the chain.

    The case went on by what another debtor did; what this one does is recorded and moves it no further.
    """
    if party_id is None or not chain:
        return False
    step: str | None = chain[0].step_before
    for link in chain:
        if link.party_id in {None, party_id}:
            step = next_step(procedure, link.event, step) or step
    return next_step(procedure, event, step) is not None


def replay(procedure: Procedure, links: Sequence[Link], start: Stand, before: Sequence[Link] = ()) -> Stand:
    """Where the events lead from the start, to which `before` led. Refused at the first that cannot follow; Invalid
    where before its cause.
    """
    here = start
    for number, link in enumerate(links):
        reached = next_step(procedure, link.event, here.step)
        if reached is None and possible_for(procedure, link.event, link.party_id, [*before, *links[:number]]):
            continue
        if reached is None:
            can = ", ".join(possible(procedure, here.step)) or "nothing more"
            raise Refused(
                f"“{words(link.event)}” of {link.on.isoformat()} could not have followed: the procedure is at"
                f" “{here.step}” by then, where {can} may come. Correct that event first."
            )
        must_follow(procedure, link.event, link.on, here.since)
        leads_to = procedure.case_status.get(link.event)
        way = way_to(here.status, CaseStatus(leads_to)) if leads_to else None
        status = CaseStatus(leads_to) if leads_to and way is not None else here.status
        here = Stand(reached, status, link if reached != here.step else here.since)
    return here


def must_follow(procedure: Procedure, event: str, on: date, cause: Link | None) -> None:
    """An event of the procedure's own order is not before the one that made it possible."""
    machine = procedure.steps
    if cause is None or machine is None or event not in machine.transitions or on >= cause.on:
        return
    raise Invalid(
        f"“{words(event)}” cannot have happened before “{words(cause.event)}” of {cause.on.isoformat()}, which it"
        f" follows in {procedure.local_name}.",
        places=[Place("on", on.isoformat(), "Enter its day, or correct the day of the event it follows.")],
    )


async def must_answer_later(cases: Sequence[CaseAtHand], rules: Sequence[str], event: str, on: date) -> None:
    """What is done in answer to a deadline is not done before the event that set it. In the open transaction."""
    row = await db.fetch_one(
        "SELECT d.rule, d.authority, e.event, e.on_date FROM deadlines d JOIN case_events e ON e.id = d.event_id"
        " WHERE d.case_id = ANY($1::uuid[]) AND d.rule = ANY($2::text[]) AND d.status = 'open' AND e.on_date > $3"
        " ORDER BY e.on_date DESC LIMIT 1",
        [case.id for case in cases],
        list(rules),
        on,
    )
    if row is not None:
        set_by = f"“{words(row['event'])}” of {row['on_date'].isoformat()}"
        raise Invalid(
            f"“{words(event)}” answers {row['rule']} ({row['authority']}), which only {set_by} set.",
            places=[Place("on", on.isoformat(), "An answer is not given before what it answers.")],
        )


def words(event: str) -> str:
    return event.replace("_", " ")
