"""Signing many papers: who, by what authority, with which key; how far it has come; and what signatures are worth."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import identifier
from cases.bundles.queries import PaperToChoose, batch_papers, case_papers, chosen_papers
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from cases.proceedings.signatories import signatories_on, signatory_for
from documents.signatures import queries
from documents.signatures.checking import looked
from documents.signatures.keys import keys_of
from documents.signatures.ordering import LEVELS, READY, Signatory, Signing, order_signing, try_again
from documents.vault.queries import open_document
from kernel.actor import Actor
from kernel.settings import settings

PAGE = "cases/bundles/"


@get("/signing", include_in_schema=False)
async def show_orders(actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None) -> Template:
    found = await queries.batches(actor, after=after)
    return Template(PAGE + "signing_list.html", context={"batches": found, "after": after, "page_size": queries.PAGE})


@get("/signing/new", include_in_schema=False)
async def new_order(request: AnyRequest, actor: NamedDependency[Actor]) -> Template:
    """Of a case (`case=`), a batch of filings (`batch=`) or documents chosen in the vault (`document=`)."""
    actor.must("documents.sign")
    papers = await _papers(actor, request)
    context = {
        "papers": [one for one in papers if _is_ready(one)],
        "unready": sum(not _is_ready(one) for one in papers),
        "signatories": [
            (str(one.id), f"{one.name}, {one.position}")
            for one in await signatories_on(actor, actor.today("UTC"))
            if one.person_id == actor.person_id
        ],
        "keys": [(one.name, f"{one.name} ({one.holder or 'seal'})") for one in keys_of(actor.organisation)],
        "stamps": bool(settings().timestamp_url),
    }
    return Template(PAGE + "signing_new.html", context=context)


def _is_ready(paper: PaperToChoose) -> bool:
    return paper.status in READY and paper.media_type == "application/pdf"


async def _papers(actor: Actor, request: AnyRequest) -> list[PaperToChoose]:
    asked = request.query_params
    case_id, batch_id = (optional_identifier(asked.get(name, ""), name) for name in ("case", "batch"))
    if case_id is not None:
        return (await case_papers(actor, case_id))[1]
    if batch_id is not None:
        return await batch_papers(actor, batch_id)
    return await chosen_papers(actor, [identifier(one, "document") for one in asked.getall("document", [])])


@post("/signing", include_in_schema=False)
async def order(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("documents.sign")
    form = await request.form()
    data = await texts(request)
    ticked = [identifier(one, "document") for one in form.getall("document", []) if isinstance(one, str)]
    back = "/signing/new?" + "&".join(f"document={one}" for one in ticked)
    where = [back]

    async def act() -> str:
        wanted = optional_identifier(data.get("signatory_id", ""), "signatory_id")
        who = await signatory_for(actor, wanted, actor.today("UTC"))
        level = next((one for one in LEVELS if one == data.get("level")), LEVELS[0])
        signing = Signing(
            Signatory(who.id, who.person_id, who.name, who.position, who.authority),
            data.get("key", ""),
            level,
            data.get("reason", ""),
            data.get("place", ""),
            data.get("name", ""),
        )
        where.append(f"/signing/{await order_signing(actor, ticked, signing)}")
        return "The papers are being signed. The page may be closed."

    asked = data | {"document": ",".join(map(str, ticked))}
    redirect = await acted_once(request, actor, asked, back, act)
    return Redirect(where[-1], status_code=303) if len(where) > 1 else redirect


@get("/signing/{signing_id:uuid}", include_in_schema=False)
async def show_order(
    actor: NamedDependency[Actor], signing_id: FromPath[UUID], status: FromQuery[str] = "", after: FromQuery[int] = 0
) -> Template:
    found = await queries.batch_shown(actor, signing_id, status=status, after=after)
    context = {"batch": found, "status": status, "page_size": queries.PAGE}
    return Template(PAGE + "signing_show.html", context=context)


@get("/signing/{signing_id:uuid}/progress", include_in_schema=False)
async def show_progress(actor: NamedDependency[Actor], signing_id: FromPath[UUID]) -> Template:
    return Template(PAGE + "_signing.html", context={"batch": await queries.batch_shown(actor, signing_id)})


@post("/signing/{signing_id:uuid}/again", include_in_schema=False)
async def sign_again(request: AnyRequest, actor: NamedDependency[Actor], signing_id: FromPath[UUID]) -> Redirect:
    await queries.batch_shown(actor, signing_id)

    async def act() -> str:
        return f"Tried again now: {await try_again(actor, signing_id)} papers."

    return await acted_once(request, actor, await texts(request), f"/signing/{signing_id}", act)


@get("/documents/{document_id:uuid}/signatures", include_in_schema=False)
async def show_signatures(actor: NamedDependency[Actor], document_id: FromPath[UUID]) -> Template:
    """What the signatures in the newest version are worth, as the last look found them."""
    opened = await open_document(actor, document_id)
    context = {"document": opened.shown, "looked": await looked(actor, document_id)}
    return Template(PAGE + "signatures.html", context=context)


ROUTES = (show_orders, new_order, order, show_order, show_progress, sign_again, show_signatures)
