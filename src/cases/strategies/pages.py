"""Strategies: the list, the editor, the preview of a run, what would change, and putting in force."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import chosen
from cases.desk.forms import LARGEST_UPLOAD, AnyRequest, acted_once, optional_identifier, tell, texts, upload_of
from cases.desk.queries import side_of
from cases.strategies.chance_files import stated_in
from cases.strategies.chances import state_chances
from cases.strategies.changing import changes
from cases.strategies.commands import (
    RIGHT,
    end_strategy,
    put_in_force,
    write_strategy,
    write_version,
)
from cases.strategies.form_options import options
from cases.strategies.forms import ASSUMED_ROWS, fields_of, policy_of
from cases.strategies.proposing import make_proposals
from cases.strategies.queries import StrategyShown, portfolios, strategies, strategy, version_of
from cases.strategies.reasons import step_words
from cases.strategies.rules import MOST_RULES, Policy, check
from cases.strategies.running import SHOWN, Wanted, preview
from cases.strategies.telling import rule_words
from cases.strategies.waiting import counts
from kernel.actor import Actor
from kernel.errors import Invalid, Refused


@get("/strategies", include_in_schema=False)
async def list_page(actor: NamedDependency[Actor]) -> Template:
    context = {
        "strategies": await strategies(actor),
        "counts": await counts(actor),
        "may_set": actor.may(RIGHT),
    }
    return Template("cases/strategies/list.html", context=context)


@get("/strategies/new", include_in_schema=False)
async def new_page(actor: NamedDependency[Actor]) -> Template:
    actor.must(RIGHT)
    return await _editor(actor, None, {"margin_days": ""}, [], None)


@get("/strategies/{strategy_id:uuid}/edit", include_in_schema=False)
async def edit_page(
    actor: NamedDependency[Actor], strategy_id: FromPath[UUID], version: FromQuery[str] = ""
) -> Template:
    actor.must(RIGHT)
    shown = await strategy(actor, strategy_id)
    version_id = optional_identifier(version, "version") or shown.newest.id
    policy = (await version_of(actor, strategy_id, version_id)).policy
    return await _editor(actor, shown, fields_of(policy), [str(one) for one in policy.sales], None)


async def _editor(
    actor: Actor, shown: StrategyShown | None, data: dict[str, str], sales: Sequence[str], problem: Invalid | None
) -> Template:
    """The form; with a `problem` as it was sent, so that nothing typed is lost."""
    known = shown.portfolios if shown else await portfolios(actor, await side_of(actor))
    used = [number for number in range(1, MOST_RULES + 1) if data.get(f"r{number}_step")]
    assumed = [number for number in range(1, MOST_RULES) if data.get(f"a{number}_percent")]
    context: dict[str, Any] = {
        "strategy": shown,
        "data": data,
        "sales": sales,
        "portfolios": known,
        "options": options(),
        "rules": [*used, max(used, default=0) + 1],
        "assumed": range(1, max(assumed, default=0) + ASSUMED_ROWS),
        "problem": problem,
    }
    return Template("cases/strategies/edit.html", context=context, status_code=422 if problem else 200)


async def _sent(
    request: AnyRequest, actor: Actor, shown: StrategyShown | None
) -> tuple[dict[str, str], Policy | Template]:
    data, sales = await texts(request), await chosen(request, "sales")
    try:
        policy = policy_of(data, sales)
        check(policy)
    except Invalid as problem:
        return data, await _editor(actor, shown, data, sales, problem)
    return data, policy


@post("/strategies", include_in_schema=False)
async def create(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect | Template:
    actor.must(RIGHT)
    data, policy = await _sent(request, actor, None)
    if isinstance(policy, Template):
        return policy
    where = ["/strategies"]

    async def act() -> str:
        where.append(f"/strategies/{await write_strategy(actor, data.get('name', ''), policy)}")
        return "The strategy is written. It proposes nothing before it is in force."

    redirect = await acted_once(request, actor, data, "/strategies", act)
    return Redirect(where[-1], status_code=303) if len(where) > 1 else redirect


@post("/strategies/{strategy_id:uuid}", include_in_schema=False)
async def change(
    request: AnyRequest, actor: NamedDependency[Actor], strategy_id: FromPath[UUID]
) -> Redirect | Template:
    actor.must(RIGHT)
    data, policy = await _sent(request, actor, await strategy(actor, strategy_id))
    if isinstance(policy, Template):
        return policy

    async def act() -> str:
        await write_version(actor, strategy_id, policy)
        return "The version is written. What is in force stays in force until you put this one in its place."

    return await acted_once(request, actor, data, f"/strategies/{strategy_id}", act)


@get("/strategies/{strategy_id:uuid}", include_in_schema=False)
async def show_page(
    actor: NamedDependency[Actor], strategy_id: FromPath[UUID], version: FromQuery[str] = ""
) -> Template:
    shown = await strategy(actor, strategy_id)
    version_id = optional_identifier(version, "version")
    found = await version_of(actor, strategy_id, version_id) if version_id else shown.newest
    context = {
        "strategy": shown,
        "version": found,
        "rules": [(step_words(rule), rule.stage, rule_words(rule)) for rule in found.policy.rules],
        "may_set": actor.may(RIGHT),
        "may_work": actor.may("cases.work"),
    }
    return Template("cases/strategies/show.html", context=context)


@get("/strategies/{strategy_id:uuid}/preview", include_in_schema=False)
async def preview_page(
    actor: NamedDependency[Actor],
    strategy_id: FromPath[UUID],
    version: FromQuery[str] = "",
    rule: FromQuery[int] = 0,
    why: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    """What the version would propose today, by rule; the cases of one rule or reason with their sentences."""
    wanted = Wanted(rule or None, why[:20], optional_identifier(after, "after"))
    found = await preview(actor, strategy_id, optional_identifier(version, "version"), wanted)
    more = found.shown[-1].case_id if len(found.shown) == SHOWN else None
    context = {"found": found, "wanted": wanted, "next": more, "may_set": actor.may(RIGHT)}
    return Template("cases/strategies/preview.html", context=context)


@get("/strategies/{strategy_id:uuid}/changes", include_in_schema=False)
async def changes_page(
    actor: NamedDependency[Actor], strategy_id: FromPath[UUID], version: FromQuery[str] = ""
) -> Template:
    """What putting the version in force would change, case by case in numbers, before anybody does."""
    version_id = optional_identifier(version, "version") or (await strategy(actor, strategy_id)).newest.id
    found = await changes(actor, strategy_id, version_id)
    return Template("cases/strategies/changes.html", context={"found": found, "may_set": actor.may(RIGHT)})


@post("/strategies/{strategy_id:uuid}/force", include_in_schema=False)
async def force(request: AnyRequest, actor: NamedDependency[Actor], strategy_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        version_id = optional_identifier(data.get("version", ""), "version")
        await put_in_force(actor, strategy_id, version_id or (await strategy(actor, strategy_id)).newest.id)
        return "The version is in force. It proposes by night, or now if you ask it to."

    return await acted_once(request, actor, data, f"/strategies/{strategy_id}", act)


@post("/strategies/{strategy_id:uuid}/end", include_in_schema=False)
async def end(request: AnyRequest, actor: NamedDependency[Actor], strategy_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await end_strategy(actor, strategy_id)
        return "The strategy is in force no more, and what it proposed lapsed."

    return await acted_once(request, actor, data, f"/strategies/{strategy_id}", act)


@post("/strategies/{strategy_id:uuid}/propose", include_in_schema=False)
async def propose(request: AnyRequest, actor: NamedDependency[Actor], strategy_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        made = await make_proposals(actor, strategy_id)
        return f"Proposals made: {made.made}. Let go, since the rules propose them no more: {made.lapsed}."

    return await acted_once(request, actor, data, f"/proposals?strategy={strategy_id}", act)


@post("/strategies/chances", include_in_schema=False, request_max_body_size=LARGEST_UPLOAD)
async def chances(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must(RIGHT)
    data = await texts(request)
    try:
        stated = stated_in((await upload_of(request)).content)
    except (Invalid, Refused) as problem:
        tell(request, problem)
        return Redirect("/strategies", status_code=303)

    async def act() -> str:
        many, unknown = await state_chances(actor, stated, source=data.get("source", ""))
        return f"Chances stated for {many} cases. Lines whose reference is no case of ours: {unknown}."

    return await acted_once(request, actor, data, "/strategies", act)


ROUTES = (
    list_page,
    new_page,
    create,
    chances,
    show_page,
    change,
    edit_page,
    preview_page,
    changes_page,
    force,
    end,
    propose,
)
