"""The pages and the API of bidding, as a browser and a program see them."""

import re
from typing import Any

import httpx
import pytest

from kernel import db
from kernel.actor import Actor
from marketplace.bids.closing import close_listing
from marketplace.bids.queries import bids_of
from marketplace.listings.agreement import agreement
from tests.builders.accounts import a_member
from tests.builders.claims import a_tape_of, debts
from tests.builders.listings import OnTheMarket, a_bidder, a_listing_on_the_market, a_seller, move_close
from tests.web.client import Browser, browser

pytestmark = pytest.mark.usefixtures("database")


def form(bidder: Actor, *, key: str = "key-1", **changes: str) -> dict[str, str]:
    return {
        "idempotency_key": key,
        "amount": "2000.00",
        "purchaser": str(bidder.organisation),
        "servicer": "",
        "valid_until": "2027-06-30",
        "funding": "own funds",
        **changes,
    }


async def closed(market: OnTheMarket) -> None:
    await move_close(market.listing_id, seconds=0)
    await close_listing(market.listing_id)


async def text(client: Browser, path: str) -> str:
    response = await client.get(path)
    assert response.status_code == 200, (path, response.text[:400])
    return response.text


async def test_a_seller_drafts_a_listing_with_the_form_and_a_wrong_field_is_shown_beside_it() -> None:
    seller = await a_seller()
    tape_id, _ = await a_tape_of(seller, debts(24))
    data: dict[str, Any] = {
        "title": "Loans",
        "summary": "One bank's loans",
        "tape_ids": str(tape_id),
        "lot_1_name": "All",
        "bids_open_at": "2026-12-01T09:00",
        "bids_close_at": "2026-12-20T17:00",
        "minimum": "1000",
        "tick": "ten",
        "k": "10",
        "award_rule": "seller",
        "circle": "open",
        "putback_days": "60",
        "role_city": "direct",
    }
    async with browser(seller) as client:
        assert "June tape" in await text(client, f"/listings/new?tape={tape_id}")
        wrong = await client.submit("/listings", data)
        assert wrong.status_code == 422
        assert 'id="field-tick-error"' in wrong.text
        made = await client.submit("/listings", {**data, "tick": "10"})
        assert made.status_code == 303, made.text[:500]
        page = await text(client, made.headers["location"])
        assert "Loans" in page
        assert 'id="release-progress"' in page
        assert "Loans" in await text(client, "/listings")
        assert "17:00" in page


async def test_a_buyer_walks_from_the_market_to_a_receipt_and_a_second_click_is_the_same_bid() -> None:
    market = await a_listing_on_the_market()
    buyer = await a_bidder()
    async with browser(buyer) as client:
        assert "Consumer loans, June" in await text(client, "/market")
        assert "Accept the agreement" in await text(client, f"/market/{market.listing_id}")
        assert "The agreement comes first" in await text(client, f"/lots/{market.lot_id}/bid")
        shown = {"shown_sha256": agreement().sha256.hex(), "authority": "yes"}
        assert (await client.submit(f"/market/{market.listing_id}/agreement", shown)).status_code == 303
        assert "Accept the agreement" not in await text(client, f"/market/{market.listing_id}")
        told = await client.submit(f"/lots/{market.lot_id}/per-cent", {"amount": "500.00"})
        assert re.search(r"That is .*%", told.text)
        low = await client.submit(f"/lots/{market.lot_id}/bid", form(buyer, amount="10.005"))
        assert low.status_code == 422
        assert 'id="field-amount-error"' in low.text
        first = await client.submit(f"/lots/{market.lot_id}/bid", form(buyer))
        again = await client.submit(f"/lots/{market.lot_id}/bid", form(buyer))
        assert first.status_code == again.status_code == 303
        assert first.headers["location"] == again.headers["location"]
        receipt = await text(client, first.headers["location"])
        assert "Sealed until the close" in receipt
        assert "2,000.00" not in receipt
        other = await client.submit(f"/lots/{market.lot_id}/bid", form(buyer, amount="2050.00"))
        assert other.status_code == 409
        assert len(await bids_of(buyer)) == 1


async def test_a_seller_awards_on_the_page_and_the_loser_reads_why() -> None:
    market = await a_listing_on_the_market()
    winner, loser = [await a_bidder(listing_id=market.listing_id, name=name) for name in ("Winner", "Loser")]
    for bidder, amount in ((winner, "2500.00"), (loser, "2000.00")):
        async with browser(bidder) as client:
            await client.submit(f"/lots/{market.lot_id}/bid", form(bidder, amount=amount))
    async with browser(market.seller) as client:
        before = await text(client, f"/listings/{market.listing_id}/bids")
        assert "Sealed until the close" in before
        assert "Winner" not in before
        await closed(market)
        opened = await text(client, f"/listings/{market.listing_id}/bids")
        assert opened.index("Winner") < opened.index("Loser")
        (won,) = await bids_of(winner)
        award = {"idempotency_key": "award-1", "shown_amount": "2400.00", "shown_currency": "EUR"}
        assert (await client.submit(f"/bids/{won.id}/award", award)).status_code == 409
        award["shown_amount"] = "2500.00"
        done = await client.submit(f"/bids/{won.id}/award", award)
        assert done.status_code == 303
        assert done.headers["location"].startswith("/sales/")
        assert (await client.submit(f"/bids/{won.id}/award", award)).headers["location"] == done.headers["location"]
    async with browser(loser) as client:
        (lost,) = await bids_of(loser)
        assert "offered more, or as much and earlier" in await text(client, f"/bids/{lost.id}")


