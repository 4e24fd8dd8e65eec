"""Risk against usefulness: a handful of k tried in a job, stored, drawn, and chosen from."""

from uuid import UUID
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from hypothesis import given, settings

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from marketplace.anonymity import Role
from marketplace.listings import weighing
from marketplace.listings.commands import create_listing, open_listing
from marketplace.listings.demanded import Demanded
from marketplace.listings.picturing import CHOSEN, picture
from marketplace.listings.portfolio import portfolio_of
from marketplace.listings.queries_anonymity import anonymity_view
from marketplace.listings.settling import choose_k, settle_anonymity
from marketplace.listings.wanted import LotWanted
from marketplace.listings.weighing import KS, Weighed, ask_weighing, ks_of, weigh, weigh_one
from tests.builders.claims import a_tape_of, debts
from tests.builders.listings import a_release, a_seller, wanted
from tests.marketplace.anonymity.lots import CUT_OFF, lot, lots

SVG = "{http://www.w3.org/2000/svg}"


async def a_draft(seller: Actor, *, claims: int = 130, debtors: int | None = None, **changes: object) -> UUID:
    tape_id, _ = await a_tape_of(seller, debts(claims, debtors=debtors))
    return await create_listing(seller, wanted(tape_id, **changes))


@settings(max_examples=15, deadline=None)
@given(frame=lots())
def test_more_debtors_behind_a_line_never_raise_the_worst_chance(frame: pl.DataFrame) -> None:
    found = [weigh_one([frame], Demanded(), k, CUT_OFF, "EUR") for k in (10, 20, 40)]
    for one in found:
        assert one.refused or ((one.k_reached or 0) >= one.k and (one.highest_risk or 1) <= 1 / one.k)
    refused = [one.refused is not None for one in found]
    assert refused == sorted(refused)


def test_a_k_that_cannot_be_says_why_and_the_others_stand() -> None:
    found = [weigh_one([lot(claims=60, debtors=40)], Demanded(), k, CUT_OFF, "EUR") for k in (30, 50)]
    assert found[0].refused is None
    assert found[1].refused is not None
    assert "40 distinct debtors" in found[1].refused


def test_the_chosen_k_is_among_the_handful() -> None:
    assert ks_of(10) == KS
    assert ks_of(25) == (10, 15, 20, 25, 30, 50, 100)


@pytest.mark.usefixtures("database")
async def test_the_job_keeps_each_k_and_tells_how_far_it_came() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller, k=12, lots=(LotWanted("Madrid", regions=("madrid",)), LotWanted("The rest")))
    await ask_weighing(seller, listing_id)
    before = (await anonymity_view(seller, listing_id)).weighing
    assert before.under_way is not None
    assert (before.under_way.state, before.each, before.picture) == ("waiting", (), "")
    await weigh(Actor.system(seller.organisation), listing_id)
    after = (await anonymity_view(seller, listing_id)).weighing
    assert after.under_way is not None
    assert (after.under_way.state, after.under_way.done, after.under_way.total) == ("done", 8, 8)
    assert [one.k for one in after.each] == [10, 12, 15, 20, 30, 50, 100]
    assert (after.claims, after.tried) == (130, 130)
    assert [one.k for one in after.each if one.refused] == [50, 100]
    kept = [one.detail_kept for one in after.each if one.detail_kept is not None]
    assert kept[0] > kept[-1]


@pytest.mark.usefixtures("database")
async def test_choosing_a_k_keeps_the_figures_and_changing_a_role_does_not() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller)
    await weigh(Actor.system(seller.organisation), listing_id)
    await choose_k(seller, listing_id, "20")
    assert len((await anonymity_view(seller, listing_id)).weighing.each) == len(KS)
    await settle_anonymity(seller, listing_id, Demanded(k=20, roles={"city": Role.DIRECT}))
    assert (await anonymity_view(seller, listing_id)).weighing.each == ()
    await weigh(Actor.system(seller.organisation), listing_id)
    assert len((await anonymity_view(seller, listing_id)).weighing.each) == len(KS)


@pytest.mark.usefixtures("database")
async def test_a_large_portfolio_is_tried_on_whole_debtors(monkeypatch: pytest.MonkeyPatch) -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller, claims=450, debtors=150)
    async with db.transaction(seller):
        lot_id = await db.fetch_value("SELECT id FROM lots WHERE listing_id = $1", listing_id)
    whole, part = await portfolio_of(seller, lot_id), await portfolio_of(seller, lot_id, share=0.3)
    assert 0.15 < part["debtor_key"].n_unique() / 150 < 0.45
    of_them = whole.filter(pl.col("debtor_key").is_in(part["debtor_key"].implode()))
    assert sorted(of_them["claim_id"]) == sorted(part["claim_id"])
    monkeypatch.setattr(weighing, "MOST_TRIED", 135)
    await weigh(Actor.system(seller.organisation), listing_id)
    found = (await anonymity_view(seller, listing_id)).weighing
    assert found.claims == 450
    assert found.tried == part.height


@pytest.mark.usefixtures("database")
async def test_only_the_seller_weighs_and_only_a_draft() -> None:
    seller, stranger = await a_seller(), await a_seller(name="Nosy Bank")
    listing_id = await a_draft(seller, claims=24)
    with pytest.raises(NotFound):
        await ask_weighing(stranger, listing_id)
    with pytest.raises(NotFound):
        await weigh(Actor.system(stranger.organisation), listing_id)
    await weigh(Actor.system(seller.organisation), listing_id)
    async with db.transaction(stranger):
        assert await db.fetch_value("SELECT count(*) FROM release_weighings") == 0
    await a_release(seller, listing_id)
    await open_listing(seller, listing_id)
    with pytest.raises(Refused, match="The listing is open"):
        await ask_weighing(seller, listing_id)


def weighed() -> list[Weighed]:
    return [Weighed(k, k, 1 / k, 0.8 / k, 0.9 - k / 200, 0.01, k) for k in KS]


def test_a_strict_page_takes_the_picture() -> None:
    elements = list(ET.fromstring(picture(weighed(), chosen=20)).iter())
    assert not any("style" in element.attrib for element in elements)
    assert not any(element.tag in {f"{SVG}style", f"{SVG}script", f"{SVG}image"} for element in elements)
    assert not {"width", "height"} & set(elements[0].attrib)


def test_every_k_is_named_and_the_chosen_one_marked_in_words_and_colour() -> None:
    root = ET.fromstring(picture(weighed(), chosen=20))
    said = {element.text for element in root.iter(f"{SVG}text")}
    assert {"k = 10", "k = 15", "k = 20, chosen", "k = 30", "k = 50", "k = 100"} <= said
    assert sum(element.attrib.get("fill") == CHOSEN for element in root.iter(f"{SVG}path")) == 1
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert "k = 20, chosen: 80 % of the detail kept" in str(description.text)


def test_one_k_alone_is_no_picture() -> None:
    assert picture([*weighed()[:1], Weighed(50, refused="too few")], chosen=10) == ""
