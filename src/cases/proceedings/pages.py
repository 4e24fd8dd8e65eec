"""Filings: the list, preparing them in bulk with a preview, what becomes of one; who signs."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import chosen, day, identifier, optional_day
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from cases.desk.queries import Filters, side_of, worklist
from cases.desk.states import CaseStatus
from cases.proceedings.batch_pages import approve_and_seal
from cases.proceedings.filing_commands import mark_filed, mark_served, withdraw_filing
from cases.proceedings.filing_queries import PAGE, filing_list
from cases.proceedings.papers_offered import LETTERS, PAPERS
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.preview import preview_filings
from cases.proceedings.signatories import (
    SIGN,
    appoint_signatory,
    dismiss_signatory,
    people_to_appoint,
    signatories_on,
)
from cases.proceedings.states import FilingStatus
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Problem
from kernel.money import Money

PREPARED_AT = [
    (one.value, one.value.replace("-", " ").capitalize())
    for one in CaseStatus
    if one not in {CaseStatus.ONBOARDING, CaseStatus.CLOSED}
]
"""Nothing leaves for a case before its gate is open, nor once it is closed."""


@get("/filings", include_in_schema=False)
async def filings(
    actor: NamedDependency[Actor],
    side: FromQuery[str] = "",
    status: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    here = await side_of(actor, side)
    rows = await filing_list(actor, here, status=status, kind=kind, after=optional_identifier(after, "after"))
    context = {
        "side": here,
        "status": status,
        "kind": kind,
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "status_options": [(one.value, one.value.capitalize()) for one in FilingStatus],
        "may_prepare": actor.may("filings.prepare"),
        "papers": list(PAPERS.items()),
        "titles": PAPERS,
        "letters": LETTERS,
    }
    return Template("cases/filings/list.html", context=context)


@get("/filings/prepare", include_in_schema=False)
async def preparing(
    actor: NamedDependency[Actor],
    kind: FromQuery[str] = "",
    status: FromQuery[str] = "",
    side: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    """What preparing this paper would do to a page of cases, each with what is missing or why it is left out."""
    actor.must("filings.prepare")
    here = await side_of(actor, side)
    context: dict[str, Any] = {
        "kind": kind,
        "status": status,
        "side": here,
        "status_options": PREPARED_AT,
        "papers": list(PAPERS.items()),
        "preview": None,
        "next": None,
        "problem": None,
        "signatories": [(one.id, one.name) for one in await signatories_on(actor, actor.today("UTC"))],
    }
    if kind in PAPERS:
        filters = Filters(side=here, status=status or "amicable", after=optional_identifier(after, "after"))
        found = await worklist(actor, filters)
        context["next"] = found[49].id if len(found) > 50 else None
        try:
            context["preview"] = await preview_filings(actor, [one.id for one in found[:50]], kind)
        except Problem as problem:
            context["problem"] = problem
    return Template("cases/filings/prepare.html", context=context)


@post("/filings/prepare", include_in_schema=False)
async def prepare(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    data, ids = await texts(request), [identifier(one, "case") for one in await chosen(request, "case")]
    where = ["/filings"]

    async def act() -> str:
        if not ids:
            raise Invalid("Tick at least one case.")
        signatory_id = optional_identifier(data.get("signatory_id", ""), "signatory_id")
        requested = await prepare_filings(actor, ids, data.get("kind", ""), signatory_id=signatory_id)
        where.append(f"/filings/batches/{requested.batch_id}")
        return requested.outcome.said("Papers being prepared:")

    redirect = await acted_once(request, actor, data | {"case": ",".join(map(str, ids))}, "/filings", act)
    return Redirect(where[-1], status_code=303) if len(where) > 1 else redirect


@post("/filings/{filing_id:uuid}/{what:str}", include_in_schema=False)
async def act_on(
    request: AnyRequest, actor: NamedDependency[Actor], filing_id: FromPath[UUID], what: FromPath[str]
) -> Redirect:
    """Approve (and seal), filed, served or withdraw one filing."""
    data = await texts(request)

    async def act() -> str:
        if what == "approve":
            shown = Money.parse(data.get("shown_amount", ""), data.get("shown_currency", ""))
            return await approve_and_seal(actor, [filing_id], [shown], data.get("acknowledged", ""))
        if what == "withdraw":
            await withdraw_filing(actor, filing_id)
            return "Withdrawn. It can be prepared again."
        return await _gone(actor, filing_id, what, data)

    back = data.get("back", "/filings")
    return await acted_once(request, actor, data, back if back.startswith("/cases/") else "/filings", act)


async def _gone(actor: Actor, filing_id: UUID, what: str, data: dict[str, str]) -> str:
    on, provenance = day(data.get("on", ""), "on"), data.get("provenance", "")
    if what == "filed":
        await mark_filed(actor, [filing_id], on=on, provenance=provenance)
        return "It went out on that day; its deadlines are set."
    if what == "served":
        await mark_served(actor, [filing_id], on=on, provenance=provenance)
        return "It was served on that day; its deadlines are set."
    raise Invalid("That cannot be done to a filing.", places=[Place("what", what, "Approve, filed, served, withdraw.")])


@get("/signatories", include_in_schema=False)
async def signatories(actor: NamedDependency[Actor]) -> Template:
    if not any(actor.may(right) for right in (*SIGN, "signatories.appoint")):
        actor.must("cases.read")
    today: date = actor.today("UTC")
    context = {
        "signatories": await signatories_on(actor, today),
        "may_appoint": actor.may("signatories.appoint"),
        "people": await people_to_appoint(actor),
        "today": today,
    }
    return Template("cases/filings/signatories.html", context=context)


@post("/signatories", include_in_schema=False)
async def appoint(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await appoint_signatory(
            actor,
            person_id=identifier(data.get("person_id", ""), "person_id"),
            position=data.get("position", ""),
            authority=data.get("authority", ""),
            from_on=day(data.get("from_on", ""), "from_on"),
            until_on=optional_day(data.get("until_on", ""), "until_on"),
        )
        return "Appointed. Papers may name this person from that day on."

    return await acted_once(request, actor, data, "/signatories", act)


@post("/signatories/{signatory_id:uuid}/dismiss", include_in_schema=False)
async def dismiss(request: AnyRequest, actor: NamedDependency[Actor], signatory_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await dismiss_signatory(actor, signatory_id, until_on=day(data.get("until_on", ""), "until_on"))
        return "The authority ends with that day."

    return await acted_once(request, actor, data, "/signatories", act)


ROUTES = (
    filings,
    preparing,
    prepare,
    act_on,
    signatories,
    appoint,
    dismiss,
)
