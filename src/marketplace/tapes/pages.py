"""The seller's tapes: the list, the upload, the tape with its progress, its findings and its rejected rows."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory, mkdtemp
from uuid import UUID

from litestar import get, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import File, Redirect, Template

from accounts.forms import day, identifier
from accounts.sessions.requests import AnyRequest, say
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Problem
from kernel.idempotency import Answer, once
from marketplace.tapes import queries
from marketplace.tapes.commands import begin_accepting, recheck_tape, reject_tape, undo_acceptance, upload_tape
from marketplace.tapes.issues import compared_with, differences

LARGEST_FILE = 2 * 1024**3
"""Bytes. Litestar spools an upload to disk as it arrives, so memory does not grow with it."""

ACCEPTED_SUFFIXES = ".csv,.txt,.tsv,.xlsx,.parquet,.zip"


@get("/tapes", include_in_schema=False)
async def show_tapes(actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None) -> Template:
    lines = await queries.tapes(actor, after=after)
    context = {"tapes": lines, "after": after, "page_size": queries.PAGE}
    return Template("marketplace/tapes/list.html", context=context)


@get("/tapes/new", include_in_schema=False)
async def new_tape(actor: NamedDependency[Actor], supersedes: FromQuery[UUID | None] = None) -> Template:
    data = {"name": "", "cut_off_on": "", "supersedes": ""}
    if supersedes is not None:
        former = await queries.tape(actor, supersedes)
        data = {"name": former.name, "cut_off_on": former.cut_off_on.isoformat(), "supersedes": str(former.id)}
    return await _upload_page(actor, data)


async def _upload_page(actor: Actor, data: dict[str, str], problem: Problem | None = None) -> Template:
    actor.must("tapes.upload")
    context = {"data": data, "problem": problem, "suffixes": ACCEPTED_SUFFIXES}
    return Template("marketplace/tapes/new.html", context=context, status_code=problem.status if problem else 200)


@post("/tapes", include_in_schema=False, request_max_body_size=LARGEST_FILE)
async def upload(request: AnyRequest, actor: NamedDependency[Actor]) -> Template | Redirect:
    form = await request.form()
    data = {name: str(form.get(name) or "") for name in ("name", "cut_off_on", "supersedes")}
    sent = form.get("file")
    try:
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise Invalid("No file came with the form.", places=[Place("file", None, "Choose the file of the tape.")])
        tape_id = await take_upload(actor, sent, data)
    except Invalid as problem:
        return await _upload_page(actor, data, problem)
    say(request, "good", "The file is stored as it came. Say now what its columns mean.")
    return Redirect(f"/tapes/{tape_id}/mapping", status_code=303)


async def take_upload(actor: Actor, sent: UploadFile, data: dict[str, str]) -> UUID:
    """The uploaded file as a tape, under the name it had on the seller's machine."""
    actor.must("tapes.upload")
    with TemporaryDirectory(prefix="recourse-upload-") as folder:
        path = Path(folder) / plain_name(sent.filename)
        await asyncio.to_thread(_copy, sent, path)
        done = await upload_tape(
            actor,
            path,
            name=data["name"] or path.stem,
            cut_off_on=day(data["cut_off_on"], "cut_off_on"),
            supersedes=identifier(data["supersedes"], "supersedes") if data["supersedes"] else None,
        )
    return done.id


def _copy(sent: UploadFile, path: Path) -> None:
    with path.open("wb") as file:
        shutil.copyfileobj(sent.file, file, 1024 * 1024)


def plain_name(given: str) -> str:
    """The last part of a file name that a browser sent, without what no file system wants in it."""
    name = "".join(letter for letter in PureWindowsPath(given).name if letter.isprintable() and letter != "/")
    return name.strip(". ")[-120:] or "tape"


