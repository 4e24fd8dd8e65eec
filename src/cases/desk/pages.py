"""One case on one screen."""

from functools import partial
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import day, optional_day
from accounts.sessions.requests import say
from cases.agenda.queries import agenda_of
from cases.claims.titles import may_complete
from cases.deadlines.queries import keepers
from cases.desk.commands import close_case, record_returned_notice
from cases.desk.exhibits import KINDS, attach_exhibit, remove_exhibit
from cases.desk.forms import LARGEST_UPLOAD, AnyRequest, acted_once, optional_identifier, tell, texts, upload_of
from cases.desk.holds import EFFECTS, hold_case, release_hold
from cases.desk.particulars import NAMES, enter_particulars
from cases.desk.policies import can_file_at_all
from cases.desk.show import case_shown
from cases.parties.several import debtor_chosen, debtors_to_choose
from cases.proceedings.commands import Happened, choose_procedure, record_event
from cases.proceedings.entering import where_entered
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.signatories import signatories_on
from documents.intake.scans import states_of
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.words import words


@get("/cases/{case_id:uuid}", include_in_schema=False)
async def show(
    actor: NamedDependency[Actor], case_id: FromPath[UUID], identifiers: FromQuery[bool] = False
) -> Template:
    shown = await case_shown(actor, case_id, with_identifiers=identifiers)
    papers = [*(one.document_id for one in shown.rows.exhibits), *(one.id for one in shown.documents)]
    context = {
        "shown": shown,
        "case": shown.case,
        "scans": await states_of(actor, papers),
        "agenda": await agenda_of(actor, case_id),
        "identifiers": identifiers,
        "may_work": actor.may("cases.work"),
        "works": shown.case.working_id == actor.organisation,
        "may_enter": actor.may("cases.work") or actor.may("cases.onboard"),
        "may_complete_title": may_complete(actor) and shown.case.organisation_id == actor.organisation,
        "may_prepare": actor.may("filings.prepare") and shown.case.working_id == actor.organisation,
        "may_approve": actor.may("filings.approve"),
        "may_instruct": actor.may("cases.instruct")
        and shown.case.organisation_id == actor.organisation
        and shown.case.firm_organisation_id is None
        and shown.case.status != "closed",
        "person_id": actor.person_id,
        "today": actor.today("UTC"),
        "here": actor.organisation,
        "people": [(one.id, one.name) for one in await keepers(actor)],
        "signatories": [(one.id, one.name) for one in await signatories_on(actor, actor.today("UTC"))],
        "exhibit_kinds": list(KINDS.items()),
        "kind_titles": KINDS,
        "ground_options": [(ground, f"{words(ground)}: {effect}") for ground, effect in EFFECTS.items()],
        "debtor_options": await debtors_to_choose(actor, case_id),
        "event_options": [(event, words(event)) for event in shown.events],
        "document_options": [(one.document_id, one.title) for one in shown.rows.exhibits],
        "procedure_options": [
            (one.code, one.local_name) for one in (shown.jurisdiction.procedures.values() if shown.jurisdiction else ())
        ],
        "entered_at": partial(
            where_entered,
            case_id=case_id,
            tape_id=shown.case.tape_id,
            claim_id=shown.case.claim_id,
            ours=shown.case.organisation_id == actor.organisation,
        ),
        "particular_names": list(NAMES.items()),
        "no_filing": can_file_at_all(shown.case),
    }
    return Template("cases/desk/show.html", context=context)


