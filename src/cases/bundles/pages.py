"""Bundles: choosing what goes in, in which order and under which name; how far it has come; what came out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import identifier
from cases.bundles.commands import order_bundle_again, order_case_bundle, order_free_bundle
from cases.bundles.queries import PaperToChoose, case_papers, chosen_papers, title_pack
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from cases.jurisdictions.paperwork.everyday import CHAIN
from documents.bundles import queries
from documents.bundles.commands import Entry, Wanted
from documents.bundles.forms import FORMS, form_of
from kernel.actor import Actor
from kernel.errors import Invalid, Place

PAGE = "cases/bundles/"


@get("/bundles", include_in_schema=False)
async def show_bundles(actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None) -> Template:
    found = await queries.bundles(actor, after=after)
    return Template(PAGE + "list.html", context={"bundles": found, "after": after, "page_size": queries.PAGE})


@get("/bundles/new", include_in_schema=False)
async def new_bundle(request: AnyRequest, actor: NamedDependency[Actor]) -> Template:
    """Of a case (`case=`, with `of=title` its title pack) or of documents of the vault (`document=`, repeated)."""
    actor.must("documents.bundle")
    case_id = optional_identifier(request.query_params.get("case", ""), "case")
    ids = [identifier(one, "document") for one in request.query_params.getall("document", [])]
    case, papers = await case_papers(actor, case_id) if case_id else (None, await chosen_papers(actor, ids))
    of_title = case is not None and request.query_params.get("of") == "title"
    if of_title:
        papers = title_pack(papers)
    country = case.country.upper() if case else ""
    context = {
        "case": case,
        "papers": papers,
        "of_title": of_title,
        "has_sheet": any(one.code == CHAIN for one in papers),
        "court": form_of(country),
        "country": country,
        "reference": case.reference if case else "",
        "chain": CHAIN,
        "may_prepare": actor.may("filings.prepare"),
        "may_sign": actor.may("documents.sign"),
        "made": await queries.bundles(actor, subject_id=case_id) if case_id else [],
    }
    return Template(PAGE + "new.html", context=context)


@post("/bundles", include_in_schema=False)
async def order(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("documents.bundle")
    form = await request.form()
    data = await texts(request)
    ticked = [identifier(one, "document") for one in form.getall("document", []) if isinstance(one, str)]
    case_id = optional_identifier(data.get("case", ""), "case")
    case, papers = await case_papers(actor, case_id) if case_id else (None, await chosen_papers(actor, ticked))
    back = (
        f"/bundles/new?case={case_id}" if case_id else "/bundles/new?" + "&".join(f"document={one}" for one in ticked)
    )
    where = [back]

    async def act() -> str:
        wanted = Wanted(
            "case" if case else "organisation",
            case.id if case else actor.organisation,
            case.organisation_id if case else actor.organisation,
            case.firm_organisation_id if case else None,
            case.country if case else data.get("country", "") or "XX",
            data.get("title", ""),
            data.get("reference", ""),
            _entries(papers, ticked, data),
            next((one for one in FORMS if one == data.get("form")), None),
            _limit(data.get("largest", "")),
        )
        bundle_id = await (order_case_bundle(actor, case, wanted) if case else order_free_bundle(actor, wanted))
        where.append(f"/bundles/{bundle_id}")
        return "The bundle is being made. The page may be closed."

    asked = data | {"document": ",".join(map(str, ticked))}
    redirect = await acted_once(request, actor, asked, back, act)
    return Redirect(where[-1], status_code=303) if len(where) > 1 else redirect


def _entries(papers: Sequence[PaperToChoose], ticked: Sequence[UUID], data: dict[str, str]) -> list[Entry]:
    """The ticked papers in the order of their numbers, those of one number as they stand."""
    known = {one.id: one for one in papers}
    chosen = [known[one] for one in dict.fromkeys(ticked) if one in known]
    placed = sorted(chosen, key=lambda one: _place(data.get(f"place_{one.id}", "")))
    return [Entry(one.id, one.kind, data.get(f"title_{one.id}") or one.title, one.dated_on) for one in placed]


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 999_999


def _limit(text: str) -> int | None:
    """Megabytes as somebody writes them; none for an empty field."""
    if not text:
        return None
    try:
        return int(float(text.replace(",", ".")) * (1 << 20))
    except (ValueError, OverflowError) as error:
        place = Place("largest", text[:20], "Write the limit in megabytes, like 15.")
        raise Invalid("The limit cannot be read.", places=[place]) from error


async def _context(actor: Actor, bundle_id: UUID) -> dict[str, Any]:
    return {"bundle": await queries.bundle_shown(actor, bundle_id)}


@get("/bundles/{bundle_id:uuid}", include_in_schema=False)
async def show_bundle(actor: NamedDependency[Actor], bundle_id: FromPath[UUID]) -> Template:
    return Template(PAGE + "show.html", context=await _context(actor, bundle_id))


@get("/bundles/{bundle_id:uuid}/progress", include_in_schema=False)
async def show_progress(actor: NamedDependency[Actor], bundle_id: FromPath[UUID]) -> Template:
    return Template(PAGE + "_progress.html", context=await _context(actor, bundle_id))


@post("/bundles/{bundle_id:uuid}/again", include_in_schema=False)
async def make_again(request: AnyRequest, actor: NamedDependency[Actor], bundle_id: FromPath[UUID]) -> Redirect:
    await queries.bundle_shown(actor, bundle_id)

    async def act() -> str:
        await order_bundle_again(actor, bundle_id)
        return "The bundle is being made of the documents as they are now."

    return await acted_once(request, actor, await texts(request), f"/bundles/{bundle_id}", act)


ROUTES = (show_bundles, new_bundle, order, show_bundle, show_progress, make_again)
