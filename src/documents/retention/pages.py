"""How long papers are kept, on its page: what must stay until when, and what must go."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from accounts.acting import acted_once, texts
from accounts.forms import day
from accounts.sessions.requests import AnyRequest
from documents.retention.classes import BASES, CLASSES, COUNTS_FROM, STOPS
from documents.retention.queries import destructions
from documents.retention.report import report, report_csv
from documents.retention.rules import rules_of, set_four_eyes, set_rule, wants_four_eyes
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place

HERE = "/retention"


@get(HERE, include_in_schema=False)
async def show_retention(actor: NamedDependency[Actor]) -> Template:
    found = await report(actor)
    async with db.transaction(actor):
        four_eyes = await wants_four_eyes(actor)
    context = {
        "report": found,
        "rules": await rules_of(actor),
        "destructions": await destructions(actor),
        "four_eyes": four_eyes,
        "may_set": actor.may("retention.set"),
        "today": actor.today("UTC"),
        "classes": CLASSES,
        "counts_from": COUNTS_FROM,
        "bases": BASES,
        "stops": STOPS,
    }
    return Template("documents/retention/retention.html", context=context)


@get("/retention/report.csv", include_in_schema=False)
async def download_report(actor: NamedDependency[Actor]) -> Response[bytes]:
    """Every paper with its last day and the ground."""
    headers = {
        "content-disposition": f'attachment; filename="retention-{actor.today("UTC")}.csv"',
        "cache-control": "private, no-store",
    }
    return Response(await report_csv(actor), media_type="text/csv; charset=utf-8", headers=headers)


@post("/retention/rules", include_in_schema=False)
async def add_rule(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("retention.set")
    data = await texts(request)

    async def act() -> str:
        await set_rule(
            actor,
            document_class=data.get("document_class", ""),
            country=data.get("country") or None,
            months=_months(data.get("months", "")),
            counts_from=data.get("counts_from", ""),
            basis=data.get("basis", ""),
            ground=data.get("ground", ""),
            from_on=day(data.get("from_on", ""), "from_on"),
        )
        return "The period is set."

    return await acted_once(request, actor, data, HERE, act)


@post("/retention/four-eyes", include_in_schema=False)
async def four_eyes(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("retention.set")
    data = await texts(request)

    async def act() -> str:
        wanted = data.get("wanted") == "yes"
        await set_four_eyes(actor, wanted=wanted)
        return "From now on two people approve." if wanted else "From now on one person approves."

    return await acted_once(request, actor, data, HERE, act)


def _months(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 4:
        place = Place("months", text[:10], "A whole number; leave it empty for “without end”.")
        raise Invalid("The number of months cannot be read.", places=[place])
    return int(text)


ROUTES = (show_retention, download_report, add_rule, four_eyes)
