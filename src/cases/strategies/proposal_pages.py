"""Proposals: what waits, what accepting would do, and the yes or no."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from accounts.forms import identifier
from cases.desk.forms import AnyRequest, acted_once, optional_identifier
from cases.proceedings.signatories import signatories_on
from cases.strategies.accepting_all import AT_ONCE, accept_all
from cases.strategies.deciding import accept_proposals, decline_proposals, plan_acceptance
from cases.strategies.waiting import PAGE, Narrowed, counts, waiting
from kernel.actor import Actor
from kernel.errors import Invalid, Place

MOST = 10 * AT_ONCE


@get("/proposals", include_in_schema=False)
async def list_page(
    actor: NamedDependency[Actor],
    strategy: FromQuery[str] = "",
    rule: FromQuery[int] = 0,
    case: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    narrowed = Narrowed(
        optional_identifier(strategy, "strategy"),
        rule or None,
        optional_identifier(case, "case"),
        optional_identifier(after, "after"),
    )
    rows = await waiting(actor, narrowed)
    context = {
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "counts": await counts(actor),
        "narrowed": narrowed,
        "may_work": actor.may("cases.work"),
    }
    return Template("cases/strategies/proposals.html", context=context)


def _ticked(pairs: list[tuple[str, str]]) -> list[UUID]:
    found = sorted({identifier(value, "proposal") for name, value in pairs if name == "proposal"})
    if not found:
        raise Invalid("Tick at least one proposal.", places=[Place("proposal", None, "None is ticked.")])
    if len(found) > MOST:
        raise Invalid(f"At most {MOST} are ticked at once.")
    return found


def _rule(given: Mapping[str, str]) -> int:
    text = given.get("rule", "")
    if not text.isdecimal() or len(text) > 3:
        raise Invalid("Choose the rule.", places=[Place("rule", text[:10] or None, "Choose from the list.")])
    return int(text)


@get("/proposals/plan", include_in_schema=False)
async def plan_page(request: AnyRequest, actor: NamedDependency[Actor]) -> Template:
    """What accepting will do to each, or why it cannot be done now; nothing is changed."""
    actor.must("cases.work")
    pairs = [(str(name), str(value)) for name, value in request.query_params.multi_items()]
    given = dict(pairs)
    context: dict[str, Any] = {"problem": None, "planned": [], "all_of": None, "many": 0, "signatories": []}
    try:
        if given.get("all") == "yes":
            wanted = Narrowed(identifier(given.get("strategy", ""), "strategy"), _rule(given))
            context["all_of"] = wanted
            rows = await waiting(actor, wanted)
            of_rule = [
                one for one in await counts(actor) if (one.strategy_id, one.rule) == (wanted.strategy_id, wanted.rule)
            ]
            context["many"] = sum(one.many for one in of_rule)
            ids = [one.id for one in rows[:PAGE]]
        else:
            ids = _ticked(pairs)
            context["many"] = len(ids)
        context["planned"] = await plan_acceptance(actor, ids)
        context["signatories"] = [(one.id, one.name) for one in await signatories_on(actor, actor.today("UTC"))]
    except Invalid as problem:
        context["problem"] = problem
    return Template("cases/strategies/plan.html", context=context)


@post("/proposals/accept", include_in_schema=False)
async def accept(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("cases.work")
    pairs, data = await _form(request)
    where = ["/proposals"]

    async def act() -> str:
        signatory_id = optional_identifier(data.get("signatory_id", ""), "signatory_id")
        if data.get("all") == "yes":
            strategy_id = identifier(data.get("strategy", ""), "strategy")
            ordered = await accept_all(actor, strategy_id, _rule(data), signatory_id=signatory_id)
            if ordered.order_id is not None:
                where.append(f"/cases/bulk/{ordered.order_id}")
            return ordered.says
        outcome, batch_id = await accept_proposals(actor, _ticked(pairs), signatory_id=signatory_id)
        if batch_id is not None:
            where.append(f"/filings/batches/{batch_id}")
        return outcome.said("Proposals accepted:")

    redirect = await acted_once(request, actor, data, "/proposals", act)
    return Redirect(where[-1], status_code=303) if len(where) > 1 else redirect


@post("/proposals/decline", include_in_schema=False)
async def decline(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("cases.work")
    pairs, data = await _form(request)

    async def act() -> str:
        many = await decline_proposals(actor, _ticked(pairs), reason=data.get("reason", ""))
        return f"Proposals declined: {many}. This version does not propose them again."

    return await acted_once(request, actor, data, "/proposals", act)


async def _form(request: AnyRequest) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The fields, and the same with all ticks in one, by which a form sent again is known."""
    form = await request.form()
    pairs = [(str(name), value) for name, value in form.multi_items() if isinstance(value, str)]
    return pairs, dict(pairs) | {"proposal": ",".join(value for name, value in pairs if name == "proposal")}


ROUTES = (list_page, plan_page, accept, decline)
