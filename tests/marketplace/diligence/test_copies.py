"""Each buyer's own copy of the anonymised tape, and whom a found file names."""

from pathlib import Path

import polars as pl
import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.money import Money
from marketplace.diligence.judging import Marks, judge
from marketplace.diligence.queries import looks_at
from marketplace.diligence.tracing import trace_copy
from marketplace.listings.wanted import LotWanted
from tests.builders.accounts import a_member, an_organisation
from tests.builders.claims import debts
from tests.builders.listings import a_bidder, a_seller
from tests.builders.releases import a_released_listing, downloaded, table

pytestmark = pytest.mark.usefixtures("database", "object_store")

BOOK = debts(300, debtors=240)


def found(folder: Path, frame: pl.DataFrame, name: str = "found.csv") -> Path:
    path = folder / name
    frame.write_csv(path)
    return path


def added_up(frame: pl.DataFrame, *over: str) -> dict[tuple[object, ...], int]:
    amounts = frame.with_columns(owed=(pl.col("balance_mean").cast(pl.Decimal(38, 2)) * 100).cast(pl.Int64))
    sums = amounts.group_by(over).agg(pl.col("owed").sum())
    return {row[:-1]: row[-1] for row in sums.iter_rows()}


async def facts_of(actor: Actor, kind: str) -> list[db.Row]:
    async with db.transaction(actor):
        return await db.fetch("SELECT * FROM facts WHERE kind = $1 ORDER BY id", kind)


async def test_each_buyer_gets_a_copy_of_his_own_and_the_same_one_every_time() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(
        seller, portfolio=BOOK, lots=(LotWanted("Madrid", regions=("madrid",)), LotWanted("Rest"))
    )
    first, second = [await a_bidder(listing_id=listing_id, name=name) for name in ("Ebro Fund", "Duero Fund")]
    mine, his, plain = [await downloaded(actor, listing_id) for actor in (first, second, seller)]
    assert mine != his
    assert plain not in (mine, his)
    assert await downloaded(first, listing_id) == mine
    told, released = table(mine), table(plain)
    assert told.drop("balance_mean").equals(released.drop("balance_mean"))
    assert told.columns == released.columns
    assert mine.startswith(b"\xef\xbb\xbf")
    for over in (("lot", "cell"), ("lot",), ("lot", "region")):
        assert added_up(told, *over) == added_up(released, *over)
    hashes = [fact["data"] for fact in await facts_of(seller, "diligence:tape:downloaded")]
    async with db.transaction(seller):
        copies = await db.fetch("SELECT encode(sha256, 'hex') AS sha256 FROM released_copies ORDER BY made_at")
    assert [copies[0]["sha256"] in data for data in hashes] == [True, False, True]


async def test_two_hundred_lines_without_references_name_the_buyer_and_the_question_is_recorded(tmp_path: Path) -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller, portfolio=BOOK)
    buyers = [await a_bidder(listing_id=listing_id, name=f"Fund {number}") for number in range(4)]
    copies = [table(await downloaded(buyer, listing_id)) for buyer in buyers]
    leaked = copies[2].drop("reference", "cell").sample(200, seed=5, shuffle=True)
    traced = await trace_copy(seller, listing_id, found(tmp_path, leaked))
    assert (traced.organisation_id, traced.organisation, traced.copies) == (buyers[2].organisation, "Fund 2", 4)
    assert traced.chance < 1e-6
    renamed = leaked.rename({"balance_mean": "Saldo"}).with_columns(pl.col("Saldo").str.replace(".", ",", literal=True))
    path = tmp_path / "renamed.csv"
    renamed.write_csv(path, separator=";")
    assert (await trace_copy(seller, listing_id, path)).organisation == "Fund 2"
    alone = found(tmp_path, leaked.select("balance_mean"), "alone.csv")
    assert (await trace_copy(seller, listing_id, alone)).organisation == "Fund 2"
    asked = await facts_of(seller, "diligence:copy:traced")
    assert len(asked) == 3
    assert str(buyers[2].organisation) in asked[0]["data"]
    assert await facts_of(buyers[2], "diligence:copy:traced") == []


