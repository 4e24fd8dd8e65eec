"""What a seller sees of the anonymity of a listing: roles and their reasons, and several k against each other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from kernel import db, progress
from kernel.actor import Actor
from kernel.errors import NotFound
from marketplace.listings import policies
from marketplace.listings.columns import ColumnRole, columns_under
from marketplace.listings.demanded import Demanded, demanded_of
from marketplace.listings.picturing import picture
from marketplace.listings.queries import SellerView, seller_view
from marketplace.listings.weighing import Weighed


@dataclass(frozen=True, slots=True)
class Settings:
    """`confirmed_at` is missing until the seller confirmed the roles, or opened the listing."""

    demanded: Demanded
    columns: tuple[ColumnRole, ...]
    confirmed_at: datetime | None
    confirmed_by: str | None
    can_settle: policies.Allowed


@dataclass(frozen=True, slots=True)
class Weighing:
    """Several k under the settings that hold now; `claims` stand in the listing, `tried` of them were tried.

    `smallest` is the number of debtors of the smallest lot, above which no k is possible.
    """

    each: tuple[Weighed, ...]
    claims: int
    tried: int
    smallest: int
    picture: Markup
    under_way: progress.ProgressShown | None


@dataclass(frozen=True, slots=True)
class AnonymityView:
    view: SellerView
    settings: Settings
    weighing: Weighing


async def anonymity_view(actor: Actor, listing_id: UUID) -> AnonymityView:
    """The seller's own listing with its settings and what was weighed; NotFound for anybody else's."""
    view = await seller_view(actor, listing_id)
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT l.*, p.name AS person FROM listings l LEFT JOIN people p ON p.id = l.roles_confirmed_by"
            " WHERE l.id = $1 AND l.organisation_id = $2",
            listing_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such listing here.")
        demanded = demanded_of(row)
        rows = await db.fetch(
            "SELECT * FROM release_weighings WHERE organisation_id = $1 AND listing_id = $2 AND under = $3 ORDER BY k",
            actor.organisation,
            listing_id,
            demanded.under,
        )
        under_way = await progress.latest(actor, listing_id, "weighing")
    settings = Settings(
        demanded=demanded,
        columns=columns_under(demanded.roles, _present(view)),
        confirmed_at=row["roles_confirmed_at"],
        confirmed_by=row["person"],
        can_settle=policies.can_settle(actor, status=row["status"]),
    )
    return AnonymityView(view, settings, _weighing(rows, view, demanded.k, under_way))


def _present(view: SellerView) -> frozenset[str] | None:
    """The columns of the claims, once the tape was made of them."""
    if view.release is None:
        return None
    found = [one.report for one in view.release.lots]
    told = {name for report in found for name in (*report.quasi_identifiers, *report.withheld_columns)}
    return frozenset(told | {one.column for report in found for one in report.before.varieties})


def _weighing(rows: list[db.Row], view: SellerView, chosen: int, under_way: progress.ProgressShown | None) -> Weighing:
    each = [_weighed(row) for row in rows]
    return Weighing(
        each=tuple(each),
        claims=view.listing.claims,
        tried=min((row["tried"] for row in rows), default=0),
        smallest=min(lot.debtors for lot in view.listing.lots),
        # Drawn by us from figures alone.
        picture=Markup(picture(each, chosen=chosen)),  # noqa: S704
        under_way=under_way,
    )


_SAME = ("k", "k_reached", "highest_risk", "average_risk", "detail_kept", "value_error", "hidden", "refused")


def _weighed(row: db.Row) -> Weighed:
    return Weighed(**{name: row[name] for name in _SAME})
