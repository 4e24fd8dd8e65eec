"""Legal holds on their page: which stand, placing one and lifting it, each with its reason."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from accounts.acting import acted_once, texts
from accounts.sessions.requests import AnyRequest
from documents.retention.holds import SCOPES, Scope, held_subject, holds_of, lift_hold, place_hold
from kernel.actor import Actor
from kernel.errors import Invalid, Place

HERE = "/holds"


@get(HERE, include_in_schema=False)
async def show_holds(actor: NamedDependency[Actor]) -> Template:
    return Template("documents/retention/holds.html", context={"holds": await holds_of(actor)})


@post(HERE, include_in_schema=False)
async def place(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("holds.place")
    data = await texts(request)

    async def act() -> str:
        scope = _scope(data.get("scope", ""))
        subject = await held_subject(actor, scope, data.get("subject", ""))
        await place_hold(actor, scope, subject, reason=data.get("reason", ""))
        return "The hold stands. Nothing under it is destroyed."

    return await acted_once(request, actor, data, HERE, act)


@post("/holds/{legal_hold_id:uuid}/lift", include_in_schema=False)
async def lift(request: AnyRequest, actor: NamedDependency[Actor], legal_hold_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await lift_hold(actor, legal_hold_id, reason=data.get("reason", ""))
        return "The hold is lifted."

    return await acted_once(request, actor, data, HERE, act)


def _scope(text: str) -> Scope:
    found: Scope | None = next((one for one in SCOPES if one == text), None)
    if found is None:
        place = Place("scope", text[:20], "Choose from the list.")
        raise Invalid("Say what the hold lies on.", places=[place])
    return found


ROUTES = (show_holds, place, lift)
