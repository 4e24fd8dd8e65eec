"""The addresses at which post comes by mail: seen, made, stopped."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.correspondence.addresses import MOST_OPEN, RIGHT, addresses, make_address, stop_address
from cases.correspondence.mail_queries import refused_mails
from cases.desk.forms import AnyRequest, acted_once, texts
from kernel.actor import Actor
from kernel.settings import settings

HERE = "/post/addresses"


@get(HERE, include_in_schema=False)
async def page(actor: NamedDependency[Actor]) -> Template:
    found = await addresses(actor)
    context = {
        "open": [one for one in found if one.stopped_at is None],
        "stopped": [one for one in found if one.stopped_at is not None],
        "refused": await refused_mails(actor) if actor.may("cases.read") else [],
        "domain": settings().post_domain,
        "may_make": actor.may(RIGHT),
        "most": MOST_OPEN,
    }
    return Template("cases/correspondence/addresses.html", context=context)


@post(HERE, include_in_schema=False)
async def make(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must(RIGHT)
    data = await texts(request)

    async def act() -> str:
        await make_address(actor)
        return "The address is made. Post sent to it waits in the tray."

    return await acted_once(request, actor, data, HERE, act)


@post("/post/addresses/{address_id:uuid}/stop", include_in_schema=False)
async def stop(request: AnyRequest, actor: NamedDependency[Actor], address_id: FromPath[UUID]) -> Redirect:
    actor.must(RIGHT)
    data = await texts(request)

    async def act() -> str:
        await stop_address(actor, address_id)
        return "Stopped. Who writes to it is told that there is no such address."

    return await acted_once(request, actor, data, HERE, act)


ROUTES = (page, make, stop)
