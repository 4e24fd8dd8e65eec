"""The buyer's market, a listing more closely, its agreement and its tape; and for the seller who looked."""

from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Stream, Template

from accounts.forms import led_once
from accounts.sessions.requests import AnyRequest, say
from kernel.actor import Actor
from marketplace.diligence import queries
from marketplace.diligence.commands import accept_nda
from marketplace.diligence.downloads import download_tape
from marketplace.diligence.stored import StoredFile
from marketplace.listings.agreement import agreement
from marketplace.listings.queries import seller_view


@get("/market", include_in_schema=False)
async def show_market(actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None) -> Template:
    offered = await queries.market(actor, after=after)
    context = {"offered": offered, "after": after, "full": len(offered) == queries.PAGE}
    return Template("marketplace/market/list.html", context=context)


@get("/market/{listing_id:uuid}", include_in_schema=False)
async def show_dossier(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Template:
    dossier = await queries.look_at(actor, listing_id)
    context = {
        "dossier": dossier,
        "listing": dossier.listing,
        "nda": agreement(dossier.listing.nda_version),
        "actor": actor,
    }
    return Template("marketplace/diligence/show.html", context=context)


class Agreed(msgspec.Struct, frozen=True):
    idempotency_key: str = ""
    shown_sha256: str = ""


@post("/market/{listing_id:uuid}/agreement", include_in_schema=False)
async def accept(
    request: AnyRequest, actor: NamedDependency[Actor], listing_id: FromPath[UUID], data: URLEncodedBody[Agreed]
) -> Redirect:
    async def act() -> str:
        await accept_nda(actor, listing_id, shown_sha256=data.shown_sha256)
        return f"/market/{listing_id}"

    asked, route = (data.shown_sha256,), f"diligence.accept:{listing_id}"
    where = await led_once(actor, data.idempotency_key, route=route, asked=asked, act=act)
    say(request, "good", "The agreement is accepted. The tables and the anonymised tape are below.")
    return Redirect(where, status_code=303)


@get("/market/{listing_id:uuid}/tape", include_in_schema=False)
async def download(actor: NamedDependency[Actor], listing_id: FromPath[UUID]) -> Stream:
    """The anonymised tape as a file to keep, a buyer's own copy; every download is a fact the seller reads."""
    return sent(await download_tape(actor, listing_id))


def sent(file: StoredFile) -> Stream:
    """A stored file as a download."""
    return Stream(
        file.stream(),
        media_type=file.media_type,
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(file.file_name)}",
            "content-length": str(file.size_bytes),
        },
    )


@get("/listings/{listing_id:uuid}/looks", include_in_schema=False)
async def show_looks(
    actor: NamedDependency[Actor], listing_id: FromPath[UUID], before: FromQuery[int | None] = None
) -> Template:
    view = await seller_view(actor, listing_id)
    looks = await queries.looks_at(actor, listing_id, before=before)
    context = {"listing": view.listing, "looks": looks, "before": before, "full": len(looks) == 100}
    return Template("marketplace/diligence/looks.html", context=context)


ROUTES = (show_market, show_dossier, accept, download, show_looks)
