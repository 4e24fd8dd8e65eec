"""Bids that must not count: each is refused with the place that is wrong, and leaves nothing behind."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, MovingClock
from kernel.errors import Forbidden, NotFound, Problem, Refused
from marketplace.bids.commands import place_bid
from tests.builders.accounts import a_member, an_organisation
from tests.builders.listings import (
    OnTheMarket,
    a_bidder,
    a_bidding_mandate,
    a_listing_on_the_market,
    move_close,
)

pytestmark = pytest.mark.usefixtures("database")

LATER = date(2027, 6, 30)


async def bid(bidder: Actor, market: OnTheMarket, amount: str = "2000.00", **changes: Any) -> Any:
    given = {
        "purchaser_id": bidder.organisation,
        "servicer_id": None,
        "valid_until": LATER,
        "funding": "own funds",
        **changes,
    }
    return await place_bid(bidder, market.lot_id, amount=amount, **given)


async def written(market: OnTheMarket) -> tuple[int, int, int]:
    async with db.transaction(Actor.platform()):
        bids = await db.fetch_value("SELECT count(*) FROM bids")
        told = await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'bids:bid:placed'")
        number = await db.fetch_value("SELECT last_bid_number FROM listings WHERE id = $1", market.listing_id)
    return bids, told, number


async def refused(bidder: Actor, market: OnTheMarket, where: str, amount: str = "2000.00", **changes: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        await bid(bidder, market, amount, **changes)
    assert [place.where for place in caught.value.places] == [where], caught.value.sentence
    assert await written(market) == (0, 0, 0)
    return caught.value


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("NaN", "at most 2 decimals"),
        ("1e400", "at most 2 decimals"),
        ("10.005", "at most 2 decimals"),
        ("inf", "at most 2 decimals"),
        ("1,000.00", "at most 2 decimals"),
        ("", "at most 2 decimals"),
        ("0", "above zero"),
        ("-2000", "above zero"),
        ("9" * 400, "at most sixteen digits"),
        ("999.99", "The lowest bid is 1000.00 EUR"),
        ("1000.01", "Bid in steps of 50.00 EUR above 1000.00 EUR"),
        ("1049.99", "Bid in steps of 50.00 EUR above 1000.00 EUR"),
    ],
)
async def test_an_amount_that_cannot_stand_names_its_field(amount: str, sentence: str) -> None:
    market = await a_listing_on_the_market()
    problem = await refused(await a_bidder(listing_id=market.listing_id), market, "amount", amount)
    assert problem.status == 422
    assert sentence in problem.places[0].sentence


@pytest.mark.parametrize("amount", ["1000", "1000.00", "1050.00", "987654300.00"])
async def test_an_amount_on_the_tick_is_taken(amount: str) -> None:
    market = await a_listing_on_the_market()
    receipt = await bid(await a_bidder(listing_id=market.listing_id), market, amount)
    assert receipt.number == 1
    assert await written(market) == (1, 1, 1)


async def test_a_bid_that_lapses_before_the_close_or_has_no_funding_names_both() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    await refused(bidder, market, "valid_until", valid_until=date(2026, 1, 1))
    await refused(bidder, market, "funding", funding=" ")
    await refused(bidder, market, "funding", funding="x" * 201)


async def test_after_the_close_by_the_databases_clock_nothing_is_taken() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id, clock=MovingClock(datetime(2026, 1, 1, tzinfo=UTC)))
    await move_close(market.listing_id, seconds=-0.001)
    problem = await refused(bidder, market, "bids_close_at")
    assert "it is not that time" in problem.sentence


async def test_before_bids_open_nothing_is_taken() -> None:
    now = SYSTEM_CLOCK.now()
    market = await a_listing_on_the_market(
        bids_open_at=now + timedelta(hours=1), bids_close_at=now + timedelta(hours=2)
    )
    await refused(await a_bidder(listing_id=market.listing_id), market, "bids_close_at")


async def test_a_licence_that_expired_yesterday_does_not_count_and_on_its_last_day_it_does() -> None:
    market = await a_listing_on_the_market()
    clock = MovingClock(SYSTEM_CLOCK.now())
    bidder = await a_bidder(listing_id=market.listing_id, licensed_until=clock.now().date(), clock=clock)
    clock.advance(timedelta(days=1))
    problem = await refused(bidder, market, "purchaser")
    yesterday = (clock.now() - timedelta(days=1)).date().isoformat()
    assert f"expired on {yesterday} as purchaser" in problem.sentence
    clock.advance(timedelta(days=-1))
    assert (await bid(bidder, market)).number == 1


async def test_an_organisation_that_is_no_longer_vetted_cannot_bid() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    async with db.transaction(Actor.platform()):
        await db.execute("UPDATE organisations SET status = 'applied' WHERE id = $1", bidder.organisation)
    problem = await refused(bidder, market, "bidder")
    assert "not vetted" in problem.sentence


async def test_an_unvetted_vehicle_cannot_be_bid_for() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    vehicle = await an_organisation(kinds=("purchaser",), name="Alba", status="applied")
    await a_bidding_mandate(principal_id=vehicle, agent_id=bidder.organisation)
    await refused(bidder, market, "purchaser", purchaser_id=vehicle)


async def test_the_seller_cannot_bid_on_its_own_listing_nor_through_anybody() -> None:
    market = await a_listing_on_the_market()
    both = await a_member(organisation_id=market.seller.organisation, roles=("seller", "buyer"))
    assert "own listing" in (await refused(both, market, "purchaser")).sentence
    agency = await a_bidder(listing_id=market.listing_id, name="Agencia")
    await a_bidding_mandate(principal_id=market.seller.organisation, agent_id=agency.organisation)
    await refused(agency, market, "purchaser", purchaser_id=market.seller.organisation)
    await refused(agency, market, "purchaser", servicer_id=market.seller.organisation)


async def test_without_the_agreement_there_is_no_bid() -> None:
    market = await a_listing_on_the_market()
    problem = await refused(await a_bidder(), market, "nda")
    assert "confidentiality agreement" in problem.sentence


async def test_for_another_vehicle_a_mandate_of_the_day_is_needed() -> None:
    market = await a_listing_on_the_market()
    agency = await a_bidder(listing_id=market.listing_id, name="Agencia")
    vehicle = await a_bidder(name="Alba SPV")
    await refused(agency, market, "purchaser", purchaser_id=vehicle.organisation)
    yesterday = (SYSTEM_CLOCK.now() - timedelta(days=1)).date()
    await a_bidding_mandate(principal_id=vehicle.organisation, agent_id=agency.organisation, until_on=yesterday)
    await refused(agency, market, "purchaser", purchaser_id=vehicle.organisation)
    await a_bidding_mandate(principal_id=vehicle.organisation, agent_id=agency.organisation)
    assert (await bid(agency, market, purchaser_id=vehicle.organisation)).number == 1


async def test_an_unlicensed_servicer_is_named() -> None:
    market = await a_listing_on_the_market()
    servicer = await an_organisation(kinds=("servicer",), name="Litoral")
    problem = await refused(await a_bidder(listing_id=market.listing_id), market, "servicer", servicer_id=servicer)
    assert "Litoral holds no licence as servicer" in problem.sentence


async def test_a_second_bid_of_one_vehicle_is_refused_while_the_first_stands() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    await bid(bidder, market)
    with pytest.raises(Refused, match="stands already"):
        await bid(bidder, market, "3000.00")
    assert await written(market) == (1, 1, 1)


async def test_who_lacks_the_right_or_is_outside_the_circle_gets_nowhere() -> None:
    invited = await a_bidder(name="Invited")
    market = await a_listing_on_the_market(circle="invited", invitees=(invited.organisation,))
    clerk = await a_member(organisation_id=invited.organisation, roles=("clerk",))
    with pytest.raises(Forbidden):
        await bid(clerk, market)
    with pytest.raises(NotFound):
        await bid(await a_bidder(), market)
    assert await written(market) == (0, 0, 0)
