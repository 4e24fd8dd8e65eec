"""Preparing one paper of a case while looking at it."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from cases.desk.particulars import LONGEST, NAMES, enter_particulars
from cases.proceedings.entering import where_entered
from cases.proceedings.pictures import pictures_of, twins_of
from cases.proceedings.preparing import prepare_filings
from cases.proceedings.wizard import FORM, SEAT, Entered, Wizard, wizard_of
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Problem, StaleState

DETAIL, WAS = "detail.", "was."
LABELS = {SEAT: "Seat of the court", FORM: "Form of the agreement"}


@get("/cases/{case_id:uuid}/papers", include_in_schema=False)
async def wizard(actor: NamedDependency[Actor], case_id: FromPath[UUID], kind: FromQuery[str] = "") -> Template:
    """The papers that the case's procedure offers; with a kind, that one as it would leave now."""
    shown = await wizard_of(actor, case_id, kind)
    return Template("cases/filings/wizard.html", context=await _context(actor, shown, {}))


@post("/cases/{case_id:uuid}/papers/look", status_code=200, include_in_schema=False)
async def look(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Template:
    """The paper with what the form holds, which is stored nowhere; asked for by htmx, form and paper alone."""
    data = await texts(request)
    signatory_id = optional_identifier(data.get("signatory_id", ""), "signatory_id")
    shown = await wizard_of(actor, case_id, data.get("kind", ""), entered_in(data), signatory_id=signatory_id)
    name = "_wizard" if request.headers.get("hx-request") and shown.chosen else "wizard"
    return Template(f"cases/filings/{name}.html", context=await _context(actor, shown, data))


@post("/cases/{case_id:uuid}/papers", include_in_schema=False)
async def order(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    """Enters what was changed of the particulars and has the paper prepared: both or neither."""
    data = await texts(request)
    where = [f"/cases/{case_id}/papers?kind={data.get('kind', '')}"]

    async def act() -> str:
        entered, kind = entered_in(data), data.get("kind", "")
        signatory_id = optional_identifier(data.get("signatory_id", ""), "signatory_id")
        async with db.transaction(actor):
            await _enter(actor, case_id, kind, entered, data)
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


async def _enter(actor: Actor, case_id: UUID, kind: str, entered: Entered, data: dict[str, str]) -> None:
    """What differs from what the page showed as stored. StaleState where somebody else changed the same since; what was
    left alone stays as they entered it.
    """
    now = await wizard_of(actor, case_id, kind)
    wanted = {**entered.details, SEAT: entered.seat, FORM: entered.agreement_form or ""}
    changed: dict[str, str] = {}
    for name, value in wanted.items():
        stored = _plain(now.stored.get(name, ""))
        before = _plain(data.get(WAS + name, stored))
        if _plain(value) in {before, stored}:
            continue
        if stored != before:
            raise StaleState(
                f"Somebody entered “{stored[:80]}” meanwhile ({LABELS.get(name) or NAMES.get(name, name)})."
                " Open the paper again to see it, then enter yours if it still holds."
            )
        changed[name] = value
    form = entered.agreement_form if changed.pop(FORM, None) else None
    seat = changed.pop(SEAT, None) or None
    if changed or seat or form:
        await enter_particulars(actor, [case_id], agreement_form=form, seat=seat, details=changed)


def _plain(text: str) -> str:
    """A browser sends every line's end in its own way."""
    return text.replace("\r\n", "\n").strip()


async def _context(actor: Actor, shown: Wizard, data: dict[str, str]) -> dict[str, Any]:
    """`data`: what the form holds; what it showed as stored when it was opened stays so however often it is drawn."""
    ours = shown.case.organisation_id == actor.organisation
    case = shown.case
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
        "was": [(WAS + name, data.get(WAS + name, value)) for name, value in _stored(shown).items()],
        "signatory_id": data.get("signatory_id", ""),
        "signatories": [(one.id, one.name) for one in shown.signatories],
        "may_enter": actor.may("cases.work") or actor.may("cases.onboard"),
        "entered_at": partial(where_entered, case_id=case.id, tape_id=case.tape_id, claim_id=case.claim_id, ours=ours),
        "detail": DETAIL,
    }


def _stored(shown: Wizard) -> dict[str, str]:
    names = [SEAT, FORM, *(name for name, _, _ in shown.asked)]
    return {name: shown.stored.get(name, "") for name in names} if shown.file else {}


ROUTES = (wizard, look, order)