@get("/tapes/{tape_id:uuid}", include_in_schema=False)
async def show_tape(actor: NamedDependency[Actor], tape_id: FromPath[UUID]) -> Template:
    context = {
        "tape": await queries.tape(actor, tape_id),
        "differences": await differences(actor, tape_id),
        "against": await compared_with(actor, tape_id),
    }
    return Template("marketplace/tapes/show.html", context=context)


@get("/tapes/{tape_id:uuid}/progress", include_in_schema=False)
async def show_progress(actor: NamedDependency[Actor], tape_id: FromPath[UUID]) -> Template:
    return Template("marketplace/tapes/_progress.html", context={"tape": await queries.tape(actor, tape_id)})


@get("/tapes/{tape_id:uuid}/findings", include_in_schema=False)
async def show_findings(actor: NamedDependency[Actor], tape_id: FromPath[UUID]) -> Template:
    context = {"tape": await queries.tape(actor, tape_id), "found": await queries.findings(actor, tape_id)}
    return Template("marketplace/tapes/findings.html", context=context)


@get("/tapes/{tape_id:uuid}/rejects/{suffix:str}", include_in_schema=False)
async def download_rejects(actor: NamedDependency[Actor], tape_id: FromPath[UUID], suffix: FromPath[str]) -> File:
    """Rejected rows with their reasons, safe to open in a spreadsheet; the file goes away once it was sent."""
    if suffix not in ("csv", "xlsx"):
        raise NotFound("Rejected rows are written as .csv or .xlsx.")
    folder = Path(mkdtemp(prefix="recourse-rejects-"))
    try:
        path = folder / f"rejected.{suffix}"
        await queries.write_rejects(actor, tape_id, path)
    except BaseException:
        shutil.rmtree(folder)
        raise
    clear = BackgroundTask(_clear, folder)
    return File(path, filename=f"rejected-{tape_id.hex[-8:]}.{suffix}", background=clear)


async def _clear(folder: Path) -> None:
    await asyncio.to_thread(shutil.rmtree, folder)


@post("/tapes/{tape_id:uuid}/accept", include_in_schema=False)
async def accept(request: AnyRequest, actor: NamedDependency[Actor], tape_id: FromPath[UUID]) -> Redirect:
    async def act() -> Answer:
        await begin_accepting(actor, tape_id)
        return Answer(303, f"/tapes/{tape_id}")

    return await _bound(request, actor, act)


@post("/tapes/{tape_id:uuid}/undo", include_in_schema=False)
async def undo(request: AnyRequest, actor: NamedDependency[Actor], tape_id: FromPath[UUID]) -> Redirect:
    async def act() -> Answer:
        gone = await undo_acceptance(actor, tape_id)
        say(request, "good", f"{gone} claims were taken back. The tape is checked anew.")
        return Answer(303, f"/tapes/{tape_id}")

    return await _bound(request, actor, act)


@post("/tapes/{tape_id:uuid}/check", include_in_schema=False)
async def check(request: AnyRequest, actor: NamedDependency[Actor], tape_id: FromPath[UUID]) -> Redirect:
    await recheck_tape(actor, tape_id)
    return Redirect(f"/tapes/{tape_id}", status_code=303)


@post("/tapes/{tape_id:uuid}/reject", include_in_schema=False)
async def reject(request: AnyRequest, actor: NamedDependency[Actor], tape_id: FromPath[UUID]) -> Redirect:
    async def act() -> Answer:
        await reject_tape(actor, tape_id)
        say(request, "neutral", "The tape was put aside.")
        return Answer(303, "/tapes")

    return await _bound(request, actor, act)


async def _bound(request: AnyRequest, actor: Actor, act: Callable[[], Awaitable[Answer]]) -> Redirect:
    form = await request.form()
    key = str(form.get("idempotency_key") or "")
    answer = await once(actor, key, route=request.url.path, request=b"", act=act)
    return Redirect(answer.location or "/tapes", status_code=303)


ROUTES = (
    show_tapes,
    new_tape,
    upload,
    show_tape,
    show_progress,
    show_findings,
    download_rejects,
    accept,
    undo,
    check,
    reject,
)
