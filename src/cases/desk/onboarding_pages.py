"""Onboarding: for every claim of a sale what still stops it, and the bulk commands that take the stops away."""

from collections.abc import Sequence
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import chosen, identifier, optional_day
from accounts.sessions.requests import say
from cases.desk.bulk import OPEN, Order, carry_out, known, latest_work
from cases.desk.exhibits import KINDS, attach_exhibit
from cases.desk.forms import (
    LARGEST_UPLOAD,
    AnyRequest,
    acted_once,
    optional_identifier,
    tell,
    texts,
    upload_of,
)
from cases.desk.queries import onboarding_of, sales_onboarding, side_of
from cases.desk.reach import cases_of_sale
from cases.proceedings.signatories import signatories_on
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Refused


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
    context = {
        "sale": known,
        "side": here,
        "reason": reason,
        "onboarding": onboarding,
        "work": await latest_work(actor, sale_id),
        "here_at": f"/onboarding/{sale_id}",
        "may_instruct": actor.may("cases.instruct"),
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
    ticked = tuple(sorted(identifier(one, "case") for one in await chosen(request, "case")))
    back = f"/onboarding/{sale_id}"
    if what == "exhibit":
        ids = ticked or await cases_of_sale(actor, sale_id, statuses=OPEN)
        return await _exhibit(request, actor, ids, data, back)
    bulk = known(what)
    if bulk is None:
        raise NotFound("There is no such page.")

    async def act() -> str:
        signatory_id = optional_identifier(data.get("signatory_id", ""), "signatory_id")
        return await carry_out(actor, Order(sale_id, bulk, ticked, signatory_id))

    return await acted_once(request, actor, data | {"case": ",".join(map(str, ticked))}, back, act)


@get("/onboarding/{sale_id:uuid}/progress", include_in_schema=False)
async def progress(actor: NamedDependency[Actor], sale_id: FromPath[UUID]) -> Template:
    """How far the newest bulk work on the sale has come, for htmx to look again."""
    work = await latest_work(actor, sale_id)
    if work is None:
        raise NotFound("No work on many cases was begun here.")
    context = {"work": work, "here_at": f"/onboarding/{sale_id}"}
    return Template("cases/onboarding/_progress.html", context=context)


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


ROUTES = (sales, screen, progress, act_on)
