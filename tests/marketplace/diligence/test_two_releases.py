"""A portfolio released twice: what one buyer has of both together hides k debtors, or he is refused the second."""

from typing import Any
from uuid import UUID

import polars as pl
import pytest

from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from marketplace.diligence.commands import accept_nda
from marketplace.diligence.queries import looks_at
from marketplace.listings.agreement import agreement
from marketplace.listings.commands import withdraw_listing
from marketplace.listings.wanted import LotWanted
from tests.builders.claims import a_tape_of, debts
from tests.builders.listings import a_bidder, a_seller
from tests.builders.releases import a_released_listing, downloaded, table

pytestmark = pytest.mark.usefixtures("database", "object_store")


async def owners(seller: Actor, listing_id: UUID) -> pl.DataFrame:
    """Which debtor and claim each released reference is: what an all-knowing attacker would join by."""
    async with db.transaction(seller):
        rows = await db.fetch(
            "SELECT x.released_reference AS reference, x.claim_id::text AS claim, p.person_hash::text AS debtor"
            " FROM lot_claims x JOIN parties p ON p.claim_id = x.claim_id WHERE x.listing_id = $1",
            listing_id,
        )
    return pl.DataFrame([dict(row) for row in rows])


async def fewest_behind_both(seller: Actor, first: UUID, second: UUID, files: tuple[bytes, bytes]) -> int:
    """The smallest number of debtors who share all that both files tell of a claim, mean and references aside."""
    parts = []
    for place, (listing_id, content) in enumerate(zip((first, second), files, strict=True)):
        told = table(content)
        shown = [name for name in told.columns if name not in {"reference", "cell", "balance_mean"}]
        picture = told.select("reference", pl.concat_str(pl.col(shown).fill_null("*"), separator="|").alias(f"{place}"))
        parts.append(picture.join(await owners(seller, listing_id), on="reference").drop("reference"))
    joined = parts[0].join(parts[1], on=("claim", "debtor"), how="full", coalesce=True)
    return min(int(one) for one in joined.group_by("0", "1").agg(pl.col("debtor").n_unique())["debtor"])


async def test_the_same_claims_again_have_other_references_and_together_still_hide_k() -> None:
    seller = await a_seller()
    tape_id, _ = await a_tape_of(seller, debts(160, debtors=120))
    first = await a_released_listing(seller, tape_id=tape_id)
    buyer = await a_bidder(listing_id=first)
    earlier = await downloaded(buyer, first)
    await withdraw_listing(seller, first, reason="Another timetable")
    second = await a_released_listing(seller, tape_id=tape_id)
    await agreed(buyer, second)
    later = await downloaded(buyer, second)
    assert set(table(earlier)["reference"]) & set(table(later)["reference"]) == set()
    assert await fewest_behind_both(seller, first, second, (earlier, later)) >= 10


async def agreed(buyer: Actor, listing_id: UUID) -> None:
    await accept_nda(buyer, listing_id, shown_sha256=agreement().sha256.hex())


@pytest.mark.parametrize(
    "changes",
    [{"k": 14}, {"lots": (LotWanted("Larger ones", balance_from="200.00"),)}],
    ids=["cut otherwise", "some claims gone"],
)
async def test_a_release_that_would_single_somebody_out_is_refused_to_who_has_the_first(
    changes: dict[str, Any],
) -> None:
    seller = await a_seller()
    tape_id, _ = await a_tape_of(seller, debts(160, debtors=120))
    first = await a_released_listing(seller, tape_id=tape_id)
    buyer, fresh = await a_bidder(listing_id=first), await a_bidder(name="Fresh Fund")
    await downloaded(buyer, first)
    await withdraw_listing(seller, first, reason="Prepared anew")
    second = await a_released_listing(seller, tape_id=tape_id, **changes)
    for reader in (buyer, fresh):
        await agreed(reader, second)
    with pytest.raises(Refused, match=r"this buyer already has, \d+ debtors? would stand alone"):
        await downloaded(buyer, second)
    assert table(await downloaded(fresh, second)).height > 0
    refused = [look for look in await looks_at(seller, second) if "refused" in look.sentence]
    assert [look.organisation for look in refused] == ["Cantábrica Activos"]
    async with db.transaction(buyer):
        assert await db.fetch_value("SELECT count(*) FROM released_copies WHERE listing_id = $1", second) == 0


async def test_only_the_platform_may_ask_who_stands_behind_a_line() -> None:
    seller = await a_seller()
    listing_id = await a_released_listing(seller)
    for sql in ("SELECT * FROM claims_behind($1)", "SELECT listings_that_overlap($1, $1)"):
        with pytest.raises(Exception, match="permission denied"):
            async with db.transaction(seller):
                await db.fetch(sql, listing_id)
