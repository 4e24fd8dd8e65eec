"""Preparing one paper of a case while looking at it."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from cases.desk.pages import ANCHORS
from cases.desk.particulars import LONGEST, NAMES, enter_particulars
from cases.proceedings.pictures import pictures_of, twins_of
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.wizard import Entered, Wizard, wizard_of
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Problem

DETAIL = "detail."


@get("/cases/{case_id:uuid}/papers", include_in_schema=False)
async def wizard(actor: NamedDependency[Actor], case_id: FromPath[UUID], kind: FromQuery[str] = "") -> Template:
    """The papers that the case's procedure offers; with a kind, that one as it would leave now."""
    shown = await wizard_of(actor, case_id, kind)
    return Template("cases/filings/wizard.html", context=await _context(actor, shown, ""))


@post("/cases/{case_id:uuid}/papers/look", status_code=200, include_in_schema=False)
async def look(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Template:
    """The paper with what the form holds, which is stored nowhere; asked for by htmx, form and paper alone."""
    data = await texts(request)
    signatory_id = data.get("signatory_id", "")
    shown = await wizard_of(
        actor,
        case_id,
        data.get("kind", ""),
        entered_in(data),
        signatory_id=optional_identifier(signatory_id, "signatory_id"),
    )
    name = "_wizard" if request.headers.get("hx-request") and shown.chosen else "wizard"
    return Template(f"cases/filings/{name}.html", context=await _context(actor, shown, signatory_id))


@post("/cases/{case_id:uuid}/papers", include_in_schema=False)
async def order(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    """Enters what is new of the particulars and has the paper prepared: both or neither."""
    data = await texts(request)
    where = [f"/cases/{case_id}/papers?kind={data.get('kind', '')}"]

    async def act() -> str:
        entered, kind = entered_in(data), data.get("kind", "")
        signatory_id = optional_identifier(data.get("signatory_id", ""), "signatory_id")
        async with db.transaction(actor):
            await _enter(actor, case_id, kind, entered)
            requested = await prepare_filings(actor, [case_id], kind, signatory_id=signatory_id)
        where.append(f"/filings/batches/{requested.batch_id}")
        return "The paper is being prepared."

    redirect = await acted_once(request, actor, data, where[0], act)
    return Redirect(where[-1], status_code=303) if len(where) > 1 else redirect


def entered_in(data: dict[str, str]) -> Entered:
    """Invalid for a particular no paper reads, or one too long."""
    details = {name.removeprefix(DETAIL): value for name, value in data.items() if name.startswith(DETAIL)}
    places = [Place(name, None, "No paper reads this.") for name in details if name not in NAMES]
    places += [
        Place(DETAIL + name, None, f"At most {LONGEST} characters.")
        for name, value in details.items()
        if len(value) > LONGEST
    ]
    if places:
        raise Invalid("The particulars cannot be read like this.", places=places)
    form = data.get("agreement_form")
    return Entered(
        "written" if form == "written" else "oral" if form == "oral" else None, data.get("seat", ""), details
    )


async def _enter(actor: Actor, case_id: UUID, kind: str, entered: Entered) -> None:
    now = await wizard_of(actor, case_id, kind)
    stored = now.file.particulars if now.file else {}
    details = {name: value for name, value in entered.details.items() if value.strip() != stored.get(name, "")}
    seat = entered.seat if entered.seat not in {"", now.seat} else None
    form = entered.agreement_form if entered.agreement_form != now.agreement_form else None
    if details or seat or form:
        await enter_particulars(actor, [case_id], agreement_form=form, seat=seat, details=details)


async def _context(actor: Actor, shown: Wizard, signatory_id: str) -> dict[str, Any]:
    pictures, problem = None, None
    if shown.paper is not None and shown.file is not None:
        try:
            pictures = await pictures_of(shown.paper, on=shown.file.on)
        except Problem as refusal:
            problem = refusal
    return {
        "wizard": shown,
        "case": shown.case,
        "pictures": pictures,
        "problem": problem,
        "twins": twins_of(shown.paper, shown.jurisdiction) if shown.paper else (),
        "signatory_id": signatory_id,
        "signatories": [(one.id, one.name) for one in shown.signatories],
        "may_enter": actor.may("cases.work") or actor.may("cases.onboard"),
        "anchors": ANCHORS,
        "detail": DETAIL,
    }


ROUTES = (wizard, look, order)
