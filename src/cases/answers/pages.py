"""Answers of courts on their pages: the files, the tray, and one answer on its way to its case."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import day, identifier
from accounts.sessions.requests import say
from cases.answers.again import AGAIN, NOT_ASIDE, read_again
from cases.answers.channels import ways
from cases.answers.confirming import (
    Confirmed,
    confirm_answer,
    foresee_answer,
    ready_answer,
    set_aside,
    take_up,
    with_papers,
)
from cases.answers.queries import PAGE, answer, filed_beside, files_of, tray, waiting_count
from cases.answers.recording import Timed
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import LARGEST, bring
from cases.answers.whole import whole_answer
from cases.correspondence.events import OUTCOMES, events_for
from cases.correspondence.queries import candidate, candidates
from cases.deadlines.queries import today_of
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, tell, texts, upload_of
from cases.desk.policies import must_enter
from cases.parties.several import debtors_to_choose
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Problem, Refused

NOTHING = "nothing"
"""Chosen instead of an event: the answer stays with the case, and nothing happens in it."""
SHOWN = (AnswerStatus.WAITING, AnswerStatus.MATCHED, AnswerStatus.KNOWN, AnswerStatus.SET_ASIDE)


def may_enter(actor: Actor) -> bool:
    return actor.may("cases.onboard") or actor.may("cases.work")


@get("/court-answers", include_in_schema=False)
async def answers_tray(
    actor: NamedDependency[Actor],
    status: FromQuery[str] = "waiting",
    after: FromQuery[str] = "",
    file: FromQuery[str] = "",
) -> Template:
    chosen = next((one for one in SHOWN if one == status), AnswerStatus.WAITING)
    file_id = optional_identifier(file, "file")
    rows = await tray(actor, chosen, after=optional_identifier(after, "after"), file_id=file_id)
    context = {
        "status": chosen.value,
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "after": after,
        "file": file,
        "waiting": await waiting_count(actor),
        "channels": [(one.channel.code, one.channel.name) for one in ways()],
        "may_enter": may_enter(actor),
    }
    return Template("cases/answers/tray.html", context=context)


@get("/court-answers/files", include_in_schema=False)
async def answer_files(actor: NamedDependency[Actor], after: FromQuery[str] = "") -> Template:
    rows = await files_of(actor, after=optional_identifier(after, "after"))
    context = {
        "may_enter": may_enter(actor),
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "after": after,
        "waiting": await waiting_count(actor),
    }
    return Template("cases/answers/files.html", context=context)


@post("/court-answers/files", include_in_schema=False, request_max_body_size=LARGEST + 64 * 1024)
async def bring_file(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    """An upload; the same file again is the same file, and the day it came is told."""
    must_enter(actor)
    data = await texts(request)
    try:
        upload = await upload_of(request)
        taken = await bring(actor, data.get("channel", ""), upload.content, sent_name=upload.name)
    except (Refused, Invalid) as problem:
        tell(request, problem)
        return Redirect("/court-answers", status_code=303)
    if taken.since is not None:
        say(request, "neutral", f"This very file came on {taken.since:%-d %B %Y}. Nothing is done twice.")
    else:
        say(request, "good", "The file is kept and is being read. What is certain is recorded; the rest waits here.")
    return Redirect("/court-answers/files", status_code=303)


@post("/court-answers/files/{answer_file_id:uuid}/again", include_in_schema=False)
async def file_again(request: AnyRequest, actor: NamedDependency[Actor], answer_file_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        return AGAIN if await read_again(actor, answer_file_id) else NOT_ASIDE

    return await acted_once(request, actor, data, "/court-answers/files", act)


@get("/court-answers/{answer_id:uuid}", include_in_schema=False)
async def one_answer(
    actor: NamedDependency[Actor],
    answer_id: FromPath[UUID],
    q: FromQuery[str] = "",
    case: FromQuery[str] = "",
    event: FromQuery[str] = "",
    on: FromQuery[str] = "",
    outcome: FromQuery[str] = "",
    seat: FromQuery[str] = "",
    method: FromQuery[str] = "",
    debtor: FromQuery[str] = "",
) -> Template:
    """One answer: what it says, what we filed beside it, its case, and what it sets in motion there."""
    found = await answer(actor, answer_id)
    waits = found.status == AnswerStatus.WAITING
    text = q.strip() or found.our_reference or found.case_reference or found.court_number or ""
    said_on = found.on_date.isoformat() if found.on_date else ""
    context: dict[str, Any] = {
        "answer": found,
        "here": f"/court-answers/{answer_id}",
        "waits": waits,
        "may_enter": may_enter(actor),
        "filed": await filed_beside(actor, found.filing_id) if found.filing_id else None,
        "q": text,
        "found": [],
        "case": None,
        "events": None,
        "event": event or found.event or "",
        "on": on or said_on,
        "outcome": outcome,
        "seat": seat,
        "method": method,
        "debtor": debtor or str(found.words.defendant or ""),
        "debtors": [],
        "whole": await whole_answer(actor, found),
        "outcomes": OUTCOMES,
        "nothing": NOTHING,
        "foreseen": None,
        "problem": None,
        "today": await today_of(actor),
    }
    if waits and case:
        context["case"] = await candidate(actor, identifier(case, "case"))
        context["debtors"] = await debtors_to_choose(actor, context["case"].id)
        await _proposed(actor, context)
    elif waits:
        context["found"] = await candidates(actor, text)
    return Template("cases/answers/answer.html", context=context)


async def _proposed(actor: Actor, context: dict[str, Any]) -> None:
    """The events to choose from, and what the chosen one, or none, sets in motion."""
    try:
        context["events"] = await events_for(actor, context["case"].id)
        if context["may_enter"]:
            said = _said({**context, "case": str(context["case"].id)})
            context["foreseen"] = await foresee_answer(actor, await ready_answer(actor, context["answer"].id), said)
    except Problem as problem:
        context["problem"] = problem


def _said(data: dict[str, Any]) -> Confirmed:
    return Confirmed(
        case_id=identifier(data.get("case", ""), "case"),
        event=data["event"] if data.get("event", NOTHING) not in {"", NOTHING} else None,
        on=day(data["on"], "on") if data.get("on") else None,
        shown=data.get("shown", ""),
        timed=Timed(data.get("seat") or None, data.get("method") or None, data.get("outcome") or None, _number(data)),
    )


def _number(data: dict[str, Any]) -> int | None:
    """Which of several debtors it is about."""
    text = str(data.get("debtor") or "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise Invalid("The debtor is not among those of the case.", places=[Place("debtor", text[:20], "Choose one.")])
    return int(text)


@post("/court-answers/{answer_id:uuid}/record", include_in_schema=False)
async def record(request: AnyRequest, actor: NamedDependency[Actor], answer_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)
    back = f"/court-answers/{answer_id}"
    waiting = await ready_answer(actor, answer_id)
    try:
        said = _said(data)
        ready = await with_papers(actor, waiting)
    except (Invalid, Refused) as problem:
        tell(request, problem)
        return Redirect(back, status_code=303)

    async def act() -> str:
        await confirm_answer(actor, ready, said)
        return "Recorded. What follows from it stands with the case."

    return await acted_once(request, actor, data, back, act)


@post("/court-answers/{answer_id:uuid}/aside", include_in_schema=False)
async def aside(request: AnyRequest, actor: NamedDependency[Actor], answer_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await set_aside(actor, answer_id, reason=data.get("reason", ""))
        return "Set aside. It can be taken up again."

    return await acted_once(request, actor, data, "/court-answers", act)


@post("/court-answers/{answer_id:uuid}/again", include_in_schema=False)
async def again(request: AnyRequest, actor: NamedDependency[Actor], answer_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await take_up(actor, answer_id)
        return "The answer waits again."

    return await acted_once(request, actor, data, f"/court-answers/{answer_id}", act)


ROUTES = (answers_tray, answer_files, bring_file, file_again, one_answer, record, aside, again)
