"""Drafting a listing: which claims it takes, and what is refused with the place that is wrong."""

from datetime import date, timedelta
from typing import Any

import pytest

from kernel import db
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK
from kernel.errors import Forbidden, Invalid, NotFound, Problem, Refused
from marketplace.anonymity import Role
from marketplace.listings.commands import create_listing, open_listing, start_bidding, withdraw_listing
from marketplace.listings.queries import listings_of, seller_view, tapes_to_list
from marketplace.listings.wanted import LotWanted
from tests.builders.accounts import a_member, an_organisation
from tests.builders.claims import a_tape_of, debts
from tests.builders.listings import a_bidder, a_listing_on_the_market, a_release, a_seller, move_close, wanted

pytestmark = pytest.mark.usefixtures("database")


async def nothing_was_written(seller: Actor) -> bool:
    async with db.transaction(seller):
        counts = [await db.fetch_value(f"SELECT count(*) FROM {table}") for table in ("listings", "lots", "lot_claims")]
        jobs = await db.fetch_value("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'listings.release'")
    return [*counts, jobs] == [0, 0, 0, 0]


async def refused(seller: Actor, tape_id: Any, where: str, **changes: Any) -> Problem:
    with pytest.raises((Invalid, Refused)) as caught:
        await create_listing(seller, wanted(tape_id, **changes))
    assert where in [place.where for place in caught.value.places], caught.value.sentence
    assert await nothing_was_written(seller)
    return caught.value


async def test_two_currencies_in_a_lot_are_named() -> None:
    seller = await a_seller()
    tape_id, _ = await a_tape_of(seller, [*debts(15), *debts(12, seed=2, currency="PLN")])
    problem = await refused(seller, tape_id, "tape_ids")
    assert "EUR (15 claims), PLN (12 claims)" in problem.sentence


async def test_two_countries_or_cut_off_dates_are_named() -> None:
    seller = await a_seller()
    mixed, _ = await a_tape_of(seller, [*debts(15), *debts(12, seed=2, country="PL")])
    assert "ES, PL" in (await refused(seller, mixed, "tape_ids")).sentence
    one, _ = await a_tape_of(seller, debts(12, seed=3))
    other, _ = await a_tape_of(seller, debts(12, seed=4), cut_off_on=date(2026, 7, 31))
    assert "2026-06-30, 2026-07-31" in (await refused(seller, one, "tape_ids", tape_ids=(one, other))).sentence


async def test_fewer_debtors_than_k_are_refused_however_many_claims_they_have() -> None:
    seller = await a_seller()
    tape_id, _ = await a_tape_of(seller, debts(40, debtors=9))
    problem = await refused(seller, tape_id, "lot_1_name")
    assert "has 9 distinct debtors" in problem.sentence
    await refused(seller, tape_id, "k", k=9)


@pytest.mark.parametrize(
    ("where", "changes"),
    [
        ("title", {"title": " "}),
        ("summary", {"summary": ""}),
        ("tape_ids", {"tape_ids": ()}),
        ("lots", {"lots": ()}),
        ("lot_2_name", {"lots": (LotWanted("A"), LotWanted("A"))}),
        ("lot_1_name", {"lots": (LotWanted("Nowhere", regions=("Atlantis",)), LotWanted("Rest"))}),
        ("lot_1_balance_from", {"lots": (LotWanted("A", balance_from="1e3"),)}),
        ("minimum", {"minimum": "NaN"}),
        ("minimum", {"minimum": "0"}),
        ("tick", {"tick": "0.001"}),
        ("reserve", {"reserve": "999.99"}),
        ("putback_days", {"putback_days": -1}),
        ("invitees", {"circle": "invited"}),
        ("role_debtor_key", {"roles": {"debtor_key": Role.FREE}}),
        ("role_birth_on", {"roles": {"birth_on": Role.FREE}}),
        ("l", {"roles": {"product": Role.SENSITIVE}}),
        ("bids_close_at", {"bids_close_at": SYSTEM_CLOCK.now() - timedelta(hours=2)}),
        ("bids_close_at", {"bids_close_at": SYSTEM_CLOCK.now() - timedelta(minutes=2)}),
        ("bids_open_at", {"bids_open_at": SYSTEM_CLOCK.now().replace(tzinfo=None)}),
    ],
)
async def test_what_is_wrong_is_named_by_its_field(where: str, changes: dict[str, Any]) -> None:
    seller = await a_seller()
    tape_id, _ = await a_tape_of(seller, debts(24))
    await refused(seller, tape_id, where, **changes)


async def test_a_claim_stands_in_one_live_listing_at_a_time() -> None:
    market = await a_listing_on_the_market()
    async with db.transaction(market.seller):
        tape_id = await db.fetch_value("SELECT tape_id FROM claims LIMIT 1")
    with pytest.raises(Refused, match="24 in “Consumer loans, June”"):
        await create_listing(market.seller, wanted(tape_id))
    await withdraw_listing(market.seller, market.listing_id, reason="Another way")
    await create_listing(market.seller, wanted(tape_id))


