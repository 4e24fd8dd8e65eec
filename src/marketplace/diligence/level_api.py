"""Levels, shortlist, copies and certificates for programs. Files themselves are at /market/{id}/…."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, JSONBody

from accounts.keyed import Key, answered_once
from kernel.actor import Actor
from marketplace.diligence.destruction import certify_destruction
from marketplace.diligence.handed import HandedOut, handed_out
from marketplace.diligence.level_pages import LARGEST_FOUND, level_of, trace_upload
from marketplace.diligence.second_stage import set_level, set_pick


class LevelAnswer(msgspec.Struct, frozen=True):
    level: str
    status: str
    copies: int


class BidderAnswer(msgspec.Struct, frozen=True):
    """An organisation under the agreement; `certificates_overdue` are those it owes to any seller."""

    id: UUID
    name: str
    agreed_at: datetime
    shortlisted: bool
    certificates_overdue: int


class CopyAnswer(msgspec.Struct, frozen=True):
    organisation: str
    level: str
    sha256: str
    rows: int
    made_at: datetime
    downloads: int


class CertificateAnswer(msgspec.Struct, frozen=True):
    organisation: str
    status: str
    due_on: date
    certified_at: datetime | None


class HandedOutAnswer(msgspec.Struct, frozen=True):
    levels: tuple[LevelAnswer, ...]
    bidders: tuple[BidderAnswer, ...]
    copies: tuple[CopyAnswer, ...]
    certificates: tuple[CertificateAnswer, ...]


@get("/api/listings/{listing_id:uuid}/copies", operation_id="Copies", tags=["listings"])
async def show(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> HandedOutAnswer:
    """For the listing's seller and for the operator."""
    return _answer(await handed_out(actor, listing_id))


class TracedAnswer(msgspec.Struct, frozen=True):
    """`organisation_id` is null where nobody is named; `chance` of a false alarm for anybody, as text."""

    organisation_id: UUID | None
    organisation: str | None
    chance: str
    values: int
    buyers: int
    sha256: str


class FoundForm(msgspec.Struct, frozen=True):
    file: UploadFile


@post(
    "/api/listings/{listing_id:uuid}/trace",
    operation_id="TraceCopy",
    tags=["listings"],
    status_code=200,
    request_max_body_size=LARGEST_FOUND,
)
async def trace(
    actor: NamedDependency[Actor],
    listing_id: FromPath[UUID],
    data: Annotated[FoundForm, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> TracedAnswer:
    """Whose copy of the listing a found file is, for its seller and for the operator. The question is recorded."""
    one = await trace_upload(actor, listing_id, data.file)
    chance = f"{one.chance:.3g}"
    return TracedAnswer(one.organisation_id, one.organisation, chance, one.values, one.copies, one.sha256)


class LevelWanted(msgspec.Struct, frozen=True):
    """`level` is tape, rows or papers."""

    level: str
    open: bool


class PickWanted(msgspec.Struct, frozen=True):
    organisation_id: UUID
    picked: bool


class Shown(msgspec.Struct, frozen=True):
    """The SHA-256 of the text that was read, as hex."""

    sha256: str


class Done(msgspec.Struct, frozen=True):
    done: bool = True


@post("/api/listings/{listing_id:uuid}/levels", operation_id="SetLevel", tags=["listings"], status_code=200)
async def change_level(
    actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: JSONBody[LevelWanted], idempotency_key: Key
) -> Response[bytes]:
    """Opens or closes a level."""

    async def act() -> Done:
        await set_level(actor, listing_id, level_of(data.level), opened=data.open)
        return Done()

    route = f"api.diligence.level:{listing_id}"
    return await answered_once(actor, idempotency_key, route=route, asked=data, act=act)


@post("/api/listings/{listing_id:uuid}/shortlist", operation_id="SetPick", tags=["listings"], status_code=200)
async def change_pick(
    actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: JSONBody[PickWanted], idempotency_key: Key
) -> Response[bytes]:
    """Puts an organisation under the agreement on the shortlist, or takes it off."""

    async def act() -> Done:
        await set_pick(actor, listing_id, data.organisation_id, picked=data.picked)
        return Done()

    route = f"api.diligence.pick:{listing_id}"
    return await answered_once(actor, idempotency_key, route=route, asked=data, act=act)


@post(
    "/api/listings/{listing_id:uuid}/destruction", operation_id="CertifyDestruction", tags=["market"], status_code=200
)
async def certify(
    actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: JSONBody[Shown], idempotency_key: Key
) -> Response[bytes]:
    """Certifies for the caller's organisation that what it was handed of the listing is destroyed."""

    async def act() -> Done:
        await certify_destruction(actor, listing_id, shown_sha256=data.sha256)
        return Done()

    route = f"api.diligence.certify:{listing_id}"
    return await answered_once(actor, idempotency_key, route=route, asked=data, act=act)


def _answer(view: HandedOut) -> HandedOutAnswer:
    return HandedOutAnswer(
        levels=tuple(LevelAnswer(one.level, one.status, one.copies) for one in view.levels),
        bidders=tuple(BidderAnswer(one.id, one.name, one.accepted_at, one.picked, one.overdue) for one in view.bidders),
        copies=tuple(
            CopyAnswer(one.organisation, one.level, one.sha256, one.rows, one.made_at, one.downloads)
            for one in view.copies
        ),
        certificates=tuple(
            CertificateAnswer(one.organisation, one.status, one.due_on, one.certified_at) for one in view.certificates
        ),
    )


ROUTES = (show, trace, change_level, change_pick, certify)
