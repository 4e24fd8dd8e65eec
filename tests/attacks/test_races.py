"""Two do at the same moment what only one can have: exactly one wins, the other is told, nothing is left between."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from uuid import UUID

import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import Problem
from kernel.idempotency import Answer, once
from kernel.ids import new_id
from kernel.money import Money
from marketplace.bids.closing import close_listing
from marketplace.bids.commands import award_bid, decline_bids, place_bid
from marketplace.listings.commands import create_listing, withdraw_listing
from marketplace.settlement import commands
from marketplace.settlement.commands import FinalRow
from marketplace.settlement.payment import confirm_payment
from marketplace.settlement.transfer import transfer_sale
from marketplace.tapes.commands import undo_acceptance
from tests.attacks.test_rows import LATER
from tests.builders.claims import a_tape_of, debts
from tests.builders.listings import OnTheMarket, a_bidder, a_listing_on_the_market, a_seller, move_close, wanted
from tests.builders.sales import a_paper, a_sale, powers_recorded

pytestmark = pytest.mark.usefixtures("database")


async def outcomes(*acts: Awaitable[Any]) -> tuple[list[Any], list[Problem]]:
    """What came of them, run at once. Anything but an answer or one of our own refusals is a failure."""
    done = await asyncio.gather(*acts, return_exceptions=True)
    for one in done:
        if isinstance(one, BaseException) and not isinstance(one, Problem):
            raise one
    return [one for one in done if not isinstance(one, Problem)], [one for one in done if isinstance(one, Problem)]


async def count(sql: str, actor: Actor, *arguments: object) -> int:
    async with db.transaction(actor):
        return int(await db.fetch_value(sql, *arguments))


async def closed_with_two_bids() -> tuple[OnTheMarket, list[UUID]]:
    market = await a_listing_on_the_market()
    ids = []
    for name, amount in (("One", "2000.00"), ("Two", "2500.00")):
        bidder = await a_bidder(listing_id=market.listing_id, name=name)
        receipt = await place_bid(
            bidder,
            market.lot_id,
            amount=amount,
            purchaser_id=bidder.organisation,
            servicer_id=None,
            valid_until=LATER,
            funding="own funds",
        )
        ids.append(receipt.bid_id)
    await move_close(market.listing_id, seconds=-1)
    assert sorted(str(one) for one in await asyncio.gather(*(close_listing(market.listing_id) for _ in range(3)))) == [
        "2",
        "None",
        "None",
    ]
    return market, ids


async def test_one_lot_is_awarded_once() -> None:
    market, (low, high) = await closed_with_two_bids()
    shown = {low: Money.parse("2000.00", "EUR"), high: Money.parse("2500.00", "EUR")}
    won, refused = await outcomes(*(award_bid(market.seller, one, shown=shown[one]) for one in (low, high, low, high)))
    assert (len(won), len(refused)) == (1, 3)
    assert await count("SELECT count(*) FROM sales WHERE listing_id = $1", market.seller, market.listing_id) == 1


async def test_an_award_and_a_refusal_of_all_bids_do_not_both_happen() -> None:
    market, (_, high) = await closed_with_two_bids()
    won, refused = await outcomes(
        award_bid(market.seller, high, shown=Money.parse("2500.00", "EUR")),
        decline_bids(market.seller, market.listing_id, reason="No."),
        withdraw_listing(market.seller, market.listing_id, reason="No."),
    )
    assert (len(won), len(refused)) == (1, 2)
    sold = await count("SELECT count(*) FROM sales WHERE listing_id = $1", market.seller, market.listing_id)
    taken = "SELECT count(*) FROM bids WHERE listing_id = $1 AND status = 'accepted'"
    assert await count(taken, market.seller, market.listing_id) == sold


async def test_taking_a_tape_back_and_listing_it_do_not_both_happen() -> None:
    for _ in range(3):
        seller = await a_seller()
        tape_id, _claims = await a_tape_of(seller, debts(24))
        won, refused = await outcomes(undo_acceptance(seller, tape_id), create_listing(seller, wanted(tape_id)))
        assert (len(won), len(refused)) == (1, 1), refused
        claims = await count("SELECT count(*) FROM claims WHERE tape_id = $1", seller, tape_id)
        offered = await count("SELECT count(*) FROM lot_claims WHERE organisation_id = $1", seller, seller.organisation)
        assert claims == offered


async def test_both_sides_at_once_and_each_twice_bind_each_side_once() -> None:
    sale = await a_sale(claims=2)
    digest = await a_paper(sale, "contract")
    sides = (sale.seller, sale.buyer, sale.seller, sale.buyer)
    won, refused = await outcomes(*(commands.sign_contract(one, sale.id, shown_sha256=digest) for one in sides))
    assert sorted(won) == [False, True]
    assert len(refused) == 2
    await commands.apply_final_file(sale.seller, sale.id, [])
    due = await sale.price_due()
    won, _ = await outcomes(*(commands.agree_price(one, sale.id, shown=due) for one in sides))
    assert sorted(won) == [False, True]
    won, _ = await outcomes(*(confirm_payment(one, sale.id, shown=due) for one in sides))
    assert sorted(won) == [False, True]
    entries = "SELECT count(*) FROM ledger_entries e JOIN charges c ON c.id = e.charge_id WHERE c.sale_id = $1"
    assert await count(entries, sale.buyer, sale.id) == 1
    deed = await a_paper(sale, "deed")
    await powers_recorded(sale)
    won, _ = await outcomes(*(commands.execute_deed(one, sale.id, shown_sha256=deed) for one in sides))
    assert sorted(won) == [False, True]
    moved = await asyncio.gather(*(transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock) for _ in range(3)))
    assert sorted(moved) == [0, 0, 2]
    assert await count("SELECT count(*) FROM cases WHERE sale_id = $1", sale.buyer, sale.id) == 2


async def test_a_price_is_not_agreed_on_a_file_that_is_being_replaced() -> None:
    sale = await a_sale(claims=2, until="closing")
    due = await sale.price_due()
    await commands.agree_price(sale.buyer, sale.id, shown=due)
    receipts = FinalRow("A-0000001", Money.parse("10.00", "EUR"))
    await outcomes(
        commands.agree_price(sale.seller, sale.id, shown=due),
        commands.apply_final_file(sale.seller, sale.id, [receipts]),
    )
    row = await sale.row()
    charged = "SELECT coalesce(max(amount_minor), 0) FROM charges WHERE sale_id = $1 AND kind = 'price'"
    assert await count(charged, sale.buyer, sale.id) in (0, row["adjusted_price_minor"])


async def test_a_sale_is_not_called_off_and_paid_at_once() -> None:
    sale = await a_sale(claims=1, until="agreed")
    due = await sale.price_due()
    won, refused = await outcomes(
        confirm_payment(sale.buyer, sale.id, shown=due), commands.cancel_sale(sale.seller, sale.id, reason="No.")
    )
    assert (len(won), len(refused)) == (1, 1)


async def test_the_same_key_sent_five_times_at_once_acts_once() -> None:
    seller = await a_seller()
    acted = []

    async def act() -> Answer:
        acted.append(1)
        return Answer(303, "/")

    key = str(new_id())
    answers = await asyncio.gather(*(once(seller, key, route="r", request=b"x", act=act) for _ in range(5)))
    assert len(acted) == 1
    assert set(answers) == {Answer(303, "/")}
