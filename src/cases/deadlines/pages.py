"""One deadline with its reckoning; closing it, giving it away, and the calendar feed."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.forms import identifier
from cases.deadlines import calendar_feed, queries
from cases.deadlines.commands import assign_deadline, cancel_deadline, meet_deadline, miss_deadline
from cases.deadlines.four_eyes import second_look
from cases.deadlines.policies import can_keep
from documents.vault.queries import documents_of
from kernel import idempotency
from kernel.actor import Actor
from kernel.errors import Invalid, Problem
from kernel.settings import settings

AnyRequest = Request[Any, Any, Any]
DONE = {
    "meet": "The deadline is met.",
    "miss": "The deadline is recorded as missed.",
    "cancel": "The deadline is cancelled.",
    "assign": "The deadline was given away.",
}


class Closing(msgspec.Struct, frozen=True):
    idempotency_key: str = ""
    evidence: str = ""
    reason: str = ""
    person_id: str = ""


@get("/deadlines/{deadline_id:uuid}", include_in_schema=False)
async def show(actor: NamedDependency[Actor], deadline_id: FromPath[UUID]) -> Template:
    return await _shown(actor, deadline_id)


async def _shown(
    actor: Actor, deadline_id: UUID, *, did: str = "", data: Closing | None = None, problem: Problem | None = None
) -> Template:
    found = await queries.deadline(actor, deadline_id)
    allowed = can_keep(actor, found.shown.status)
    check, waiting = await second_look(actor, deadline_id)
    context = {
        "check": check,
        "waiting": waiting if found.shown.status == "open" else None,
        "found": found,
        "one": found.shown,
        "here": actor.organisation,
        "allowed": allowed,
        "papers": await _papers(actor, found) if allowed is True else [],
        "keepers": [(one.id, one.name) for one in await queries.keepers(actor)] if allowed is True else [],
        "did": did,
        "data": data or Closing(person_id=str(found.shown.person_id or "")),
        "problem": problem,
        "today": await queries.today_of(actor),
    }
    return Template("cases/deadlines/show.html", context=context, status_code=problem.status if problem else 200)


async def _papers(actor: Actor, found: queries.DeadlineDetail) -> list[tuple[UUID, str]]:
    """The documents that may prove it: the case's, newest first, then the claim's."""
    found_of = [reversed(await documents_of(actor, subject)) for subject in (found.shown.case_id, found.claim_id)]
    return [(one.id, f"{one.title} ({one.created_at:%Y-%m-%d})") for papers in found_of for one in papers]


@post("/deadlines/{deadline_id:uuid}/meet", include_in_schema=False)
async def meet(
    request: AnyRequest, actor: NamedDependency[Actor], deadline_id: FromPath[UUID], data: URLEncodedBody[Closing]
) -> Template | Redirect:
    async def act() -> None:
        evidence = identifier(data.evidence, "evidence") if data.evidence else None
        await meet_deadline(actor, deadline_id, evidence_document_id=evidence, reason=data.reason)

    return await _done(request, actor, deadline_id, "meet", data, act)


@post("/deadlines/{deadline_id:uuid}/miss", include_in_schema=False)
async def miss(
    request: AnyRequest, actor: NamedDependency[Actor], deadline_id: FromPath[UUID], data: URLEncodedBody[Closing]
) -> Template | Redirect:
    async def act() -> None:
        await miss_deadline(actor, deadline_id, reason=data.reason)

    return await _done(request, actor, deadline_id, "miss", data, act)


@post("/deadlines/{deadline_id:uuid}/cancel", include_in_schema=False)
async def cancel(
    request: AnyRequest, actor: NamedDependency[Actor], deadline_id: FromPath[UUID], data: URLEncodedBody[Closing]
) -> Template | Redirect:
    async def act() -> None:
        await cancel_deadline(actor, deadline_id, reason=data.reason)

    return await _done(request, actor, deadline_id, "cancel", data, act)


@post("/deadlines/{deadline_id:uuid}/assign", include_in_schema=False)
async def assign(
    request: AnyRequest, actor: NamedDependency[Actor], deadline_id: FromPath[UUID], data: URLEncodedBody[Closing]
) -> Template | Redirect:
    async def act() -> None:
        await assign_deadline(actor, deadline_id, person_id=identifier(data.person_id, "person_id"))

    return await _done(request, actor, deadline_id, "assign", data, act)


async def _done(
    request: AnyRequest,
    actor: Actor,
    deadline_id: UUID,
    did: str,
    data: Closing,
    act: Callable[[], Awaitable[None]],
) -> Template | Redirect:
    """Acts once for the form's key and leads back to the deadline; a form that was filled in wrongly is shown again."""
    address = f"/deadlines/{deadline_id}"

    async def answered() -> idempotency.Answer:
        await act()
        return idempotency.Answer(303, address)

    asked = msgspec.json.encode([data.evidence, data.reason, data.person_id])
    try:
        await idempotency.once(actor, data.idempotency_key, route=f"{address}/{did}", request=asked, act=answered)
    except Invalid as problem:
        return await _shown(actor, deadline_id, did=did, data=data, problem=problem)
    request.session["flash"] = [("good", DONE[did])]
    return Redirect(address, status_code=303)


@get("/deadlines/calendar", include_in_schema=False)
async def feed(actor: NamedDependency[Actor]) -> Template:
    return await _feed(actor)


async def _feed(actor: Actor, token: str | None = None) -> Template:
    actor.must("cases.read")
    address = f"{settings().base_url.rstrip('/')}/calendar/{token}.ics" if token else None
    context = {"made_at": await calendar_feed.feed_made_at(actor), "address": address}
    return Template("cases/deadlines/calendar.html", context=context)


@post("/deadlines/calendar", include_in_schema=False, status_code=200)
async def make_feed(actor: NamedDependency[Actor]) -> Template:
    """The address stands on the page that answers, and nowhere else."""
    return await _feed(actor, await calendar_feed.make_feed(actor))


@post("/deadlines/calendar/revoke", include_in_schema=False)
async def revoke_feed(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    await calendar_feed.revoke_feed(actor)
    request.session["flash"] = [("good", "The calendar address was stopped. It answers nobody from now on.")]
    return Redirect("/deadlines/calendar", status_code=303)


@get("/calendar/{name:str}", include_in_schema=False)
async def calendar(name: FromPath[str]) -> Response[bytes]:
    """The feed itself: no session, the token is the key. `name` is `<token>.ics`."""
    written = await calendar_feed.calendar_of(name.removesuffix(".ics"))
    return Response(
        written,
        media_type=MediaType.TEXT,
        headers={
            "content-type": "text/calendar; charset=utf-8",
            "content-disposition": 'attachment; filename="deadlines.ics"',
            "cache-control": "private, no-store",
            "x-robots-tag": "noindex",
        },
    )


ROUTES = (feed, make_feed, revoke_feed, show, meet, miss, cancel, assign, calendar)
