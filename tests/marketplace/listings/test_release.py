"""The release of a listing: what the stored file tells, to whom, and that it names nobody."""

import io
from uuid import UUID

import polars as pl
import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from marketplace.anonymity import Role
from marketplace.diligence.commands import accept_nda
from marketplace.diligence.downloads import download_tape
from marketplace.listings.agreement import agreement
from marketplace.listings.commands import create_listing, open_listing
from marketplace.listings.queries import seller_view
from marketplace.listings.release import make_release
from marketplace.listings.wanted import LotWanted
from tests.builders.claims import a_tape_of, debts
from tests.builders.listings import a_bidder, a_seller, wanted

pytestmark = pytest.mark.usefixtures("objects")


async def released(seller: Actor, *, claims: int = 400, debtors: int = 300, **changes: object) -> UUID:
    tape_id, _ = await a_tape_of(seller, debts(claims, debtors=debtors))
    listing_id = await create_listing(seller, wanted(tape_id, **changes))
    await make_release(Actor.system(seller.organisation), listing_id)
    return listing_id


async def stored_file(actor: Actor, listing_id: UUID) -> bytes:
    file = await download_tape(actor, listing_id)
    return b"".join([part async for part in file.stream()])


async def owners(seller: Actor, listing_id: UUID) -> pl.DataFrame:
    """Which debtor each released reference is, as the database knows it."""
    async with db.transaction(seller):
        rows = await db.fetch(
            "SELECT x.released_reference AS reference, p.person_hash::text AS debtor, t.position AS lot"
            " FROM lot_claims x JOIN parties p ON p.claim_id = x.claim_id JOIN lots t ON t.id = x.lot_id"
            " WHERE x.listing_id = $1",
            listing_id,
        )
    return pl.DataFrame([dict(row) for row in rows])


async def smallest_group(seller: Actor, listing_id: UUID, told: pl.DataFrame) -> int:
    """k, counted from the file alone and the debtors behind its references."""
    known = await owners(seller, listing_id)
    assert set(told["reference"]) == set(known["reference"])
    joined = told.join(known.select("reference", "debtor"), on="reference")
    shown = [name for name in told.columns if name not in {"reference", "cell"}]
    return int(joined.group_by(shown).agg(pl.col("debtor").n_unique())["debtor"].min() or 0)


async def test_every_line_of_the_stored_file_could_belong_to_k_debtors() -> None:
    seller = await a_seller()
    listing_id = await released(seller, k=12)
    told = pl.read_csv(io.BytesIO(await stored_file(seller, listing_id)), infer_schema=False)
    assert told.height == 400
    found = await smallest_group(seller, listing_id, told)
    view = await seller_view(seller, listing_id)
    assert view.release is not None
    assert found >= 12
    assert view.release.k_reached == found


async def test_the_file_names_nobody_and_carries_no_reference_of_the_seller() -> None:
    seller = await a_seller()
    text = (await stored_file(seller, await released(seller))).decode()
    for canary in ("Apellido", "ACC-", "000123X", "national"):
        assert canary not in text
    born = [f"{one.birth_date:%Y-%m-%d}" for one in debts(400, debtors=300) if one.birth_date]
    assert not any(day in text for day in born)


async def test_the_birth_date_is_read_from_its_seal_and_shown_as_a_band_of_years() -> None:
    seller = await a_seller()
    told = pl.read_csv(io.BytesIO(await stored_file(seller, await released(seller))), infer_schema=False)
    assert any("birth" in name or "age" in name for name in told.columns)


async def test_each_lot_is_anonymous_by_itself() -> None:
    seller = await a_seller()
    lots = (LotWanted("Madrid", regions=("madrid",)), LotWanted("The rest"))
    listing_id = await released(seller, lots=lots)
    told = pl.read_csv(io.BytesIO(await stored_file(seller, listing_id)), infer_schema=False)
    known = await owners(seller, listing_id)
    pairs = told.join(known, on="reference").select(pl.col("lot").cast(pl.Int64) == pl.col("lot_right"))
    assert pairs.to_series().all()
    assert await smallest_group(seller, listing_id, told) >= 10
    view = await seller_view(seller, listing_id)
    assert view.release is not None
    assert [lot.name for lot in view.release.lots] == ["Madrid", "The rest"]
    assert all(lot.tables and lot.charts and lot.report.k_reached >= 10 for lot in view.release.lots)


async def test_a_column_the_seller_leaves_out_is_not_in_the_file() -> None:
    seller = await a_seller()
    listing_id = await released(seller, roles={"birth_on": Role.DIRECT, "product": Role.SENSITIVE}, l=2)
    told = pl.read_csv(io.BytesIO(await stored_file(seller, listing_id)), infer_schema=False)
    assert not any("birth" in name or "age" in name for name in told.columns)
    assert set(told["product"]) == {"consumer_loan", "credit_card", "telecom"}


async def test_made_twice_it_is_the_first_one() -> None:
    seller = await a_seller()
    listing_id = await released(seller)
    before = await stored_file(seller, listing_id)
    await make_release(Actor.system(seller.organisation), listing_id)
    assert await stored_file(seller, listing_id) == before
    async with db.transaction(seller):
        assert await db.fetch_value("SELECT count(*) FROM facts WHERE kind = 'listings:tape:released'") == 1


async def test_a_buyer_gets_the_tape_only_behind_the_agreement() -> None:
    seller = await a_seller()
    listing_id = await released(seller)
    buyer = await a_bidder()
    with pytest.raises(NotFound):
        await download_tape(buyer, listing_id)
    await open_listing(seller, listing_id)
    with pytest.raises(NotFound):
        await download_tape(buyer, listing_id)
    async with db.transaction(buyer):
        assert await db.fetch_value("SELECT count(*) FROM releases") == 0
        assert await db.fetch_value("SELECT count(*) FROM lot_claims") == 0
    await accept_nda(buyer, listing_id, shown_sha256=agreement().sha256.hex())
    mine, plain = [
        pl.read_csv(io.BytesIO(await stored_file(actor, listing_id)), infer_schema=False) for actor in (buyer, seller)
    ]
    assert mine.drop("balance_mean").equals(plain.drop("balance_mean"))
