"""Four eyes on its page: the house's policy, what waits for a second person, and the check."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.deadlines.four_eyes import check_deadline, has_four_eyes, set_four_eyes, unchecked
from cases.deadlines.second_person import refuse_closing
from cases.desk.forms import AnyRequest, acted_once, texts
from kernel.actor import Actor

HERE = "/deadlines/four-eyes"


@get(HERE, include_in_schema=False)
async def four_eyes(actor: NamedDependency[Actor]) -> Template:
    context = {
        "wanted": await has_four_eyes(actor),
        "rows": await unchecked(actor),
        "may_set": actor.may("organisation.edit"),
        "may_check": actor.may("deadlines.keep"),
    }
    return Template("cases/deadlines/four_eyes.html", context=context)


@post(HERE, include_in_schema=False)
async def policy(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        wanted = data.get("wanted") == "yes"
        await set_four_eyes(actor, wanted=wanted)
        return "From now on a second person checks." if wanted else "From now on nobody else needs to check."

    return await acted_once(request, actor, data, HERE, act)


@post("/deadlines/{deadline_id:uuid}/check", include_in_schema=False)
async def check(request: AnyRequest, actor: NamedDependency[Actor], deadline_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await check_deadline(actor, deadline_id)
        return "Checked."

    return await acted_once(request, actor, data, HERE, act)


@post("/deadlines/{deadline_id:uuid}/refuse", include_in_schema=False)
async def refuse(request: AnyRequest, actor: NamedDependency[Actor], deadline_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await refuse_closing(actor, deadline_id, reason=data.get("reason", ""))
        return "Refused. The deadline stays open."

    return await acted_once(request, actor, data, HERE, act)


ROUTES = (four_eyes, policy, check, refuse)
