"""Listings as they are shown: to their seller whole, to the market in its shape."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec
from markupsafe import Markup

from kernel import db, progress
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.money import Money
from marketplace.anonymity import Fidelity, Report, Tried
from marketplace.anonymity.fidelity import together
from marketplace.listings import policies
from marketplace.listings.release import LotAccount, LotCharts, LotStrata
from marketplace.listings.stratification import Stratification
from marketplace.listings.told_by_tape import TapeError
from marketplace.listings.wanted import NEVER_SOLD

PAGE = 50


@dataclass(frozen=True, slots=True)
class LotShown:
    id: UUID
    name: str
    position: int
    claims: int
    debtors: int
    balance: Money


@dataclass(frozen=True, slots=True)
class ListingShown:
    """What everybody in the circle may see. `bids_taken` counts numbers given, withdrawn bids too."""

    id: UUID
    seller_id: UUID
    seller: str
    title: str
    summary: str
    status: str
    status_reason: str | None
    originator_kind: str
    country: str
    currency: str
    debtor_kinds: tuple[str, ...]
    cut_off_on: date
    award_rule: str
    circle: str
    k_wanted: int
    minimum: Money
    tick: Money
    putback_days: int
    opens_at: datetime | None
    bids_open_at: datetime
    bids_close_at: datetime
    bids_taken: int
    nda_version: str
    nda_sha256: str
    created_at: datetime
    lots: tuple[LotShown, ...]

    @property
    def claims(self) -> int:
        return sum(lot.claims for lot in self.lots)

    @property
    def balance(self) -> Money:
        return sum((lot.balance for lot in self.lots), Money.zero(self.currency))


@dataclass(frozen=True, slots=True)
class ChartShown:
    title: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class LotRelease:
    """One lot behind the agreement: the account of its anonymisation, its tables and charts.

    `report`, `errors` (how far tables made from the tape alone are off) and `larger` (what joining the lot with another
    one would do) are told to the seller alone.
    """

    name: str
    report: Report
    errors: tuple[TapeError, ...]
    larger: Tried | None
    tables: tuple[Stratification, ...]
    charts: tuple[ChartShown, ...]


@dataclass(frozen=True, slots=True)
class ReleaseShown:
    k_wanted: int
    k_reached: int
    rows: int
    file_name: str
    sha256: str
    size_bytes: int
    created_at: datetime
    lots: tuple[LotRelease, ...]


@dataclass(frozen=True, slots=True)
class SellerView:
    """A listing with what its seller alone knows. `can_open` and `can_withdraw` are True or the sentence why not.

    `whole` is the fidelity of all lots together, where every lot has one.
    """

    listing: ListingShown
    reserve: Money | None
    invitees: tuple[str, ...]
    release: ReleaseShown | None
    whole: Fidelity | None
    making: progress.ProgressShown | None
    can_open: policies.Allowed
    can_withdraw: policies.Allowed


@dataclass(frozen=True, slots=True)
class TapeChoice:
    """An accepted tape and how many of its claims may be listed now."""

    id: UUID
    name: str
    cut_off_on: date
    free: int
    offered: int
    unsold: int


LISTED = "SELECT l.*, o.name AS seller FROM listings l JOIN organisations o ON o.id = l.organisation_id"
"""Rows for `shown`; the caller adds WHERE, ORDER and LIMIT."""


async def shown(rows: list[db.Row]) -> list[ListingShown]:
    """Rows of LISTED with their lots, inside the caller's transaction."""
    ids = [row["id"] for row in rows]
    lots = await db.fetch("SELECT * FROM lots WHERE listing_id = ANY($1) ORDER BY listing_id, position", ids)
    by_listing: dict[UUID, list[LotShown]] = {listing_id: [] for listing_id in ids}
    for lot in lots:
        by_listing[lot["listing_id"]].append(_lot(lot))
    return [_listing(row, by_listing[row["id"]]) for row in rows]


async def listings_of(actor: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[ListingShown]:
    """The organisation's own listings, newest first; `after` is the last one of the page before."""
    actor.must("listings.edit")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"{LISTED} WHERE l.organisation_id = $1 AND ($2::uuid IS NULL OR (l.created_at, l.id) <"
            " (SELECT x.created_at, x.id FROM listings x WHERE x.id = $2))"
            " ORDER BY l.created_at DESC, l.id DESC LIMIT $3",
            actor.organisation,
            after,
            limit,
        )
        return await shown(rows)


