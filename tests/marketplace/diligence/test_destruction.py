"""Whoever was handed copies and bought nothing is asked to certify that he destroyed them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, MovingClock
from kernel.errors import Forbidden, NotFound, Refused
from kernel.money import Money
from marketplace.bids.closing import close_listing
from marketplace.bids.commands import award_bid, place_bid
from marketplace.diligence.destruction import ask_losers, certificate_text, certify_destruction, practice
from marketplace.diligence.downloads import download_tape
from marketplace.diligence.telling import remind, tell_losers
from marketplace.listings.commands import withdraw_listing
from tests.builders.listings import a_bidder, a_seller, move_close
from tests.builders.releases import a_released_listing, downloaded
from tests.marketplace.bids.test_deciding import LATER
from web import wiring

pytestmark = pytest.mark.usefixtures("database", "object_store")

SHOWN = certificate_text().sha256.hex()
wiring.load_jobs()


async def awarded(seller: Actor, listing_id: UUID, winner: Actor) -> None:
    """The winner bids, the bids close, the seller takes his."""
    async with db.transaction(seller):
        lot_id = await db.fetch_value("SELECT id FROM lots WHERE listing_id = $1", listing_id)
    placed = await place_bid(
        winner,
        lot_id,
        amount="2000.00",
        purchaser_id=winner.organisation,
        servicer_id=None,
        valid_until=LATER,
        funding="own funds",
    )
    await move_close(listing_id, seconds=0)
    await close_listing(listing_id)
    await award_bid(seller, placed.bid_id, shown=Money(200_000, "EUR"))


async def asked_of(actor: Actor) -> list[tuple[UUID, str]]:
    async with db.transaction(actor):
        rows = await db.fetch("SELECT organisation_id, status FROM destruction_requests ORDER BY organisation_id")
    return [(row["organisation_id"], row["status"]) for row in rows]


async def test_the_loser_who_downloaded_is_asked_and_neither_the_winner_nor_who_took_nothing() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller)
    winner, loser = [await a_bidder(listing_id=listing_id, name=name) for name in ("Ebro Fund", "Duero Fund")]
    await a_bidder(listing_id=listing_id, name="Only looked")
    for bidder in (winner, loser):
        await downloaded(bidder, listing_id)
    assert await ask_losers() == 0
    await awarded(seller, listing_id, winner)
    async with db.transaction(seller):
        waiting = await db.fetch_value(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'diligence.ask_losers'"
            " AND args->>'listing_id' = $1",
            str(listing_id),
        )
    assert waiting == 1
    assert (await ask_losers(listing_id), await ask_losers(listing_id)) == (1, 0)
    assert await asked_of(seller) == [(loser.organisation, "asked")]
    assert await asked_of(winner) == []
    assert (await tell_losers(listing_id), await tell_losers(listing_id)) == (1, 0)
    with pytest.raises(Refused, match="destroy what you were handed"):
        await download_tape(loser, listing_id)
    assert await downloaded(winner, listing_id)


async def test_the_certificate_names_who_when_which_files_and_which_text_and_stands_for_ever() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller)
    plain = await a_bidder(listing_id=listing_id)
    loser = Actor(plain.person_id, plain.organisation_id, plain.permissions, "person", ip="192.0.2.7")
    await downloaded(loser, listing_id)
    with pytest.raises(NotFound, match="was not asked"):
        await certify_destruction(loser, listing_id, shown_sha256=SHOWN)
    await withdraw_listing(seller, listing_id, reason="Kept")
    assert await ask_losers() == 1
    with pytest.raises(Refused, match="not the one that counts"):
        await certify_destruction(loser, listing_id, shown_sha256="00")
    with pytest.raises(Forbidden):
        await certify_destruction(seller, listing_id, shown_sha256=SHOWN)
    with pytest.raises(NotFound):
        await certify_destruction(await a_bidder(name="Stranger"), listing_id, shown_sha256=SHOWN)
    await certify_destruction(loser, listing_id, shown_sha256=SHOWN)
    with pytest.raises(Refused, match="certified this before"):
        await certify_destruction(loser, listing_id, shown_sha256=SHOWN)
    async with db.transaction(seller):
        row = await db.fetch_sure("SELECT * FROM destruction_requests")
        copy = await db.fetch_value("SELECT encode(sha256, 'hex') FROM released_copies")
        told = await db.fetch_value("SELECT data FROM facts WHERE kind = 'diligence:destruction:certified'")
    assert (row["certified_by"], row["ip"], row["text_version"]) == (loser.person_id, "192.0.2.7", "v1")
    assert copy in row["files"]
    assert copy in told
    assert SHOWN in told
    with pytest.raises(Refused, match="certified that it destroyed"):
        await download_tape(loser, listing_id)
    async with db.transaction(loser):
        assert await db.execute("UPDATE destruction_requests SET version = version + 1") == 0


async def test_reminders_come_on_the_days_of_our_practice_until_it_is_certified() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller)
    loser = await a_bidder(listing_id=listing_id)
    await downloaded(loser, listing_id)
    await withdraw_listing(seller, listing_id, reason="Kept")
    clock = MovingClock(SYSTEM_CLOCK.now())
    await ask_losers(clock=clock)
    reminded = []
    for day in range(1, practice().days_to_certify + 10):
        clock.advance(timedelta(days=1))
        if await remind(clock=clock):
            reminded.append(day - practice().days_to_certify)
        assert await remind(clock=clock) == 0
    assert reminded == [-3, 1, 8]
    await certify_destruction(loser, listing_id, shown_sha256=SHOWN)
    clock.move_to(datetime(2030, 1, 1, tzinfo=UTC))
    assert await remind(clock=clock) == 0


def test_the_text_of_a_version_never_changes() -> None:
    assert certificate_text("v1").sha256.hex() == "0255ce4a946a48ce5026ed11005bd325c736476387577ba0063ec834cf004653"
    with pytest.raises(NotFound):
        certificate_text("../v1")
