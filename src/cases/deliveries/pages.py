"""Documents in bulk: the deliveries, one with its tray, and which claims lack what."""

import asyncio
import csv
import io
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response, Stream, Template

from accounts.sessions.requests import say
from cases.deliveries import queries
from cases.deliveries.archive import LARGEST_ARCHIVE
from cases.deliveries.commands import assign_file, close_delivery, deliver_archive, resume_delivery, return_file
from cases.desk.exhibits import KINDS
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from documents.neutral import neutralised_text
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Problem

FORM = 64 << 10
ASIDE = ("tray", "refused", "missing", "returned")


@get("/deliveries", include_in_schema=False)
async def show_deliveries(actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None) -> Template:
    context = {
        "deliveries": await queries.deliveries(actor, after=after),
        "after": after,
        "page_size": queries.PAGE,
        "coverage": await queries.coverage(actor, None),
        "kinds": KINDS,
    }
    return Template("cases/deliveries/list.html", context=context)


@get("/deliveries/new", include_in_schema=False)
async def new_delivery(actor: NamedDependency[Actor], sale_id: FromQuery[str] = "") -> Template:
    return await _upload_page(actor, {"sale_id": sale_id, "name": ""})


async def _upload_page(actor: Actor, data: dict[str, str], problem: Problem | None = None) -> Template:
    context = {
        "data": data,
        "problem": problem,
        "sales": [(str(one.id), one.label) for one in await queries.sales(actor)],
    }
    return Template("cases/deliveries/new.html", context=context, status_code=problem.status if problem else 200)


@post("/deliveries", include_in_schema=False, request_max_body_size=LARGEST_ARCHIVE + FORM)
async def upload(request: AnyRequest, actor: NamedDependency[Actor]) -> Template | Redirect:
    actor.must("documents.deliver")
    form = await request.form()
    data = {name: str(form.get(name) or "") for name in ("name", "sale_id")}
    try:
        delivery_id = await _taken(actor, form.get("file"), data)
    except Invalid as problem:
        return await _upload_page(actor, data, problem)
    say(request, "good", "The archive is stored as it came. Its files are being taken in.")
    return Redirect(f"/deliveries/{delivery_id}", status_code=303)


async def _taken(actor: Actor, sent: object, data: dict[str, str]) -> UUID:
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise Invalid("No file came with the form.", places=[Place("file", None, "Choose the ZIP archive.")])
    sale_id = optional_identifier(data["sale_id"], "sale_id")
    with TemporaryDirectory(prefix="recourse-delivery-") as folder:
        path = Path(folder) / "delivery.zip"
        await asyncio.to_thread(_copy, sent, path)
        return await deliver_archive(actor, path, name=data["name"] or sent.filename, sale_id=sale_id)


def _copy(sent: UploadFile, path: Path) -> None:
    with path.open("wb") as file:
        shutil.copyfileobj(sent.file, file, 1 << 20)


@get("/deliveries/{delivery_id:uuid}", include_in_schema=False)
async def show_delivery(
    actor: NamedDependency[Actor], delivery_id: FromPath[UUID], status: FromQuery[str] = "", after: FromQuery[int] = 0
) -> Template:
    delivery, counts, work = await queries.delivery(actor, delivery_id)
    shown = status if status in (*ASIDE, "kept", "known") else _first(counts)
    context = {
        "delivery": delivery,
        "counts": counts,
        "work": work,
        "status": shown,
        "files": await queries.files(actor, delivery_id, statuses=(shown,), after=after),
        "page_size": queries.PAGE,
        "kinds": KINDS,
        "coverage": await queries.coverage(actor, delivery.sale_id),
    }
    return Template("cases/deliveries/show.html", context=context)


def _first(counts: dict[str, int]) -> str:
    """What a person has to look at first; else what went well."""
    return next((one for one in ASIDE if counts.get(one)), "kept")


@get("/deliveries/{delivery_id:uuid}/progress", include_in_schema=False)
async def show_progress(actor: NamedDependency[Actor], delivery_id: FromPath[UUID]) -> Template:
    delivery, _, work = await queries.delivery(actor, delivery_id)
    return Template("cases/deliveries/_progress.html", context={"delivery": delivery, "work": work})


