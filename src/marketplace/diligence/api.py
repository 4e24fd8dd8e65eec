"""The market for programs. Amounts are text."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from accounts.keyed import Key, answered_once
from kernel.actor import Actor
from marketplace.diligence import queries
from marketplace.diligence.commands import accept_nda
from marketplace.listings.queries import ListingShown, ReleaseShown
from marketplace.listings.stratification import Stratification


class Amount(msgspec.Struct, frozen=True):
    amount: str
    currency: str


class OfferedLot(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    claims: int
    debtors: int
    balance: Amount


class OfferedListing(msgspec.Struct, frozen=True):
    """`cannot_bid` says why the caller's organisation could not bid, or is null."""

    id: UUID
    title: str
    summary: str
    status: str
    seller: str
    country: str
    originator_kind: str
    debtor_kinds: tuple[str, ...]
    cut_off_on: date
    minimum: Amount
    tick: Amount
    bids_open_at: datetime
    bids_close_at: datetime
    agreement_sha256: str
    agreement_accepted: bool
    cannot_bid: str | None
    lots: tuple[OfferedLot, ...]


class LotTables(msgspec.Struct, frozen=True):
    lot: str
    tables: tuple[Stratification, ...]


class ReleaseOffered(msgspec.Struct, frozen=True):
    """What lies behind the agreement; `sha256` is of the tape of which each buyer has a copy, at /market/{id}/tape."""

    k_reached: int
    rows: int
    sha256: str
    lots: tuple[LotTables, ...]


class OneListing(msgspec.Struct, frozen=True):
    listing: OfferedListing
    release: ReleaseOffered | None


@get("/api/market", operation_id="Market", tags=["market"])
async def list_market(actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None) -> list[OfferedListing]:
    """Listings open to the caller's organisation, those that close first before the others."""
    return [
        _offered(one.listing, accepted=one.under_nda, lack=one.lack) for one in await queries.market(actor, after=after)
    ]


@get("/api/listings/{listing_id:uuid}", operation_id="Listing", tags=["market"])
async def one_listing(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> OneListing:
    """One listing; its release only behind the agreement. The look is recorded for the seller."""
    dossier = await queries.look_at(actor, listing_id)
    listing = _offered(dossier.listing, accepted=dossier.acceptance is not None, lack=dossier.lack)
    return OneListing(listing, _release(dossier.release) if dossier.release else None)


class Agreement(msgspec.Struct, frozen=True):
    """The SHA-256 of the agreement's text that was read, as hex."""

    sha256: str


class Agreed(msgspec.Struct, frozen=True):
    acceptance_id: UUID


@post("/api/listings/{listing_id:uuid}/agreement", operation_id="AcceptAgreement", tags=["market"], status_code=200)
async def accept(
    actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: JSONBody[Agreement], idempotency_key: Key
) -> Response[bytes]:
    """Accepts the listing's confidentiality agreement for the caller's organisation."""

    async def act() -> Agreed:
        return Agreed(await accept_nda(actor, listing_id, shown_sha256=data.sha256))

    route = f"api.diligence.accept:{listing_id}"
    return await answered_once(actor, idempotency_key, route=route, asked=data, act=act)


def _offered(listing: ListingShown, *, accepted: bool, lack: str | None) -> OfferedListing:
    return OfferedListing(
        id=listing.id,
        title=listing.title,
        summary=listing.summary,
        status=listing.status,
        seller=listing.seller,
        country=listing.country,
        originator_kind=listing.originator_kind,
        debtor_kinds=listing.debtor_kinds,
        cut_off_on=listing.cut_off_on,
        minimum=Amount(listing.minimum.text(), listing.currency),
        tick=Amount(listing.tick.text(), listing.currency),
        bids_open_at=listing.bids_open_at,
        bids_close_at=listing.bids_close_at,
        agreement_sha256=listing.nda_sha256,
        agreement_accepted=accepted,
        cannot_bid=lack,
        lots=tuple(
            OfferedLot(lot.id, lot.name, lot.claims, lot.debtors, Amount(lot.balance.text(), lot.balance.currency))
            for lot in listing.lots
        ),
    )


def _release(release: ReleaseShown) -> ReleaseOffered:
    lots = tuple(LotTables(lot.name, lot.tables) for lot in release.lots)
    return ReleaseOffered(release.k_reached, release.rows, release.sha256, lots)


ROUTES = (list_market, one_listing, accept)
