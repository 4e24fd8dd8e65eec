"""The scrub of a tape, what a later issue changes, and a finding's row in its file."""

import asyncio
import shutil
from collections.abc import Mapping as Given
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import File, Redirect, Template

from accounts.sessions.requests import AnyRequest, say
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Problem
from kernel.money import Money
from marketplace.tapes import queries
from marketplace.tapes.commands import recheck_tape
from marketplace.tapes.commands_scrub import save_scrub_policy
from marketplace.tapes.issues import write_differences
from marketplace.tapes.queries_scrub import scrub_policy, scrub_report, write_scrub
from marketplace.tapes.rows import row_context
from marketplace.tapes.scrub import GROUNDS, GroundFound, ScrubPolicy, Treatment
from marketplace.tapes.scrub.policy import Ground

SUFFIXES = ("csv", "xlsx", "json")


@get("/tapes/{tape_id:uuid}/scrub", include_in_schema=False)
async def show_scrub(actor: NamedDependency[Actor], tape_id: FromPath[UUID]) -> Template:
    return await _page(actor, tape_id, await scrub_policy(actor))


@post("/tapes/{tape_id:uuid}/scrub", include_in_schema=False)
async def save_policy(
    request: AnyRequest, actor: NamedDependency[Actor], tape_id: FromPath[UUID]
) -> Template | Redirect:
    tape = await queries.tape(actor, tape_id)
    policy = await scrub_policy(actor)
    form = await request.form()
    try:
        policy = _given(form)
        await save_scrub_policy(actor, policy)
    except Invalid as problem:
        return await _page(actor, tape_id, policy, problem=problem)
    if tape.may["check"] is True:
        await recheck_tape(actor, tape_id)
        say(request, "good", "The policy is kept. The rows of this tape are checked under it.")
    else:
        say(request, "good", "The policy is kept for the next check; this tape stays as it was accepted.")
    return Redirect(f"/tapes/{tape_id}/scrub", status_code=303)


@get("/tapes/{tape_id:uuid}/scrub/{suffix:str}", include_in_schema=False)
async def download_scrub(actor: NamedDependency[Actor], tape_id: FromPath[UUID], suffix: FromPath[str]) -> File:
    """The schedule of the scrub; the file goes away once it was sent."""
    await queries.tape(actor, tape_id)
    if suffix not in SUFFIXES:
        raise NotFound("The scrub is written as .csv, .xlsx or .json.")
    folder = Path(mkdtemp(prefix="recourse-scrub-"))
    try:
        path = folder / f"scrub.{suffix}"
        await write_scrub(actor, tape_id, path)
    except BaseException:
        shutil.rmtree(folder)
        raise
    return File(path, filename=f"scrub-{tape_id.hex[-8:]}.{suffix}", background=BackgroundTask(_clear, folder))


@get("/tapes/{tape_id:uuid}/differences/{suffix:str}", include_in_schema=False)
async def download_differences(actor: NamedDependency[Actor], tape_id: FromPath[UUID], suffix: FromPath[str]) -> File:
    """Every account that a later issue adds, leaves out or changes; the file goes away once it was sent."""
    await queries.tape(actor, tape_id)
    if suffix not in ("csv", "xlsx"):
        raise NotFound("Differences are written as .csv or .xlsx.")
    folder = Path(mkdtemp(prefix="recourse-differences-"))
    try:
        path = folder / f"differences.{suffix}"
        await write_differences(actor, tape_id, path)
    except BaseException:
        shutil.rmtree(folder)
        raise
    return File(path, filename=f"differences-{tape_id.hex[-8:]}.{suffix}", background=BackgroundTask(_clear, folder))


@get("/tapes/{tape_id:uuid}/rows/{row_no:int}", include_in_schema=False)
async def show_row(actor: NamedDependency[Actor], tape_id: FromPath[UUID], row_no: FromPath[int]) -> Template:
    tape = await queries.tape(actor, tape_id)
    context = {"tape": tape, "context": await row_context(actor, tape_id, row_no)}
    return Template("marketplace/tapes/row.html", context=context)


async def _clear(folder: Path) -> None:
    await asyncio.to_thread(shutil.rmtree, folder)


def _given(form: Given[str, Any]) -> ScrubPolicy:
    months = str(form.get("near_months") or "").strip()
    if not (months.isdecimal() and len(months) < 6):
        raise Invalid("The policy was not kept.", places=[Place("near_months", months, "Give a number of months.")])
    given = {ground.name: str(form.get(f"ground_{ground.name}") or ground.usual) for ground in GROUNDS}
    unknown = [name for name, text in given.items() if text not in list(Treatment)]
    if unknown:
        places = [Place(f"ground_{name}", given[name], "Choose one of the treatments.") for name in unknown]
        raise Invalid("The policy was not kept.", places=places)
    return ScrubPolicy({name: Treatment(text) for name, text in given.items()}, int(months))


async def _page(actor: Actor, tape_id: UUID, policy: ScrubPolicy, *, problem: Problem | None = None) -> Template:
    tape = await queries.tape(actor, tape_id)
    report = await scrub_report(actor, tape_id)
    found = {one.ground: one for one in report.grounds} if report else {}
    context = {
        "tape": tape,
        "report": report,
        "rows": [_line(ground, policy, found.get(ground.name)) for ground in GROUNDS],
        "policy": policy,
        "may_save": actor.may("tapes.accept"),
        "problem": problem,
    }
    return Template("marketplace/tapes/scrub.html", context=context, status_code=problem.status if problem else 200)


def _line(
    ground: Ground, policy: ScrubPolicy, found: GroundFound | None
) -> tuple[Ground, Treatment, GroundFound | None, list[Money]]:
    """A ground on the page: the policy's treatment, what the tape's last check found, and what those rows owe."""
    owed = [Money.parse(amount, currency) for currency, amount in found.balances.items()] if found else []
    return ground, policy.treatment(ground), found, owed


ROUTES = (show_scrub, save_policy, download_scrub, download_differences, show_row)
