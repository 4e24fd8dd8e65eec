"""Listings with a true anonymised tape, and the files that are handed out of them. They need the object store."""

import io
from typing import Any
from uuid import UUID

import polars as pl

from kernel.actor import Actor
from marketplace.diligence.downloads import download_tape
from marketplace.diligence.stored import StoredFile
from marketplace.listings.commands import create_listing, open_listing
from marketplace.listings.release import make_release
from tests.builders.claims import Debt, a_tape_of, debts
from tests.builders.listings import wanted


async def a_released_listing(
    seller: Actor, *, portfolio: list[Debt] | None = None, tape_id: UUID | None = None, **changes: Any
) -> UUID:
    """A listing on the market with its tape: of a few debts, or of those or the tape that are named."""
    if tape_id is None:
        tape_id, _ = await a_tape_of(seller, portfolio or debts(60, debtors=45))
    listing_id = await create_listing(seller, wanted(tape_id, **changes))
    await make_release(Actor.system(seller.organisation), listing_id)
    await open_listing(seller, listing_id)
    return listing_id


async def bytes_of(file: StoredFile) -> bytes:
    return b"".join([part async for part in file.stream()])


async def downloaded(actor: Actor, listing_id: UUID) -> bytes:
    return await bytes_of(await download_tape(actor, listing_id))


def table(content: bytes) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(content), infer_schema=False)
