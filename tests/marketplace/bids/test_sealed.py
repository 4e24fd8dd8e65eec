"""The box: it opens for its own bid alone, and its size tells nothing."""

from datetime import date
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.ids import new_id
from kernel.keys import load_closing_key
from kernel.settings import Settings, settings
from marketplace.bids.closing import close_listing
from marketplace.bids.commands import place_bid
from marketplace.bids.queries import opened_bids
from marketplace.bids.sealed import LONGEST_FUNDING, Offer, open_offer, seal_offer
from tests.builders.listings import OnTheMarket, a_bidder, a_listing_on_the_market, many_bidders, move_close

LATER = date(2027, 6, 30)


async def place(bidder: Actor, market: OnTheMarket, amount: str) -> UUID:
    receipt = await place_bid(
        bidder,
        market.lot_id,
        amount=amount,
        purchaser_id=bidder.organisation,
        servicer_id=None,
        valid_until=LATER,
        funding="own funds",
    )
    return receipt.bid_id


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    offer=st.builds(
        Offer,
        amount_minor=st.integers(1, 2**63 - 1),
        currency=st.sampled_from(["EUR", "PLN", "JPY"]),
        valid_until=st.dates(),
        funding=st.text(
            alphabet=st.characters(exclude_categories=["Cs"], max_codepoint=0xFF), max_size=LONGEST_FUNDING
        ),
    )
)
def test_every_offer_comes_back_whole_from_a_box_of_one_size(settled: Settings, offer: Offer) -> None:
    private = load_closing_key(settled.closing_key, settled.var)
    bid_id, lot_id = new_id(), new_id()
    box = seal_offer(offer, bid_id=bid_id, lot_id=lot_id)
    assert open_offer(private, box, bid_id=bid_id, lot_id=lot_id) == offer
    assert len(box) == len(seal_offer(Offer(1, "EUR", LATER, ""), bid_id=bid_id, lot_id=lot_id))
    for wrong in ({"bid_id": new_id(), "lot_id": lot_id}, {"bid_id": bid_id, "lot_id": new_id()}):
        with pytest.raises(Refused):
            open_offer(private, box, **wrong)


async def test_a_box_moved_to_another_bid_is_rejected_at_the_close_with_its_reason(database: Settings) -> None:
    market = await a_listing_on_the_market()
    honest, robbed = [await a_bidder(listing_id=market.listing_id) for _ in range(2)]
    first, second = await place(honest, market, "3000.00"), await place(robbed, market, "9000.00")
    owner = await asyncpg.connect(database.migrations_url)
    await owner.execute("UPDATE bids SET sealed = (SELECT sealed FROM bids WHERE id = $2) WHERE id = $1", first, second)
    await owner.close()
    await move_close(market.listing_id, seconds=0)
    assert await close_listing(market.listing_id) == 1
    shown = {bid.id: bid for bid in (await opened_bids(market.seller, market.listing_id))[0].bids}
    assert (shown[first].status, shown[first].amount) == ("rejected", None)
    assert shown[first].reason == "The sealed offer could not be opened: it had been changed."
    assert shown[second].rank == 1


async def test_an_offer_sealed_around_the_form_is_judged_again_at_the_close(database: Settings) -> None:
    market = await a_listing_on_the_market()
    bidders = await many_bidders(market, 3)
    ids = [await place(bidder, market, "2000.00") for bidder in bidders]
    owner = await asyncpg.connect(database.migrations_url)
    for bid_id, minor in zip(ids, (-5, 99_999, 100_001), strict=True):
        box = seal_offer(Offer(minor, "EUR", LATER, "own funds"), bid_id=bid_id, lot_id=market.lot_id)
        await owner.execute("UPDATE bids SET sealed = $2 WHERE id = $1", bid_id, box)
    await owner.close()
    await move_close(market.listing_id, seconds=0)
    assert await close_listing(market.listing_id) == 0
    shown = {bid.id: bid for bid in (await opened_bids(market.seller, market.listing_id))[0].bids}
    assert [str(shown[bid_id].reason).split(" ")[0] for bid_id in ids] == ["The", "The", "Bid"]


@hypothesis_settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.integers(0, 4), min_size=1, max_size=12))
async def test_bids_rank_by_amount_and_then_by_number(database: Settings, steps: list[int]) -> None:
    market = await a_listing_on_the_market(claims=12)
    amounts = [1000 + 50 * step for step in steps]
    for bidder, amount in zip(await many_bidders(market, len(steps)), amounts, strict=True):
        await place(bidder, market, str(amount))
    await move_close(market.listing_id, seconds=0)
    await close_listing(market.listing_id)
    shown = (await opened_bids(market.seller, market.listing_id))[0].bids
    by_rule = sorted(range(1, len(steps) + 1), key=lambda number: (-amounts[number - 1], number))
    assert [bid.number for bid in shown] == by_rule
    assert [bid.rank for bid in shown] == list(range(1, len(steps) + 1))


async def test_the_application_can_neither_open_nor_rewrite_a_box(database: Settings) -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    bid_id = await place(bidder, market, "2000.00")
    for column, value in (("sealed", b"x"), ("amount_minor", 1), ("number", 9)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(bidder):
                await db.execute(f"UPDATE bids SET {column} = $2 WHERE id = $1", bid_id, value)
    assert settings().var.joinpath("keys", "closing.key").stat().st_mode & 0o077 == 0
