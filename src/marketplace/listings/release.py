"""The release: the anonymised tape, its account, its tables and charts, made once for each listing."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec
import polars as pl

from documents.vault.commands import Put, keep_key, put
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.ids import new_id
from kernel.progress import Progress, working
from marketplace.anonymity import DEBTOR_KEY, Report, Role, Tried, anonymise, larger_lot, written
from marketplace.listings.charts import Chart, charts
from marketplace.listings.demanded import Demanded, demanded_of
from marketplace.listings.facts import TapeReleased
from marketplace.listings.portfolio import portfolio_of
from marketplace.listings.stratification import Stratification, stratify_beside
from marketplace.listings.told_by_tape import TapeError
from marketplace.tapes.export import write_rows

MOST_JOINED = 100_000
"""Claims of all lots up to which a lot that bidders would misjudge is tried as one with another."""


class LotAccount(msgspec.Struct, frozen=True):
    """What was reached and lost for one lot; `errors` tell how far tables made from the tape alone are off.

    `larger` is what joining the lot with another one would do, where bidders would misjudge it alone.
    """

    lot_id: UUID
    position: int
    name: str
    report: Report
    errors: tuple[TapeError, ...] = ()
    larger: Tried | None = None


class LotStrata(msgspec.Struct, frozen=True):
    lot_id: UUID
    tables: tuple[Stratification, ...]


class LotCharts(msgspec.Struct, frozen=True):
    lot_id: UUID
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class LotReleased:
    """One lot's part. `references` (claim, reference) never leaves the seller."""

    frame: pl.DataFrame
    references: pl.DataFrame
    account: LotAccount
    strata: LotStrata
    charts: LotCharts


@dataclass(frozen=True, slots=True)
class _Lot:
    id: UUID
    position: int
    name: str


async def make_release(actor: Actor, listing_id: UUID) -> None:
    """Makes and stores the release of a draft. Doing it again does nothing; the listing can be opened afterwards.

    Each lot is anonymised by itself, so that k holds inside every lot. A refusal of the anonymisation (one debtor owes
    most of a lot) is told on the listing's page.
    """
    async with db.transaction(actor):
        listing = await db.fetch_one(
            "SELECT * FROM listings WHERE id = $1 AND organisation_id = $2", listing_id, actor.organisation
        )
        if listing is None:
            raise NotFound("There is no such listing here.")
        known = await db.fetch_value("SELECT 1 FROM releases WHERE listing_id = $1", listing_id)
        rows = await db.fetch("SELECT id, position, name FROM lots WHERE listing_id = $1 ORDER BY position", listing_id)
    if known is not None or listing["status"] != "draft":
        return
    lots = [_Lot(**dict(row)) for row in rows]
    demanded = demanded_of(listing)
    async with working(actor, listing_id, "release") as progress:
        parts = await _release_lots(actor, lots, demanded, listing["cut_off_on"], progress)
        await progress.report(2 * len(lots), sentence="Writing the anonymised tape")
        name = f"anonymised-tape-{listing['cut_off_on'].isoformat()}.csv"
        file = await asyncio.to_thread(_written, [part.frame for part in parts], name)
        stored = await put(file, media_type="text/csv")
        if await _keep(actor, listing_id, demanded, parts, stored, name):
            reached = min(part.account.report.k_reached for part in parts)
            await progress.finish(steps_of(len(lots)), f"Every line could belong to at least {reached} debtors")


async def _release_lots(
    actor: Actor, lots: list[_Lot], demanded: Demanded, as_of: date, progress: Progress
) -> list[LotReleased]:
    parts, frames = [], {}
    for place, lot in enumerate(lots):

        async def heard(claims: int, place: int = place, name: str = lot.name) -> None:
            await progress.report(2 * place, steps_of(len(lots)), f"Reading “{name}”: {claims:,} claims so far")

        frame = await portfolio_of(actor, lot.id, heard=heard)
        await progress.report(2 * place + 1, sentence=f"Generalising {frame.height:,} claims of “{lot.name}”")
        parts.append(await asyncio.to_thread(release_lot, lot, frame, demanded, as_of, many=len(lots) > 1))
        if sum(part.frame.height for part in parts) <= MOST_JOINED:
            frames[lot.name] = frame.drop("claim_id")
    return [await asyncio.to_thread(_beside_others, part, frames, demanded, as_of) for part in parts]