async def test_another_organisations_ids_lead_nowhere() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    async with browser(bidder) as client:
        await client.submit(f"/lots/{market.lot_id}/bid", form(bidder))
    (bid,) = await bids_of(bidder)
    both = await a_member(organisation_id=(await a_bidder()).organisation, roles=("seller", "buyer"))
    listing = f"/listings/{market.listing_id}"
    award = {"idempotency_key": "k", "shown_amount": "2000.00", "shown_currency": "EUR"}
    async with browser(both) as client:
        for path in (listing, f"{listing}/release", f"{listing}/bids", f"{listing}/looks", f"{listing}/progress"):
            assert (await client.get(path)).status_code == 404, path
        assert (await client.get(f"/bids/{bid.id}")).status_code == 404
        assert (await client.get(f"/market/{market.listing_id}/tape")).status_code == 404
        for path, data in (
            (f"{listing}/open", {}),
            (f"{listing}/withdraw", {"reason": "x"}),
            (f"{listing}/decline", {"reason": "x"}),
            (f"/bids/{bid.id}/withdraw", {}),
            (f"/bids/{bid.id}/award", award),
        ):
            assert (await client.submit(path, data)).status_code == 404, path
    async with db.transaction(Actor.platform()):
        assert await db.fetch_value("SELECT status FROM bids") == "placed"


async def call(client: Browser, bidder: Actor, market: OnTheMarket, key: str, **changes: str) -> httpx.Response:
    asked = {
        "lot_id": str(market.lot_id),
        "amount": "2000.00",
        "purchaser_id": str(bidder.organisation),
        "valid_until": "2027-06-30",
        "funding": "own funds",
        **changes,
    }
    token = await client.get("/bids")
    found = re.search(r'name="_csrf_token" value="([^"]+)"', token.text)
    assert found is not None
    headers = {"Idempotency-Key": key, "x-csrf-token": found.group(1), "origin": str(client.base_url).rstrip("/")}
    return await client.post("/api/bids", json=asked, headers=headers)


async def test_a_program_reads_the_market_and_bids_once_for_each_key() -> None:
    market = await a_listing_on_the_market()
    buyer = await a_bidder(listing_id=market.listing_id)
    async with browser(buyer) as client:
        (offered,) = (await client.get("/api/market")).json()
        assert offered["minimum"] == {"amount": "1000.00", "currency": "EUR"}
        assert offered["cannot_bid"] is None
        one = (await client.get(f"/api/listings/{market.listing_id}")).json()
        assert one["release"]["k_reached"] == 12
        first, again = [await call(client, buyer, market, "key-7") for _ in range(2)]
        assert (first.status_code, first.json()["number"]) == (201, 1)
        assert again.json() == first.json()
        wrong = await call(client, buyer, market, "key-8", amount="1e400")
        assert wrong.status_code == 422
        assert wrong.json()["places"][0]["where"] == "amount"
        assert (await call(client, buyer, market, "key-7", amount="2050.00")).status_code == 409
        (own,) = (await client.get("/api/bids")).json()
        assert (own["number"], own["amount"]) == (1, None)


async def test_after_the_close_the_listing_says_so_to_everybody_and_what_came_of_it() -> None:
    market = await a_listing_on_the_market()
    winner, loser, stranger = [await a_bidder(listing_id=market.listing_id, name=name) for name in ("W", "L", "S")]
    for bidder, amount in ((winner, "2500.00"), (loser, "2000.00")):
        async with browser(bidder) as client:
            await client.submit(f"/lots/{market.lot_id}/bid", form(bidder, amount=amount))
    await closed(market)
    readers = (
        (market.seller, f"/listings/{market.listing_id}"),
        *((one, f"/market/{market.listing_id}") for one in (loser, stranger)),
    )
    for reader, address in readers:
        async with browser(reader) as client:
            page = await text(client, address)
        assert "the seller decides" in page
        assert "the highest first, until" not in page
        assert "2,500.00" not in page
    (won,) = await bids_of(winner)
    award = {"shown_amount": "2500.00", "shown_currency": "EUR"}
    async with browser(market.seller) as client:
        await client.submit(f"/bids/{won.id}/award", award)
    for reader, address in readers:
        async with browser(reader) as client:
            page = await text(client, address)
        assert "a bid was accepted" in page
        assert "2,500.00" not in page
    async with browser(loser) as client:
        assert "Bidding is over" in await text(client, f"/market/{market.listing_id}")
