"""A destruction on its page: what goes and why, and the approval by somebody named."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from accounts.acting import acted_once, texts
from accounts.sessions.requests import AnyRequest
from documents.retention import queries
from documents.retention.classes import STOPS
from documents.retention.destroying import approve_destruction, refuse_destruction
from kernel.actor import Actor


@get("/retention/destructions/{destruction_id:uuid}", include_in_schema=False)
async def show_destruction(actor: NamedDependency[Actor], destruction_id: FromPath[UUID]) -> Template:
    shown, items = await queries.destruction(actor, destruction_id)
    context = {
        "one": shown,
        "items": items,
        "may_approve": actor.may("destructions.approve"),
        "agreed": shown.first_person is not None and shown.first_person == actor.person_id,
        "most": queries.MOST,
        "stops": STOPS,
    }
    return Template("documents/retention/destruction.html", context=context)


@post("/retention/destructions/{destruction_id:uuid}/approve", include_in_schema=False)
async def approve(request: AnyRequest, actor: NamedDependency[Actor], destruction_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        done = await approve_destruction(actor, destruction_id)
        return "Approved. The papers go now." if done else "You agreed. A second person approves."

    return await acted_once(request, actor, data, f"/retention/destructions/{destruction_id}", act)


@post("/retention/destructions/{destruction_id:uuid}/refuse", include_in_schema=False)
async def refuse(request: AnyRequest, actor: NamedDependency[Actor], destruction_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await refuse_destruction(actor, destruction_id, reason=data.get("reason", ""))
        return "Refused. The papers stay."

    return await acted_once(request, actor, data, f"/retention/destructions/{destruction_id}", act)


ROUTES = (show_destruction, approve, refuse)
