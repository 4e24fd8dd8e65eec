"""The seller's listings for programs: drafting, opening, withdrawing. Amounts are text; steps carry a key."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from accounts.keyed import Key, answered_once
from kernel.actor import Actor
from marketplace.anonymity import PLATFORM_FLOOR
from marketplace.listings.commands import create_listing, open_listing, withdraw_listing
from marketplace.listings.demanded import read_roles
from marketplace.listings.wanted import KEPT_BACK, ListingWanted, LotWanted


class NewLot(msgspec.Struct, frozen=True):
    """A lot takes the claims that meet all its conditions and that no lot before it took; none given takes the rest."""

    name: str
    products: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    balance_from: str | None = None
    balance_below: str | None = None


class NewListing(msgspec.Struct, frozen=True, kw_only=True):
    """`minimum`, `tick` and `reserve` are text in the claims' currency, and hold for each lot.

    `roles` by column, as at /api/listings/{id}/anonymity; a column not named keeps the proposed one.
    """

    title: str
    summary: str
    tape_ids: tuple[UUID, ...]
    lots: tuple[NewLot, ...] = (NewLot("Whole portfolio"),)
    bids_open_at: datetime
    bids_close_at: datetime
    minimum: str
    tick: str
    reserve: str | None = None
    k: int = PLATFORM_FLOOR
    l: int = 1  # noqa: E741 - the letter of the literature
    t: float = 1.0
    roles: dict[str, str] = {}
    award_rule: Literal["seller", "automatic"] = "seller"
    circle: Literal["open", "invited"] = "open"
    invitees: tuple[UUID, ...] = ()
    putback_days: int
    left_out: tuple[str, ...] = ()

    def wanted(self) -> ListingWanted:
        same = {
            name: getattr(self, name) for name in self.__struct_fields__ if name not in ("lots", "left_out", "roles")
        }
        lots = tuple(LotWanted(**msgspec.structs.asdict(lot)) for lot in self.lots)
        left_out = tuple(flag for flag in self.left_out if flag in KEPT_BACK)
        return ListingWanted(**same, lots=lots, left_out=left_out, roles=read_roles(self.roles))


class Reason(msgspec.Struct, frozen=True):
    reason: str


class ListingMoved(msgspec.Struct, frozen=True):
    id: UUID
    status: str


@post("/api/listings", operation_id="DraftListing", tags=["listings"], status_code=201)
async def create(actor: NamedDependency[Actor], data: JSONBody[NewListing], idempotency_key: Key) -> Response[bytes]:
    """Drafts a listing; its anonymised tape is made by itself, and the listing can be opened when it is there."""

    async def act() -> ListingMoved:
        return ListingMoved(await create_listing(actor, data.wanted()), "draft")

    return await answered_once(actor, idempotency_key, route="api.listings.create", asked=data, act=act, status=201)


@post("/api/listings/{listing_id:uuid}/open", operation_id="OpenListing", tags=["listings"], status_code=200)
async def open_(actor: NamedDependency[Actor], listing_id: FromPath[UUID], idempotency_key: Key) -> Response[bytes]:
    """Shows the listing to its circle; bids are taken and closed by its timetable."""

    async def act() -> ListingMoved:
        await open_listing(actor, listing_id)
        return ListingMoved(listing_id, "open")

    return await answered_once(actor, idempotency_key, route=f"api.listings.open:{listing_id}", asked=None, act=act)


@post("/api/listings/{listing_id:uuid}/withdraw", operation_id="WithdrawListing", tags=["listings"], status_code=200)
async def withdraw(
    actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: JSONBody[Reason], idempotency_key: Key
) -> Response[bytes]:
    """Takes the listing back before bids close."""

    async def act() -> ListingMoved:
        await withdraw_listing(actor, listing_id, reason=data.reason)
        return ListingMoved(listing_id, "withdrawn")

    route = f"api.listings.withdraw:{listing_id}"
    return await answered_once(actor, idempotency_key, route=route, asked=data, act=act)


ROUTES = (create, open_, withdraw)
