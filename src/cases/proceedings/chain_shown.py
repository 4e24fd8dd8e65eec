"""The chain of one case for its page: each event with who entered it and when, what it set and closed, and the log."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from accounts.record.queries import sentence_of
from cases.desk.reach import CaseAtHand, case_at_hand
from cases.jurisdictions.contract import Jurisdiction, Procedure, Turn
from cases.jurisdictions.registry import by_code
from cases.proceedings.openness import closed_to
from cases.proceedings.steps import possible, step_of
from kernel import db
from kernel.actor import Actor

MOST_LOGGED = 500


@dataclass(frozen=True, slots=True)
class SetDeadline:
    """A deadline an event set, as it stands now."""

    id: UUID
    rule: str
    title: str
    safe_on: date | None
    opens_on: date | None
    status: str


@dataclass(frozen=True, slots=True)
class Entered:
    """An event as it was entered. `superseded_by` took its place; `link` says that it may be corrected."""

    id: UUID
    event: str
    on_date: date
    provenance: str
    document_id: UUID | None
    recorded_at: datetime
    recorded_by: str | None
    superseded_by: UUID | None
    seat: str | None
    method: str | None
    counts_from: date | None
    despite: str | None
    outcome: str | None
    link: bool
    deadlines: tuple[SetDeadline, ...]


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of the append-only record: the number under which it is sealed, when, by whom, what."""

    id: int
    at: datetime
    by: str | None
    said: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A procedure of the country, and why the law closes it to this claim."""

    procedure: Procedure
    closed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChainShown:
    """`opens` says what we may do already, where the other side's time or a wait is over."""

    case: CaseAtHand
    jurisdiction: Jurisdiction | None
    procedure: Procedure | None
    step: str | None
    turn: Turn | None
    opens: str | None
    events: tuple[str, ...]
    entered: tuple[Entered, ...]
    choices: tuple[Choice, ...]
    log: tuple[Logged, ...]
    notice_sent_on: date | None


async def chain_shown(actor: Actor, case_id: UUID) -> ChainShown:
    """NotFound for strangers."""
    actor.must("cases.read")
    async with db.transaction(actor):
        case = await case_at_hand(actor, case_id)
        jurisdiction = by_code(case.jurisdiction or "")
        procedure = jurisdiction.procedures.get(case.procedure or "") if jurisdiction else None
        step = step_of(procedure, case.procedure_step, case.status) if procedure else None
        return ChainShown(
            case=case,
            jurisdiction=jurisdiction,
            procedure=procedure,
            step=step,
            turn=procedure.turns.get(step or "") if procedure else None,
            opens=await db.fetch_value(
                "SELECT opens FROM deadlines WHERE case_id = $1 AND status = 'open' AND kind = 'procedure'"
                " AND opens_on <= $2 AND opens IS NOT NULL ORDER BY opens_on DESC, id LIMIT 1",
                case_id,
                actor.today("UTC"),
            ),
            events=tuple(possible(procedure, step)) if procedure else (),
            entered=await _entered(case),
            choices=await _choices(actor, case, jurisdiction),
            log=await _log(actor, case),
            notice_sent_on=await db.fetch_value("SELECT notice_sent_on FROM cases WHERE id = $1", case_id),
        )


async def _entered(case: CaseAtHand) -> tuple[Entered, ...]:
    rows = await db.fetch(
        "SELECT e.id, e.event, e.on_date, e.provenance, e.document_id, e.recorded_at, p.name AS recorded_by,"
        " e.superseded_by, l.seat, l.method, l.counts_from, l.despite, e.outcome,"
        " coalesce(l.procedure = $2, false) AND e.superseded_by IS NULL AS link FROM case_events e"
        " LEFT JOIN chain_links l ON l.event_id = e.id LEFT JOIN people p ON p.id = e.recorded_by"
        " WHERE e.case_id = $1 ORDER BY e.recorded_at DESC, e.id DESC LIMIT $3",
        case.id,
        case.procedure,
        MOST_LOGGED,
    )
    found: dict[UUID, list[SetDeadline]] = defaultdict(list)
    for one in await db.fetch(
        "SELECT event_id, id, rule, title, safe_on, opens_on, status FROM deadlines"
        " WHERE case_id = $1 AND event_id IS NOT NULL ORDER BY safe_on, id",
        case.id,
    ):
        found[one["event_id"]].append(SetDeadline(**{name: one[name] for name in SetDeadline.__dataclass_fields__}))
    return tuple(Entered(**dict(row), deadlines=tuple(found[row["id"]])) for row in rows)


async def _choices(actor: Actor, case: CaseAtHand, jurisdiction: Jurisdiction | None) -> tuple[Choice, ...]:
    choices = []
    for procedure in jurisdiction.procedures.values() if jurisdiction else ():
        closed = (await closed_to([case], procedure, on=actor.today("UTC")))[case.id]
        choices.append(Choice(procedure, tuple(one.sentence for one in closed)))
    return tuple(choices)


async def _log(actor: Actor, case: CaseAtHand) -> tuple[Logged, ...]:
    """Facts of the case and of its deadlines, as they were recorded; none was ever changed."""
    rows = await db.fetch(
        "SELECT f.id, f.at, f.kind, f.data::text AS data, p.name AS by FROM facts f"
        " LEFT JOIN people p ON p.id = f.person_id"
        " WHERE f.subject_id = ANY(ARRAY[$1::uuid] || ARRAY(SELECT id FROM deadlines WHERE case_id = $1))"
        " AND (f.organisation_id = $2 OR f.about_organisation_id = $2) ORDER BY f.id DESC LIMIT $3",
        case.id,
        actor.organisation,
        MOST_LOGGED,
    )
    return tuple(Logged(row["id"], row["at"], row["by"], _said(row["kind"], row["data"])) for row in rows)


def _said(kind: str, data: str) -> str:
    known = msgspec.json.decode(data, type=dict[str, Any])
    return sentence_of(kind) % defaultdict(str, {name: _word(value) for name, value in known.items()})


def _word(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_word(one) for one in value)
    return str(value).replace("_", " ")
