"""Ordering documents of the vault together, and fetching them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Stream, Template

from accounts.acting import tell
from accounts.forms import chosen, identifier, led_once
from documents.packages import commands
from documents.packages.commands import MOST, Form
from documents.search.pages import asked_of
from documents.search.queries import RIGHT, found_ids
from kernel.actor import Actor
from kernel.errors import Invalid, Refused

AnyRequest = Request[Any, Any, Any]
ASKED = ("q", "kind", "reference", "party", "since", "until", "status", "scan", "text", "order")


@get("/documents/packages", include_in_schema=False)
async def show_packages(actor: NamedDependency[Actor]) -> Template:
    return Template("documents/packages/list.html", context={"packages": await commands.packages(actor)})


@post("/documents/packages", include_in_schema=False)
async def order(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    """The ticked documents, or with `all` the newest of the whole result."""
    actor.must(RIGHT)
    form = await request.form()
    sent = {name: str(form.get(name) or "") for name in (*ASKED, "title", "form", "all", "idempotency_key")}
    ticked = await chosen(request, "document")
    wanted: Form = "bundle" if sent["form"] == "bundle" else "zip"

    async def act() -> str:
        ids = await _meant(actor, sent, ticked)
        package_id = await commands.order_package(actor, ids, form=wanted, title=sent["title"])
        return f"/documents/packages/{package_id}"

    asked = (*(sent[name] for name in (*ASKED, "title", "all")), wanted, *ticked)
    try:
        where = await led_once(actor, sent["idempotency_key"], route="documents.package", asked=asked, act=act)
    except (Invalid, Refused) as problem:
        tell(request, problem)
        return Redirect("/documents", status_code=303)
    return Redirect(where, status_code=303)


async def _meant(actor: Actor, sent: dict[str, str], ticked: Sequence[str]) -> list[UUID]:
    if sent["all"]:
        return await found_ids(actor, asked_of({**sent, "after": ""}), most=MOST)
    return [identifier(one, "document") for one in ticked]


@get("/documents/packages/{package_id:uuid}", include_in_schema=False)
async def show_package(actor: NamedDependency[Actor], package_id: FromPath[UUID]) -> Template:
    shown, work = await commands.package(actor, package_id)
    return Template("documents/packages/show.html", context={"package": shown, "work": work})


@get("/documents/packages/{package_id:uuid}/progress", include_in_schema=False)
async def show_progress(actor: NamedDependency[Actor], package_id: FromPath[UUID]) -> Template:
    shown, work = await commands.package(actor, package_id)
    return Template("documents/packages/_progress.html", context={"package": shown, "work": work})


@get("/documents/packages/{package_id:uuid}/file", include_in_schema=False)
async def fetch(actor: NamedDependency[Actor], package_id: FromPath[UUID]) -> Stream:
    opened = await commands.fetch_package(actor, package_id)
    return Stream(
        opened.stream(),
        media_type=opened.shown.media_type,
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(opened.shown.file_name)}",
            "content-length": str(opened.shown.size_bytes),
        },
    )


ROUTES = (show_packages, order, show_package, show_progress, fetch)
