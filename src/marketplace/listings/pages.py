"""The seller's pages: drafting a listing, its release, opening and withdrawing it."""

from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.forms import led_once
from accounts.organisations.queries import partners
from accounts.sessions.requests import AnyRequest, say, signed_in
from kernel.actor import Actor
from kernel.errors import Invalid, Problem, Refused
from marketplace.listings import forms, queries
from marketplace.listings.commands import create_listing, open_listing, withdraw_listing
from marketplace.listings.wanted import KEPT_BACK
from marketplace.tapes.catalogue import PRODUCTS


@get("/listings", include_in_schema=False)
async def show_listings(actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None) -> Template:
    listings = await queries.listings_of(actor, after=after)
    context = {"listings": listings, "after": after, "full": len(listings) == queries.PAGE}
    return Template("marketplace/listings/list.html", context=context)


@get("/listings/new", include_in_schema=False)
async def new_listing(
    request: AnyRequest, actor: NamedDependency[Actor], tape: FromQuery[str | None] = None
) -> Template:
    zone = signed_in(request).time_zone
    return await _form(actor, forms.Typed(zone, tape_ids=forms.tape_of(tape)))


async def _form(actor: Actor, data: forms.Typed, problem: Problem | None = None) -> Template:
    context = {
        "tapes": await queries.tapes_to_list(actor),
        "buyers": await partners(actor, kinds=("purchaser", "servicer")),
        "products": PRODUCTS,
        "flags": KEPT_BACK,
        "data": data,
        "problem": problem,
    }
    return Template("marketplace/listings/new.html", context=context, status_code=problem.status if problem else 200)


@post("/listings", include_in_schema=False)
async def create(request: AnyRequest, actor: NamedDependency[Actor]) -> Template | Redirect:
    data = await forms.typed(request, signed_in(request).time_zone)

    async def act() -> str:
        return f"/listings/{await create_listing(actor, data.wanted())}"

    try:
        where = await led_once(actor, data.idempotency_key, route="listings.create", asked=data.said(), act=act)
    except (Invalid, Refused) as problem:
        return await _form(actor, data, problem)
    say(request, "good", "The listing is drafted. Its anonymised tape is being made.")
    return Redirect(where, status_code=303)


@get("/listings/{listing_id:uuid}", include_in_schema=False)
async def show_listing(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Template:
    view = await queries.seller_view(actor, listing_id)
    return Template("marketplace/listings/show.html", context={"view": view, "listing": view.listing})


@get("/listings/{listing_id:uuid}/progress", include_in_schema=False)
async def show_progress(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Template:
    view = await queries.seller_view(actor, listing_id)
    return Template("marketplace/listings/_progress.html", context={"view": view, "listing": view.listing})


@get("/listings/{listing_id:uuid}/release", include_in_schema=False)
async def show_release(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Template:
    view = await queries.seller_view(actor, listing_id)
    return Template("marketplace/listings/release.html", context={"view": view, "listing": view.listing})


class Decided(msgspec.Struct, frozen=True):
    idempotency_key: str = ""
    reason: str = ""


@post("/listings/{listing_id:uuid}/open", include_in_schema=False)
async def open_(
    request: AnyRequest, actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: URLEncodedBody[Decided]
) -> Redirect:
    async def act() -> str:
        await open_listing(actor, listing_id)
        return f"/listings/{listing_id}"

    where = await led_once(actor, data.idempotency_key, route=f"listings.open:{listing_id}", asked=(), act=act)
    say(request, "good", "The listing is open. Bids are taken and closed by its timetable.")
    return Redirect(where, status_code=303)


@post("/listings/{listing_id:uuid}/withdraw", include_in_schema=False)
async def withdraw(
    request: AnyRequest, actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: URLEncodedBody[Decided]
) -> Redirect:
    async def act() -> str:
        await withdraw_listing(actor, listing_id, reason=data.reason)
        return f"/listings/{listing_id}"

    asked, route = (data.reason,), f"listings.withdraw:{listing_id}"
    where = await led_once(actor, data.idempotency_key, route=route, asked=asked, act=act)
    say(request, "good", "The listing is withdrawn. Its claims may be listed again.")
    return Redirect(where, status_code=303)


ROUTES = (show_listings, new_listing, create, show_listing, show_progress, show_release, open_, withdraw)