@post("/cases/{case_id:uuid}/events", include_in_schema=False)
async def events(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        happened = Happened(
            event=data.get("event", ""),
            on=day(data.get("on", ""), "on"),
            provenance=data.get("provenance", ""),
            document_id=optional_identifier(data.get("document_id", ""), "document_id"),
            outcome=data.get("outcome") or None,
            party_id=await debtor_chosen(actor, case_id, data.get("debtor", "")),
            despite=data.get("despite") or None,
        )
        await record_event(actor, case_id, happened)
        return "Recorded. What it sets in motion stands under Deadlines."

    return await acted_once(request, actor, data, f"/cases/{case_id}", act)


@post("/cases/{case_id:uuid}/procedure", include_in_schema=False)
async def procedure(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await choose_procedure(actor, [case_id], data.get("procedure", ""))
        return "The procedure is chosen."

    return await acted_once(request, actor, data, f"/cases/{case_id}", act)


@post("/cases/{case_id:uuid}/filings", include_in_schema=False)
async def filings(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        signatory_id = optional_identifier(data.get("signatory_id", ""), "signatory_id")
        await prepare_filings(actor, [case_id], data.get("kind", ""), signatory_id=signatory_id)
        return "The paper is being prepared. Look again in a moment."

    return await acted_once(request, actor, data, f"/cases/{case_id}#papers", act)


@post("/cases/{case_id:uuid}/particulars", include_in_schema=False)
async def particulars(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        form = data.get("agreement_form", "")
        await enter_particulars(
            actor,
            [case_id],
            agreement_form="written" if form == "written" else "oral" if form == "oral" else None,
            seat=data.get("seat") or None,
            details={data["name"]: data.get("value", "")} if data.get("name") else None,
        )
        return "Entered."

    return await acted_once(request, actor, data, f"/cases/{case_id}#claim", act)


@post("/cases/{case_id:uuid}/exhibits", include_in_schema=False, request_max_body_size=LARGEST_UPLOAD)
async def exhibits(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)
    try:
        await attach_exhibit(
            actor,
            [case_id],
            await upload_of(request),
            kind=data.get("kind", ""),
            title=data.get("title", ""),
            dated_on=optional_day(data.get("dated_on", ""), "dated_on"),
        )
    except (Refused, Invalid) as problem:
        tell(request, problem)
    else:
        say(request, "good", "The document goes with the case from now on.")
    return Redirect(f"/cases/{case_id}#documents", status_code=303)


@post("/cases/{case_id:uuid}/exhibits/{exhibit_id:uuid}/remove", include_in_schema=False)
async def unlink(
    request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID], exhibit_id: FromPath[UUID]
) -> Redirect:
    await remove_exhibit(actor, exhibit_id)
    say(request, "good", "The document no longer goes with the case; it stays in the vault.")
    return Redirect(f"/cases/{case_id}#documents", status_code=303)


@post("/cases/{case_id:uuid}/holds", include_in_schema=False)
async def holds(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await hold_case(
            actor,
            case_id,
            ground=data.get("ground", ""),
            from_on=day(data.get("from_on", ""), "from_on"),
            until_on=optional_day(data.get("until_on", ""), "until_on"),
        )
        return "The case is held. Nothing leaves while the hold stands."

    return await acted_once(request, actor, data, f"/cases/{case_id}#holds", act)


@post("/cases/{case_id:uuid}/holds/{hold_id:uuid}/release", include_in_schema=False)
async def release(
    request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID], hold_id: FromPath[UUID]
) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await release_hold(actor, hold_id, on=day(data.get("on", ""), "on"), reason=data.get("reason", ""))
        return "The hold ends on that day."

    return await acted_once(request, actor, data, f"/cases/{case_id}#holds", act)


@post("/cases/{case_id:uuid}/returned", include_in_schema=False)
async def returned(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        on = day(data.get("on", ""), "on")
        await record_returned_notice(actor, case_id, on=on, provenance=data.get("provenance", "") or "returned")
        return "Recorded: the notice came back. Nothing leaves until it was sent again."

    return await acted_once(request, actor, data, f"/cases/{case_id}", act)


@post("/cases/{case_id:uuid}/close", include_in_schema=False)
async def close(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        await close_case(actor, case_id, reason=data.get("reason", ""))
        return "The case is closed, and its open deadlines are cancelled."

    return await acted_once(request, actor, data, f"/cases/{case_id}", act)


ROUTES = (
    show,
    events,
    procedure,
    filings,
    particulars,
    exhibits,
    unlink,
    holds,
    release,
    returned,
    close,
)
