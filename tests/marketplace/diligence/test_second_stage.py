"""The second stage: who gets single claims and summaries of files, what they tell, and what stays closed."""

from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader

from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound, Refused
from marketplace.anonymity import Role
from marketplace.bids.closing import close_listing
from marketplace.bids.commands import place_bid
from marketplace.bids.queries import opened_bids
from marketplace.diligence.downloads import download_second_stage, download_tape
from marketplace.diligence.preparing import prepare
from marketplace.diligence.queries import looks_at
from marketplace.diligence.second_stage import set_level, set_pick
from marketplace.diligence.states import Level
from marketplace.diligence.telling import tell_picked
from marketplace.diligence.tracing import trace_copy
from marketplace.listings.commands import withdraw_listing
from tests.builders.claims import Debt, debts
from tests.builders.listings import a_bidder, a_seller, move_close
from tests.builders.releases import a_released_listing, bytes_of, downloaded, table
from tests.marketplace.bids.test_deciding import LATER
from web import wiring

pytestmark = pytest.mark.usefixtures("database", "object_store")

wiring.load_jobs()
BOOK = debts(60, debtors=45)


async def second_stage(seller: Actor, listing_id: UUID, *bidders: Actor) -> None:
    """Rows and papers opened to these bidders, their copies made as the job makes them."""
    for level in (Level.ROWS, Level.PAPERS):
        await set_level(seller, listing_id, level, opened=True)
    for bidder in bidders:
        await set_pick(seller, listing_id, bidder.organisation, picked=True)
    await prepare(Actor.system(seller.organisation), listing_id)


async def taken(bidder: Actor, listing_id: UUID, level: Level) -> bytes:
    return await bytes_of(await download_second_stage(bidder, listing_id, level))


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def names_of(book: list[Debt]) -> set[str]:
    """What names a debtor or his claim in the seller's own papers."""
    told = {one.debtor_name for one in book} | {one.reference for one in book} | {one.national_id for one in book}
    return told | {one.debtor_name.split()[-1] for one in book} | {f"{one.birth_date}" for one in book}


async def test_a_shortlisted_bidder_reads_exact_debts_and_no_debtor() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller, portfolio=BOOK)
    bidder = await a_bidder(listing_id=listing_id)
    await second_stage(seller, listing_id, bidder)
    content = await taken(bidder, listing_id, Level.ROWS)
    rows = table(content)
    assert sorted(rows["balance"]) == sorted(f"{one.balance_minor / 100:.2f}" for one in BOOK)
    assert set(rows["default_on"]) == {one.default_on.isoformat() for one in BOOK}
    assert rows["debtor"].n_unique() == 45
    assert rows["reference"].n_unique() == 60
    assert set(rows["birth_year"]) == {str(one.birth_date.year) for one in BOOK if one.birth_date}
    assert not {"postcode", "city", "birth_on", "claim_id", "debtor_key", "debtor_name"} & set(rows.columns)
    for name in names_of(BOOK) | {"28013", "28004", "41001"}:
        assert name not in content.decode(), name
    assert await taken(bidder, listing_id, Level.ROWS) == content


async def test_the_summaries_mask_everybody_and_show_no_file() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller, portfolio=BOOK, title="Consumer loans, June")
    bidder = await a_bidder(listing_id=listing_id, name="Ebro Fund")
    await second_stage(seller, listing_id, bidder)
    said = words(await taken(bidder, listing_id, Level.PAPERS))
    assert "Copy of Ebro Fund" in said
    assert "20 of 60 claims" in said
    assert "files are not redacted" in said
    for name in names_of(BOOK):
        assert name not in said, name
    rows = table(await taken(bidder, listing_id, Level.ROWS))
    shown = [reference for reference in rows["reference"] if reference in said]
    assert len(shown) == 20


async def test_two_bidders_pseudonyms_have_nothing_in_common_and_each_names_its_copy(tmp_path: Path) -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller, portfolio=BOOK)
    first, second = [await a_bidder(listing_id=listing_id, name=name) for name in ("Ebro Fund", "Duero Fund")]
    await second_stage(seller, listing_id, first, second)
    mine, his = [table(await taken(one, listing_id, Level.ROWS)) for one in (first, second)]
    tape = set(table(await downloaded(first, listing_id))["reference"])
    for column in ("reference", "debtor"):
        assert set(mine[column]) & (set(his[column]) | tape) == set()
    leaked = tmp_path / "leaked.csv"
    his.select("debtor", "balance").sample(12, seed=3).rename({"debtor": "who"}).write_csv(leaked)
    traced = await trace_copy(seller, listing_id, leaked)
    assert (traced.organisation, traced.chance < 1e-6) == ("Duero Fund", True)


