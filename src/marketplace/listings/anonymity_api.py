"""The anonymity of a listing for programs: roles with their reasons, k, l, t, what was reached, and several k."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from accounts.keyed import Key, answered_once
from kernel.actor import Actor
from marketplace.anonymity import PLATFORM_FLOOR, Report, Tried
from marketplace.listings.demanded import Demanded, read_roles
from marketplace.listings.queries_anonymity import AnonymityView, anonymity_view
from marketplace.listings.settling import make_again, settle_anonymity
from marketplace.listings.told_by_tape import TapeError
from marketplace.listings.weighing import Weighed, ask_weighing


class ColumnSaid(msgspec.Struct, frozen=True):
    """`role` is direct, quasi, sensitive, free or text; `may` are the roles the seller can choose."""

    name: str
    role: str
    proposed: str
    may: tuple[str, ...]
    known_to: tuple[str, ...]
    reason: str


class LotReport(msgspec.Struct, frozen=True):
    """Measured before and after; `tables_off` is how far tables made from the tape alone are from the truth.

    `larger` is what joining the lot with another one would do, where bidders would misjudge it alone.
    """

    lot: str
    report: Report
    tables_off: tuple[TapeError, ...]
    larger: Tried | None


class ListingAnonymity(msgspec.Struct, frozen=True):
    """`reports` are empty until the tape is made; `weighed` until several k were weighed under these settings.

    `state` says how the making goes: waiting, working, done, failed, with its `sentence`.
    """

    k: int
    l: int  # noqa: E741 - the letter of the literature
    t: float
    confirmed_at: datetime | None
    cannot_settle: str | None
    columns: tuple[ColumnSaid, ...]
    state: str | None
    sentence: str | None
    reports: tuple[LotReport, ...]
    weighed: tuple[Weighed, ...]


class NewAnonymity(msgspec.Struct, frozen=True):
    """Roles by column; a column not named keeps the proposed one. `t` is a share above 0; 1 asks for nothing."""

    k: int = PLATFORM_FLOOR
    l: int = 1  # noqa: E741 - the letter of the literature
    t: float = 1.0
    roles: dict[str, str] = {}


class Settled(msgspec.Struct, frozen=True):
    """`made_anew` says whether another tape is being made, since something changed."""

    id: UUID
    made_anew: bool


class Waits(msgspec.Struct, frozen=True):
    id: UUID


@get("/api/listings/{listing_id:uuid}/anonymity", operation_id="ListingAnonymity", tags=["listings"])
async def show(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> ListingAnonymity:
    """What the seller's own listing demands, has reached and cost; nobody else sees it."""
    return _said(await anonymity_view(actor, listing_id))


@post(
    "/api/listings/{listing_id:uuid}/anonymity",
    operation_id="SettleListingAnonymity",
    tags=["listings"],
    status_code=200,
)
async def settle(
    actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: JSONBody[NewAnonymity], idempotency_key: Key
) -> Response[bytes]:
    """Confirms the columns' roles of a draft with k, l and t. A role that cannot be is refused with its reason."""

    async def act() -> Settled:
        demanded = Demanded(k=data.k, l=data.l, t=data.t, roles=read_roles(data.roles))
        return Settled(listing_id, await settle_anonymity(actor, listing_id, demanded))

    route = f"api.listings.settle:{listing_id}"
    return await answered_once(actor, idempotency_key, route=route, asked=data, act=act)


@post(
    "/api/listings/{listing_id:uuid}/weighing", operation_id="WeighListingAnonymity", tags=["listings"], status_code=202
)
async def weigh(actor: NamedDependency[Actor], listing_id: FromPath[UUID], idempotency_key: Key) -> Response[bytes]:
    """Has a handful of k tried; what came out is read at /api/listings/{id}/anonymity."""

    async def act() -> Waits:
        await ask_weighing(actor, listing_id)
        return Waits(listing_id)

    route = f"api.listings.weigh:{listing_id}"
    return await answered_once(actor, idempotency_key, route=route, asked=None, act=act, status=202)


@post("/api/listings/{listing_id:uuid}/release", operation_id="MakeRelease", tags=["listings"], status_code=202)
async def again(actor: NamedDependency[Actor], listing_id: FromPath[UUID], idempotency_key: Key) -> Response[bytes]:
    """Has the tape of a draft made again, after it failed."""

    async def act() -> Waits:
        await make_again(actor, listing_id)
        return Waits(listing_id)

    route = f"api.listings.again:{listing_id}"
    return await answered_once(actor, idempotency_key, route=route, asked=None, act=act, status=202)


def _said(shown: AnonymityView) -> ListingAnonymity:
    view, settings = shown.view, shown.settings
    return ListingAnonymity(
        k=settings.demanded.k,
        l=settings.demanded.l,
        t=settings.demanded.t,
        confirmed_at=settings.confirmed_at,
        cannot_settle=None if settings.can_settle is True else settings.can_settle,
        columns=tuple(
            ColumnSaid(
                name=one.column.name,
                role=one.role,
                proposed=one.column.proposed,
                may=one.column.may,
                known_to=one.column.known_to,
                reason=one.column.reason,
            )
            for one in settings.columns
        ),
        state=view.making.state if view.making else None,
        sentence=view.making.sentence if view.making else None,
        reports=tuple(LotReport(lot.name, lot.report, lot.errors, lot.larger) for lot in view.release.lots)
        if view.release
        else (),
        weighed=shown.weighing.each,
    )


ROUTES = (show, settle, weigh, again)
