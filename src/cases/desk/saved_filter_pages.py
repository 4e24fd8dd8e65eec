"""Keeping a list under a name, and taking it away."""

from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from accounts.sessions.requests import say
from cases.desk.forms import AnyRequest, acted_once, tell, texts
from cases.desk.saved_filters import keep_filter, kept_query, list_named, remove_filter
from kernel.actor import Actor
from kernel.errors import Invalid


@post("/filters", include_in_schema=False)
async def keep(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    data = await texts(request)
    actor.must("cases.read")
    try:
        kind = list_named(data.get("list", ""))
    except Invalid as problem:
        tell(request, problem)
        return Redirect("/cases", status_code=303)
    query = kept_query(kind, data.get("query", ""))

    async def act() -> str:
        await keep_filter(actor, kind, name=data.get("name", ""), query=query, shared=data.get("shared", "") == "yes")
        return "The list is kept."

    return await acted_once(request, actor, data, f"/{kind}?{query}" if query else f"/{kind}", act)


@post("/filters/{filter_id:uuid}/remove", include_in_schema=False)
async def remove(request: AnyRequest, actor: NamedDependency[Actor], filter_id: FromPath[UUID]) -> Redirect:
    kind = await remove_filter(actor, filter_id)
    say(request, "good", "The list is no longer kept. What it showed is where it was.")
    return Redirect(f"/{kind}", status_code=303)


ROUTES = (keep, remove)
