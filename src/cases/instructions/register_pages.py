"""The firm's register of interests on the screen: found, entered one by one or from a file, taken off."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from cases.desk.forms import AnyRequest, acted_once, texts, upload_of
from cases.instructions.queries import PAGE
from cases.instructions.register import (
    LARGEST_FILE,
    enter_interests,
    interest_of,
    interests,
    read_interests,
    remove_interest,
)
from kernel.actor import Actor

FORM = 64 << 10


@get("/conflicts", include_in_schema=False)
async def register(
    actor: NamedDependency[Actor], q: FromQuery[str] = "", after: FromQuery[UUID | None] = None
) -> Template:
    rows = await interests(actor, q=q, after=after)
    context = {
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "q": q,
        "after": after,
        "may_answer": actor.may("instructions.answer"),
    }
    return Template("cases/instructions/register.html", context=context)


@post("/conflicts", include_in_schema=False)
async def enter(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("cases.work")
    data = await texts(request)

    async def act() -> str:
        interest = interest_of(data.get("name", ""), data.get("side", ""), data.get("identifier", ""))
        return "Entered." if await enter_interests(actor, [interest], source="hand") else "It was there already."

    # The identifier is hashed and kept nowhere, in no digest of the request either.
    asked = {name: value for name, value in data.items() if name != "identifier"}
    return await acted_once(request, actor, asked, "/conflicts", act)


@post("/conflicts/file", include_in_schema=False, request_max_body_size=LARGEST_FILE + FORM)
async def enter_file(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("cases.work")
    data = await texts(request)

    async def act() -> str:
        upload = await upload_of(request)
        done = await enter_interests(actor, read_interests(upload.content), source="file")
        return f"Entered from the file: {done} new interests."

    return await acted_once(request, actor, data, "/conflicts", act)


@post("/conflicts/{interest_id:uuid}/remove", include_in_schema=False)
async def remove(request: AnyRequest, actor: NamedDependency[Actor], interest_id: FromPath[UUID]) -> Redirect:
    actor.must("instructions.answer")
    data = await texts(request)

    async def act() -> str:
        await remove_interest(actor, interest_id)
        return "Taken off the register. What was decided about it stands."

    return await acted_once(request, actor, data, "/conflicts", act)


ROUTES = (register, enter, enter_file, remove)