async def test_only_who_was_picked_may_take_it_and_the_seller_reads_each_look() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller, portfolio=BOOK)
    picked, other = [await a_bidder(listing_id=listing_id, name=name) for name in ("Ebro Fund", "Duero Fund")]
    stranger = await a_bidder(name="Stranger")
    await second_stage(seller, listing_id, picked)
    await taken(picked, listing_id, Level.PAPERS)
    for level in (Level.ROWS, Level.PAPERS):
        for actor in (other, stranger):
            with pytest.raises(NotFound):
                await download_second_stage(actor, listing_id, level)
        with pytest.raises(Forbidden):
            await download_second_stage(seller, listing_id, level)
    async with db.transaction(other):
        assert await db.fetch_value("SELECT count(*) FROM shortlist_picks") == 0
        assert await db.fetch_value("SELECT count(*) FROM released_copies") == 0
    looks = await looks_at(seller, listing_id)
    assert (looks[0].organisation, looks[0].sentence) == ("Ebro Fund", "The summaries of sample files were downloaded")


async def test_the_seller_closes_any_level_at_any_time_and_drops_whom_he_picked() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller, portfolio=BOOK)
    bidder = await a_bidder(listing_id=listing_id)
    await second_stage(seller, listing_id, bidder)
    await taken(bidder, listing_id, Level.ROWS)
    await downloaded(bidder, listing_id)
    for level in Level:
        await set_level(seller, listing_id, level, opened=False)
        await set_level(seller, listing_id, level, opened=False)
    for level in (Level.ROWS, Level.PAPERS):
        with pytest.raises(Refused, match="closed this level"):
            await download_second_stage(bidder, listing_id, level)
    with pytest.raises(Refused, match="closed this level"):
        await download_tape(bidder, listing_id)
    await set_level(seller, listing_id, Level.ROWS, opened=True)
    assert await taken(bidder, listing_id, Level.ROWS)
    await set_pick(seller, listing_id, bidder.organisation, picked=False)
    with pytest.raises(NotFound):
        await download_second_stage(bidder, listing_id, Level.ROWS)
    async with db.transaction(seller):
        closings = await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'diligence:level:closed'")
    assert closings == 3


async def test_nothing_is_open_by_itself_and_nobody_outside_the_agreement_is_picked() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller, portfolio=BOOK)
    bidder, unbound = await a_bidder(listing_id=listing_id), await a_bidder(name="Unbound")
    with pytest.raises(NotFound, match="accepted this listing's confidentiality agreement"):
        await set_pick(seller, listing_id, unbound.organisation, picked=True)
    await set_pick(seller, listing_id, bidder.organisation, picked=True)
    with pytest.raises(Refused, match="closed this level"):
        await download_second_stage(bidder, listing_id, Level.ROWS)
    await set_level(seller, listing_id, Level.ROWS, opened=True)
    with pytest.raises(Refused, match="being made"):
        await download_second_stage(bidder, listing_id, Level.ROWS)
    assert await prepare(Actor.system(seller.organisation), listing_id) == 1
    assert await prepare(Actor.system(seller.organisation), listing_id) == 0
    assert (await tell_picked(listing_id, bidder.organisation), await tell_picked(listing_id, bidder.organisation)) == (
        1,
        0,
    )
    other = await a_seller(name="Sur")
    for act in (set_level(other, listing_id, Level.ROWS, opened=False),):
        with pytest.raises(NotFound):
            await act
    with pytest.raises(Forbidden):
        await set_pick(bidder, listing_id, bidder.organisation, picked=True)
    await withdraw_listing(seller, listing_id, reason="Later")
    with pytest.raises(Refused, match="withdrawn"):
        await set_level(seller, listing_id, Level.PAPERS, opened=True)


async def test_what_the_seller_withholds_from_the_tape_is_in_no_row_and_no_summary() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(
        seller, portfolio=BOOK, roles={"birth_on": Role.DIRECT, "default_on": Role.DIRECT}
    )
    bidder = await a_bidder(listing_id=listing_id)
    await second_stage(seller, listing_id, bidder)
    assert not {"birth_year", "default_on"} & set(table(await taken(bidder, listing_id, Level.ROWS)).columns)
    said = words(await taken(bidder, listing_id, Level.PAPERS))
    assert "In default since" not in said
    assert "Balance at cut-off" in said


async def test_picking_after_the_close_shortlists_the_bids() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller, portfolio=BOOK)
    bidder = await a_bidder(listing_id=listing_id)
    async with db.transaction(seller):
        lot_id = await db.fetch_value("SELECT id FROM lots WHERE listing_id = $1", listing_id)
    await place_bid(
        bidder,
        lot_id,
        amount="2000.00",
        purchaser_id=bidder.organisation,
        servicer_id=None,
        valid_until=LATER,
        funding="own funds",
    )
    await move_close(listing_id, seconds=0)
    await close_listing(listing_id)
    await set_pick(seller, listing_id, bidder.organisation, picked=True)
    assert [bid.status for lot in await opened_bids(seller, listing_id) for bid in lot.bids] == ["shortlisted"]
