"""The bidder's form, receipts and withdrawal; the seller's opened bids, award and refusal."""

from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.forms import day, identifier, led_once
from accounts.sessions.requests import AnyRequest, say
from kernel.actor import Actor
from kernel.errors import Invalid, Problem, Refused
from kernel.idempotency import Answer, once
from kernel.money import Money
from marketplace.bids import queries
from marketplace.bids.commands import award_bid, decline_bids, place_bid, withdraw_bid
from marketplace.bids.intent import keyed_digest
from marketplace.bids.offering import bid_form, per_cent_of
from marketplace.listings.queries import seller_view


class Typed(msgspec.Struct, frozen=True):
    idempotency_key: str = ""
    amount: str = ""
    purchaser: str = ""
    servicer: str = ""
    valid_until: str = ""
    funding: str = ""


@get("/lots/{lot_id:uuid}/bid", include_in_schema=False)
async def new_bid(actor: NamedDependency[Actor], lot_id: FromPath[UUID]) -> Template:
    return await _form(actor, lot_id, Typed())


async def _form(actor: Actor, lot_id: UUID, data: Typed, problem: Problem | None = None) -> Template:
    shown = await bid_form(actor, lot_id)
    context = {"form_of": shown, "listing": shown.listing, "lot": shown.lot, "data": data, "problem": problem}
    return Template("marketplace/bids/new.html", context=context, status_code=problem.status if problem else 200)


@post("/lots/{lot_id:uuid}/bid", include_in_schema=False)
async def place(
    request: AnyRequest, actor: NamedDependency[Actor], lot_id: FromPath[UUID], data: URLEncodedBody[Typed]
) -> Template | Redirect:
    async def act() -> Answer:
        receipt = await place_bid(
            actor,
            lot_id,
            amount=data.amount,
            purchaser_id=identifier(data.purchaser, "purchaser"),
            servicer_id=identifier(data.servicer, "servicer") if data.servicer else None,
            valid_until=day(data.valid_until, "valid_until"),
            funding=data.funding,
        )
        return Answer(303, f"/bids/{receipt.bid_id}")

    try:
        answer = await once(
            actor, data.idempotency_key, route=f"bids.place:{lot_id}", request=keyed_digest(data), act=act
        )
    except (Invalid, Refused) as problem:
        return await _form(actor, lot_id, data, problem)
    say(request, "good", "Your bid is placed and sealed. Keep the receipt.")
    return Redirect(answer.location or "/bids", status_code=303)


@post("/lots/{lot_id:uuid}/per-cent", include_in_schema=False, status_code=200)
async def show_per_cent(request: AnyRequest, actor: NamedDependency[Actor], lot_id: FromPath[UUID]) -> Template:
    """What the typed amount is of the lot's balance. A POST, since an amount must not stand in an address."""
    form = await request.form()
    shown = await bid_form(actor, lot_id)
    context = {"per_cent": per_cent_of(str(form.get("amount") or ""), shown.lot.balance), "lot": shown.lot}
    return Template("marketplace/bids/_per_cent.html", context=context)


@get("/bids", include_in_schema=False)
async def show_bids(actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None) -> Template:
    bids = await queries.bids_of(actor, after=after)
    context = {"bids": bids, "after": after, "full": len(bids) == queries.PAGE}
    return Template("marketplace/bids/list.html", context=context)


@get("/bids/{bid_id:uuid}", include_in_schema=False)
async def show_bid(actor: NamedDependency[Actor], bid_id: FromPath[UUID]) -> Template:
    bid = await queries.own_bid(actor, bid_id)
    return Template("marketplace/bids/show.html", context={"bid": bid, "now": actor.now()})


class Keyed(msgspec.Struct, frozen=True):
    idempotency_key: str = ""


@post("/bids/{bid_id:uuid}/withdraw", include_in_schema=False)
async def withdraw(
    request: AnyRequest, actor: NamedDependency[Actor], bid_id: FromPath[UUID], data: URLEncodedBody[Keyed]
) -> Redirect:
    async def act() -> str:
        await withdraw_bid(actor, bid_id)
        return f"/bids/{bid_id}"

    where = await led_once(actor, data.idempotency_key, route=f"bids.withdraw:{bid_id}", asked=(), act=act)
    say(request, "good", "The bid is withdrawn. It was never opened.")
    return Redirect(where, status_code=303)


@get("/listings/{listing_id:uuid}/bids", include_in_schema=False)
async def show_opened(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Template:
    view = await seller_view(actor, listing_id)
    context = {
        "view": view,
        "listing": view.listing,
        "lots": await queries.opened_bids(actor, listing_id),
        "may_award": actor.may("listings.award") and view.listing.status == "closed",
        "today": actor.today("UTC"),
    }
    return Template("marketplace/bids/opened.html", context=context)


class Shown(msgspec.Struct, frozen=True):
    """What the page showed to whoever binds himself."""

    idempotency_key: str = ""
    shown_amount: str = ""
    shown_currency: str = ""


@post("/bids/{bid_id:uuid}/award", include_in_schema=False)
async def award(
    request: AnyRequest, actor: NamedDependency[Actor], bid_id: FromPath[UUID], data: URLEncodedBody[Shown]
) -> Redirect:
    async def act() -> Answer:
        sale_id = await award_bid(actor, bid_id, shown=Money.parse(data.shown_amount, data.shown_currency))
        return Answer(303, f"/sales/{sale_id}")

    asked = f"{data.shown_amount} {data.shown_currency}".encode()
    answer = await once(actor, data.idempotency_key, route=f"bids.award:{bid_id}", request=asked, act=act)
    say(
        request, "good", "The bid is accepted. The contract is being written; the other bidders are told why they lost."
    )
    return Redirect(answer.location or "/sales", status_code=303)


class Declined(msgspec.Struct, frozen=True):
    idempotency_key: str = ""
    reason: str = ""
    lot_id: str = ""


@post("/listings/{listing_id:uuid}/decline", include_in_schema=False)
async def decline(
    request: AnyRequest, actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: URLEncodedBody[Declined]
) -> Redirect:
    async def act() -> str:
        lot_id = identifier(data.lot_id, "lot_id") if data.lot_id else None
        await decline_bids(actor, listing_id, reason=data.reason, lot_id=lot_id)
        return f"/listings/{listing_id}/bids"

    asked = (data.reason, data.lot_id)
    where = await led_once(actor, data.idempotency_key, route=f"listings.decline:{listing_id}", asked=asked, act=act)
    say(request, "good", "The bids are declined; their bidders read your reason.")
    return Redirect(where, status_code=303)


ROUTES = (new_bid, place, show_per_cent, show_bids, show_bid, withdraw, show_opened, award, decline)
