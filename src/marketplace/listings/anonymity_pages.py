"""The seller's pages on the anonymity of a listing: the columns' roles, and several k against each other."""

from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.forms import led_once
from accounts.sessions.requests import AnyRequest, say
from kernel.actor import Actor
from kernel.errors import Invalid, Problem, Refused
from marketplace.listings.forms_anonymity import SettingsTyped, settings_typed
from marketplace.listings.queries_anonymity import anonymity_view
from marketplace.listings.settling import choose_k, make_again, settle_anonymity
from marketplace.listings.weighing import ask_weighing


class Keyed(msgspec.Struct, frozen=True):
    idempotency_key: str = ""


class Picked(msgspec.Struct, frozen=True):
    idempotency_key: str = ""
    k: str = ""


@get("/listings/{listing_id:uuid}/columns", include_in_schema=False)
async def show_columns(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Template:
    return await _columns(actor, listing_id)


async def _columns(
    actor: Actor, listing_id: UUID, data: SettingsTyped | None = None, problem: Problem | None = None
) -> Template:
    shown = await anonymity_view(actor, listing_id)
    context = {
        "view": shown.view,
        "listing": shown.view.listing,
        "settings": shown.settings,
        "data": data or SettingsTyped.of(shown.settings.demanded),
        "problem": problem,
    }
    status = problem.status if problem else 200
    return Template("marketplace/listings/columns.html", context=context, status_code=status)


@post("/listings/{listing_id:uuid}/columns", include_in_schema=False)
async def settle(request: AnyRequest, actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Template | Redirect:
    data = await settings_typed(request)

    async def act() -> str:
        await settle_anonymity(actor, listing_id, data.demanded())
        return f"/listings/{listing_id}/columns"

    try:
        route = f"listings.settle:{listing_id}"
        where = await led_once(actor, data.idempotency_key, route=route, asked=data.said(), act=act)
    except (Invalid, Refused) as problem:
        return await _columns(actor, listing_id, data, problem)
    say(request, "good", "The roles are confirmed. If something changed, the tape is being made anew.")
    return Redirect(where, status_code=303)


@get("/listings/{listing_id:uuid}/weighing", include_in_schema=False)
async def show_weighing(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Template:
    return await _weighing(actor, listing_id, "weighing.html")


@get("/listings/{listing_id:uuid}/weighing/progress", include_in_schema=False)
async def show_weighing_progress(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Template:
    return await _weighing(actor, listing_id, "_weighing.html")


async def _weighing(actor: Actor, listing_id: UUID, name: str) -> Template:
    shown = await anonymity_view(actor, listing_id)
    context = {
        "view": shown.view,
        "listing": shown.view.listing,
        "settings": shown.settings,
        "weighing": shown.weighing,
    }
    return Template(f"marketplace/listings/{name}", context=context)


@post("/listings/{listing_id:uuid}/weighing", include_in_schema=False)
async def weigh(
    request: AnyRequest, actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: URLEncodedBody[Keyed]
) -> Redirect:
    async def act() -> str:
        await ask_weighing(actor, listing_id)
        return f"/listings/{listing_id}/weighing"

    where = await led_once(actor, data.idempotency_key, route=f"listings.weigh:{listing_id}", asked=(), act=act)
    return Redirect(where, status_code=303)


@post("/listings/{listing_id:uuid}/k", include_in_schema=False)
async def pick(
    request: AnyRequest, actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: URLEncodedBody[Picked]
) -> Redirect:
    async def act() -> str:
        await choose_k(actor, listing_id, data.k)
        return f"/listings/{listing_id}/weighing"

    route = f"listings.k:{listing_id}"
    where = await led_once(actor, data.idempotency_key, route=route, asked=(data.k,), act=act)
    say(request, "good", f"At least {data.k} debtors stand behind every line from now on. The tape is being made anew.")
    return Redirect(where, status_code=303)


@post("/listings/{listing_id:uuid}/release", include_in_schema=False)
async def release_again(
    request: AnyRequest, actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: URLEncodedBody[Keyed]
) -> Redirect:
    async def act() -> str:
        await make_again(actor, listing_id)
        return f"/listings/{listing_id}/release"

    where = await led_once(actor, data.idempotency_key, route=f"listings.again:{listing_id}", asked=(), act=act)
    say(request, "good", "The anonymised tape waits for its turn again.")
    return Redirect(where, status_code=303)


ROUTES = (show_columns, settle, show_weighing, show_weighing_progress, weigh, pick, release_again)
