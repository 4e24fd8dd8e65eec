"""The seller's levels, shortlist, copies and certificates; the buyer's second stage; whose copy a found file is."""

import asyncio
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Stream, Template

from accounts.forms import identifier, led_once
from accounts.sessions.requests import AnyRequest, say
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Problem
from marketplace.diligence.destruction import certify_destruction
from marketplace.diligence.downloads import download_second_stage
from marketplace.diligence.handed import PAGE, handed_out, overseen
from marketplace.diligence.pages import sent
from marketplace.diligence.released import certificate
from marketplace.diligence.second_stage import set_level, set_pick
from marketplace.diligence.states import Level
from marketplace.diligence.tracing import Traced, trace_copy

LARGEST_FOUND = 512 * 1024**2
"""Bytes of a found file."""


@get("/listings/{listing_id:uuid}/copies", include_in_schema=False)
async def show_copies(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Template:
    return await _copies(actor, listing_id)


async def _copies(
    actor: Actor, listing_id: UUID, *, traced: Traced | None = None, problem: Problem | None = None
) -> Template:
    view = await handed_out(actor, listing_id)
    context = {"view": view, "listing": view.listing, "traced": traced, "problem": problem}
    status = problem.status if problem else 200
    return Template("marketplace/diligence/copies.html", context=context, status_code=status)


@post(
    "/listings/{listing_id:uuid}/copies/trace",
    include_in_schema=False,
    request_max_body_size=LARGEST_FOUND,
    status_code=200,
)
async def trace(request: AnyRequest, actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Template:
    await handed_out(actor, listing_id)
    form = await request.form()
    try:
        traced = await trace_upload(actor, listing_id, form.get("file"))
    except Invalid as problem:
        return await _copies(actor, listing_id, problem=problem)
    return await _copies(actor, listing_id, traced=traced)


async def trace_upload(actor: Actor, listing_id: UUID, sent_file: object) -> Traced:
    """The answer for an uploaded file, which is kept nowhere."""
    if not isinstance(sent_file, UploadFile) or not sent_file.filename:
        raise Invalid("No file came with the form.", places=[Place("file", None, "Choose the file that was found.")])
    with TemporaryDirectory(prefix="recourse-found-") as folder:
        path = Path(folder) / "found"
        await asyncio.to_thread(_copy, sent_file, path)
        return await trace_copy(actor, listing_id, path)


def _copy(sent_file: UploadFile, path: Path) -> None:
    with path.open("wb") as file:
        shutil.copyfileobj(sent_file.file, file, 1024 * 1024)


class LevelSet(msgspec.Struct, frozen=True):
    idempotency_key: str = ""
    level: str = ""
    wanted: str = ""


@post("/listings/{listing_id:uuid}/levels", include_in_schema=False)
async def change_level(
    request: AnyRequest, actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: URLEncodedBody[LevelSet]
) -> Redirect:
    async def act() -> str:
        await set_level(actor, listing_id, level_of(data.level), opened=data.wanted == "open")
        return f"/listings/{listing_id}/copies"

    asked, route = (data.level, data.wanted), f"diligence.level:{listing_id}"
    where = await led_once(actor, data.idempotency_key, route=route, asked=asked, act=act)
    say(request, "good", "The level is open." if data.wanted == "open" else "The level is closed.")
    return Redirect(where, status_code=303)


def level_of(text: str) -> Level:
    try:
        return Level(text)
    except ValueError as error:
        place = Place("level", text[:20] or None, "One of tape, rows and papers.")
        raise Invalid("There is no such level.", places=[place]) from error


class Picked(msgspec.Struct, frozen=True):
    idempotency_key: str = ""
    organisation_id: str = ""
    wanted: str = ""


@post("/listings/{listing_id:uuid}/shortlist", include_in_schema=False)
async def change_pick(
    request: AnyRequest, actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: URLEncodedBody[Picked]
) -> Redirect:
    async def act() -> str:
        bidder_id = identifier(data.organisation_id, "organisation_id")
        await set_pick(actor, listing_id, bidder_id, picked=data.wanted == "pick")
        return f"/listings/{listing_id}/copies"

    asked, route = (data.organisation_id, data.wanted), f"diligence.pick:{listing_id}"
    where = await led_once(actor, data.idempotency_key, route=route, asked=asked, act=act)
    say(request, "good", "The shortlist is changed. Whoever was picked is told by mail.")
    return Redirect(where, status_code=303)


@get("/market/{listing_id:uuid}/levels/{level:str}", include_in_schema=False)
async def download(actor: NamedDependency[Actor], listing_id: FromPath[UUID], level: FromPath[str]) -> Stream:
    """Pseudonymised rows or summaries of sample files, for the shortlisted; every look is a fact the seller reads."""
    if level not in (Level.ROWS, Level.PAPERS):
        raise NotFound("There is no such level.")
    return sent(await download_second_stage(actor, listing_id, Level(level)))


@get("/market/{listing_id:uuid}/destruction", include_in_schema=False)
async def show_certificate(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Template:
    owed = await certificate(actor, listing_id)
    return Template("marketplace/diligence/destruction.html", context={"certificate": owed})


class Certified(msgspec.Struct, frozen=True):
    idempotency_key: str = ""
    shown_sha256: str = ""


@post("/market/{listing_id:uuid}/destruction", include_in_schema=False)
async def certify(
    request: AnyRequest, actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: URLEncodedBody[Certified]
) -> Redirect:
    async def act() -> str:
        await certify_destruction(actor, listing_id, shown_sha256=data.shown_sha256)
        return f"/market/{listing_id}/destruction"

    asked, route = (data.shown_sha256,), f"diligence.certify:{listing_id}"
    where = await led_once(actor, data.idempotency_key, route=route, asked=asked, act=act)
    say(request, "good", "The destruction is certified. The seller reads it.")
    return Redirect(where, status_code=303)


@get("/copies", include_in_schema=False)
async def show_overseen(actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None) -> Template:
    found = await overseen(actor, after=after)
    context = {"listings": found, "after": after, "full": len(found) == PAGE}
    return Template("marketplace/diligence/overseen.html", context=context)


ROUTES = (
    show_copies,
    trace,
    change_level,
    change_pick,
    download,
    show_certificate,
    certify,
    show_overseen,
)
