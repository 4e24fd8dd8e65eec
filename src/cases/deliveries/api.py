"""Deliveries for programs: files go straight to the quarantine by addresses that die; nothing passes the web server."""

from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from accounts.forms import led_once
from accounts.keyed import Key
from cases.deliveries import queries
from cases.deliveries.commands import Address, addresses, assign_file, deliver_under_prefix, receive, return_file
from kernel.actor import Actor


class DeliveryWanted(msgspec.Struct, frozen=True):
    name: str
    sale_id: UUID | None = None


class DeliveryAnswer(msgspec.Struct, frozen=True):
    """A delivery; `files` counts them by status. `failure` says why the whole could not be taken in."""

    id: UUID
    name: str
    source: str
    status: str
    sale_id: UUID | None
    files: dict[str, int]
    failure: str | None


class Paths(msgspec.Struct, frozen=True):
    paths: list[str]


class FileAnswer(msgspec.Struct, frozen=True):
    """A delivered file. `number` is the cursor for the next page."""

    id: UUID
    number: int
    path: str
    status: str
    reference: str | None
    claim_reference: str | None
    kind: str | None
    basis: str | None
    reason: str | None
    document_id: UUID | None


class Assignment(msgspec.Struct, frozen=True):
    reference: str
    kind: str


class Reason(msgspec.Struct, frozen=True):
    reason: str


class CoverageAnswer(msgspec.Struct, frozen=True):
    """Claims, and how many of them have a document of each class."""

    claims: int
    by_class: dict[str, int]
    proven: int
    complete: int


@post("/api/deliveries")
async def open_delivery(
    actor: NamedDependency[Actor], data: JSONBody[DeliveryWanted], idempotency_key: Key
) -> DeliveryAnswer:
    async def act() -> str:
        delivery_id = await deliver_under_prefix(actor, name=data.name, sale_id=data.sale_id)
        return f"/api/deliveries/{delivery_id}"

    asked = (data.name, str(data.sale_id))
    where = await led_once(actor, idempotency_key, route="api.deliveries.open", asked=asked, act=act)
    return await _answer(actor, UUID(where.rpartition("/")[2]))


@get("/api/deliveries/{delivery_id:uuid}")
async def show(actor: NamedDependency[Actor], delivery_id: FromPath[UUID]) -> DeliveryAnswer:
    return await _answer(actor, delivery_id)


@post("/api/deliveries/{delivery_id:uuid}/addresses", status_code=200)
async def give_addresses(
    actor: NamedDependency[Actor], delivery_id: FromPath[UUID], data: JSONBody[Paths]
) -> list[Address]:
    """An address for each path, to PUT one file to within the hour. Up to 1,000 at once; may be asked again."""
    return await addresses(actor, delivery_id, data.paths)


@post("/api/deliveries/{delivery_id:uuid}/receive", status_code=202)
async def all_there(actor: NamedDependency[Actor], delivery_id: FromPath[UUID], idempotency_key: Key) -> DeliveryAnswer:
    async def act() -> str:
        await receive(actor, delivery_id)
        return f"/api/deliveries/{delivery_id}"

    await led_once(actor, idempotency_key, route=f"api.deliveries.receive:{delivery_id}", asked=(), act=act)
    return await _answer(actor, delivery_id)


@get("/api/deliveries/{delivery_id:uuid}/files")
async def show_files(
    actor: NamedDependency[Actor],
    delivery_id: FromPath[UUID],
    status: FromQuery[str] = "tray",
    after: FromQuery[int] = 0,
) -> list[FileAnswer]:
    """Files of one status by number, fifty at a time."""
    await queries.delivery(actor, delivery_id)
    found = await queries.files(actor, delivery_id, statuses=(status,), after=after)
    return [
        FileAnswer(
            one.id,
            number,
            one.path,
            one.status,
            one.reference,
            one.claim_reference,
            one.kind,
            one.basis,
            one.reason,
            one.document_id,
        )
        for number, one in found
    ]


@post("/api/deliveries/files/{delivered_id:uuid}/assign", status_code=204)
async def assign(
    actor: NamedDependency[Actor], delivered_id: FromPath[UUID], data: JSONBody[Assignment], idempotency_key: Key
) -> None:
    async def act() -> str:
        return f"/documents/{await assign_file(actor, delivered_id, reference=data.reference, kind=data.kind)}"

    asked = (data.reference, data.kind)
    await led_once(actor, idempotency_key, route=f"api.deliveries.assign:{delivered_id}", asked=asked, act=act)


@post("/api/deliveries/files/{delivered_id:uuid}/return", status_code=204)
async def give_back(
    actor: NamedDependency[Actor], delivered_id: FromPath[UUID], data: JSONBody[Reason], idempotency_key: Key
) -> None:
    async def act() -> str:
        await return_file(actor, delivered_id, reason=data.reason)
        return "/deliveries"

    await led_once(actor, idempotency_key, route=f"api.deliveries.return:{delivered_id}", asked=(data.reason,), act=act)


@get("/api/deliveries/coverage")
async def show_coverage(actor: NamedDependency[Actor], sale_id: FromQuery[UUID | None] = None) -> CoverageAnswer:
    """Which documents the claims have: of one sale, or of all the organisation owns."""
    found = await queries.coverage(actor, sale_id)
    return CoverageAnswer(found.claims, dict(found.by_class), found.proven, found.complete)


async def _answer(actor: Actor, delivery_id: UUID) -> DeliveryAnswer:
    shown, counts, _ = await queries.delivery(actor, delivery_id)
    return DeliveryAnswer(shown.id, shown.name, shown.source, shown.status, shown.sale_id, counts, shown.failure)


ROUTES = (
    open_delivery,
    show_coverage,
    show,
    give_addresses,
    all_there,
    show_files,
    assign,
    give_back,
)
