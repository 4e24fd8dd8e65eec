"""Completing the chain of title of a portfolio's claims, or of one of them."""

from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.forms import day, identifier, led_once
from accounts.sessions.requests import AnyRequest, say
from cases.claims.titles import LONGEST_DEED, complete_title, earlier_links
from kernel.actor import Actor
from kernel.errors import Invalid, Problem


class Assigned(msgspec.Struct, frozen=True):
    idempotency_key: str = ""
    assignor: str = ""
    assignee: str = ""
    on: str = ""
    deed: str = ""
    claim: str = ""

    def asked(self) -> tuple[str, ...]:
        return (self.assignor, self.assignee, self.on, self.deed, self.claim)


@get("/portfolios/{tape_id:uuid}/titles", include_in_schema=False)
async def show_titles(
    actor: NamedDependency[Actor], tape_id: FromPath[UUID], claim: FromQuery[UUID | None] = None
) -> Template:
    return await _page(actor, tape_id, claim, Assigned())


async def _page(
    actor: Actor, tape_id: UUID, claim_id: UUID | None, data: Assigned, problem: Problem | None = None
) -> Template:
    context = {
        "links": await earlier_links(actor, tape_id, claim_id=claim_id),
        "tape_id": tape_id,
        "claim_id": claim_id,
        "data": data,
        "longest_deed": LONGEST_DEED,
        "problem": problem,
    }
    return Template("cases/claims/titles.html", context=context, status_code=problem.status if problem else 200)


@post("/portfolios/{tape_id:uuid}/titles", include_in_schema=False)
async def complete(
    request: AnyRequest, actor: NamedDependency[Actor], tape_id: FromPath[UUID], data: URLEncodedBody[Assigned]
) -> Template | Redirect:
    claim_id = identifier(data.claim, "claim") if data.claim else None

    async def act() -> str:
        await complete_title(
            actor,
            tape_id,
            assignor=data.assignor,
            assignee=data.assignee,
            on=day(data.on, "on"),
            deed=data.deed,
            claim_id=claim_id,
        )
        return f"/portfolios/{tape_id}/titles" + (f"?claim={claim_id}" if claim_id else "")

    try:
        route = f"titles.complete:{tape_id}"
        where = await led_once(actor, data.idempotency_key, route=route, asked=data.asked(), act=act)
    except Invalid as problem:
        return await _page(actor, tape_id, claim_id, data, problem)
    say(request, "good", "The assignment is entered. Papers that lacked it can be prepared again.")
    return Redirect(where, status_code=303)


ROUTES = (show_titles, complete)
