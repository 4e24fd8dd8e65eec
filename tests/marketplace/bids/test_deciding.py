"""After the close: ranking, award, refusal, lapse, and what each bidder is told."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, MovingClock
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.money import Money
from marketplace.bids.awarding import award_automatically
from marketplace.bids.closing import close_listing, listings_due
from marketplace.bids.commands import award_bid, decline_bids, place_bid, withdraw_bid
from marketplace.bids.lapsing import lapse_expired, lapse_withdrawn
from marketplace.bids.queries import BidShown, bids_of, opened_bids, own_bid
from marketplace.bids.telling import tell_bidders
from marketplace.listings.commands import create_listing, withdraw_listing
from marketplace.listings.wanted import LotWanted
from tests.builders.accounts import a_member
from tests.builders.listings import OnTheMarket, a_bidder, a_listing_on_the_market, move_close, wanted

pytestmark = pytest.mark.usefixtures("database")

LATER = date(2027, 6, 30)
TWO_LOTS = (LotWanted("Madrid", regions=("Madrid",)), LotWanted("Rest"))


async def a_bid(market: OnTheMarket, amount: str, *, lot: int = 0, bidder: Actor | None = None, **more: Any) -> UUID:
    bidder = bidder or await a_bidder(listing_id=market.listing_id, name=f"Bidder of {amount}")
    receipt = await place_bid(
        bidder,
        market.lot_ids[lot],
        amount=amount,
        purchaser_id=bidder.organisation,
        servicer_id=None,
        **{"valid_until": LATER, "funding": "own funds", **more},
    )
    return receipt.bid_id


async def closed(market: OnTheMarket) -> int | None:
    await move_close(market.listing_id, seconds=0)
    return await close_listing(market.listing_id)


async def ranked(market: OnTheMarket, lot: int = 0) -> tuple[BidShown, ...]:
    return (await opened_bids(market.seller, market.listing_id))[lot].bids


async def listing_status(market: OnTheMarket) -> str:
    async with db.transaction(market.seller):
        return str(await db.fetch_value("SELECT status FROM listings WHERE id = $1", market.listing_id))


async def free_claims(market: OnTheMarket) -> int:
    async with db.transaction(market.seller):
        return int(await db.fetch_value("SELECT count(*) FROM lot_claims WHERE NOT live"))


async def test_the_highest_wins_and_of_equals_the_earlier() -> None:
    market = await a_listing_on_the_market()
    first, second, third = [await a_bid(market, amount) for amount in ("2000.00", "2500.00", "2500.00")]
    assert await closed(market) == 3
    assert [(bid.rank, bid.id) for bid in await ranked(market)] == [(1, second), (2, third), (3, first)]
    sale_id = await award_bid(market.seller, second, shown=Money(250_000, "EUR"))
    async with db.transaction(market.seller):
        assert await db.fetch_value("SELECT price_minor FROM sales WHERE id = $1", sale_id) == 250_000
    lost = {bid.id: bid.reason for bid in await ranked(market) if bid.status == "rejected"}
    assert set(lost) == {first, third}
    assert all(reason and "offered more, or as much and earlier" in reason for reason in lost.values())
    assert await listing_status(market) == "awarded"


async def test_the_seller_may_take_a_lower_bid_and_the_higher_one_reads_no_lie() -> None:
    market = await a_listing_on_the_market()
    low, high = await a_bid(market, "2000.00"), await a_bid(market, "2500.00")
    await closed(market)
    await award_bid(market.seller, low, shown=Money(200_000, "EUR"))
    assert {bid.id: bid.reason for bid in await ranked(market)}[high] == "The seller accepted another bid."


async def test_an_award_needs_the_shown_amount_the_right_and_the_close() -> None:
    market = await a_listing_on_the_market()
    bid_id = await a_bid(market, "2000.00")
    with pytest.raises(NotFound):
        await award_bid(market.seller, bid_id, shown=Money(200_000, "EUR"))
    await closed(market)
    with pytest.raises(Refused, match="not the bid's"):
        await award_bid(market.seller, bid_id, shown=Money(200_001, "EUR"))
    clerk = await a_member(organisation_id=market.seller.organisation, roles=("clerk",))
    with pytest.raises(Forbidden):
        await award_bid(clerk, bid_id, shown=Money(200_000, "EUR"))
    stranger = await a_member(organisation_id=(await a_bidder()).organisation, roles=("seller",))
    with pytest.raises(NotFound):
        await award_bid(stranger, bid_id, shown=Money(200_000, "EUR"))
    await award_bid(market.seller, bid_id, shown=Money(200_000, "EUR"))
    with pytest.raises(Refused):
        await award_bid(market.seller, bid_id, shown=Money(200_000, "EUR"))


async def test_lots_are_awarded_one_by_one_and_what_is_declined_is_free_again() -> None:
    market = await a_listing_on_the_market(claims=48, lots=TWO_LOTS)
    madrid, rest = await a_bid(market, "2000.00"), await a_bid(market, "1500.00", lot=1)
    await closed(market)
    await award_bid(market.seller, madrid, shown=Money(200_000, "EUR"))
    assert await listing_status(market) == "closed"
    with pytest.raises(Invalid, match="why you decline"):
        await decline_bids(market.seller, market.listing_id, reason=" ", lot_id=market.lot_ids[1])
    await decline_bids(market.seller, market.listing_id, reason="Too low", lot_id=market.lot_ids[1])
    assert await listing_status(market) == "awarded"
    (told,) = await ranked(market, lot=1)
    assert (told.id, told.reason) == (rest, "The seller declined all bids: Too low")
    assert await free_claims(market) == 16


async def test_when_all_is_declined_the_listing_fails_and_its_claims_can_be_listed_again() -> None:
    market = await a_listing_on_the_market()
    await a_bid(market, "2000.00")
    await closed(market)
    await decline_bids(market.seller, market.listing_id, reason="We keep it")
    assert await listing_status(market) == "failed"
    assert await free_claims(market) == 24
    async with db.transaction(market.seller):
        tape_id = await db.fetch_value("SELECT tape_id FROM claims LIMIT 1")
    await create_listing(market.seller, wanted(tape_id))


async def test_no_bid_or_none_that_complies_fails_the_listing_by_itself() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    bid_id = await a_bid(market, "2000.00", bidder=bidder)
    async with db.transaction(Actor.platform()):
        await db.execute("UPDATE licences SET status = 'revoked' WHERE organisation_id = $1", bidder.organisation)
    assert await closed(market) == 0
    assert await listing_status(market) == "failed"
    assert "had its licence revoked" in str((await own_bid(bidder, bid_id)).reason)
    assert await free_claims(market) == 24


async def test_an_automatic_award_takes_the_highest_that_reaches_the_reserve_lot_by_lot() -> None:
    market = await a_listing_on_the_market(claims=48, lots=TWO_LOTS, award_rule="automatic", reserve="1800.00")
    await a_bid(market, "1750.00")
    best = await a_bid(market, "2500.00")
    low = await a_bid(market, "1500.00", lot=1)
    await closed(market)
    seller = Actor.system(market.seller.organisation)
    assert len(await award_automatically(seller, market.listing_id)) == 1
    assert await award_automatically(seller, market.listing_id) == []
    assert {bid.id: bid.status for bid in await ranked(market)}[best] == "accepted"
    (told,) = await ranked(market, lot=1)
    assert (told.id, told.status) == (low, "rejected")
    assert "1800" not in str(told.reason)
    assert await listing_status(market) == "awarded"


async def test_before_the_close_the_seller_sees_how_many_and_afterwards_everything() -> None:
    market = await a_listing_on_the_market()
    await a_bid(market, "2000.00")
    assert await ranked(market) == ()
    async with db.transaction(market.seller):
        assert await db.fetch_value("SELECT count(*) FROM bids") == 0
        assert await db.fetch_value("SELECT last_bid_number FROM listings") == 1
    await closed(market)
    (bid,) = await ranked(market)
    assert bid.amount == Money(200_000, "EUR")
    assert bid.per_cent is not None


async def test_a_competitor_sees_no_bid_but_its_own_before_and_after_the_close() -> None:
    market = await a_listing_on_the_market()
    one, other = [await a_bidder(listing_id=market.listing_id) for _ in range(2)]
    theirs = await a_bid(market, "2000.00", bidder=one)
    await a_bid(market, "2100.00", bidder=other)
    for _ in range(2):
        assert [bid.number for bid in await bids_of(other)] == [2]
        with pytest.raises(NotFound):
            await own_bid(other, theirs)
        async with db.transaction(other):
            assert await db.fetch_value("SELECT count(*) FROM bids") == 1
        await closed(market)


async def test_a_withdrawn_bid_is_never_opened_and_gives_its_place_back() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    bid_id = await a_bid(market, "2000.00", bidder=bidder)
    await withdraw_bid(bidder, bid_id)
    again = await a_bid(market, "1500.00", bidder=bidder)
    assert await closed(market) == 1
    shown = {bid.id: bid for bid in await bids_of(bidder)}
    assert (shown[bid_id].status, shown[bid_id].amount) == ("withdrawn", None)
    assert shown[again].amount == Money(150_000, "EUR")
    with pytest.raises(Refused, match="no longer be withdrawn"):
        await withdraw_bid(bidder, again)
    with pytest.raises(NotFound):
        await withdraw_bid(await a_bidder(), again)


async def test_when_the_seller_withdraws_the_bids_lapse_unread() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    bid_id = await a_bid(market, "2000.00", bidder=bidder)
    assert await lapse_withdrawn(market.listing_id) == 0
    await withdraw_listing(market.seller, market.listing_id, reason="Sold within the group")
    assert await lapse_withdrawn(market.listing_id) == 1
    bid = await own_bid(bidder, bid_id)
    assert (bid.status, bid.amount) == ("lapsed", None)
    assert await free_claims(market) == 24
    await move_close(market.listing_id, seconds=0)
    assert await listings_due() == []


async def test_a_bid_whose_validity_ended_lapses_and_cannot_be_awarded() -> None:
    market = await a_listing_on_the_market()
    tomorrow = (SYSTEM_CLOCK.now() + timedelta(days=1)).date()
    bidder = await a_bidder(listing_id=market.listing_id)
    bid_id = await a_bid(market, "2000.00", bidder=bidder, valid_until=tomorrow)
    await closed(market)
    later = MovingClock(SYSTEM_CLOCK.now() + timedelta(days=3))
    late = Actor(market.seller.person_id, market.seller.organisation, market.seller.permissions, "person", later)
    with pytest.raises(Refused, match="has lapsed"):
        await award_bid(late, bid_id, shown=Money(200_000, "EUR"))
    assert await lapse_expired(clock=later) == 1
    assert (await own_bid(bidder, bid_id)).status == "lapsed"


async def test_the_close_comes_once_and_only_in_time() -> None:
    market = await a_listing_on_the_market()
    await a_bid(market, "2000.00")
    assert await close_listing(market.listing_id) is None
    assert await listings_due() == []
    await move_close(market.listing_id, seconds=0)
    assert await listings_due() == [market.listing_id]
    assert await close_listing(market.listing_id) == 1
    assert await close_listing(market.listing_id) is None
    assert await listings_due() == []


async def test_each_bidder_is_told_once_and_reads_why() -> None:
    market = await a_listing_on_the_market()
    best, lost = await a_bid(market, "2500.00"), await a_bid(market, "2000.00")
    await closed(market)
    await award_bid(market.seller, best, shown=Money(250_000, "EUR"))
    assert await tell_bidders(market.listing_id) == 3
    assert await tell_bidders(market.listing_id) == 0
    async with db.transaction(Actor.platform()):
        rows = await db.fetch("SELECT cause, subject, body_text, body_html FROM mails")
    mails = {row["cause"]: row for row in rows}
    assert "was accepted" in mails[f"bid:{best}:accepted"]["subject"]
    told = mails[f"bid:{lost}:rejected"]
    assert "offered more, or as much and earlier" in told["body_text"]
    assert "It ranked 2 of 2" in told["body_html"]
    assert "2 bids" in mails[f"listing:{market.listing_id}:closed"]["subject"]
    assert not any("2500" in row["body_text"] for row in rows)
