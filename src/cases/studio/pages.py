"""The template studio: every paper of every country with sample data, the fields it uses and the law it cites."""

import asyncio
from collections.abc import Mapping
from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response, Template

from cases.proceedings.pictures import pictures_of, rendered_paper, twins_of
from cases.studio.house import NOT_OURS, WORDS
from cases.studio.letterheads import shown_house
from cases.studio.queries import Studied, shelves, studied
from kernel.actor import Actor
from kernel.errors import NotFound

HOSTILE = "hostile"


@get("/studio", include_in_schema=False)
async def studio(actor: NamedDependency[Actor]) -> Template:
    actor.must("cases.read")
    return Template("cases/studio/list.html", context={"shelves": shelves(), "languages": WORDS})


@get("/studio/{jurisdiction:str}/{procedure:str}/{paper:str}", include_in_schema=False)
async def study(
    actor: NamedDependency[Actor],
    jurisdiction: FromPath[str],
    procedure: FromPath[str],
    paper: FromPath[str],
    use: FromQuery[str] = "",
) -> Template:
    actor.must("cases.read")
    found = await asyncio.to_thread(studied, jurisdiction, procedure, paper, bad=use == HOSTILE)
    own = await _own(actor, found)
    context: dict[str, Any] = {
        "studied": found,
        "procedure": procedure,
        "hostile": use == HOSTILE,
        "pictures": await pictures_of(found.paper, on=found.case.on, more=own) if found.paper else None,
        "twins": twins_of(found.paper, found.jurisdiction) if found.paper else (),
    }
    return Template("cases/studio/show.html", context=context)


@get("/studio/{jurisdiction:str}/{procedure:str}/{paper:str}/paper.pdf", include_in_schema=False)
async def study_pdf(
    actor: NamedDependency[Actor],
    jurisdiction: FromPath[str],
    procedure: FromPath[str],
    paper: FromPath[str],
    use: FromQuery[str] = "",
) -> Response[bytes]:
    actor.must("cases.read")
    found = await asyncio.to_thread(studied, jurisdiction, procedure, paper, bad=use == HOSTILE)
    if found.paper is None:
        raise NotFound("With these data the paper is refused: there is none.")
    rendered = await rendered_paper(found.paper, on=found.case.on, more=await _own(actor, found))
    headers = {"content-disposition": f'inline; filename="{jurisdiction}-{paper}.pdf"', "cache-control": "no-store"}
    return Response(rendered.pdf, media_type="application/pdf", headers=headers)


async def _own(actor: Actor, found: Studied) -> Mapping[str, object]:
    """Our own letterhead and clauses, as the paper would carry them."""
    house = await shown_house(actor)
    if house is None or found.kind.code in NOT_OURS:
        return {}
    return {"house": house.on(found.kind.code, found.kind.language)}


ROUTES = (studio, study, study_pdf)
