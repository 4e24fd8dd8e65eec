"""Listings on the market and bidders who may bid on them."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from kernel import data_keys, db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.ids import new_id
from marketplace.diligence.commands import accept_nda
from marketplace.listings.agreement import agreement
from marketplace.listings.commands import create_listing, open_listing
from marketplace.listings.wanted import ListingWanted, LotWanted
from tests.builders.accounts import a_licence, a_member, an_organisation
from tests.builders.claims import a_tape_of, debts


@dataclass(frozen=True)
class OnTheMarket:
    seller: Actor
    listing_id: UUID
    lot_ids: tuple[UUID, ...]

    @property
    def lot_id(self) -> UUID:
        return self.lot_ids[0]


def wanted(tape_id: UUID, *, now: Any = None, **changes: Any) -> ListingWanted:
    """A sealed-bid listing open for bids from an hour ago until tomorrow."""
    moment = now or SYSTEM_CLOCK.now()
    given: dict[str, Any] = {
        "title": "Consumer loans, June",
        "summary": "Unsecured consumer loans of one bank, in default for up to five years.",
        "tape_ids": (tape_id,),
        "lots": (LotWanted("Whole portfolio"),),
        "bids_open_at": moment - timedelta(hours=1),
        "bids_close_at": moment + timedelta(days=1),
        "minimum": "1000.00",
        "tick": "50.00",
        "putback_days": 60,
    }
    return ListingWanted(**{**given, **changes})


async def a_seller(*, name: str = "Banco del Norte") -> Actor:
    return await a_member(organisation_id=await an_organisation(name=name), roles=("seller",))


async def a_listing_on_the_market(*, seller: Actor | None = None, claims: int = 24, **changes: Any) -> OnTheMarket:
    """Open, with a release that only says it exists; for a real one see the release's own tests."""
    seller = seller or await a_seller()
    tape_id, _ = await a_tape_of(seller, debts(claims))
    listing_id = await create_listing(seller, wanted(tape_id, **changes))
    await a_release(seller, listing_id)
    await open_listing(seller, listing_id)
    async with db.transaction(seller):
        rows = await db.fetch("SELECT id FROM lots WHERE listing_id = $1 ORDER BY position", listing_id)
    return OnTheMarket(seller, listing_id, tuple(row["id"] for row in rows))


async def a_release(seller: Actor, listing_id: UUID) -> None:
    async with db.transaction(seller):
        key = await data_keys.make(seller, "object")
        await db.execute(
            "INSERT INTO releases (id, listing_id, organisation_id, k_wanted, k_reached, rows_count, report, strata,"
            " charts, file_name, object_key, data_key_id, sha256, size_bytes, created_at)"
            " VALUES ($1, $2, $3, 10, 12, 24, '[]', '[]', '[]', 'tape.csv', 'none', $4, $5, 1, $6)",
            new_id(),
            listing_id,
            seller.organisation,
            key.id,
            sha256(b"tape").digest(),
            seller.now(),
        )


async def a_bidder(
    *,
    listing_id: UUID | None = None,
    name: str = "Cantábrica Activos",
    licensed_until: date = date(2030, 12, 31),
    clock: Clock = SYSTEM_CLOCK,
) -> Actor:
    """A vetted, licensed purchaser's buyer, who accepted the agreement of the listing if one is named."""
    organisation_id = await an_organisation(kinds=("purchaser",), name=name)
    await a_licence(organisation_id=organisation_id, expires_on=licensed_until)
    bidder = await a_member(organisation_id=organisation_id, roles=("buyer",), clock=clock)
    if listing_id is not None:
        await accept_nda(bidder, listing_id, shown_sha256=agreement().sha256.hex())
    return bidder


async def many_bidders(market: OnTheMarket, count: int) -> list[Actor]:
    """That many vetted, licensed buyers under the agreement, written in sets."""
    ids = {name: [new_id() for _ in range(count)] for name in ("organisation", "person", "other")}
    async with db.transaction(Actor.platform()):
        await db.execute(
            "INSERT INTO organisations (id, name, kinds, country, status, created_at) SELECT id, 'Vehicle ' || place,"
            " '{purchaser}', 'ES', 'vetted', now() FROM unnest($1::uuid[]) WITH ORDINALITY AS o(id, place)",
            ids["organisation"],
        )
        await db.execute(
            "INSERT INTO people (id, email, name, status, locale, time_zone, created_at)"
            " SELECT id, id || '@example.org', 'Buyer', 'active', 'en', 'Europe/Madrid', now()"
            " FROM unnest($1::uuid[]) AS p(id)",
            ids["person"],
        )
        await db.execute(
            "INSERT INTO licences (id, organisation_id, role, country, originator_kind, debtor_kind, number, authority,"
            " from_on, expires_on, status, created_at)"
            " SELECT id, organisation_id, 'purchaser', 'ES', 'any', 'any', 'L', 'A', '2025-01-01', '2030-12-31',"
            " 'verified', now() FROM unnest($1::uuid[], $2::uuid[]) AS l(id, organisation_id)",
            ids["other"],
            ids["organisation"],
        )
        rows = await db.fetch("SELECT permission FROM role_permissions WHERE role = 'buyer'")
    for person, organisation in zip(ids["person"], ids["organisation"], strict=True):
        async with db.transaction(Actor.system(organisation)):
            await db.execute(
                "INSERT INTO nda_acceptances (id, listing_id, organisation_id, seller_organisation_id, person_id,"
                " nda_version, nda_sha256, accepted_at) VALUES (uuidv7(), $1, $2, $3, $4, 'v1', $5, now())",
                market.listing_id,
                organisation,
                market.seller.organisation,
                person,
                agreement().sha256,
            )
    granted = frozenset(row["permission"] for row in rows)
    return [
        Actor(person, organisation, granted, "person")
        for person, organisation in zip(ids["person"], ids["organisation"], strict=True)
    ]


async def a_bidding_mandate(*, principal_id: UUID, agent_id: UUID, until_on: date | None = None) -> None:
    async with db.transaction(Actor.system(principal_id)):
        await db.execute(
            "INSERT INTO mandates (id, organisation_id, agent_organisation_id, kind, from_on, until_on, power_sha256,"
            " granted_by, created_at) VALUES ($1, $2, $3, 'bidding', $4, $5, $6, $7, $8)",
            new_id(),
            principal_id,
            agent_id,
            date(2025, 1, 1),
            until_on,
            sha256(b"power").digest(),
            new_id(),
            SYSTEM_CLOCK.now(),
        )


async def move_close(listing_id: UUID, *, seconds: float) -> None:
    """Moves the close to that many seconds from the database's now: the table's owner could, a seller cannot."""
    async with db.transaction(Actor.platform()):
        await db.execute(
            "UPDATE listings SET bids_open_at = least(bids_open_at, house_clock() - interval '1 day'),"
            " bids_close_at = house_clock() + make_interval(secs => $2) WHERE id = $1",
            listing_id,
            seconds,
        )
