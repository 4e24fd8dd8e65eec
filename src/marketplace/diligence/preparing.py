"""Making what the shortlisted may take: for each of them a copy of his own of every open level."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec
import polars as pl

from documents.vault.commands import put
from kernel import data_keys, db
from kernel.actor import Actor
from kernel.data_keys import DataKey
from marketplace.anonymity import Role, key_of
from marketplace.diligence import policies
from marketplace.diligence.claim_rows import withheld_by, write_claim_rows
from marketplace.diligence.keeping import keep_copy
from marketplace.diligence.samples import Sampled, sample_of
from marketplace.diligence.states import Level, LevelStatus
from marketplace.diligence.summaries import printed, summary_paper
from marketplace.listings.portfolio import portfolio_of


@dataclass(frozen=True, slots=True)
class _Bidder:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class _Stage:
    """A listing whose second stage is open, and who lacks a copy of which level."""

    listing_id: UUID
    title: str
    seller: str
    roles: dict[str, Role]
    lot_ids: tuple[UUID, ...]
    lacking: tuple[tuple[Level, _Bidder], ...]

    def lack(self, level: Level) -> list[_Bidder]:
        return [bidder for one, bidder in self.lacking if one is level]


async def prepare(actor: Actor, listing_id: UUID) -> int:
    """Makes the copies that are missing and returns how many; doing it again does nothing. For the seller's system."""
    stage = await _stage(actor, listing_id)
    if stage is None or not stage.lacking:
        return 0
    made = 0
    if stage.lack(Level.ROWS):
        lots = [await portfolio_of(actor, lot_id) for lot_id in stage.lot_ids]
        claims = pl.concat(
            (lot.with_columns(lot=pl.lit(place)) for place, lot in enumerate(lots, start=1)), how="diagonal"
        )
        for bidder in stage.lack(Level.ROWS):
            await _make_rows(actor, stage, bidder, claims)
            made += 1
    if stage.lack(Level.PAPERS):
        async with db.transaction(actor):
            sampled = await sample_of(actor, listing_id)
            many = await db.fetch_value("SELECT count(*) FROM lot_claims WHERE listing_id = $1", listing_id)
        for bidder in stage.lack(Level.PAPERS):
            await _make_papers(actor, stage, bidder, sampled, many)
            made += 1
    return made


async def _stage(actor: Actor, listing_id: UUID) -> _Stage | None:
    async with db.transaction(actor):
        listing = await db.fetch_one(
            "SELECT l.*, o.name AS seller FROM listings l JOIN organisations o ON o.id = l.organisation_id"
            " WHERE l.id = $1 AND l.organisation_id = $2",
            listing_id,
            actor.organisation,
        )
        if listing is None or policies.can_open_second_stage(listing["status"]) is not True:
            return None
        levels = [
            level
            for level in (Level.ROWS, Level.PAPERS)
            if await policies.level_status(listing_id, level) is LevelStatus.OPEN
        ]
        rows = await db.fetch(
            "SELECT p.organisation_id AS id, coalesce(o.name, '') AS name, g.level FROM shortlist_picks p"
            " LEFT JOIN organisations o ON o.id = p.organisation_id CROSS JOIN unnest($3::varchar[]) AS g(level)"
            " WHERE p.listing_id = $1 AND p.seller_organisation_id = $2 AND p.status = 'picked' AND NOT EXISTS"
            " (SELECT 1 FROM released_copies c WHERE c.listing_id = $1 AND c.organisation_id = p.organisation_id"
            " AND c.level = g.level) ORDER BY p.id",
            listing_id,
            actor.organisation,
            levels,
        )
        lots = await db.fetch("SELECT id FROM lots WHERE listing_id = $1 ORDER BY position", listing_id)
    return _Stage(
        listing_id=listing_id,
        title=listing["title"],
        seller=listing["seller"],
        roles=msgspec.json.decode(listing["column_roles"], type=dict[str, Role]),
        lot_ids=tuple(row["id"] for row in lots),
        lacking=tuple((Level(row["level"]), _Bidder(row["id"], row["name"])) for row in rows),
    )


async def _make_rows(seller: Actor, stage: _Stage, bidder: _Bidder, claims: pl.DataFrame) -> None:
    def write(key: bytes, path: Path) -> int:
        return write_claim_rows(claims, stage.roles, key, path)

    await _make(seller, stage, bidder, Level.ROWS, "pseudonymised-claims.csv", "text/csv", write)


async def _make_papers(seller: Actor, stage: _Stage, bidder: _Bidder, sampled: list[Sampled], many: int) -> None:
    def write(key: bytes, path: Path) -> int:
        paper = summary_paper(
            sampled,
            key,
            withheld=withheld_by(stage.roles),
            title=stage.title,
            seller=stage.seller,
            buyer=bidder.name,
            claims=many,
            as_of=seller.today("UTC"),
        )
        path.write_bytes(printed(paper))
        return len(sampled)

    await _make(seller, stage, bidder, Level.PAPERS, "sample-files.pdf", "application/pdf", write)


async def _make(
    seller: Actor,
    stage: _Stage,
    bidder: _Bidder,
    level: Level,
    file_name: str,
    media_type: str,
    write: Callable[[bytes, Path], int],
) -> None:
    secret = await _secret(seller, stage, bidder)
    key = key_of(secret.secret, str(stage.listing_id), str(bidder.id))
    with TemporaryDirectory(prefix="recourse-copy-") as folder:
        path = Path(folder) / file_name
        rows = await asyncio.to_thread(write, key, path)
        stored = await put(path, media_type=media_type)
    await keep_copy(
        seller,
        stage.listing_id,
        level,
        bidder.id,
        mark_key_id=secret.id,
        stored=stored,
        file_name=file_name,
        rows=rows,
    )


async def _secret(seller: Actor, stage: _Stage, bidder: _Bidder) -> DataKey:
    """One secret for a bidder's rows and papers, so that a claim has one pseudonym in both."""
    async with db.transaction(seller):
        known = await db.fetch_value(
            "SELECT mark_key_id FROM released_copies WHERE listing_id = $1 AND organisation_id = $2"
            " AND seller_organisation_id = $3 AND level <> 'tape' LIMIT 1",
            stage.listing_id,
            bidder.id,
            seller.organisation,
        )
        return await (data_keys.open_key(known) if known else data_keys.make(seller, "object"))
