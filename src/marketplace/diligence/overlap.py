"""What a buyer has already: a second release is laid over it before he is handed a copy."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import polars as pl

from kernel import db
from kernel.actor import Actor
from kernel.clock import Clock
from kernel.data_keys import open_key
from marketplace.anonymity import refuse_joined
from marketplace.diligence.copies import cells_of
from marketplace.diligence.stored import StoredFile

CLAIMS = {"lot": pl.Int64, "reference": pl.String, "claim_id": pl.String, "debtor": pl.Binary}


async def refuse_overlap(listing_id: UUID, buyer_id: UUID, *, clock: Clock) -> None:
    """Refused if the listing's tape and all that the buyer took of the same claims would together show fewer than k.

    References are fresh in each release, so that nothing joins its lines; this holds even for a reader who knew which
    belong together. As the platform: the earlier seller may be another one. k is the highest that was promised.
    """
    platform = Actor.platform(clock)
    async with db.transaction(platform):
        rows = await db.fetch("SELECT listings_that_overlap($1, $2) AS id", listing_id, buyer_id)
        if not rows:
            return
        known = [await _claims(one) for one in (*(row["id"] for row in rows), listing_id)]
        stored = [await _stored(one) for one in (*(row["id"] for row in rows), listing_id)]
    with TemporaryDirectory(prefix="recourse-overlap-") as folder:
        paths = [await file.saved(Path(folder) / f"{place}.csv") for place, (file, _) in enumerate(stored)]
        await asyncio.to_thread(_refuse, known, paths, max(k for _, k in stored))


async def _claims(listing_id: UUID) -> pl.DataFrame:
    rows = await db.fetch("SELECT lot, reference, claim_id::text, debtor FROM claims_behind($1)", listing_id)
    return pl.DataFrame([tuple(row) for row in rows], schema=CLAIMS, orient="row")


async def _stored(listing_id: UUID) -> tuple[StoredFile, int]:
    row = await db.fetch_sure("SELECT * FROM releases WHERE listing_id = $1", listing_id)
    return StoredFile.of(row, await open_key(row["data_key_id"])), row["k_wanted"]


def _refuse(known: Sequence[pl.DataFrame], tapes: Sequence[Path], k: int) -> None:
    """The last is the new one; what the reader has of all others is one picture."""
    joined: pl.DataFrame | None = None
    for place, (claims, tape) in enumerate(zip(known, tapes, strict=True)):
        told = claims.join(cells_of(tape), on="reference").select(
            "claim_id", "debtor", pl.col("cell").alias(f"{place}")
        )
        joined = told if joined is None else joined.join(told, on=("claim_id", "debtor"), how="full", coalesce=True)
    if joined is None:
        return
    earlier = [f"{place}" for place in range(len(tapes) - 1)]
    before = joined.select(pl.concat_str([pl.col(name).fill_null("-") for name in earlier], separator="|")).to_series()
    refuse_joined(joined["debtor"], before, joined[f"{len(tapes) - 1}"], k)
