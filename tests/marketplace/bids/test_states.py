"""Every status against every transition: in the table it moves, outside it is refused and nothing changes."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import asyncpg

from kernel import db
from kernel.actor import Actor
from kernel.errors import StaleState
from kernel.machine import Machine, Transition
from kernel.money import Money
from kernel.settings import Settings
from marketplace.bids.commands import place_bid
from marketplace.bids.policies import can_award
from marketplace.bids.states import BIDS, BidStatus
from marketplace.listings.policies import can_open, can_withdraw
from marketplace.listings.states import LISTINGS, ListingStatus
from tests.builders.listings import a_bidder, a_listing_on_the_market

REASON = "because"


async def every_pair[S: StrEnum](database: Settings, row_id: UUID, machine: Machine[S], **also: str) -> None:
    """Puts the row into each state as the owner, and tries each transition as the platform."""
    owner = await asyncpg.connect(database.migrations_url)
    extra = "".join(f", {name} = '{value}'" for name, value in also.items())
    for status in machine.states:
        for transition in machine.transitions.values():
            await owner.execute(f"UPDATE {machine.name} SET status = $2{extra} WHERE id = $1", row_id, status.value)
            moved = await moves(machine.name, row_id, transition)
            found = await owner.fetchval(f"SELECT status FROM {machine.name} WHERE id = $1", row_id)
            assert moved == (status in transition.sources), (status, transition.name)
            assert found == (transition.target if moved else status).value
    await owner.close()


async def moves[S: StrEnum](table: str, row_id: UUID, transition: Transition[S]) -> bool:
    try:
        async with db.transaction(Actor.platform()):
            await db.move(table, row_id, transition)
    except StaleState:
        return False
    return True


async def a_placed_bid() -> UUID:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    receipt = await place_bid(
        bidder,
        market.lot_id,
        amount="2000.00",
        purchaser_id=bidder.organisation,
        servicer_id=None,
        valid_until=date(2027, 6, 30),
        funding="own funds",
    )
    return receipt.bid_id


async def test_every_pair_of_bids(database: Settings) -> None:
    await every_pair(database, await a_placed_bid(), BIDS, reason=REASON)


async def test_every_pair_of_listings(database: Settings) -> None:
    market = await a_listing_on_the_market()
    await every_pair(database, market.listing_id, LISTINGS)


async def test_the_policies_say_of_every_status_what_the_machine_says(database: Settings) -> None:
    market = await a_listing_on_the_market()
    close = (await listing_row(market.seller, market.listing_id))["bids_close_at"]
    for status in ListingStatus:
        opens = can_open(market.seller, status=status, released=True, bids_close_at=close)
        withdraws = can_withdraw(market.seller, status=status, bids_close_at=close)
        assert (opens is True) == (status in LISTINGS["open"].sources)
        assert (withdraws is True) == (status in LISTINGS["withdraw"].sources)
        assert opens is True or status in str(opens)
    for bid_status in BidStatus:
        bid = {"status": bid_status, "amount_minor": 5, "currency": "EUR", "valid_until": date(2027, 1, 1)}
        awards = can_award(bid, shown=Money(5, "EUR"), today=date(2026, 12, 31))
        assert (awards is True) == (bid_status in BIDS["accept"].sources)


async def listing_row(actor: Actor, listing_id: UUID) -> db.Row:
    async with db.transaction(actor):
        return await db.fetch_sure("SELECT * FROM listings WHERE id = $1", listing_id)
