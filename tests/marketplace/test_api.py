"""A program sells and buys: every step of the trade by JSON, each sent twice and done once."""

import pytest

from kernel.money import Money
from marketplace.bids.closing import close_listing
from marketplace.listings.agreement import agreement
from tests.builders.accounts import a_member, an_organisation
from tests.builders.claims import a_tape_of, debts
from tests.builders.listings import a_bidder, a_listing_on_the_market, a_release, a_seller, move_close
from tests.builders.sales import a_paper, a_sale, powers_recorded
from tests.web.client import browser
from tests.web.twice import send_twice

pytestmark = pytest.mark.usefixtures("database")


def amount(money: Money) -> dict[str, str]:
    return {"amount": money.text(), "currency": money.currency}


async def test_a_program_drafts_opens_and_withdraws_a_listing() -> None:
    seller = await a_seller()
    tape_id, _ = await a_tape_of(seller, debts(24))
    wanted = {
        **{"title": "Loans", "summary": "One bank's loans", "tape_ids": [str(tape_id)], "putback_days": 60},
        **{"bids_open_at": "2026-12-01T09:00:00Z", "bids_close_at": "2036-12-20T17:00:00Z"},
        **{"minimum": "1000.00", "tick": "50.00"},
    }
    async with browser(seller) as client:
        wrong = await client.ask("/api/listings", {**wanted, "tick": "ten"})
        assert (wrong.status_code, wrong.json()["places"][0]["where"]) == (422, "tick")
        made = await send_twice(client, "/api/listings", wanted)
        await a_release(seller, made["id"])
        assert (await send_twice(client, f"/api/listings/{made['id']}/open"))["status"] == "open"
        gone = await send_twice(client, f"/api/listings/{made['id']}/withdraw", {"reason": "Sold elsewhere"})
        assert gone["status"] == "withdrawn"


async def test_a_program_agrees_bids_withdraws_and_is_awarded() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder()
    at = f"/api/listings/{market.listing_id}"
    offer = {
        **{"lot_id": str(market.lot_id), "amount": "2000.00", "purchaser_id": str(bidder.organisation)},
        **{"valid_until": "2036-06-30", "funding": "own funds"},
    }
    async with browser(bidder) as client:
        await send_twice(client, f"{at}/agreement", {"sha256": agreement().sha256.hex()})
        first = await send_twice(client, "/api/bids", offer)
        await send_twice(client, f"/api/bids/{first['bid_id']}/withdraw")
        stands = await send_twice(client, "/api/bids", offer)
    async with browser(market.seller) as client:
        assert (await client.get(f"{at}/bids")).json() == []
        await move_close(market.listing_id, seconds=0)
        await close_listing(market.listing_id)
        ranked = [one for one in (await client.get(f"{at}/bids")).json() if one["rank"]]
        assert [(one["id"], one["amount"], one["currency"]) for one in ranked] == [(stands["bid_id"], "2000.00", "EUR")]
        moved = await client.ask(f"/api/bids/{stands['bid_id']}/award", {"amount": "1900.00", "currency": "EUR"})
        assert moved.status_code == 409
        won = await send_twice(client, f"/api/bids/{stands['bid_id']}/award", {"amount": "2000.00", "currency": "EUR"})
        assert (await client.get(f"/api/sales/{won['sale_id']}")).json()["status"] == "awarded"


async def test_a_program_declines() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    offer = {
        **{"lot_id": str(market.lot_id), "amount": "2000.00", "purchaser_id": str(bidder.organisation)},
        **{"valid_until": "2036-06-30", "funding": "own funds"},
    }
    async with browser(bidder) as client:
        await client.ask("/api/bids", offer)
    await move_close(market.listing_id, seconds=0)
    await close_listing(market.listing_id)
    async with browser(market.seller) as client:
        await send_twice(client, f"/api/listings/{market.listing_id}/decline", {"reason": "Too low"})


async def test_two_programs_close_a_sale_from_contract_to_deed() -> None:
    sale = await a_sale(claims=3)
    await powers_recorded(sale)
    at = f"/api/sales/{sale.id}"
    async with browser(sale.seller) as sells, browser(sale.buyer) as buys:
        digest = await a_paper(sale, "contract")
        assert [(await send_twice(one, f"{at}/contract", {"sha256": digest}))["both"] for one in (sells, buys)] == [
            False,
            True,
        ]
        assert (await sells.get(at)).json()["waits_for"] == "you"
        lines = [{"reference": "A-0000001", "receipts": "50.00"}, {"reference": "A-0000002", "dropped_reason": "Paid"}]
        bad = await sells.ask(f"{at}/final-file", {"lines": [*lines, {"reference": "NOPE", "receipts": "1.00"}]})
        assert (bad.status_code, bad.json()["places"][0]["where"]) == (422, "row 3, reference")
        await send_twice(sells, f"{at}/final-file", {"lines": lines})
        due = (await buys.get(at)).json()
        assert (due["claims"], due["dropped"], due["adjusted_price"]) == (3, 1, "350.00")
        price = {"amount": due["adjusted_price"], "currency": due["currency"]}
        for what in ("price", "payment"):
            for client in (sells, buys):
                await send_twice(client, f"{at}/{what}", price)
        digest = await a_paper(sale, "deed")
        for client in (sells, buys):
            await send_twice(client, f"{at}/deed", {"sha256": digest})
        shown = (await buys.get(at)).json()
        assert (shown["status"], shown["side"], shown["price"]) == ("deed", "buyer", "600.00")
        assert [one["id"] for one in (await buys.get("/api/sales")).json()] == [str(sale.id)]


async def test_a_program_calls_a_sale_off_and_proposes_a_deposit() -> None:
    sale = await a_sale()
    async with browser(sale.seller) as client:
        fifty = Money.parse("50.00", "EUR")
        assert not (await send_twice(client, f"/api/sales/{sale.id}/deposit", amount(fifty)))["both"]
        await send_twice(client, f"/api/sales/{sale.id}/cancel", {"reason": "Files lost"})


async def test_a_stranger_learns_nothing_of_a_sale() -> None:
    sale = await a_sale()
    stranger = await a_member(organisation_id=await an_organisation(), roles=("seller", "buyer"))
    async with browser(stranger) as client:
        assert (await client.get(f"/api/sales/{sale.id}")).status_code == 404
        assert (await client.get("/api/sales")).json() == []
        for what, data in (("contract", {"sha256": "00"}), ("payment", {"amount": "1.00", "currency": "EUR"})):
            assert (await client.ask(f"/api/sales/{sale.id}/{what}", data)).status_code == 404, what
