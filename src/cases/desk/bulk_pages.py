"""One step on many cases: what will happen to each, then doing it, then what came of it."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from accounts.forms import identifier
from cases.desk.bulk_steps import RIGHT, Step, plan, step_named
from cases.desk.forms import AnyRequest, acted_once, optional_identifier
from cases.desk.selection import Selection, first_of, fixed, order, progress_of, size_of
from cases.desk.worklist_pages import filters_of
from cases.proceedings.signatories import signatories_on
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound

TARGETS = {"person": "person_id", "team": "team_id", "procedure": "procedure", "prepare": "kind"}
"""The field of the list's form that says whom or what the step needs."""


async def _asked(actor: Actor, pairs: list[tuple[str, str]]) -> tuple[Step, Selection]:
    """What a form or an address asks for. Invalid without a step, or with nothing chosen."""
    given = dict(pairs)
    ticked = tuple(sorted({identifier(value, "case") for name, value in pairs if name == "case"}))
    if not ticked and given.get("all") != "yes":
        raise Invalid("Tick at least one case, or choose all that the list shows.")
    what = given.get("what", "")
    target = given.get("target", "") or given.get(TARGETS.get(what, ""), "")
    step = step_named(what, target, optional_identifier(given.get("signatory_id", ""), "signatory_id"))
    named = {name.removeprefix("in_"): value for name, value in pairs if name.startswith("in_")}
    return step, await fixed(actor, Selection(ticked, await filters_of(actor, named)))


@get("/cases/bulk", include_in_schema=False)
async def preview(request: AnyRequest, actor: NamedDependency[Actor]) -> Template:
    """What the step will do to each of the first cases, and why some are left out; nothing is changed."""
    actor.must("cases.read")
    context: dict[str, Any] = {"problem": None, "planned": [], "step": None, "many": 0}
    pairs = [(str(name), str(value)) for name, value in request.query_params.multi_items()]
    try:
        step, selection = await _asked(actor, pairs)
        actor.must(RIGHT[step.what])
        context |= {
            "step": step,
            "selection": selection,
            "many": await size_of(actor, selection),
            "planned": await plan(actor, step, await first_of(actor, selection)),
            "signatories": [(one.id, one.name) for one in await signatories_on(actor, actor.today("UTC"))],
        }
    except Invalid as problem:
        context["problem"] = problem
    return Template("cases/desk/bulk.html", context=context)


@post("/cases/bulk", include_in_schema=False)
async def act_on_many(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("cases.read")
    form = await request.form()
    pairs = [(str(name), value) for name, value in form.multi_items() if isinstance(value, str)]
    data = dict(pairs) | {"case": ",".join(value for name, value in pairs if name == "case")}
    where = ["/cases"]

    async def act() -> str:
        step, selection = await _asked(actor, pairs)
        ordered = await order(actor, step, selection)
        if ordered.batch_id is not None:
            where.append(f"/filings/batches/{ordered.batch_id}")
        if ordered.order_id is not None:
            where.append(f"/cases/bulk/{ordered.order_id}")
        return ordered.says

    redirect = await acted_once(request, actor, data, "/cases", act)
    return Redirect(where[-1], status_code=303) if len(where) > 1 else redirect


@get("/cases/bulk/{order_id:uuid}", include_in_schema=False)
async def progress_page(actor: NamedDependency[Actor], order_id: FromPath[UUID]) -> Template:
    return Template("cases/desk/bulk_progress.html", context=await _progress(actor, order_id))


@get("/cases/bulk/{order_id:uuid}/progress", include_in_schema=False)
async def progress_box(actor: NamedDependency[Actor], order_id: FromPath[UUID]) -> Template:
    return Template("cases/desk/_bulk_progress.html", context=await _progress(actor, order_id))


async def _progress(actor: Actor, order_id: UUID) -> dict[str, Any]:
    work = await progress_of(actor, order_id)
    if work is None:
        raise NotFound("There is no such work here.")
    return {"work": work, "order_id": order_id}


ROUTES = (preview, act_on_many, progress_page, progress_box)
