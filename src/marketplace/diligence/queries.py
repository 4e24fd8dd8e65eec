"""The market as a buyer sees it, one listing more closely, and who looked at one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.organisations.queries import why_not_vetted
from kernel import db
from kernel.actor import Actor
from kernel.facts import Fact
from marketplace.bids.queries import Vehicle, vehicles, why_no_vehicle
from marketplace.diligence.commands import note_look, visible_listing
from marketplace.diligence.facts import LOOKS
from marketplace.diligence.policies import LOOKED_INTO, Allowed, can_accept_nda
from marketplace.diligence.released import Owed, Takeable, owed_by, takeable
from marketplace.listings.queries import LISTED, ListingShown, ReleaseShown, release_shown, shown

PAGE = 50


@dataclass(frozen=True, slots=True)
class Offered:
    """A listing on the market; `lack` says why the actor could not bid on it, if so."""

    listing: ListingShown
    under_nda: bool
    own: bool
    lack: str | None


@dataclass(frozen=True, slots=True)
class Acceptance:
    version: str
    accepted_at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """One listing for one buyer. Without an acceptance there is no release: the lots' totals are all that shows."""

    listing: ListingShown
    own: bool
    acceptance: Acceptance | None
    release: ReleaseShown | None
    can_accept: Allowed
    vehicles: tuple[Vehicle, ...]
    lack: str | None
    takes_bids: bool
    levels: tuple[Takeable, ...]
    owed: Owed | None


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked: who, when, at what."""

    id: int
    at: datetime
    organisation: str | None
    sentence: str
    closely: bool


async def market(actor: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[Offered]:
    """Listings of the actor's circle that are open or take bids, those that close first before the others."""
    actor.must("listings.view")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"{LISTED} WHERE l.status = ANY($1) AND (l.circle = 'open' OR l.organisation_id = $2 OR EXISTS"
            " (SELECT 1 FROM listing_invitees i WHERE i.listing_id = l.id AND i.invited_organisation_id = $2))"
            " AND ($3::uuid IS NULL OR (l.bids_close_at, l.id) >"
            " (SELECT x.bids_close_at, x.id FROM listings x WHERE x.id = $3))"
            " ORDER BY l.bids_close_at, l.id LIMIT $4",
            list(LOOKED_INTO),
            actor.organisation,
            after,
            limit,
        )
        unvetted = await why_not_vetted(actor.organisation)
        accepted = await _accepted(actor, [row["id"] for row in rows])
        lacks = await _lacks(actor, rows)
        listings = await shown(rows)
    return [
        Offered(one, one.id in accepted, one.seller_id == actor.organisation, unvetted or lacks[_licensing(row)])
        for one, row in zip(listings, rows, strict=True)
    ]


async def look_at(actor: Actor, listing_id: UUID) -> Dossier:
    """One listing of the actor's circle; the look is a fact that its seller reads. NotFound outside the circle."""
    actor.must("listings.view")
    async with db.transaction(actor):
        row = await visible_listing(actor, listing_id)
        listing = (await shown(await db.fetch(f"{LISTED} WHERE l.id = $1", listing_id)))[0]
        acceptance = await _acceptance(actor, listing_id)
        release = await release_shown(listing_id)
        found = await vehicles(actor, row)
        dossier = Dossier(
            listing=listing,
            own=listing.seller_id == actor.organisation,
            acceptance=acceptance,
            release=release,
            can_accept=await can_accept_nda(actor, row),
            vehicles=tuple(found),
            lack=await why_not_vetted(actor.organisation) or await why_no_vehicle(actor, row),
            takes_bids=listing.status in LOOKED_INTO and listing.bids_open_at <= actor.now() < listing.bids_close_at,
            levels=await takeable(actor, listing_id) if acceptance else (),
            owed=await owed_by(actor, listing_id),
        )
        await note_look(actor, listing_id, listing.seller_id, closely=acceptance is not None)
    return dossier


async def looks_at(actor: Actor, listing_id: UUID, *, before: int | None = None, limit: int = 100) -> list[Look]:
    """Who looked at the seller's own listing, newest first; `before` is the id of the last one of the page before."""
    actor.must("listings.edit")
    async with db.transaction(actor):
        await visible_listing(actor, listing_id)
        rows = await db.fetch(
            "SELECT f.id, f.at, f.kind, f.data->>'closely' AS closely, f.data->>'version' AS version,"
            " o.name AS organisation FROM facts f LEFT JOIN organisations o ON o.id = f.organisation_id"
            " WHERE f.about_organisation_id = $1 AND f.subject_id = $2 AND f.kind = ANY($3)"
            " AND ($4::bigint IS NULL OR f.id < $4) ORDER BY f.id DESC LIMIT $5",
            actor.organisation,
            listing_id,
            [kind.KIND for kind in LOOKS],
            before,
            limit,
        )
    return [_look(row) for row in rows]


def _look(row: db.Row) -> Look:
    closely = row["closely"] != "false"
    kind: type[Fact] = next(one for one in LOOKS if row["kind"] == one.KIND)
    sentence = kind.SAYS % {"version": row["version"]}
    return Look(row["id"], row["at"], row["organisation"], sentence, closely)


async def _acceptance(actor: Actor, listing_id: UUID) -> Acceptance | None:
    row = await db.fetch_one(
        "SELECT n.nda_version AS version, n.accepted_at, coalesce(p.name, '') AS person FROM nda_acceptances n"
        " LEFT JOIN people p ON p.id = n.person_id WHERE n.listing_id = $1 AND n.organisation_id = $2",
        listing_id,
        actor.organisation,
    )
    return None if row is None else Acceptance(**dict(row))


async def _accepted(actor: Actor, listing_ids: list[UUID]) -> frozenset[UUID]:
    rows = await db.fetch(
        "SELECT listing_id FROM nda_acceptances WHERE organisation_id = $1 AND listing_id = ANY($2)",
        actor.organisation,
        listing_ids,
    )
    return frozenset(row["listing_id"] for row in rows)


type Licensing = tuple[str, str, tuple[str, ...]]


def _licensing(row: db.Row) -> Licensing:
    """What a licence is asked for: listings that agree in it need one look only."""
    return row["country"], row["originator_kind"], tuple(row["debtor_kinds"])


async def _lacks(actor: Actor, rows: list[db.Row]) -> dict[Licensing, str | None]:
    found: dict[Licensing, str | None] = {}
    for row in rows:
        if _licensing(row) not in found:
            found[_licensing(row)] = await why_no_vehicle(actor, row)
    return found
