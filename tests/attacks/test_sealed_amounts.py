"""Before the close nothing that is stored gives a bid's amount away, to a holder of the platform's key either."""

import hmac
from datetime import date

import msgspec
import pytest

from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from kernel.keys import platform_key
from marketplace.bids.intent import keyed_digest
from marketplace.bids.pages import Typed
from marketplace.bids.sealed import LONGEST_FUNDING, Offer, seal_offer
from tests.builders.listings import a_bidder, a_listing_on_the_market
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")

LATER = date(2027, 6, 30)


async def test_the_platforms_key_and_the_database_do_not_tell_a_bid_by_trying_amounts() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    typed = Typed(str(new_id()), "2000.00", str(bidder.organisation), "", LATER.isoformat(), "own funds")
    async with browser(bidder) as client:
        answer = await client.submit(f"/lots/{market.lot_id}/bid", msgspec.to_builtins(typed))
    assert answer.status_code == 303, answer.text
    async with db.transaction(Actor.system(bidder.organisation)):
        row = await db.fetch_sure("SELECT key, route, request_digest FROM idempotency_keys")
    kept = msgspec.structs.replace(typed, idempotency_key=row["key"])
    for guess in (typed, kept):
        for parts in (
            (b"recourse idempotency", row["route"].encode(), keyed_digest(guess)),
            (b"recourse idempotency", row["key"].encode(), row["route"].encode(), keyed_digest(guess)),
        ):
            tried = hmac.digest(platform_key().secret, b"\0".join(parts), "sha256")
            assert tried != row["request_digest"]
    assert typed.idempotency_key != row["key"]


async def test_no_stored_value_holds_the_typed_amount() -> None:
    market = await a_listing_on_the_market()
    bidder = await a_bidder(listing_id=market.listing_id)
    typed = Typed(str(new_id()), "7654350.00", str(bidder.organisation), "", LATER.isoformat(), "own funds")
    async with browser(bidder) as client:
        shown = await client.submit(f"/lots/{market.lot_id}/per-cent", {"amount": typed.amount})
        placed = await client.submit(f"/lots/{market.lot_id}/bid", msgspec.to_builtins(typed))
        receipt = await client.get(placed.headers["location"])
    assert (shown.status_code, placed.status_code, receipt.status_code) == (200, 303, 200)
    assert "7654350" not in receipt.text.replace(",", "")
    async with db.transaction(Actor.system(bidder.organisation)):
        for table in ("bids", "facts", "idempotency_keys", "procrastinate_jobs", "progress", "mails"):
            rows = await db.fetch(f"SELECT to_jsonb(t)::text AS said FROM {table} t")
            assert not [row for row in rows if "7654350" in row["said"] or "765435000" in row["said"]], table


@pytest.mark.parametrize("funding", ["x", "x" * LONGEST_FUNDING, "𐍈" * LONGEST_FUNDING])
def test_a_box_tells_nothing_by_its_size(settled: object, funding: str) -> None:
    sizes = {
        len(seal_offer(Offer(amount, "EUR", LATER, funding), bid_id=new_id(), lot_id=new_id()))
        for amount in (1, 70_000, 2**40)
    }
    sizes.add(len(seal_offer(Offer(1, "EUR", LATER, "x"), bid_id=new_id(), lot_id=new_id())))
    assert len(sizes) == 1
