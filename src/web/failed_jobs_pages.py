"""The operator's page of jobs that failed."""

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.forms import led_once
from accounts.sessions.requests import AnyRequest, say
from kernel.actor import Actor
from web.failed_jobs import failed_jobs, try_again


@get("/operations/jobs", include_in_schema=False)
async def show_jobs(actor: NamedDependency[Actor]) -> Template:
    return Template("operations/jobs.html", context={"jobs": await failed_jobs(actor)})


class Again(msgspec.Struct, frozen=True):
    idempotency_key: str = ""


@post("/operations/jobs/{number:int}/again", include_in_schema=False)
async def again(
    request: AnyRequest, actor: NamedDependency[Actor], number: FromPath[int], data: URLEncodedBody[Again]
) -> Redirect:
    async def act() -> str:
        await try_again(actor, number)
        return "/operations/jobs"

    route = f"operations.again:{number}"
    where = await led_once(actor, data.idempotency_key, route=route, asked=(), act=act, as_platform=True)
    say(request, "good", f"Job {number} is in the queue again.")
    return Redirect(where, status_code=303)


ROUTES = (show_jobs, again)
