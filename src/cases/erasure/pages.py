"""Erasing a person on its pages: the request, what there is, what can go and what cannot, approval, certificate."""

import asyncio
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from accounts.acting import acted_once, texts
from accounts.forms import day
from accounts.sessions.requests import AnyRequest
from cases.erasure import queries
from cases.erasure.certificate import ARTICLE, certificate_of
from cases.erasure.commands import approve_request, open_request, refuse_request
from cases.erasure.planning import SENTENCES
from cases.parties.pages import GROUNDS, ground_of
from documents.retention.classes import CLASSES, STOPS
from kernel.actor import Actor


@get("/erasures", include_in_schema=False)
async def show_requests(actor: NamedDependency[Actor]) -> Template:
    context = {"requests": await queries.requests(actor), "grounds": {one.value: said for one, said in GROUNDS.items()}}
    return Template("cases/erasure/requests.html", context=context)


@post("/privacy/persons/{party_id:uuid}/erasure", include_in_schema=False)
async def ask(request: AnyRequest, actor: NamedDependency[Actor], party_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await open_request(
            actor,
            party_id,
            ground=ground_of(data.get("ground", "")),
            asked_on=day(data.get("asked_on", ""), "asked_on"),
        )
        return "The request stands under Erasures. Nothing went yet."

    return await acted_once(request, actor, data, f"/privacy/persons/{party_id}", act)


@get("/erasures/{erasure_id:uuid}", include_in_schema=False)
async def show_request(actor: NamedDependency[Actor], erasure_id: FromPath[UUID]) -> Template:
    shown = await queries.request_shown(actor, erasure_id)
    done = shown.status == "done"
    context = {
        "one": shown,
        "plan": None if done else await queries.plan_shown(actor, shown),
        "outcome": await queries.outcome_of(actor, shown) if done else None,
        "article": ARTICLE[shown.ground],
        "sentences": SENTENCES,
        "stops": STOPS,
        "classes": CLASSES,
        "may_approve": actor.may("parties.erase") and actor.may("destructions.approve"),
        "second_needed": shown.four_eyes and shown.opened_person == actor.person_id,
    }
    return Template("cases/erasure/request.html", context=context)


@post("/erasures/{erasure_id:uuid}/approve", include_in_schema=False)
async def approve(request: AnyRequest, actor: NamedDependency[Actor], erasure_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await approve_request(actor, erasure_id)
        return "Approved. The person is erased now."

    return await acted_once(request, actor, data, f"/erasures/{erasure_id}", act)


@post("/erasures/{erasure_id:uuid}/refuse", include_in_schema=False)
async def refuse(request: AnyRequest, actor: NamedDependency[Actor], erasure_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await refuse_request(actor, erasure_id, reason=data.get("reason", ""))
        return "Refused. Tell the person why (GDPR art. 12.4)."

    return await acted_once(request, actor, data, f"/erasures/{erasure_id}", act)


@get("/erasures/{erasure_id:uuid}/certificate", include_in_schema=False)
async def certificate(actor: NamedDependency[Actor], erasure_id: FromPath[UUID]) -> Response[bytes]:
    shown = await queries.request_shown(actor, erasure_id)
    outcome = await queries.outcome_of(actor, shown)
    paper = await asyncio.to_thread(certificate_of, shown, outcome)
    headers = {"content-disposition": f'attachment; filename="erasure-{erasure_id.hex[-8:]}.pdf"'}
    return Response(paper, media_type="application/pdf", headers=headers)


ROUTES = (show_requests, ask, show_request, approve, refuse, certificate)
