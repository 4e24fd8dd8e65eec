"""The second stage: the seller opens levels, picks bidders, and the job makes each of them a copy of his own."""

from uuid import UUID

from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.ids import new_id
from marketplace.bids.states import BIDS
from marketplace.diligence import policies
from marketplace.diligence.facts import BidderDropped, BidderPicked, LevelClosed, LevelOpened
from marketplace.diligence.states import LEVELS, PICKS, Level, LevelStatus
from marketplace.listings.commands import own_listing


async def set_level(actor: Actor, listing_id: UUID, level: Level, *, opened: bool) -> None:
    """The seller opens or closes a level of the listing's release; setting it as it stands changes nothing.

    Closing is possible at any time; rows and papers are opened before the award only.
    """
    actor.must("listings.edit")
    async with db.transaction(actor):
        listing = await own_listing(actor, listing_id)
        wanted = LevelStatus.OPEN if opened else LevelStatus.CLOSED
        if await policies.level_status(listing_id, level) is wanted:
            return
        if opened:
            allowed = policies.can_open_second_stage(listing["status"])
            if allowed is not True:
                raise Refused(allowed)
        row = await db.fetch_one(
            "SELECT id FROM release_levels WHERE listing_id = $1 AND organisation_id = $2 AND level = $3",
            listing_id,
            actor.organisation,
            level,
        )
        if row is None:
            await db.execute(
                "INSERT INTO release_levels (id, listing_id, organisation_id, level, status, changed_by, changed_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                new_id(),
                listing_id,
                actor.organisation,
                level,
                wanted,
                actor.person_id,
                actor.now(),
            )
        else:
            step = LEVELS["open" if opened else "close"]
            await db.move("release_levels", row["id"], step, changed_by=actor.person_id, changed_at=actor.now())
        told = LevelOpened if opened else LevelClosed
        await facts.record(actor, told(subject_id=listing_id, level=level.value))
        await _prepare_soon(actor, listing_id)


async def set_pick(actor: Actor, listing_id: UUID, bidder_id: UUID, *, picked: bool) -> None:
    """The seller puts an organisation under the agreement on the shortlist, or takes it off.

    Its opened bids that wait for a decision become shortlisted ones. Who is taken off keeps what he downloaded, under
    the agreement, and gets no more.
    """
    actor.must("listings.edit")
    async with db.transaction(actor):
        listing = await own_listing(actor, listing_id)
        if picked:
            allowed = policies.can_open_second_stage(listing["status"])
            if allowed is not True:
                raise Refused(allowed)
            await _refuse_unbound(actor, listing_id, bidder_id)
        if not await _moved(actor, listing_id, bidder_id, picked=picked):
            return
        told = BidderPicked if picked else BidderDropped
        await facts.record(actor, told(subject_id=listing_id, bidder_id=bidder_id), about=bidder_id)
        if picked:
            await _shortlist_bids(actor, listing_id, bidder_id)
            await jobs.defer("diligence.tell_picked", queue="mail", listing_id=listing_id, bidder_id=bidder_id)
        await _prepare_soon(actor, listing_id)


async def _refuse_unbound(actor: Actor, listing_id: UUID, bidder_id: UUID) -> None:
    agreed = await db.fetch_value(
        "SELECT 1 FROM nda_acceptances WHERE listing_id = $1 AND organisation_id = $2 AND seller_organisation_id = $3",
        listing_id,
        bidder_id,
        actor.organisation,
    )
    if agreed is None:
        raise NotFound("Nobody of that organisation accepted this listing's confidentiality agreement.")


async def _moved(actor: Actor, listing_id: UUID, bidder_id: UUID, *, picked: bool) -> bool:
    row = await db.fetch_one(
        "SELECT id, status FROM shortlist_picks WHERE listing_id = $1 AND organisation_id = $2"
        " AND seller_organisation_id = $3",
        listing_id,
        bidder_id,
        actor.organisation,
    )
    if (row is not None and row["status"] == "picked") == picked:
        return False
    if row is None:
        await db.execute(
            "INSERT INTO shortlist_picks (id, listing_id, organisation_id, seller_organisation_id, status, changed_by,"
            " changed_at) VALUES ($1, $2, $3, $4, 'picked', $5, $6)",
            new_id(),
            listing_id,
            bidder_id,
            actor.organisation,
            actor.person_id,
            actor.now(),
        )
        return True
    step = PICKS["pick" if picked else "drop"]
    await db.move("shortlist_picks", row["id"], step, changed_by=actor.person_id, changed_at=actor.now())
    return True


async def _shortlist_bids(actor: Actor, listing_id: UUID, bidder_id: UUID) -> None:
    rows = await db.fetch(
        "SELECT id FROM bids WHERE listing_id = $1 AND organisation_id = $2 AND seller_organisation_id = $3"
        " AND status = 'placed' AND opened_at IS NOT NULL",
        listing_id,
        bidder_id,
        actor.organisation,
    )
    for row in rows:
        await db.move("bids", row["id"], BIDS["shortlist"])


async def _prepare_soon(actor: Actor, listing_id: UUID) -> None:
    await jobs.defer(
        "diligence.prepare",
        queue="bulk",
        lock=f"second-stage:{listing_id}",
        once=f"second-stage:{listing_id}",
        organisation_id=actor.organisation,
        listing_id=listing_id,
    )
