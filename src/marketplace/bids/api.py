"""Bidding for programs. Amounts are text; every bid carries an Idempotency-Key."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from accounts.keyed import Key
from kernel.actor import Actor
from kernel.idempotency import Answer, once
from marketplace.bids import queries
from marketplace.bids.commands import place_bid
from marketplace.bids.intent import keyed_digest


class NewBid(msgspec.Struct, frozen=True):
    """`amount` is text such as "1250.00", in the listing's currency."""

    lot_id: UUID
    amount: str
    purchaser_id: UUID
    valid_until: date
    funding: str
    servicer_id: UUID | None = None


class Receipt(msgspec.Struct, frozen=True):
    """`number` decides between equal bids; `sealed_sha256` is the hash of the box that holds the offer."""

    bid_id: UUID
    number: int
    placed_at: datetime
    sealed_sha256: str


class OwnBid(msgspec.Struct, frozen=True):
    """`amount` is null until the listing closes: it lies sealed."""

    id: UUID
    listing_id: UUID
    lot_id: UUID
    number: int
    status: str
    placed_at: datetime
    sealed_sha256: str
    amount: str | None
    currency: str | None
    rank: int | None
    reason: str | None


@post("/api/bids", operation_id="PlaceBid", tags=["bids"], status_code=201)
async def place(
    actor: NamedDependency[Actor],
    data: JSONBody[NewBid],
    idempotency_key: Key,
) -> Response[bytes]:
    """Places a binding, sealed bid once for each key; sent again with the same key it gives the same receipt."""

    async def act() -> Answer:
        receipt = await place_bid(
            actor,
            data.lot_id,
            amount=data.amount,
            purchaser_id=data.purchaser_id,
            servicer_id=data.servicer_id,
            valid_until=data.valid_until,
            funding=data.funding,
        )
        told = Receipt(receipt.bid_id, receipt.number, receipt.placed_at, receipt.sealed_sha256)
        return Answer(201, f"/bids/{receipt.bid_id}", msgspec.json.encode(told))

    answer = await once(actor, idempotency_key, route="api.bids.place", request=keyed_digest(data), act=act)
    return Response(answer.body or b"", status_code=answer.status, media_type="application/json")


@get("/api/bids", operation_id="OwnBids", tags=["bids"])
async def own(actor: NamedDependency[Actor]) -> list[OwnBid]:
    """The organisation's newest bids."""
    return [
        OwnBid(
            id=one.id,
            listing_id=one.listing_id,
            lot_id=one.lot_id,
            number=one.number,
            status=one.status,
            placed_at=one.placed_at,
            sealed_sha256=one.sealed_sha256,
            amount=one.amount.text() if one.amount else None,
            currency=one.amount.currency if one.amount else None,
            rank=one.rank,
            reason=one.reason,
        )
        for one in await queries.bids_of(actor)
    ]


ROUTES = (place, own)
