"""The chain of a case for programs: what was entered, what it set, and correcting it."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from cases.desk.api import NewEvent
from cases.desk.binding import Key, acted
from cases.proceedings.chain_shown import Entered, chain_shown
from cases.proceedings.corrections import Correction, correct_event, withdraw_event
from cases.proceedings.timing import methods_of
from kernel.actor import Actor


class Set(msgspec.Struct, frozen=True):
    """A deadline the event set, as it stands now."""

    deadline_id: UUID
    rule: str
    title: str
    safe_on: date | None
    opens_on: date | None
    status: str


class ChainEvent(msgspec.Struct, frozen=True):
    """`superseded_by` took its place; `correctable` says that it stands in the chain of the procedure chosen."""

    id: UUID
    event: str
    on: date
    provenance: str
    document_id: UUID | None
    outcome: str | None
    recorded_at: datetime
    recorded_by: str | None
    superseded_by: UUID | None
    seat: str | None
    method: str | None
    counts_from: date | None
    correctable: bool
    deadlines: list[Set]


class ProcedureOpen(msgspec.Struct, frozen=True):
    """A procedure of the country; `closed` are the reasons why the law closes it to this claim."""

    code: str
    name: str
    closed: list[str]


class Chain(msgspec.Struct, frozen=True):
    """Newest entry first. `events` may be recorded now; `seats` and `methods` are what an event may name."""

    procedure: str | None
    step: str | None
    turn: str | None
    events: list[str]
    entered: list[ChainEvent]
    seats: dict[str, str]
    methods: list[str]
    procedures: list[ProcedureOpen]


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str


class Changed(msgspec.Struct, frozen=True):
    """A deadline before and after; no day before where it came, none after where it fell away."""

    rule: str
    title: str
    safe_before: date | None
    safe_after: date | None
    status: str


class Corrected(msgspec.Struct, frozen=True):
    """The event that took the place of the other one, and every deadline that changed by it."""

    event_id: UUID
    changes: list[Changed]


@get("/api/cases/{case_id:uuid}/chain", operation_id="Chain", tags=["cases"])
async def chain(actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Chain:
    shown = await chain_shown(actor, case_id)
    return Chain(
        shown.procedure.code if shown.procedure else None,
        shown.step,
        shown.turn.who if shown.turn else None,
        list(shown.events),
        [_event(one) for one in shown.entered],
        dict(shown.jurisdiction.seats) if shown.jurisdiction else {},
        methods_of(shown.jurisdiction) if shown.jurisdiction else [],
        [ProcedureOpen(one.procedure.code, one.procedure.local_name, list(one.closed)) for one in shown.choices],
    )


def _event(one: Entered) -> ChainEvent:
    return ChainEvent(
        one.id,
        one.event,
        one.on_date,
        one.provenance,
        one.document_id,
        one.outcome,
        one.recorded_at,
        one.recorded_by,
        one.superseded_by,
        one.seat,
        one.method,
        one.counts_from,
        one.link,
        [Set(due.id, due.rule, due.title, due.safe_on, due.opens_on, due.status) for due in one.deadlines],
    )


@post("/api/events/{event_id:uuid}/correct", status_code=200, operation_id="CorrectEvent", tags=["cases"])
async def correct(
    actor: NamedDependency[Actor], event_id: FromPath[UUID], data: JSONBody[NewEvent], key: Key
) -> Response[bytes]:
    """The event takes the place of the one recorded; nothing of that is lost. What followed is reckoned anew."""

    async def act() -> Corrected:
        return _corrected(await correct_event(actor, event_id, data.happened))

    return await acted(actor, key, f"/api/events/{event_id}/correct", data, act)


@post("/api/events/{event_id:uuid}/withdraw", status_code=200, operation_id="WithdrawEvent", tags=["cases"])
async def withdraw(
    actor: NamedDependency[Actor], event_id: FromPath[UUID], data: JSONBody[Withdrawal], key: Key
) -> Response[bytes]:
    """The event never happened here; the entry stays with the reason, and what it set falls away."""

    async def act() -> Corrected:
        return _corrected(await withdraw_event(actor, event_id, on=actor.today("UTC"), reason=data.reason))

    return await acted(actor, key, f"/api/events/{event_id}/withdraw", data, act)


def _corrected(done: Correction) -> Corrected:
    changes = [Changed(one.rule, one.title, one.safe_before, one.safe_after, one.status) for one in done.changes]
    return Corrected(done.event_id, changes)


ROUTES = (chain, correct, withdraw)
