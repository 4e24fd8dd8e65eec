"""The viewer: a document page by page, what it says, and what happened to it."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response, Template

from documents.search.highlight import marked, pages_with
from documents.search.query import Query, parsed
from documents.text.queries import TextShown, texts_of
from documents.vault import viewing
from documents.vault.queries import DocumentShown
from kernel.actor import Actor
from kernel.errors import Problem

LEAVES = ("page", "text", "custody")


@get("/documents/{document_id:uuid}/view", include_in_schema=False)
async def view(
    actor: NamedDependency[Actor],
    document_id: FromPath[UUID],
    leaf: FromQuery[str] = "page",
    page: FromQuery[int] = 1,
    q: FromQuery[str] = "",
) -> Template:
    opened = await viewing.look_at(actor, document_id)
    text = (await texts_of(actor, [document_id])).get(document_id)
    query = _asked(q)
    count = _count(opened.shown, text)
    number = min(max(page, 1), count)
    said = text.pages[number - 1] if text and number <= len(text.pages) else None
    hits = pages_with(text.pages, query) if text and query.words + query.phrases else []
    context = {
        "document": opened.shown,
        "standing": await viewing.standing_of(actor, document_id),
        "text": text,
        "leaf": leaf if leaf in LEAVES else "page",
        "number": number,
        "count": count,
        "is_drawn": opened.shown.media_type in ("application/pdf", *viewing.PICTURES),
        "pieces": marked(said, query) if said is not None else None,
        "q": q,
        "hits": hits,
        "hit_before": max((one for one in hits if one < number), default=None),
        "hit_after": min((one for one in hits if one > number), default=None),
        "custody": await viewing.custody_of(actor, document_id) if leaf == "custody" else (),
    }
    return Template("documents/vault/view.html", context=context)


def _asked(q: str) -> Query:
    """What was looked for; a query that the search would refuse marks nothing here."""
    try:
        return parsed(q)
    except Problem:
        return Query()


def _count(document: DocumentShown, text: TextShown | None) -> int:
    return max(document.pages or 0, len(text.pages) if text else 0, 1)


@get("/documents/{document_id:uuid}/pages/{number:int}", include_in_schema=False)
async def draw_page(
    actor: NamedDependency[Actor], document_id: FromPath[UUID], number: FromPath[int]
) -> Response[bytes]:
    """A page as a picture, for the viewer."""
    picture, media_type = await viewing.picture_of(actor, document_id, number)
    return Response(
        picture,
        media_type=media_type,
        headers={
            "content-disposition": "inline",
            "content-security-policy": "default-src 'none'; sandbox",
        },
    )


ROUTES = (view, draw_page)
