"""Every binding form of the trade is pressed twice, from the draft of a listing to the executed deed."""

from typing import Any

import pytest

from kernel.money import Money
from marketplace.bids.closing import close_listing
from marketplace.bids.queries import bids_of
from marketplace.listings.agreement import agreement
from marketplace.listings.queries import listings_of
from tests.builders.claims import a_tape_of, debts
from tests.builders.listings import a_bidder, a_listing_on_the_market, a_release, a_seller, move_close
from tests.builders.sales import a_paper, a_sale, powers_recorded
from tests.web.client import browser
from tests.web.twice import press_twice, refuses_without_a_key

pytestmark = pytest.mark.usefixtures("database")
AGREED = {"shown_sha256": agreement().sha256.hex(), "authority": "yes"}


def shown(amount: Money) -> dict[str, str]:
    return {"shown_amount": amount.text(), "shown_currency": amount.currency}


async def test_drafting_opening_and_withdrawing_a_listing() -> None:
    seller = await a_seller()
    tape_id, _ = await a_tape_of(seller, debts(24))
    draft: dict[str, Any] = {
        **{"title": "Loans", "summary": "One bank's loans", "tape_ids": str(tape_id), "lot_1_name": "All"},
        **{"bids_open_at": "2026-12-01T09:00", "bids_close_at": "2036-12-20T17:00", "minimum": "1000", "tick": "10"},
        **{"k": "10", "award_rule": "seller", "circle": "open", "putback_days": "60"},
    }
    async with browser(seller) as client:
        assert await refuses_without_a_key(client, "/listings", draft)
        made = await press_twice(client, "/listings", draft)
        [listing] = await listings_of(seller)
        assert made.headers["location"] == f"/listings/{listing.id}"
        await a_release(seller, listing.id)
        assert await refuses_without_a_key(client, f"/listings/{listing.id}/open")
        await press_twice(client, f"/listings/{listing.id}/open")
        await press_twice(client, f"/listings/{listing.id}/withdraw", {"reason": "Sold elsewhere"})


async def test_agreeing_bidding_withdrawing_and_awarding() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder()
    offer = {
        **{"amount": "2000.00", "purchaser": str(bidder.organisation), "servicer": ""},
        **{"valid_until": "2036-06-30", "funding": "own funds"},
    }
    async with browser(bidder) as client:
        assert await refuses_without_a_key(client, f"/market/{market.listing_id}/agreement", AGREED)
        await press_twice(client, f"/market/{market.listing_id}/agreement", AGREED)
        placed = await press_twice(client, f"/lots/{market.lot_id}/bid", offer)
        await press_twice(client, f"{placed.headers['location']}/withdraw")
        await press_twice(client, f"/lots/{market.lot_id}/bid", offer)
    await move_close(market.listing_id, seconds=0)
    await close_listing(market.listing_id)
    [won, _] = await bids_of(bidder)
    assert won.amount is not None
    async with browser(market.seller) as client:
        assert await refuses_without_a_key(client, f"/bids/{won.id}/award", shown(won.amount))
        await press_twice(client, f"/bids/{won.id}/award", shown(won.amount))


async def test_declining() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    offer = {"amount": "2000.00", "purchaser": str(bidder.organisation), "valid_until": "2036-06-30", "funding": "own"}
    async with browser(bidder) as client:
        await press_twice(client, f"/lots/{market.lot_id}/bid", offer)
    await move_close(market.listing_id, seconds=0)
    await close_listing(market.listing_id)
    path, why = f"/listings/{market.listing_id}/decline", {"reason": "Too low"}
    async with browser(market.seller) as client:
        assert await refuses_without_a_key(client, path, why)
        await press_twice(client, path, why)


async def test_a_sale_from_its_contract_to_its_deed() -> None:
    sale = await a_sale(claims=3)
    await powers_recorded(sale)
    at = f"/sales/{sale.id}"
    contract = {"shown_sha256": await a_paper(sale, "contract")}
    async with browser(sale.seller) as sells, browser(sale.buyer) as buys:
        for client in (sells, buys):
            await press_twice(client, f"{at}/contract", contract)
        file = {"file": ("final.csv", b"reference,receipts\nA-0000001,50.00\n", "text/csv")}
        await press_twice(sells, f"{at}/final-file", files=file)
        due = shown(await sale.price_due())
        for what in ("price", "payment"):
            for client in (sells, buys):
                await press_twice(client, f"{at}/{what}", due)
        deed = {"shown_sha256": await a_paper(sale, "deed")}
        for client in (sells, buys):
            assert await refuses_without_a_key(client, f"{at}/deed", deed)
            await press_twice(client, f"{at}/deed", deed)


async def test_calling_a_sale_off() -> None:
    sale = await a_sale()
    async with browser(sale.seller) as client:
        assert await refuses_without_a_key(client, f"/sales/{sale.id}/cancel", {"reason": "Files lost"})
        await press_twice(client, f"/sales/{sale.id}/cancel", {"reason": "Files lost"})


async def test_another_final_file_under_the_same_key_is_refused() -> None:
    sale = await a_sale(until="signed")
    async with browser(sale.seller) as client:
        answers = [
            await client.submit(
                f"/sales/{sale.id}/final-file",
                {"idempotency_key": "one"},
                files={"file": ("final.csv", f"reference,receipts\nA-0000001,{paid}\n".encode(), "text/csv")},
            )
            for paid in ("50.00", "60.00")
        ]
    assert [one.status_code for one in answers] == [303, 409]
