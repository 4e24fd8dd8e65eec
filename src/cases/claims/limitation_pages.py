"""What interrupts a claim's limitation: shown with the reckoning it led to, recorded, ended and taken back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template

from accounts.forms import day, identifier, optional_day
from cases.claims.interruptions import (
    FORMS,
    KINDS,
    NewInterruption,
    end_interruption,
    interruptions_of,
    may_record,
    record_interruption,
    withdraw_interruption,
)
from cases.deadlines.queries import deadlines_of_case
from cases.desk.binding import Done, Key, acted
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from documents.vault.queries import documents_of
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound

VERBS = ("record", "end", "withdraw")


@get("/cases/{case_id:uuid}/limitation", include_in_schema=False)
async def show_limitation(actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Template:
    case, found = await interruptions_of(actor, case_id)
    async with db.transaction(actor):
        deadlines = await deadlines_of_case(actor, case_id)
        documents = await documents_of(actor, case_id)
    context: dict[str, Any] = {
        "case": case,
        "found": found,
        "standing": next((one for one in deadlines if one.kind == "limitation" and one.status == "open"), None),
        "former": [one for one in deadlines if one.kind == "limitation" and one.status != "open"],
        "kinds": list(KINDS.items()),
        "forms": list(FORMS.items()),
        "documents": [(one.id, one.title) for one in documents],
        "may_enter": (actor.may("cases.onboard") or actor.may("cases.work")) and case.status != "closed",
    }
    return Template("cases/claims/limitation.html", context=context)


@post("/cases/{case_id:uuid}/limitation/{what:str}", include_in_schema=False)
async def act_on_limitation(
    request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID], what: FromPath[str]
) -> Redirect:
    """Something recorded, its end entered, or what was recorded in error taken back."""
    if what not in VERBS:
        raise NotFound("There is no such page.")
    await may_record(actor, case_id)
    data = await texts(request)

    async def act() -> str:
        return await _acted(actor, case_id, what, data)

    return await acted_once(request, actor, data, f"/cases/{case_id}/limitation", act)


async def _acted(actor: Actor, case_id: UUID, what: str, data: Mapping[str, str]) -> str:
    if what == "record":
        new = NewInterruption(
            kind=data.get("kind", ""),
            on=day(data.get("on", ""), "on"),
            until=optional_day(data.get("until", ""), "until"),
            form=data.get("form", ""),
            proof=data.get("proof", ""),
            document_id=optional_identifier(data.get("document_id", ""), "document_id"),
        )
        await record_interruption(actor, case_id, new)
        return "It is recorded, and limitation was reckoned again."
    interruption_id = identifier(data.get("interruption_id", ""), "interruption_id")
    if what == "end":
        until = day(data.get("until", ""), "until")
        await end_interruption(actor, case_id, interruption_id, until=until)
        return "Its end is entered, and limitation was reckoned again."
    await withdraw_interruption(actor, case_id, interruption_id)
    return "It no longer counts, and limitation was reckoned again."


class Interrupting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is recorded (`kind`, `on`, `until`, `form`, `proof`, `document_id`), or of what is recorded the id."""

    kind: str = ""
    on: str = ""
    until: str = ""
    form: str = ""
    proof: str = ""
    document_id: str = ""
    interruption_id: str = ""


@post(
    "/api/cases/{case_id:uuid}/limitation/{what:str}",
    status_code=200,
    operation_id="ActOnLimitation",
    tags=["cases"],
)
async def act_by_program(
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
    what: FromPath[str],
    data: JSONBody[Interrupting],
    key: Key,
) -> Response[bytes]:
    """`what` is record, end or withdraw."""
    if what not in VERBS:
        raise NotFound("There is no such address.")
    await may_record(actor, case_id)

    async def act() -> Done:
        return Done(await _acted(actor, case_id, what, msgspec.structs.asdict(data)))

    return await acted(actor, key, f"/api/cases/{case_id}/limitation/{what}", data, act)


ROUTES = (show_limitation, act_on_limitation, act_by_program)
