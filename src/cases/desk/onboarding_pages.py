"""Onboarding: for every claim of a sale what still stops it, and the bulk commands that take the stops away."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import chosen, identifier, optional_day
from accounts.sessions.requests import say
from cases.desk.commands import confirm_documents, finish_onboarding, reconcile_files
from cases.desk.exhibits import KINDS, attach_exhibit
from cases.desk.forms import (
    LARGEST_UPLOAD,
    AnyRequest,
    acted_once,
    optional_identifier,
    summed,
    tell,
    texts,
    upload_of,
)
from cases.desk.instruct import firms_for, instruct_firm
from cases.desk.queries import onboarding_of, sales_onboarding, side_of
from cases.desk.reach import cases_of_sale
from cases.proceedings.preparing import send_notices
from cases.proceedings.signatories import signatories_on
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Refused

OPEN = (
    "onboarding",
    "amicable",
    "pre-action",
    "filed",
    "served",
    "contested",
    "uncontested",
    "enforceable",
    "enforcement",
)


@get("/onboarding", include_in_schema=False)
async def sales(actor: NamedDependency[Actor], side: FromQuery[str] = "") -> Template | Redirect:
    """The sales; with a single one its screen at once."""
    here = await side_of(actor, side)
    found = await sales_onboarding(actor, here)
    return Template("cases/onboarding/sales.html", context={"sales": found, "side": here})


@get("/onboarding/{sale_id:uuid}", include_in_schema=False)
async def screen(
    actor: NamedDependency[Actor],
    sale_id: FromPath[UUID],
    side: FromQuery[str] = "",
    reason: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    here = await side_of(actor, side)
    known = next((one for one in await sales_onboarding(actor, here) if one.id == sale_id), None)
    if known is None:
        raise NotFound("There is no such sale here.")
    onboarding = await onboarding_of(actor, here, sale_id, reason=reason, after=optional_identifier(after, "after"))
    today = actor.today("UTC")
    firms = await firms_for(actor, on=today) if actor.may("cases.instruct") else []
    context = {
        "sale": known,
        "side": here,
        "reason": reason,
        "onboarding": onboarding,
        "may_instruct": actor.may("cases.instruct"),
        "firms": firms,
        "firm_options": [(one.id, one.name) for one in firms],
        "signatories": [(one.id, one.name) for one in await signatories_on(actor, today)],
        "exhibit_kinds": list(KINDS.items()),
    }
    return Template("cases/onboarding/screen.html", context=context)


@post("/onboarding/{sale_id:uuid}/{what:str}", include_in_schema=False, request_max_body_size=LARGEST_UPLOAD)
async def act_on(
    request: AnyRequest, actor: NamedDependency[Actor], sale_id: FromPath[UUID], what: FromPath[str]
) -> Redirect:
    """One bulk command on the ticked cases, or on all of the sale's in onboarding where none is ticked."""
    data = await texts(request)
    ids = await _selected(request, actor, sale_id, statuses=OPEN if what in {"instruct", "exhibit"} else OPEN[:1])
    back = f"/onboarding/{sale_id}"
    if what == "exhibit":
        return await _exhibit(request, actor, ids, data, back)
    commands: dict[str, Callable[[], Awaitable[str]]] = {
        "reconcile": lambda: _reconcile(actor, ids),
        "confirm": lambda: _confirm(actor, ids),
        "notices": lambda: _notices(actor, ids, data),
        "finish": lambda: _finish(actor, ids),
        "instruct": lambda: _instruct(actor, ids, data),
    }
    if what not in commands:
        raise NotFound("There is no such page.")
    asked = data | {"case": ",".join(sorted(map(str, await chosen(request, "case"))))}
    return await acted_once(request, actor, asked, back, commands[what])


async def _selected(request: AnyRequest, actor: Actor, sale_id: UUID, *, statuses: Sequence[str]) -> list[UUID]:
    ticked = [identifier(one, "case") for one in await chosen(request, "case")]
    return ticked or await cases_of_sale(actor, sale_id, statuses=statuses)


async def _reconcile(actor: Actor, ids: Sequence[UUID]) -> str:
    return summed(await reconcile_files(actor, ids), "Files reconciled:")


async def _confirm(actor: Actor, ids: Sequence[UUID]) -> str:
    return summed(await confirm_documents(actor, ids), "Documents confirmed:")


async def _notices(actor: Actor, ids: Sequence[UUID], data: dict[str, str]) -> str:
    signatory_id = optional_identifier(data.get("signatory_id", ""), "signatory_id")
    requested = await send_notices(actor, ids, signatory_id=signatory_id)
    return summed(requested.outcome, "Notices being written and sent:")


async def _finish(actor: Actor, ids: Sequence[UUID]) -> str:
    return summed(await finish_onboarding(actor, ids), "Cases free to be worked:")


async def _instruct(actor: Actor, ids: Sequence[UUID], data: dict[str, str]) -> str:
    done = await instruct_firm(actor, identifier(data.get("firm_id", ""), "firm_id"), ids)
    return f"The firm is instructed in {done} cases and works them from now on."


async def _exhibit(request: AnyRequest, actor: Actor, ids: Sequence[UUID], data: dict[str, str], back: str) -> Redirect:
    try:
        await attach_exhibit(
            actor,
            ids,
            await upload_of(request),
            kind=data.get("kind", ""),
            title=data.get("title", ""),
            dated_on=optional_day(data.get("dated_on", ""), "dated_on"),
        )
    except (Refused, Invalid) as problem:
        tell(request, problem)
    else:
        say(request, "good", f"The document goes with {len(ids)} cases from now on.")
    return Redirect(back, status_code=303)


ROUTES = (sales, screen, act_on)
