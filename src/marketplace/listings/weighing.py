"""Risk against usefulness: what a listing's release would be for a handful of k, tried out in a job."""

import asyncio
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import polars as pl

from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.progress import announce, working
from marketplace.anonymity import PLATFORM_FLOOR, Report, anonymise
from marketplace.anonymity.fidelity import together
from marketplace.listings import policies
from marketplace.listings.commands import own_listing
from marketplace.listings.demanded import Demanded, demanded_of
from marketplace.listings.facts import RisksWeighed
from marketplace.listings.portfolio import portfolio_of
from marketplace.listings.release import roles_of

KS = (PLATFORM_FLOOR, 15, 20, 30, 50, 100)
MOST_TRIED = 100_000
"""Claims that are tried at most: of a larger portfolio a sample of its debtors, each with all claims.

With fewer debtors the same k costs more detail, so that a sample shows a release as blurrier than it will be.
"""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One k. Risks and `detail_kept` are shares; `value_error` is that of a bidder's present value, if it is told.

    `refused` says why there is nothing under this k.
    """

    k: int
    k_reached: int | None = None
    highest_risk: float | None = None
    average_risk: float | None = None
    detail_kept: float | None = None
    value_error: float | None = None
    hidden: int | None = None
    refused: str | None = None


async def ask_weighing(actor: Actor, listing_id: UUID) -> None:
    """Has the handful of k tried for a draft under the roles, l and t it stands under. Asked twice, tried once."""
    actor.must("listings.edit")
    async with db.transaction(actor):
        row = await own_listing(actor, listing_id)
        allowed = policies.can_settle(actor, status=row["status"])
        if allowed is not True:
            raise Refused(allowed)
        await announce(actor, listing_id, "weighing", len(ks_of(row["k_wanted"])) + 1)
        await jobs.defer(
            "listings.weigh",
            queue="bulk",
            lock=f"weigh:{listing_id}",
            once=f"weigh:{listing_id}",
            organisation_id=actor.organisation,
            listing_id=listing_id,
        )


async def weigh(actor: Actor, listing_id: UUID) -> None:
    """Tries each k and keeps what came out, one by one: what is there is shown, what is missing is tried again."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT * FROM listings WHERE id = $1 AND organisation_id = $2", listing_id, actor.organisation
        )
        if row is None:
            raise NotFound("There is no such listing here.")
        lots = await db.fetch("SELECT id, claims_count FROM lots WHERE listing_id = $1 ORDER BY position", listing_id)
    claims = sum(lot["claims_count"] for lot in lots)
    demanded, ks = demanded_of(row), ks_of(row["k_wanted"])
    async with working(actor, listing_id, "weighing") as progress:
        await progress.report(0, len(ks) + 1, "Reading the claims")
        share = min(1.0, MOST_TRIED / claims)
        frames = [(await portfolio_of(actor, lot["id"], share=share)).drop("claim_id") for lot in lots]
        tried = sum(frame.height for frame in frames)
        for done, k in enumerate(ks, start=1):
            await progress.report(done, sentence=f"Trying k = {k} on {tried:,} of {claims:,} claims")
            found = await asyncio.to_thread(weigh_one, frames, demanded, k, row["cut_off_on"], row["currency"])
            await _keep(actor, listing_id, demanded, found, claims=claims, tried=tried)
        async with db.transaction(actor):
            await facts.record(actor, RisksWeighed(subject_id=listing_id, ks=ks, tried=tried))
        await progress.finish(len(ks) + 1, "Every k was tried")


def ks_of(chosen: int) -> tuple[int, ...]:
    """The handful, with the chosen one among them."""
    return tuple(sorted({*KS, chosen}))


def weigh_one(frames: list[pl.DataFrame], demanded: Demanded, k: int, as_of: date, currency: str) -> Weighed:
    """Pure: every lot anonymised by itself under one k, and the whole of it."""
    try:
        reports = [
            anonymise(frame, roles_of(frame, demanded.roles), k, as_of=as_of, demands=demanded.demands).report
            for frame in frames
        ]
    except Refused as refusal:
        return Weighed(k, refused=refusal.sentence)
    priced = [one.fidelity for one in reports if one.fidelity is not None]
    return Weighed(
        k,
        k_reached=min(one.k_reached for one in reports),
        highest_risk=max(one.after.highest_risk for one in reports),
        average_risk=_mean([one.after.average_risk for one in reports], reports),
        detail_kept=1 - _mean([one.loss.entropy for one in reports], reports),
        value_error=together(priced, currency).error if len(priced) == len(reports) else None,
        hidden=sum(one.suppressed for one in reports),
    )


def _mean(shares: list[float], reports: list[Report]) -> float:
    """Over the claims of all lots."""
    rows = sum(one.rows for one in reports)
    return sum(share * one.rows for share, one in zip(shares, reports, strict=True)) / rows


async def _keep(actor: Actor, listing_id: UUID, demanded: Demanded, found: Weighed, *, claims: int, tried: int) -> None:
    async with db.transaction(actor):
        await db.execute(
            "INSERT INTO release_weighings (listing_id, organisation_id, k, under, claims, tried, k_reached,"
            " highest_risk, average_risk, detail_kept, value_error, hidden, refused, weighed_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
            " ON CONFLICT (listing_id, k) DO UPDATE SET under = excluded.under, claims = excluded.claims,"
            " tried = excluded.tried, k_reached = excluded.k_reached, highest_risk = excluded.highest_risk,"
            " average_risk = excluded.average_risk, detail_kept = excluded.detail_kept,"
            " value_error = excluded.value_error, hidden = excluded.hidden, refused = excluded.refused,"
            " weighed_at = excluded.weighed_at",
            listing_id,
            actor.organisation,
            found.k,
            demanded.under,
            claims,
            tried,
            found.k_reached,
            found.highest_risk,
            found.average_risk,
            found.detail_kept,
            found.value_error,
            found.hidden,
            found.refused,
            actor.now(),
        )