async def test_the_sellers_own_file_and_a_strangers_name_nobody(tmp_path: Path) -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller, portfolio=BOOK)
    buyer = await a_bidder(listing_id=listing_id)
    await downloaded(buyer, listing_id)
    plain = found(tmp_path, table(await downloaded(seller, listing_id)))
    assert (await trace_copy(seller, listing_id, plain)).organisation is None
    other = await a_released_listing(seller, portfolio=debts(220, debtors=200, seed=2))
    reader = await a_bidder(listing_id=other)
    elsewhere = found(tmp_path, table(await downloaded(reader, other)), "other.csv")
    assert (await trace_copy(seller, listing_id, elsewhere)).organisation is None
    with pytest.raises(Invalid):
        await trace_copy(seller, listing_id, _written(tmp_path, b"\x00\x01\x02 no table"))


def _written(folder: Path, content: bytes) -> Path:
    path = folder / "noise.bin"
    path.write_bytes(content)
    return path


def test_a_file_without_a_mark_names_nobody_among_four_hundred_buyers(tmp_path: Path) -> None:
    """Every column is tried, and every one of them counts against the certainty."""
    amounts = [Money(100_000 + 37 * number, "EUR").text() for number in range(400)]
    frame = pl.DataFrame({"a": amounts, "b": amounts[::-1], "c": [str(number) for number in range(400)]})
    keys = {str(number): number.to_bytes(32, "big") for number in range(400)}
    judged = judge(found(tmp_path, frame), Marks(keys, keys), "EUR")
    assert (judged.named, judged.values) == (None, 400)


async def test_who_may_ask_whose_copy_a_file_is(tmp_path: Path) -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller, portfolio=BOOK)
    buyer = await a_bidder(listing_id=listing_id, name="Ebro Fund")
    path = found(tmp_path, table(await downloaded(buyer, listing_id)))
    operator = await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))
    assert (await trace_copy(operator, listing_id, path)).organisation == "Ebro Fund"
    assert (await trace_copy(Actor.platform(), listing_id, path)).organisation == "Ebro Fund"
    with pytest.raises(Forbidden):
        await trace_copy(buyer, listing_id, path)
    other = await a_seller(name="Sur")
    with pytest.raises(NotFound):
        await trace_copy(other, listing_id, path)
    posing = Actor(other.person_id, other.organisation_id, frozenset({"trade.watch"}), "person")
    with pytest.raises(NotFound):
        await trace_copy(posing, listing_id, path)
    assert len(await facts_of(seller, "diligence:copy:traced")) == 2


async def test_no_buyer_sees_anothers_copy_and_none_is_handed_out_without_the_agreement() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller)
    buyer, other = await a_bidder(listing_id=listing_id), await a_bidder(listing_id=listing_id, name="Other")
    await downloaded(buyer, listing_id)
    stranger = await a_bidder(name="Stranger")
    with pytest.raises(NotFound):
        await downloaded(stranger, listing_id)
    idle = Actor(buyer.person_id, buyer.organisation_id, frozenset(), "person")
    with pytest.raises(Forbidden):
        await downloaded(idle, listing_id)
    for actor, seen in ((buyer, 1), (other, 0), (stranger, 0), (seller, 1)):
        async with db.transaction(actor):
            assert await db.fetch_value("SELECT count(*) FROM released_copies") == seen
    with pytest.raises(Exception, match="row-level security"):
        async with db.transaction(buyer):
            await db.execute(
                "INSERT INTO released_copies SELECT (jsonb_populate_record(c, jsonb_build_object('id', uuidv7(),"
                " 'level', 'rows'))).* FROM released_copies c"
            )


async def test_the_seller_reads_every_download() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller)
    buyer = await a_bidder(listing_id=listing_id, name="Ebro Fund")
    for _ in range(2):
        await downloaded(buyer, listing_id)
    looks = await looks_at(seller, listing_id)
    assert [look.sentence for look in looks[:2]] == ["The anonymised tape was downloaded"] * 2
    assert {look.organisation for look in looks} == {"Ebro Fund"}