def _beside_others(
    part: LotReleased, frames: Mapping[str, pl.DataFrame], demanded: Demanded, as_of: date
) -> LotReleased:
    """Adds what a larger lot would do where bidders would misjudge this one."""
    account, worth = part.account, part.account.report.fidelity
    own = frames.get(account.name)
    if own is None or worth is None or worth.tolerable:
        return part
    others = [(name, frame) for name, frame in frames.items() if name != account.name]
    found = larger_lot(own, others, demanded.roles, demanded.k, as_of=as_of)
    return replace(part, account=msgspec.structs.replace(account, larger=found))


def steps_of(lots: int) -> int:
    """Each lot is read and generalised, the tape of all is written."""
    return 2 * lots + 1


def release_lot(lot: _Lot, frame: pl.DataFrame, demanded: Demanded, as_of: date, *, many: bool) -> LotReleased:
    """Pure: the lot's frame in, its released part out. `many` adds the lot's number to every line."""
    claims = frame["claim_id"]
    shown = frame.drop("claim_id")
    roles = roles_of(shown, demanded.roles)
    released = anonymise(shown, roles, demanded.k, as_of=as_of, demands=demanded.demands, advise=True)
    tables, errors = stratify_beside(shown, as_of=as_of, k=demanded.k, released=released)
    text = written(released.frame)
    key = released.key
    return LotReleased(
        frame=text.with_columns(lot=pl.lit(lot.position)).select("lot", *text.columns) if many else text,
        references=pl.DataFrame({"claim_id": claims.gather(key["row"]), "reference": key["reference"]}),
        account=LotAccount(lot.id, lot.position, lot.name, released.report, errors),
        strata=LotStrata(lot.id, tables),
        charts=LotCharts(lot.id, charts(tuple(table for table in tables if len(table.strata) > 1))),
    )


def roles_of(frame: pl.DataFrame, roles: Mapping[str, Role]) -> dict[str, Role]:
    """The choices that concern a column of this lot."""
    return {name: role for name, role in roles.items() if name in frame.columns and name != DEBTOR_KEY}


def _written(frames: list[pl.DataFrame], name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_rows(pl.concat(frames, how="diagonal_relaxed"), path)
        return path.read_bytes()


async def _keep(
    actor: Actor, listing_id: UUID, demanded: Demanded, parts: list[LotReleased], stored: Put, name: str
) -> bool:
    """The references and the release in one transaction; False if another run was faster, or the seller wants another

    one by now.
    """
    async with db.transaction(actor):
        listing = await db.fetch_sure("SELECT * FROM listings WHERE id = $1 FOR UPDATE", listing_id)
        if listing["status"] != "draft" or demanded_of(listing) != demanded:
            return False
        if await db.fetch_value("SELECT 1 FROM releases WHERE listing_id = $1", listing_id) is not None:
            return False
        await keep_key(actor, stored)
        for part in parts:
            await _write_references(actor, part)
        rows = sum(part.frame.height for part in parts)
        reached = min(part.account.report.k_reached for part in parts)
        await db.execute(
            "INSERT INTO releases (id, listing_id, organisation_id, k_wanted, k_reached, rows_count, report, strata,"
            " charts, file_name, object_key, data_key_id, sha256, size_bytes, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9::jsonb, $10, $11, $12, $13, $14, $15)",
            new_id(),
            listing_id,
            actor.organisation,
            demanded.k,
            reached,
            rows,
            msgspec.json.encode([part.account for part in parts]).decode(),
            msgspec.json.encode([part.strata for part in parts]).decode(),
            msgspec.json.encode([part.charts for part in parts]).decode(),
            name,
            stored.object_key,
            stored.key.id,
            stored.sha256,
            stored.size,
            actor.now(),
        )
        made = TapeReleased(subject_id=listing_id, rows=rows, k_reached=reached, sha256=stored.sha256.hex())
        await facts.record(actor, made)
    return True


async def _write_references(actor: Actor, part: LotReleased) -> None:
    table = f"references_{new_id().hex}"
    await db.execute(f"CREATE TEMP TABLE {table} (claim_id uuid, reference varchar) ON COMMIT DROP")
    await db.copy_records(
        table, ("claim_id", "reference"), ((UUID(claim), reference) for claim, reference in part.references.iter_rows())
    )
    await db.execute(f"ANALYZE {table}")
    written_back = await db.execute(
        f"UPDATE lot_claims x SET released_reference = t.reference FROM {table} t"
        " WHERE x.claim_id = t.claim_id AND x.lot_id = $1 AND x.organisation_id = $2",
        part.account.lot_id,
        actor.organisation,
    )
    if written_back != part.frame.height:
        raise RuntimeError("a released line has no claim")
