"""The post: a tray of what came in, and one paper on its way to its case."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import day, identifier
from accounts.sessions.requests import say
from cases.correspondence.events import OUTCOMES, events_for
from cases.correspondence.foreseen import Foreseen, foresee
from cases.correspondence.mail_queries import mail_of
from cases.correspondence.queries import (
    PAGE,
    Candidate,
    IncomingShown,
    candidate,
    candidates,
    paper,
    tray,
    waiting_count,
)
from cases.correspondence.receiving import receive_papers, set_aside, take_up
from cases.correspondence.recording import Confirmed, copy_paper, record_paper
from cases.correspondence.states import IncomingStatus
from cases.deadlines.queries import today_of
from cases.desk.exhibits import LARGEST, Upload
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, tell, texts
from cases.desk.policies import must_enter
from cases.parties.several import debtor_chosen, debtors_to_choose
from cases.proceedings.commands import Happened
from kernel.actor import Actor
from kernel.errors import Invalid, Problem, Refused

LARGEST_POST = 4 * LARGEST


@get("/post", include_in_schema=False)
async def post_tray(
    actor: NamedDependency[Actor], status: FromQuery[str] = "waiting", after: FromQuery[str] = ""
) -> Template:
    chosen = next((one for one in IncomingStatus if one == status), IncomingStatus.WAITING)
    rows = await tray(actor, chosen, after=optional_identifier(after, "after"))
    context = {
        "status": chosen.value,
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "after": after,
        "waiting": await waiting_count(actor),
        "today": await today_of(actor),
        "may_enter": actor.may("cases.work") or actor.may("cases.onboard"),
    }
    return Template("cases/correspondence/tray.html", context=context)


@post("/post", include_in_schema=False, request_max_body_size=LARGEST_POST)
async def receive(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    must_enter(actor)
    data, form = await texts(request), await request.form()
    sent = [one for one in form.getall("file", []) if isinstance(one, UploadFile) and one.filename]
    uploads = [Upload(one.filename, await one.read()) for one in sent]
    try:
        ids = await receive_papers(
            actor, uploads, said=data.get("said", ""), received_on=day(data.get("received_on", ""), "received_on")
        )
    except (Refused, Invalid) as problem:
        tell(request, problem)
        return Redirect("/post", status_code=303)
    say(request, "good", f"Papers in the tray: {len(ids)}.")
    return Redirect(f"/post/{ids[0]}" if len(ids) == 1 else "/post", status_code=303)


@get("/post/{paper_id:uuid}", include_in_schema=False)
async def one_paper(
    actor: NamedDependency[Actor],
    paper_id: FromPath[UUID],
    q: FromQuery[str] = "",
    case: FromQuery[str] = "",
    event: FromQuery[str] = "",
    on: FromQuery[str] = "",
    outcome: FromQuery[str] = "",
    seat: FromQuery[str] = "",
    method: FromQuery[str] = "",
    debtor: FromQuery[str] = "",
) -> Template:
    """One paper in three steps on one page: its case, what it is and its day, what that sets in motion."""
    found = await paper(actor, paper_id)
    waits = found.status == IncomingStatus.WAITING
    text = q.strip() or (found.said or "")
    context: dict[str, Any] = {
        "paper": found,
        "here": f"/post/{paper_id}",
        "waits": waits,
        "debtor": debtor,
        "debtors": [],
        "may_enter": actor.may("cases.work") or actor.may("cases.onboard"),
        "q": text,
        "found": [],
        "case": None,
        "events": None,
        "event": event,
        "on": on or found.received_on.isoformat(),
        "outcome": outcome,
        "seat": seat,
        "method": method,
        "outcomes": OUTCOMES,
        "foreseen": None,
        "mail": await mail_of(actor, paper_id),
        "problem": None,
        "today": await today_of(actor),
    }
    if waits and case:
        context["case"] = await candidate(actor, identifier(case, "case"))
        context["debtors"] = await debtors_to_choose(actor, context["case"].id)
        await _proposed(actor, context, found)
    elif waits:
        context["found"] = await candidates(actor, text)
    return Template("cases/correspondence/paper.html", context=context)


async def _proposed(actor: Actor, context: dict[str, Any], found: IncomingShown) -> None:
    """The events to choose from, and once one is chosen with its day, what it sets in motion."""
    chosen: Candidate = context["case"]
    try:
        context["events"] = await events_for(actor, chosen.id)
        if context["event"] and context["may_enter"]:
            context["foreseen"] = await _foreseen(actor, chosen.id, context, found)
    except Problem as problem:
        context["problem"] = problem


async def _foreseen(actor: Actor, case_id: UUID, context: dict[str, Any], found: IncomingShown) -> Foreseen:
    on = day(context["on"], "on")
    provenance = f"paper received on {found.received_on.isoformat()}"
    happened = Happened(
        context["event"],
        on,
        provenance,
        outcome=context["outcome"] or None,
        party_id=await debtor_chosen(actor, case_id, context["debtor"]),
        seat=context["seat"] or None,
        method=context["method"] or None,
    )
    return await foresee(actor, case_id, happened)


@post("/post/{paper_id:uuid}/record", include_in_schema=False)
async def record(request: AnyRequest, actor: NamedDependency[Actor], paper_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)
    back = f"/post/{paper_id}"
    try:
        case_id = identifier(data.get("case", ""), "case")
        confirmed = Confirmed(
            case_id=case_id,
            happened=Happened(
                event=data.get("event", ""),
                on=day(data.get("on", ""), "on"),
                provenance=data.get("provenance", ""),
                outcome=data.get("outcome") or None,
                party_id=await debtor_chosen(actor, case_id, data.get("debtor", "")),
                seat=data.get("seat") or None,
                method=data.get("method") or None,
            ),
            shown=data.get("shown", ""),
            title=data.get("title", ""),
            court=data.get("court", ""),
            court_number=data.get("court_number", ""),
        )
    except Invalid as problem:
        tell(request, problem)
        return Redirect(back, status_code=303)
    copied = await copy_paper(actor, paper_id)

    async def act() -> str:
        await record_paper(actor, copied, confirmed)
        return "Recorded. The paper is with its case, and its deadlines stand in the lists."

    await acted_once(request, actor, data, back, act)
    return Redirect(back, status_code=303)


@post("/post/{paper_id:uuid}/aside", include_in_schema=False)
async def aside(request: AnyRequest, actor: NamedDependency[Actor], paper_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await set_aside(actor, paper_id, reason=data.get("reason", ""))
        return "Set aside. It can be taken up again."

    return await acted_once(request, actor, data, "/post", act)


@post("/post/{paper_id:uuid}/again", include_in_schema=False)
async def again(request: AnyRequest, actor: NamedDependency[Actor], paper_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await take_up(actor, paper_id)
        return "The paper waits again."

    return await acted_once(request, actor, data, f"/post/{paper_id}", act)


ROUTES = (post_tray, receive, one_paper, record, aside, again)