async def seller_view(actor: Actor, listing_id: UUID) -> SellerView:
    """The seller's own listing; NotFound for anybody else's."""
    actor.must("listings.edit")
    async with db.transaction(actor):
        rows = await db.fetch(f"{LISTED} WHERE l.id = $1 AND l.organisation_id = $2", listing_id, actor.organisation)
        if not rows:
            raise NotFound("There is no such listing here.")
        listing = (await shown(rows))[0]
        reserve = await db.fetch_one("SELECT * FROM listing_reserves WHERE listing_id = $1", listing_id)
        invitees = await db.fetch(
            "SELECT o.name FROM listing_invitees i JOIN organisations o ON o.id = i.invited_organisation_id"
            " WHERE i.listing_id = $1 AND i.organisation_id = $2 ORDER BY o.name",
            listing_id,
            actor.organisation,
        )
        release = await release_shown(listing_id)
        making = await progress.latest(actor, listing_id, "release")
    return SellerView(
        listing=listing,
        reserve=Money(reserve["reserve_minor"], reserve["currency"]) if reserve else None,
        invitees=tuple(row["name"] for row in invitees),
        release=release,
        whole=_whole(release, listing.currency) if release else None,
        making=making,
        can_open=policies.can_open(
            actor, status=listing.status, released=release is not None, bids_close_at=listing.bids_close_at
        ),
        can_withdraw=policies.can_withdraw(actor, status=listing.status, bids_close_at=listing.bids_close_at),
    )


async def release_shown(listing_id: UUID) -> ReleaseShown | None:
    """The release, if row-level security shows it to the actor of the open transaction."""
    row = await db.fetch_one("SELECT * FROM releases WHERE listing_id = $1", listing_id)
    if row is None:
        return None
    accounts = msgspec.json.decode(row["report"], type=list[LotAccount])
    strata = {one.lot_id: one for one in msgspec.json.decode(row["strata"], type=list[LotStrata])}
    drawn = {one.lot_id: one for one in msgspec.json.decode(row["charts"], type=list[LotCharts])}
    lots = tuple(
        LotRelease(
            name=account.name,
            report=account.report,
            errors=account.errors,
            larger=account.larger,
            tables=strata[account.lot_id].tables,
            charts=tuple(_chart(one.title, one.svg) for one in drawn[account.lot_id].charts),
        )
        for account in accounts
    )
    return ReleaseShown(
        k_wanted=row["k_wanted"],
        k_reached=row["k_reached"],
        rows=row["rows_count"],
        file_name=row["file_name"],
        sha256=row["sha256"].hex(),
        size_bytes=row["size_bytes"],
        created_at=row["created_at"],
        lots=lots,
    )


def _whole(release: ReleaseShown, currency: str) -> Fidelity | None:
    told = [lot.report.fidelity for lot in release.lots if lot.report.fidelity is not None]
    return together(told, currency) if told and len(told) == len(release.lots) else None


async def tapes_to_list(actor: Actor) -> list[TapeChoice]:
    """Accepted tapes of the organisation, newest first, and claims it bought, by the tape they came with."""
    actor.must("listings.edit")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT c.tape_id AS id, coalesce(t.name, 'Bought claims') AS name, c.cut_off_on,"
            " count(*) FILTER (WHERE x.claim_id IS NULL AND NOT c.flags && $2::varchar[]) AS free,"
            " count(x.claim_id) AS offered, count(*) FILTER (WHERE c.flags && $2::varchar[]) AS unsold"
            " FROM claims c LEFT JOIN tapes t ON t.id = c.tape_id"
            " LEFT JOIN lot_claims x ON x.claim_id = c.id AND x.live"
            " WHERE c.organisation_id = $1 AND c.status = 'live'"
            " GROUP BY c.tape_id, t.name, c.cut_off_on ORDER BY c.cut_off_on DESC, c.tape_id DESC LIMIT $3",
            actor.organisation,
            list(NEVER_SOLD),
            PAGE,
        )
    return [TapeChoice(**dict(row)) for row in rows]


def _chart(title: str, svg: str) -> ChartShown:
    # Drawn by us from merged tables; every label in it was escaped when it was drawn.
    return ChartShown(title, Markup(svg))  # noqa: S704


def _lot(row: db.Row) -> LotShown:
    return LotShown(
        id=row["id"],
        name=row["name"],
        position=row["position"],
        claims=row["claims_count"],
        debtors=row["debtors_count"],
        balance=Money(row["balance_minor"], row["currency"]),
    )


_SAME = (
    *("id", "seller", "title", "summary", "status", "status_reason", "originator_kind", "country", "currency"),
    *("cut_off_on", "award_rule", "circle", "k_wanted", "putback_days", "opens_at", "bids_open_at", "bids_close_at"),
    *("nda_version", "created_at"),
)


def _listing(row: db.Row, lots: list[LotShown]) -> ListingShown:
    currency = row["currency"]
    return ListingShown(
        **{name: row[name] for name in _SAME},
        seller_id=row["organisation_id"],
        debtor_kinds=tuple(row["debtor_kinds"]),
        minimum=Money(row["minimum_minor"], currency),
        tick=Money(row["tick_minor"], currency),
        bids_taken=row["last_bid_number"],
        nda_sha256=row["nda_sha256"].hex(),
        lots=tuple(lots),
    )
