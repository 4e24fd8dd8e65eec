"""What a listing's seller sees of its levels: who may take what, who has it, and who destroyed it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from marketplace.diligence import policies
from marketplace.diligence.states import Level, LevelStatus
from marketplace.diligence.tracing import may_trace
from marketplace.listings.queries import LISTED, ListingShown, shown

PAGE = 50


@dataclass(frozen=True, slots=True)
class LevelShown:
    level: Level
    status: LevelStatus
    copies: int


@dataclass(frozen=True, slots=True)
class BidderShown:
    """An organisation under the agreement. `overdue` counts the certificates it owes, to whomever, after their day."""

    id: UUID
    name: str
    accepted_at: datetime
    picked: bool
    overdue: int


@dataclass(frozen=True, slots=True)
class CopyShown:
    organisation: str
    level: Level
    file_name: str
    sha256: str
    rows: int
    made_at: datetime
    downloads: int


@dataclass(frozen=True, slots=True)
class CertificateShown:
    organisation: str
    asked_at: datetime
    due_on: date
    certified_at: datetime | None
    overdue: bool

    @property
    def status(self) -> str:
        if self.certified_at is not None:
            return "certified"
        return "overdue" if self.overdue else "asked"


@dataclass(frozen=True, slots=True)
class HandedOut:
    """`own` says that the reader is the seller; else he is the operator, who changes nothing here."""

    listing: ListingShown
    own: bool
    levels: tuple[LevelShown, ...]
    bidders: tuple[BidderShown, ...]
    copies: tuple[CopyShown, ...]
    certificates: tuple[CertificateShown, ...]
    can_open: policies.Allowed


@dataclass(frozen=True, slots=True)
class Overseen:
    """A listing of which copies were handed out, for the operator."""

    id: UUID
    title: str
    seller: str
    status: str
    copies: int
    last_at: datetime


async def handed_out(actor: Actor, listing_id: UUID) -> HandedOut:
    """For the seller of the listing and for the operator; NotFound for everybody else."""
    async with db.transaction(actor):
        row = await may_trace(actor, listing_id)
        listing = (await shown(await db.fetch(f"{LISTED} WHERE l.id = $1", listing_id)))[0]
        seller_id = row["organisation_id"]
        copies = await _copies(seller_id, listing_id)
        return HandedOut(
            listing=listing,
            own=seller_id == actor.organisation_id,
            levels=await _levels(listing_id, copies),
            bidders=await _bidders(seller_id, listing_id),
            copies=copies,
            certificates=await _certificates(seller_id, listing_id, actor.today("UTC")),
            can_open=policies.can_open_second_stage(row["status"]),
        )


async def overseen(actor: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[Overseen]:
    """Listings with copies, the last handed out first: the operator's way to the page that names a leaker."""
    actor.must("trade.watch")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT l.id, l.title, coalesce(o.name, '') AS seller, l.status, count(*) AS copies,"
            " max(c.made_at) AS last_at FROM released_copies c JOIN listings l ON l.id = c.listing_id"
            " LEFT JOIN organisations o ON o.id = l.organisation_id WHERE (SELECT is_operator())"
            " GROUP BY l.id, o.name HAVING $1::uuid IS NULL OR (max(c.made_at), l.id) <"
            " (SELECT max(x.made_at), $1::uuid FROM released_copies x WHERE x.listing_id = $1)"
            " ORDER BY max(c.made_at) DESC, l.id DESC LIMIT $2",
            after,
            limit,
        )
    return [Overseen(**dict(row)) for row in rows]


async def _levels(listing_id: UUID, copies: tuple[CopyShown, ...]) -> tuple[LevelShown, ...]:
    return tuple(
        [
            LevelShown(
                level, await policies.level_status(listing_id, level), sum(copy.level is level for copy in copies)
            )
            for level in Level
        ]
    )


async def _bidders(seller_id: UUID, listing_id: UUID) -> tuple[BidderShown, ...]:
    rows = await db.fetch(
        "SELECT n.organisation_id AS id, coalesce(o.name, '') AS name, n.accepted_at,"
        " coalesce(p.status = 'picked', false) AS picked, certificates_overdue(n.organisation_id) AS overdue"
        " FROM nda_acceptances n LEFT JOIN organisations o ON o.id = n.organisation_id"
        " LEFT JOIN shortlist_picks p ON p.listing_id = n.listing_id AND p.organisation_id = n.organisation_id"
        " WHERE n.seller_organisation_id = $1 AND n.listing_id = $2 ORDER BY n.accepted_at LIMIT 500",
        seller_id,
        listing_id,
    )
    return tuple(BidderShown(**dict(row)) for row in rows)


async def _copies(seller_id: UUID, listing_id: UUID) -> tuple[CopyShown, ...]:
    rows = await db.fetch(
        "SELECT coalesce(o.name, '') AS organisation, c.level, c.file_name, encode(c.sha256, 'hex') AS sha256,"
        " c.rows_count AS rows, c.made_at, (SELECT count(*) FROM facts f WHERE f.about_organisation_id = $1"
        " AND f.subject_id = $2 AND f.organisation_id = c.organisation_id"
        " AND f.data->>'sha256' = encode(c.sha256, 'hex')) AS downloads"
        " FROM released_copies c LEFT JOIN organisations o ON o.id = c.organisation_id"
        " WHERE c.seller_organisation_id = $1 AND c.listing_id = $2 ORDER BY o.name, c.made_at LIMIT 1500",
        seller_id,
        listing_id,
    )
    return tuple(CopyShown(**{**dict(row), "level": Level(row["level"])}) for row in rows)


async def _certificates(seller_id: UUID, listing_id: UUID, today: date) -> tuple[CertificateShown, ...]:
    rows = await db.fetch(
        "SELECT coalesce(o.name, '') AS organisation, d.asked_at, d.due_on, d.certified_at,"
        " d.status = 'asked' AND d.due_on < $3 AS overdue FROM destruction_requests d"
        " LEFT JOIN organisations o ON o.id = d.organisation_id"
        " WHERE d.seller_organisation_id = $1 AND d.listing_id = $2 ORDER BY d.certified_at NULLS FIRST, o.name",
        seller_id,
        listing_id,
        today,
    )
    return tuple(CertificateShown(**dict(row)) for row in rows)