async def test_paid_claims_stay_out_and_those_the_seller_keeps_back_too() -> None:
    seller = await a_seller()
    portfolio = [*debts(20), *debts(3, seed=2, flags=("paid",)), *debts(4, seed=3, flags=("disputed", "insolvent"))]
    tape_id, _ = await a_tape_of(seller, portfolio)
    assert [(tape.free, tape.unsold) for tape in await tapes_to_list(seller)] == [(24, 3)]
    listing_id = await create_listing(seller, wanted(tape_id, left_out=("insolvent",)))
    assert (await seller_view(seller, listing_id)).listing.claims == 20


async def test_a_claim_goes_to_the_first_lot_that_takes_it() -> None:
    seller = await a_seller()
    portfolio = debts(90)
    tape_id, _ = await a_tape_of(seller, portfolio)
    lots = (
        LotWanted("Cards of Madrid", products=("credit_card",), regions=(" madrid",)),
        LotWanted("Small", balance_below="600.00"),
        LotWanted("Rest"),
    )
    listing = (await seller_view(seller, await create_listing(seller, wanted(tape_id, lots=lots)))).listing
    cards = [one for one in portfolio if one.product == "credit_card" and one.region == "Madrid"]
    small = [one for one in portfolio if one not in cards and one.balance_minor < 60_000]
    assert [lot.claims for lot in listing.lots] == [len(cards), len(small), 90 - len(cards) - len(small)]
    assert listing.lots[0].balance.minor == sum(one.balance_minor for one in cards)
    assert listing.balance.minor == sum(one.balance_minor for one in portfolio)


async def test_another_sellers_tape_and_listing_do_not_exist() -> None:
    seller, other = await a_seller(), await a_seller(name="Banco del Sur")
    tape_id, _ = await a_tape_of(seller, debts(24))
    await refused(other, tape_id, "tape_ids")
    listing_id = await create_listing(seller, wanted(tape_id))
    for act in (
        lambda: seller_view(other, listing_id),
        lambda: open_listing(other, listing_id),
        lambda: withdraw_listing(other, listing_id, reason="x"),
    ):
        with pytest.raises(NotFound):
            await act()
    assert await listings_of(other) == []


async def test_only_a_vetted_organisations_seller_lists() -> None:
    organisation = await an_organisation(status="applied")
    seller = await a_member(organisation_id=organisation, roles=("seller",))
    tape_id, _ = await a_tape_of(seller, debts(24))
    with pytest.raises(Refused, match="not been vetted"):
        await create_listing(seller, wanted(tape_id))
    clerk = await a_member(organisation_id=organisation, roles=("clerk",))
    with pytest.raises(Forbidden):
        await create_listing(clerk, wanted(tape_id))


async def test_a_draft_opens_once_its_tape_is_made_and_the_close_is_then_a_job_of_its_hour() -> None:
    seller = await a_seller()
    tape_id, _ = await a_tape_of(seller, debts(24))
    listing_id = await create_listing(seller, wanted(tape_id))
    with pytest.raises(Refused, match="not made yet"):
        await open_listing(seller, listing_id)
    await a_release(seller, listing_id)
    await open_listing(seller, listing_id)
    with pytest.raises(Refused):
        await open_listing(seller, listing_id)
    async with db.transaction(Actor.platform()):
        at, queue = await db.fetch_one(
            "SELECT scheduled_at, queue_name FROM procrastinate_jobs WHERE task_name = 'bids.close'"
        )
    assert (at, queue) == ((await seller_view(seller, listing_id)).listing.bids_close_at, "close")
    assert await start_bidding(Actor.platform()) == 1
    assert await start_bidding(Actor.platform()) == 0
    assert (await seller_view(seller, listing_id)).listing.status == "bidding"


async def test_after_the_close_a_listing_cannot_be_withdrawn() -> None:
    market = await a_listing_on_the_market()
    with pytest.raises(Invalid, match="why"):
        await withdraw_listing(market.seller, market.listing_id, reason="")
    await move_close(market.listing_id, seconds=0)
    with pytest.raises(Refused, match="Bids are closed"):
        await withdraw_listing(market.seller, market.listing_id, reason="Too few bids")


async def test_only_vetted_organisations_are_invited() -> None:
    seller = await a_seller()
    tape_id, _ = await a_tape_of(seller, debts(24))
    unvetted = await an_organisation(kinds=("purchaser",), status="applied")
    await refused(seller, tape_id, "invitees", circle="invited", invitees=(unvetted,))
    guest = await a_bidder(name="Guest")
    listing_id = await create_listing(seller, wanted(tape_id, circle="invited", invitees=(guest.organisation,)))
    assert (await seller_view(seller, listing_id)).invitees == ("Guest",)