@get("/deliveries/{delivery_id:uuid}/aside.csv", include_in_schema=False)
async def download_aside(actor: NamedDependency[Actor], delivery_id: FromPath[UUID]) -> Response[bytes]:
    """Every file that is with no claim, with the reason: what one sends back to whoever delivered."""
    delivery, _, _ = await queries.delivery(actor, delivery_id)
    found = await queries.files(actor, delivery_id, statuses=ASIDE, most=200_000)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["file", "line of the index", "reference", "status", "reason"])
    for _, one in found:
        said = [neutralised_text(text or "") for text in (one.path, one.reference, one.reason)]
        writer.writerow([said[0], one.index_line or "", said[1], one.status, said[2]])
    name = f"aside-{delivery.id.hex[-8:]}.csv"
    return Response(
        text.getvalue().encode("utf-8-sig"),
        media_type="text/csv",
        headers={"content-disposition": f"attachment; filename={name}"},
    )


@get("/deliveries/coverage", include_in_schema=False)
async def show_coverage(
    actor: NamedDependency[Actor],
    sale_id: FromQuery[str] = "",
    lacking: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    sale = optional_identifier(sale_id, "sale_id")
    wanted = lacking if lacking in queries.COVERED else ""
    context = {
        "coverage": await queries.coverage(actor, sale),
        "claims": await queries.claims_covered(actor, sale, lacking=wanted, after=after),
        "sale_id": sale_id,
        "lacking": wanted,
        "after": after,
        "page_size": queries.PAGE,
        "kinds": {kind: name for kind, name in KINDS.items() if kind in queries.COVERED},
    }
    return Template("cases/deliveries/coverage.html", context=context)


@get("/deliveries/files/{delivered_id:uuid}", include_in_schema=False)
async def look_at(actor: NamedDependency[Actor], delivered_id: FromPath[UUID]) -> Stream:
    """A file of the tray, to see whose it is; one that may run is saved and never shown."""
    opened = await queries.open_tray_file(actor, delivered_id)
    shown = "inline" if opened.shown.media_type == "application/pdf" else "attachment"
    disposition = f"{shown}; filename*=UTF-8''{quote(opened.shown.file_name)}"
    return Stream(opened.stream(), media_type=opened.shown.media_type, headers={"content-disposition": disposition})


@post("/deliveries/files/{delivered_id:uuid}/{what:str}", include_in_schema=False)
async def decide(
    request: AnyRequest, actor: NamedDependency[Actor], delivered_id: FromPath[UUID], what: FromPath[str]
) -> Redirect:
    """Gives a file of the tray to a claim (`assign`), or sends it back (`return`)."""
    actor.must("documents.deliver")
    data = await texts(request)
    delivery_id = await queries.delivery_of(actor, delivered_id)
    acts: dict[str, Callable[[], Awaitable[str]]] = {
        "assign": lambda: _assign(actor, delivered_id, data),
        "return": lambda: _return(actor, delivered_id, data),
    }
    if what not in acts:
        raise NotFound("There is no such page.")
    return await acted_once(request, actor, data, f"/deliveries/{delivery_id}?status=tray", acts[what])


async def _assign(actor: Actor, file_id: UUID, data: dict[str, str]) -> str:
    await assign_file(actor, file_id, reference=data.get("reference", ""), kind=data.get("kind", ""))
    return f"The file is with the claim {data['reference']} now."


async def _return(actor: Actor, file_id: UUID, data: dict[str, str]) -> str:
    await return_file(actor, file_id, reason=data.get("reason", ""))
    return "The file was sent back. Its bytes are unreadable here; its hash and your reason stay."


@post("/deliveries/{delivery_id:uuid}/resume", include_in_schema=False)
async def resume(request: AnyRequest, actor: NamedDependency[Actor], delivery_id: FromPath[UUID]) -> Redirect:
    async def act() -> str:
        await resume_delivery(actor, delivery_id)
        return "The rest of the files is being taken in."

    return await acted_once(request, actor, await texts(request), f"/deliveries/{delivery_id}", act)


@post("/deliveries/{delivery_id:uuid}/close", include_in_schema=False)
async def close(request: AnyRequest, actor: NamedDependency[Actor], delivery_id: FromPath[UUID]) -> Redirect:
    async def act() -> str:
        await close_delivery(actor, delivery_id)
        return "The delivery is closed. Its archive is unreadable; every file of it that has a claim is kept."

    return await acted_once(request, actor, await texts(request), f"/deliveries/{delivery_id}", act)


ROUTES = (
    show_deliveries,
    new_delivery,
    upload,
    show_coverage,
    look_at,
    decide,
    show_delivery,
    show_progress,
    download_aside,
    resume,
    close,
)
