"""The chain of a case: where its procedure stands, who acts next, what was entered when, and correcting it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from accounts.forms import day
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from cases.parties.several import debtor_chosen, debtors_to_choose
from cases.proceedings.case_rows import exhibits_of
from cases.proceedings.chain_shown import chain_shown
from cases.proceedings.commands import Happened, record_event
from cases.proceedings.corrections import Correction, correct_event, withdraw_event
from cases.proceedings.notices import note_notice_sent
from cases.proceedings.timing import methods_of
from kernel import db
from kernel.actor import Actor
from kernel.words import words


@get("/cases/{case_id:uuid}/chain", include_in_schema=False)
async def chain(actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Template:
    shown = await chain_shown(actor, case_id)
    async with db.transaction(actor):
        papers = (await exhibits_of([case_id])).get(case_id, [])
    may = (actor.may("cases.work") or actor.may("cases.onboard")) and shown.case.status != "closed"
    context: dict[str, Any] = {
        "shown": shown,
        "case": shown.case,
        "may_enter": may,
        "may_correct": actor.may("cases.work") or actor.may("cases.onboard"),
        "today": actor.today("UTC"),
        "debtor_options": await debtors_to_choose(actor, case_id),
        "event_options": [(event, words(event)) for event in shown.events],
        "every_event": _every_event(shown.procedure),
        "seat_options": sorted(shown.jurisdiction.seats.items(), key=lambda one: one[1]) if shown.jurisdiction else [],
        "methods": [(one, one) for one in methods_of(shown.jurisdiction)] if shown.jurisdiction else [],
        "document_options": [(one.document_id, one.title) for one in papers],
        "choices": [(one.procedure.code, one.procedure.local_name) for one in shown.choices if not one.closed],
    }
    return Template("cases/chains/show.html", context=context)


def _every_event(procedure: Any) -> list[tuple[str, str]]:
    machine = procedure.steps if procedure is not None else None
    return [(event, words(event)) for event in machine.transitions] if machine is not None else []


def _happened(data: dict[str, str]) -> Happened:
    return Happened(
        event=data.get("event", ""),
        on=day(data.get("on", ""), "on"),
        provenance=data.get("provenance", ""),
        document_id=optional_identifier(data.get("document_id", ""), "document_id"),
        outcome=data.get("outcome") or None,
        seat=data.get("seat") or None,
        method=data.get("method") or None,
        despite=data.get("despite") or None,
    )


@post("/cases/{case_id:uuid}/chain", include_in_schema=False)
async def enter(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        debtor = await debtor_chosen(actor, case_id, data.get("debtor", ""))
        await record_event(actor, case_id, replace(_happened(data), party_id=debtor))
        return "Recorded. What it sets stands beside it."

    return await acted_once(request, actor, data, f"/cases/{case_id}/chain", act)


@post("/cases/{case_id:uuid}/chain/notice", include_in_schema=False)
async def notice(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        document_id = optional_identifier(data.get("document_id", ""), "document_id")
        on = day(data.get("on", ""), "on")
        await note_notice_sent(actor, case_id, on=on, provenance=data.get("provenance", ""), document_id=document_id)
        return "Recorded: the notice of assignment was sent."

    return await acted_once(request, actor, data, f"/cases/{case_id}/chain", act)


@post("/cases/{case_id:uuid}/chain/{event_id:uuid}/correct", include_in_schema=False)
async def correct(
    request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID], event_id: FromPath[UUID]
) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        return _told(await correct_event(actor, event_id, _happened(data)))

    return await acted_once(request, actor, data, f"/cases/{case_id}/chain", act)


@post("/cases/{case_id:uuid}/chain/{event_id:uuid}/withdraw", include_in_schema=False)
async def withdraw(
    request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID], event_id: FromPath[UUID]
) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        return _told(await withdraw_event(actor, event_id, on=actor.today("UTC"), reason=data.get("provenance", "")))

    return await acted_once(request, actor, data, f"/cases/{case_id}/chain", act)


def _told(correction: Correction) -> str:
    """What changed, for the person who corrected; those who keep the deadlines get it by mail."""
    moved = [
        f"{one.title}: {one.safe_before or 'no date'} is {one.safe_after or 'no date'} now"
        for one in correction.changes
    ]
    return "Corrected. " + (". ".join(moved) + ". Those who keep them are told." if moved else "No deadline moved.")


ROUTES = (chain, enter, notice, correct, withdraw)
