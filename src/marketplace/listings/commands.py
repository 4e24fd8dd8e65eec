"""Drafting, opening and withdrawing listings."""

from hashlib import sha256
from uuid import UUID

import asyncpg
import msgspec

from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id
from marketplace.listings import policies
from marketplace.listings.agreement import agreement
from marketplace.listings.choosing import Chosen, LotCount, choose_claims, lot_counts
from marketplace.listings.demanded import stored_t
from marketplace.listings.facts import BiddingStarted, ListingCreated, ListingOpened, ListingWithdrawn
from marketplace.listings.states import LISTINGS
from marketplace.listings.wanted import ListingWanted, Prices, check_wanted, prices_of


async def create_listing(actor: Actor, wanted: ListingWanted) -> UUID:
    """Drafts a listing with its lots and starts the making of its anonymised tape. Returns the listing's id.

    Invalid or Refused with the place that is wrong: form, currencies, countries, claims offered elsewhere, lots of
    fewer debtors than k.
    """
    actor.must("listings.edit")
    check_wanted(wanted, seller_id=actor.organisation, now=actor.now())
    async with db.transaction(actor):
        allowed = await policies.may_sell(actor)
        if allowed is not True:
            raise Refused(allowed)
        chosen = await choose_claims(actor, wanted)
        counts = await lot_counts(chosen)
        _refuse_small(wanted, counts)
        listing_id = new_id()
        await _write_listing(actor, listing_id, wanted, chosen, prices_of(wanted, chosen.currency))
        await _write_lots(actor, listing_id, wanted, chosen, counts)
        created = ListingCreated(
            subject_id=listing_id,
            lots=len(counts),
            claims=sum(one.claims for one in counts),
            debtors=sum(one.debtors for one in counts),
            left_out=chosen.left_out,
            k_wanted=wanted.k,
        )
        await facts.record(actor, created)
        await make_soon(actor, listing_id)
    await db.count_anew(actor, "lot_claims")
    return listing_id


def _refuse_small(wanted: ListingWanted, counts: list[LotCount]) -> None:
    small = [(one, wanted.lots[one.position - 1].name) for one in counts if one.debtors < wanted.k]
    if small:
        said = f"At least {wanted.k} distinct debtors are needed before anything of a lot may be shown."
        raise Refused(
            "; ".join(f"“{name}” has {one.debtors} distinct debtors" for one, name in small) + f". {said}",
            places=[Place(f"lot_{one.position}_name", name, said) for one, name in small],
        )


async def _write_listing(actor: Actor, listing_id: UUID, wanted: ListingWanted, chosen: Chosen, prices: Prices) -> None:
    nda = agreement()
    await db.execute(
        "INSERT INTO listings (id, organisation_id, title, summary, originator_kind, country, currency, debtor_kinds,"
        " cut_off_on, status, auction_form, award_rule, circle, k_wanted, minimum_minor, tick_minor, nda_version,"
        " nda_sha256, putback_days, bids_open_at, bids_close_at, column_roles, l_wanted, t_wanted, created_by,"
        " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', 'sealed', $10, $11, $12, $13, $14, $15, $16,"
        " $17, $18, $19, $20::jsonb, $21, $22, $23, $24)",
        listing_id,
        actor.organisation,
        wanted.title.strip(),
        wanted.summary.strip(),
        chosen.originator_kind,
        chosen.country,
        chosen.currency,
        list(chosen.debtor_kinds),
        chosen.cut_off_on,
        wanted.award_rule,
        wanted.circle,
        wanted.k,
        prices.minimum.minor,
        prices.tick.minor,
        nda.version,
        nda.sha256,
        wanted.putback_days,
        wanted.bids_open_at,
        wanted.bids_close_at,
        msgspec.json.encode(wanted.demanded.roles).decode(),
        wanted.l,
        stored_t(wanted.t),
        actor.person_id,
        actor.now(),
    )
    if prices.reserve is not None:
        await db.execute(
            "INSERT INTO listing_reserves (listing_id, organisation_id, reserve_minor, currency)"
            " VALUES ($1, $2, $3, $4)",
            listing_id,
            actor.organisation,
            prices.reserve.minor,
            prices.reserve.currency,
        )
    if wanted.circle == "invited":
        await _invite(actor, listing_id, wanted)


async def _invite(actor: Actor, listing_id: UUID, wanted: ListingWanted) -> None:
    invited = await db.execute(
        "INSERT INTO listing_invitees (listing_id, organisation_id, invited_organisation_id)"
        " SELECT $1, $2, o.id FROM organisations o WHERE o.id = ANY($3) AND o.status = 'vetted'",
        listing_id,
        actor.organisation,
        list(wanted.invitees),
    )
    if invited != len(set(wanted.invitees)):
        unknown = Place("invitees", None, "Choose among the vetted organisations.")
        raise Invalid("Somebody invited is not a vetted organisation of the market.", places=[unknown])


