"""Four eyes for programs: what waits for a second person, and that person's word."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from cases.deadlines.four_eyes import Unchecked, check_deadline, has_four_eyes, unchecked
from cases.deadlines.second_person import refuse_closing
from cases.desk.binding import Done, Key, Nothing, acted
from kernel.actor import Actor


class FourEyes(msgspec.Struct, frozen=True):
    """`wanted` is the house's policy; `waiting` in an item is the event that would close the deadline."""

    wanted: bool
    items: list[Unchecked]


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str


@get("/api/deadlines/unchecked", operation_id="UncheckedDeadlines", tags=["cases"])
async def waiting(actor: NamedDependency[Actor]) -> FourEyes:
    """At most fifty: those an event would close first, then those entered first."""
    items = await unchecked(actor)
    return FourEyes(await has_four_eyes(actor), items)


@post("/api/deadlines/{deadline_id:uuid}/check", status_code=200, operation_id="CheckDeadline", tags=["cases"])
async def check(
    actor: NamedDependency[Actor], deadline_id: FromPath[UUID], data: JSONBody[Nothing], key: Key
) -> Response[bytes]:
    """It is right, says a second person; what an event would have closed is closed by this."""

    async def act() -> Done:
        await check_deadline(actor, deadline_id)
        return Done("Checked.")

    return await acted(actor, key, f"/api/deadlines/{deadline_id}/check", data, act)


@post("/api/deadlines/{deadline_id:uuid}/refuse", status_code=200, operation_id="RefuseClosing", tags=["cases"])
async def refuse(
    actor: NamedDependency[Actor], deadline_id: FromPath[UUID], data: JSONBody[Refusal], key: Key
) -> Response[bytes]:
    """The event does not answer the deadline, which stays open with the reason."""

    async def act() -> Done:
        await refuse_closing(actor, deadline_id, reason=data.reason)
        return Done("Refused. The deadline stays open.")

    return await acted(actor, key, f"/api/deadlines/{deadline_id}/refuse", data, act)


ROUTES = (waiting, check, refuse)
