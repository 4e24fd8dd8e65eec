"""The tracker for programs: the same commands and lists as the pages."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody

from cases.deadlines import cursors, queries
from cases.deadlines.commands import assign_deadline, cancel_deadline, meet_deadline, miss_deadline
from cases.deadlines.queries import PAGE, Counts, DeadlineDetail, DeadlineShown
from kernel import idempotency
from kernel.actor import Actor

Key = Annotated[str, HeaderParameter(name="Idempotency-Key")]


class DeadlineRow(msgspec.Struct, frozen=True):
    """`safe_on` is the date to keep; `statutory_on` the last day by law; `missing` says why there is no date.

    With `opens_on` it is nothing to keep: the other side's time (`who` is debtor) or a wait ends on the day before.
    """

    id: UUID
    case_id: UUID
    case_reference: str
    kind: str
    rule: str
    title: str
    outcome: str
    missing: str | None
    statutory_on: date | None
    safe_on: date | None
    authority: str | None
    verified: bool
    provisional: str | None
    status: str
    entered_at: datetime
    closed_at: datetime | None
    person_id: UUID | None
    owner_id: UUID
    who: str
    opens_on: date | None
    opens: str | None


class DeadlinePage(msgspec.Struct, frozen=True):
    """`next` goes back as `after`; null on the last page."""

    items: list[DeadlineRow]
    next: str | None


class Reckoned(msgspec.Struct, frozen=True):
    on: date
    sentence: str


class DeadlineReckoned(msgspec.Struct, frozen=True):
    """A deadline with each step of its reckoning, in order."""

    deadline: DeadlineRow
    claim_id: UUID
    statutory_at: datetime | None
    steps: list[Reckoned]
    event: str | None
    event_on: date | None
    closed_reason: str | None
    evidence_document_id: UUID | None
    superseded_by: UUID | None
    closing_event: str | None
    closing_on: date | None


class Met(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    evidence_document_id: UUID | None = None
    reason: str = ""


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person_id: UUID


def row_of(shown: DeadlineShown) -> DeadlineRow:
    """The row as programs get it."""
    return DeadlineRow(*(getattr(shown, name) for name in DeadlineRow.__struct_fields__))


def _reckoned(found: DeadlineDetail) -> DeadlineReckoned:
    return DeadlineReckoned(
        row_of(found.shown),
        found.claim_id,
        found.statutory_at,
        [Reckoned(step.on, step.sentence) for step in found.steps],
        found.event,
        found.event_on,
        found.closed_reason,
        found.evidence_document_id,
        found.superseded_by,
        found.closing_event,
        found.closing_on,
    )


@get("/api/deadlines", operation_id="Deadlines", tags=["cases"])
async def list_deadlines(
    actor: NamedDependency[Actor],
    view: FromQuery[str] = "today",
    mine: FromQuery[bool] = False,
    after: FromQuery[str] = "",
) -> DeadlinePage:
    """One page of a view: overdue, today, week, ready, later, waiting, dateless or closed."""
    chosen = cursors.view_named(view)
    beyond = cursors.read(chosen, after) if after else None
    today = await queries.today_of(actor)
    rows = await queries.deadlines_in(actor, chosen, today=today, after=beyond, mine=mine, most=PAGE + 1)
    more = cursors.write(chosen, rows[PAGE - 1]) if len(rows) > PAGE else None
    return DeadlinePage([row_of(one) for one in rows[:PAGE]], more)


@get("/api/deadlines/counts", operation_id="CountDeadlines", tags=["cases"])
async def count_deadlines(actor: NamedDependency[Actor], mine: FromQuery[bool] = False) -> Counts:
    """How many stand in each view, counted up to 10,000."""
    return await queries.deadline_counts(actor, today=await queries.today_of(actor), mine=mine)


@get("/api/deadlines/{deadline_id:uuid}", operation_id="Deadline", tags=["cases"])
async def get_deadline(actor: NamedDependency[Actor], deadline_id: FromPath[UUID]) -> DeadlineReckoned:
    return _reckoned(await queries.deadline(actor, deadline_id))


@post("/api/deadlines/{deadline_id:uuid}/meet", status_code=200, operation_id="MeetDeadline", tags=["cases"])
async def meet(
    actor: NamedDependency[Actor], deadline_id: FromPath[UUID], data: JSONBody[Met], key: Key
) -> DeadlineReckoned:
    async def act() -> None:
        await meet_deadline(actor, deadline_id, evidence_document_id=data.evidence_document_id, reason=data.reason)

    return await _once(actor, deadline_id, "meet", data, key, act)


@post("/api/deadlines/{deadline_id:uuid}/miss", status_code=200, operation_id="MissDeadline", tags=["cases"])
async def miss(
    actor: NamedDependency[Actor], deadline_id: FromPath[UUID], data: JSONBody[Reason], key: Key
) -> DeadlineReckoned:
    async def act() -> None:
        await miss_deadline(actor, deadline_id, reason=data.reason)

    return await _once(actor, deadline_id, "miss", data, key, act)


@post("/api/deadlines/{deadline_id:uuid}/cancel", status_code=200, operation_id="CancelDeadline", tags=["cases"])
async def cancel(
    actor: NamedDependency[Actor], deadline_id: FromPath[UUID], data: JSONBody[Reason], key: Key
) -> DeadlineReckoned:
    async def act() -> None:
        await cancel_deadline(actor, deadline_id, reason=data.reason)

    return await _once(actor, deadline_id, "cancel", data, key, act)


@post("/api/deadlines/{deadline_id:uuid}/assign", status_code=200, operation_id="AssignDeadline", tags=["cases"])
async def assign(
    actor: NamedDependency[Actor], deadline_id: FromPath[UUID], data: JSONBody[Given], key: Key
) -> DeadlineReckoned:
    async def act() -> None:
        await assign_deadline(actor, deadline_id, person_id=data.person_id)

    return await _once(actor, deadline_id, "assign", data, key, act)


async def _once(
    actor: Actor,
    deadline_id: UUID,
    did: str,
    data: msgspec.Struct,
    key: str,
    act: Callable[[], Awaitable[None]],
) -> DeadlineReckoned:
    async def answered() -> idempotency.Answer:
        await act()
        return idempotency.Answer(200)

    route = f"/api/deadlines/{deadline_id}/{did}"
    await idempotency.once(actor, key, route=route, request=msgspec.json.encode(data), act=answered)
    return _reckoned(await queries.deadline(actor, deadline_id))


ROUTES = (list_deadlines, count_deadlines, get_deadline, meet, miss, cancel, assign)
