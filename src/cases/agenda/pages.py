"""The forms of a case's agenda; what they write stands on the case's own page."""

from datetime import time
from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from accounts.forms import day, optional_day
from cases.agenda.commands import do_task, enter_effort, set_task, write_note
from cases.agenda.hearings import Wanted, close_hearing, fix_hearing, move_hearing
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.money import Money

Fields = dict[str, str]


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text.strip())
    except ValueError as error:
        place = Place("at", text[:20] or None, "Write the hour like 09:30.")
        raise Invalid("The hour cannot be read.", places=[place]) from error


def _wanted(data: Fields) -> Wanted:
    return Wanted(
        on=day(data.get("on", ""), "on"),
        at=_hour(data.get("at", "")),
        court=data.get("court", ""),
        room=data.get("room", ""),
        what=data.get("what", ""),
        person_id=optional_identifier(data.get("person_id", ""), "person_id"),
    )


def _minutes(text: str) -> int | None:
    if not text:
        return None
    try:
        return int(text)
    except ValueError as error:
        place = Place("minutes", text[:20], "Write a whole number of minutes.")
        raise Invalid("The minutes cannot be read.", places=[place]) from error


@post("/cases/{case_id:uuid}/hearings", include_in_schema=False)
async def fix(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    actor.must("cases.work")
    data = await texts(request)

    async def act() -> str:
        await fix_hearing(actor, case_id, _wanted(data))
        return "The hearing is fixed. It stands in the calendar and on the day’s sheet."

    return await acted_once(request, actor, data, f"/cases/{case_id}#agenda", act)


@post("/cases/{case_id:uuid}/hearings/{hearing_id:uuid}/move", include_in_schema=False)
async def move(
    request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID], hearing_id: FromPath[UUID]
) -> Redirect:
    actor.must("cases.work")
    data = await texts(request)

    async def act() -> str:
        await move_hearing(actor, hearing_id, _wanted(data))
        return "The hearing is moved."

    return await acted_once(request, actor, data, f"/cases/{case_id}#agenda", act)


@post("/cases/{case_id:uuid}/hearings/{hearing_id:uuid}/close", include_in_schema=False)
async def close(
    request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID], hearing_id: FromPath[UUID]
) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        held = data.get("held", "") == "yes"
        await close_hearing(actor, hearing_id, held=held, outcome=data.get("outcome", ""))
        return "Recorded: the hearing was held." if held else "Recorded: the hearing is cancelled."

    return await acted_once(request, actor, data, f"/cases/{case_id}#agenda", act)


@post("/cases/{case_id:uuid}/notes", include_in_schema=False)
async def note(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await write_note(actor, case_id, data.get("text", ""))
        return "Noted."

    return await acted_once(request, actor, data, f"/cases/{case_id}#agenda", act)


@post("/cases/{case_id:uuid}/tasks", include_in_schema=False)
async def task(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    actor.must("cases.work")
    data = await texts(request)

    async def act() -> str:
        due_on = optional_day(data.get("due_on", ""), "due_on")
        person_id = optional_identifier(data.get("person_id", ""), "person_id")
        await set_task(actor, case_id, data.get("what", ""), due_on=due_on, person_id=person_id)
        return "The task is set."

    return await acted_once(request, actor, data, f"/cases/{case_id}#agenda", act)


@post("/cases/{case_id:uuid}/tasks/{task_id:uuid}/done", include_in_schema=False)
async def done(
    request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID], task_id: FromPath[UUID]
) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await do_task(actor, task_id)
        return "The task is done."

    return await acted_once(request, actor, data, f"/cases/{case_id}#agenda", act)


@post("/cases/{case_id:uuid}/efforts", include_in_schema=False)
async def effort(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    actor.must("cases.work")
    data = await texts(request)

    async def act() -> str:
        amount = data.get("amount", "")
        await enter_effort(
            actor,
            case_id,
            data.get("what", ""),
            on=day(data.get("on", ""), "on"),
            minutes=_minutes(data.get("minutes", "")),
            amount=Money.parse(amount, data.get("currency", "")) if amount else None,
        )
        return "Entered."

    return await acted_once(request, actor, data, f"/cases/{case_id}#agenda", act)


ROUTES = (fix, move, close, note, task, done, effort)
