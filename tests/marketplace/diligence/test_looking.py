"""What a buyer sees before and behind the agreement, and that its seller reads every look."""

import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound, Refused
from marketplace.diligence.commands import accept_nda
from marketplace.diligence.queries import look_at, looks_at, market
from marketplace.listings.agreement import agreement
from marketplace.listings.commands import withdraw_listing
from tests.builders.accounts import a_member, an_organisation
from tests.builders.listings import a_bidder, a_listing_on_the_market, a_seller

pytestmark = pytest.mark.usefixtures("database")

SHOWN = agreement().sha256.hex()


async def test_before_the_agreement_there_are_totals_only_and_behind_it_the_release() -> None:
    on_market = await a_listing_on_the_market()
    buyer = await a_bidder()
    teaser = await look_at(buyer, on_market.listing_id)
    assert teaser.release is None
    assert teaser.listing.claims == 24
    await accept_nda(buyer, on_market.listing_id, shown_sha256=SHOWN)
    behind = await look_at(buyer, on_market.listing_id)
    assert behind.release is not None
    assert behind.acceptance is not None
    assert behind.acceptance.version == "v1"


async def test_the_agreement_is_recorded_with_version_text_time_person_and_address_once() -> None:
    on_market = await a_listing_on_the_market()
    plain = await a_bidder()
    buyer = Actor(plain.person_id, plain.organisation_id, plain.permissions, "person", ip="192.0.2.7")
    first = await accept_nda(buyer, on_market.listing_id, shown_sha256=SHOWN)
    assert await accept_nda(buyer, on_market.listing_id, shown_sha256=SHOWN) == first
    async with db.transaction(on_market.seller):
        row = await db.fetch_sure("SELECT * FROM nda_acceptances")
        assert await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'diligence:agreement:accepted'") == 1
    assert (row["nda_version"], row["nda_sha256"], row["person_id"], row["ip"]) == (
        "v1",
        agreement().sha256,
        buyer.person_id,
        "192.0.2.7",
    )


async def test_another_text_an_unvetted_organisation_and_the_seller_cannot_accept() -> None:
    on_market = await a_listing_on_the_market()
    buyer = await a_bidder()
    with pytest.raises(Refused, match="not this listing's"):
        await accept_nda(buyer, on_market.listing_id, shown_sha256="00")
    unvetted = await a_member(
        organisation_id=await an_organisation(kinds=("purchaser",), status="applied"), roles=("buyer",)
    )
    with pytest.raises(Refused, match="not vetted"):
        await accept_nda(unvetted, on_market.listing_id, shown_sha256=SHOWN)
    own = await a_member(organisation_id=on_market.seller.organisation, roles=("buyer",))
    with pytest.raises(Refused, match="your own listing"):
        await accept_nda(own, on_market.listing_id, shown_sha256=SHOWN)
    with pytest.raises(Forbidden):
        await accept_nda(on_market.seller, on_market.listing_id, shown_sha256=SHOWN)
    await withdraw_listing(on_market.seller, on_market.listing_id, reason="Later")
    with pytest.raises(Refused, match="withdrawn"):
        await accept_nda(buyer, on_market.listing_id, shown_sha256=SHOWN)


async def test_the_market_shows_each_circle_its_listings_and_says_what_a_buyer_lacks() -> None:
    guest, other = await a_bidder(name="Guest"), await a_bidder(name="Other")
    await a_listing_on_the_market(title="For all")
    await a_listing_on_the_market(
        seller=await a_seller(name="Sur"), title="For guests", circle="invited", invitees=(guest.organisation,)
    )
    assert {one.listing.title for one in await market(guest)} == {"For all", "For guests"}
    (seen,) = await market(other)
    assert (seen.listing.title, seen.lack, seen.own) == ("For all", None, False)
    agency = await a_member(organisation_id=await an_organisation(kinds=("servicer",)), roles=("buyer",))
    assert "no purchaser" in str((await market(agency))[0].lack)
    bare = await a_member(organisation_id=await an_organisation(kinds=("purchaser",), name="Bare"), roles=("buyer",))
    assert (await market(bare))[0].lack == "Bare holds no licence as purchaser for person debtors in ES."


async def test_outside_the_circle_a_listing_does_not_exist() -> None:
    guest = await a_bidder()
    on_market = await a_listing_on_the_market(circle="invited", invitees=(guest.organisation,))
    stranger = await a_bidder()
    with pytest.raises(NotFound):
        await look_at(stranger, on_market.listing_id)
    with pytest.raises(NotFound):
        await accept_nda(stranger, on_market.listing_id, shown_sha256=SHOWN)
    assert (await look_at(guest, on_market.listing_id)).listing.id == on_market.listing_id


async def test_the_seller_reads_every_look_and_nobody_else_does() -> None:
    on_market = await a_listing_on_the_market()
    buyer = await a_bidder(name="Ebro Fund")
    await look_at(buyer, on_market.listing_id)
    await accept_nda(buyer, on_market.listing_id, shown_sha256=SHOWN)
    await look_at(buyer, on_market.listing_id)
    looks = await looks_at(on_market.seller, on_market.listing_id)
    assert [(look.organisation, look.closely) for look in looks] == [
        ("Ebro Fund", True),
        ("Ebro Fund", True),
        ("Ebro Fund", False),
    ]
    assert "accepted (version v1)" in looks[1].sentence
    with pytest.raises(Forbidden):
        await looks_at(buyer, on_market.listing_id)
    other = await a_seller(name="Sur")
    assert await looks_at(other, on_market.listing_id) == []


def test_the_text_of_a_version_never_changes() -> None:
    assert agreement("v1").sha256.hex() == "d484b55514eae5912a4a9bfe85c581dacfa357a8ce18d611462dc6f6cad59e5f"
    with pytest.raises(NotFound):
        agreement("../v1")
