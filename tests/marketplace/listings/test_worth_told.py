"""A lot that bidders would price wrongly says so on its page: what was lost, and what was tried to give it back."""

from dataclasses import replace
from datetime import date

import pytest

from kernel.actor import Actor
from marketplace.listings.commands import create_listing
from marketplace.listings.queries import seller_view
from marketplace.listings.release import make_release
from marketplace.listings.wanted import LotWanted
from tests.builders.claims import Debt, a_tape_of, debts
from tests.builders.listings import a_seller, wanted
from tests.web.client import browser

OLD, FRESH = date(2018, 3, 1), date(2026, 2, 1)


def misjudged(count: int) -> list[Debt]:
    """Large debts that are old and worth little, small ones that are fresh: a mean over both says neither."""
    return [
        replace(
            one, region="Madrid", default_on=OLD if place % 2 else FRESH, balance_minor=900_000 if place % 2 else 9_000
        )
        for place, one in enumerate(debts(count, seed=3))
    ]


@pytest.mark.usefixtures("objects")
async def test_what_was_lost_and_what_gives_it_back_is_told_for_each_lot_and_the_whole() -> None:
    seller = await a_seller()
    others = [replace(one, region="Sevilla") for one in debts(60, seed=4)]
    tape_id, _ = await a_tape_of(seller, [*misjudged(24), *others])
    lots = (LotWanted("Madrid", regions=("madrid",)), LotWanted("The rest"))
    listing_id = await create_listing(seller, wanted(tape_id, k=20, lots=lots))
    await make_release(Actor.system(seller.organisation), listing_id)
    view = await seller_view(seller, listing_id)
    assert view.release is not None
    assert view.whole is not None
    madrid = view.release.lots[0]
    assert madrid.report.fidelity is not None
    assert not madrid.report.fidelity.tolerable
    assert madrid.report.fidelity.tried[0].setting == "k = 10"
    assert madrid.larger is not None
    assert madrid.larger.setting == "making one lot of it and “The rest”"
    async with browser(seller) as client:
        page = (await client.get(f"/listings/{listing_id}/release")).text
    assert "A bidder would price it wrongly" in page
    assert "What was lost most:" in page
    assert "<li>k = 10:" in page
    assert "making one lot of it and “The rest”" in page
    assert "All lots together" in page