async def _write_lots(
    actor: Actor, listing_id: UUID, wanted: ListingWanted, chosen: Chosen, counts: list[LotCount]
) -> None:
    for one in counts:
        lot_id = new_id()
        await db.execute(
            "INSERT INTO lots (id, listing_id, organisation_id, name, position, claims_count, debtors_count,"
            " balance_minor, currency) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            lot_id,
            listing_id,
            actor.organisation,
            wanted.lots[one.position - 1].name.strip(),
            one.position,
            one.claims,
            one.debtors,
            one.balance_minor,
            chosen.currency,
        )
        await _write_lot_claims(actor, listing_id, lot_id, chosen.table, one.position)


async def _write_lot_claims(actor: Actor, listing_id: UUID, lot_id: UUID, table: str, position: int) -> None:
    """The reference that is shown comes with the release; until then a number holds its place."""
    try:
        await db.execute(
            "INSERT INTO lot_claims (lot_id, claim_id, listing_id, organisation_id, released_reference)"
            " SELECT $1, claim_id, $2, $3, concat($4::int, '-', row_number() OVER (ORDER BY claim_id))"
            f" FROM {table} WHERE lot = $4",
            lot_id,
            listing_id,
            actor.organisation,
            position,
        )
    except asyncpg.UniqueViolationError as error:
        raise Refused("Some of these claims were put into another listing just now. Load the page again.") from error
    except asyncpg.ForeignKeyViolationError as error:
        raise Refused("The acceptance of a tape was undone just now: its claims are gone.") from error


async def open_listing(actor: Actor, listing_id: UUID) -> None:
    """Shows the listing to its circle; bids are taken by its timetable and the close runs by itself.

    Opening confirms the columns' roles, if the seller has not done it before.
    """
    actor.must("listings.open")
    async with db.transaction(actor):
        row = await own_listing(actor, listing_id)
        released = await db.fetch_value("SELECT 1 FROM releases WHERE listing_id = $1", listing_id)
        allowed = policies.can_open(
            actor, status=row["status"], released=released is not None, bids_close_at=row["bids_close_at"]
        )
        if allowed is not True:
            raise Refused(allowed)
        confirmed = row["roles_confirmed_at"] or actor.now()
        await db.move("listings", listing_id, LISTINGS["open"], opens_at=actor.now(), roles_confirmed_at=confirmed)
        opened = ListingOpened(
            subject_id=listing_id,
            bids_close_at=row["bids_close_at"].isoformat(),
            nda_version=row["nda_version"],
            nda_sha256=row["nda_sha256"].hex(),
        )
        await facts.record(actor, opened)
        await jobs.defer("bids.close", queue="close", at=row["bids_close_at"], listing_id=listing_id)


async def withdraw_listing(actor: Actor, listing_id: UUID, *, reason: str) -> None:
    """Takes the listing back before bids close. Standing bids lapse unread; the claims may be listed again."""
    actor.must("listings.edit")
    said = reason.strip()
    if not said:
        raise Invalid("Say why it is withdrawn.", places=[Place("reason", reason, "Those who looked will read it.")])
    async with db.transaction(actor):
        row = await own_listing(actor, listing_id)
        allowed = policies.can_withdraw(actor, status=row["status"], bids_close_at=row["bids_close_at"])
        if allowed is not True:
            raise Refused(allowed)
        await db.move("listings", listing_id, LISTINGS["withdraw"], status_reason=said)
        withdrawn = ListingWithdrawn(subject_id=listing_id, reason_sha256=sha256(said.encode()).hexdigest())
        await facts.record(actor, withdrawn)
        await jobs.defer("bids.lapse", queue="close", listing_id=listing_id)


async def start_bidding(actor: Actor) -> int:
    """Moves the open listings whose bidding time has come; for the platform. Returns how many."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT id, organisation_id FROM listings WHERE status = 'open' AND bids_open_at <= house_clock()"
            " AND bids_close_at > house_clock() FOR UPDATE SKIP LOCKED"
        )
        for row in rows:
            await db.move("listings", row["id"], LISTINGS["start_bidding"])
            await facts.record(actor, BiddingStarted(subject_id=row["id"]), about=row["organisation_id"])
    return len(rows)


async def make_soon(actor: Actor, listing_id: UUID) -> None:
    """Enqueues the making of the release, in the open transaction; one that waits already is enough."""
    await jobs.defer(
        "listings.release",
        queue="bulk",
        lock=f"listing:{listing_id}",
        once=f"release:{listing_id}",
        organisation_id=actor.organisation,
        listing_id=listing_id,
    )


async def own_listing(actor: Actor, listing_id: UUID) -> db.Row:
    """The seller's own listing, locked for the transaction; NotFound for everybody else's."""
    row = await db.fetch_one(
        "SELECT * FROM listings WHERE id = $1 AND organisation_id = $2 FOR UPDATE", listing_id, actor.organisation
    )
    if row is None:
        raise NotFound("There is no such listing here.")
    return row
