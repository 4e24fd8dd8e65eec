"""The seller's decision over opened bids, and a bidder's withdrawal, for programs. Amounts are text."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from accounts.keyed import Key, answered_once
from kernel.actor import Actor
from kernel.money import Money
from marketplace.bids import queries
from marketplace.bids.commands import award_bid, decline_bids, withdraw_bid
from marketplace.listings.queries import seller_view


class OpenedBid(msgspec.Struct, frozen=True):
    """A bid after the close. `rank` counts the compliant bids of a lot from one; others say why not."""

    id: UUID
    lot_id: UUID
    bidder: str
    purchaser: str
    amount: str | None
    currency: str | None
    rank: int | None
    status: str
    reason: str | None


class ShownAmount(msgspec.Struct, frozen=True):
    """The amount of the bid as it was read; another one is refused."""

    amount: str
    currency: str


class Declined(msgspec.Struct, frozen=True):
    """Without a lot, the bids on all lots that are left."""

    reason: str
    lot_id: UUID | None = None


class Awarded(msgspec.Struct, frozen=True):
    sale_id: UUID


class Done(msgspec.Struct, frozen=True):
    id: UUID
    status: str


@get("/api/listings/{listing_id:uuid}/bids", operation_id="OpenedBids", tags=["bids"])
async def opened(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> list[OpenedBid]:
    """The seller's opened bids, ranked ones first; empty before the close."""
    await seller_view(actor, listing_id)
    return [
        OpenedBid(
            bid.id,
            lot.lot_id,
            bid.bidder,
            bid.purchaser,
            bid.amount.text() if bid.amount else None,
            bid.amount.currency if bid.amount else None,
            bid.rank,
            bid.status,
            bid.reason,
        )
        for lot in await queries.opened_bids(actor, listing_id)
        for bid in lot.bids
    ]


@post("/api/bids/{bid_id:uuid}/award", operation_id="AwardBid", tags=["bids"], status_code=201)
async def award(
    actor: NamedDependency[Actor], bid_id: FromPath[UUID], data: JSONBody[ShownAmount], idempotency_key: Key
) -> Response[bytes]:
    """Accepts an opened bid at the amount that was read; the sale begins."""

    async def act() -> Awarded:
        return Awarded(await award_bid(actor, bid_id, shown=Money.parse(data.amount, data.currency)))

    route = f"api.bids.award:{bid_id}"
    return await answered_once(actor, idempotency_key, route=route, asked=data, act=act, status=201)


@post("/api/bids/{bid_id:uuid}/withdraw", operation_id="WithdrawBid", tags=["bids"], status_code=200)
async def withdraw(actor: NamedDependency[Actor], bid_id: FromPath[UUID], idempotency_key: Key) -> Response[bytes]:
    """Takes back a bid before the close; it is never opened."""

    async def act() -> Done:
        await withdraw_bid(actor, bid_id)
        return Done(bid_id, "withdrawn")

    return await answered_once(actor, idempotency_key, route=f"api.bids.withdraw:{bid_id}", asked=None, act=act)


@post("/api/listings/{listing_id:uuid}/decline", operation_id="DeclineBids", tags=["bids"], status_code=200)
async def decline(
    actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: JSONBody[Declined], idempotency_key: Key
) -> Response[bytes]:
    """Takes none of the bids; their bidders read the reason."""

    async def act() -> Done:
        await decline_bids(actor, listing_id, reason=data.reason, lot_id=data.lot_id)
        return Done(listing_id, "declined")

    route = f"api.listings.decline:{listing_id}"
    return await answered_once(actor, idempotency_key, route=route, asked=data, act=act)


ROUTES = (opened, award, withdraw, decline)
