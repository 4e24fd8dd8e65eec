"""The vault's search, and what is missing."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from documents.search import missing, queries
from documents.search.queries import SCANS, STATUSES, TEXTS, Asked, Found, Order
from documents.search.query import Query
from kernel.actor import Actor
from kernel.errors import Invalid, Place


@get("/documents", include_in_schema=False)
async def show_search(
    actor: NamedDependency[Actor],
    q: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    reference: FromQuery[str] = "",
    party: FromQuery[str] = "",
    since: FromQuery[str] = "",
    until: FromQuery[str] = "",
    status: FromQuery[str] = "",
    scan: FromQuery[str] = "",
    text: FromQuery[str] = "",
    order: FromQuery[str] = "newest",
    after: FromQuery[str] = "",
) -> Template:
    actor.must(queries.RIGHT)
    sent = {"q": q, "kind": kind, "reference": reference, "party": party, "since": since, "until": until}
    sent |= {"status": status, "scan": scan, "text": text, "order": order, "after": after}
    problem = None
    try:
        found = await queries.search(actor, asked_of(sent))
    except Invalid as refused:
        found, problem = Found((), "", Query()), refused
    context = {
        "asked": sent,
        "kept": {name: value for name, value in sent.items() if value and name != "after"},
        "narrowed": any(value for name, value in sent.items() if name not in ("q", "after", "order"))
        or order == "best",
        "found": found,
        "problem": problem,
        "kinds": await missing.kinds_held(actor),
        "scans": SCANS,
        "texts": TEXTS,
        "statuses": STATUSES,
    }
    return Template("documents/search/list.html", context=context, status_code=422 if problem else 200)


def asked_of(sent: Mapping[str, Any]) -> Asked:
    """What a form or an address says. Invalid, with the place, for what is no day or no word of a list."""
    order: Order = "best" if sent["order"] == "best" else "newest"
    return Asked(
        q=sent["q"],
        kind=sent["kind"],
        reference=sent["reference"],
        party=sent["party"],
        since=_day(sent["since"], "since"),
        until=_day(sent["until"], "until"),
        status=_of(sent["status"], STATUSES, "status"),
        scan=_of(sent["scan"], SCANS, "scan"),
        text=_of(sent["text"], TEXTS, "text"),
        order=order,
        after=sent["after"],
    )


def _day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        place = Place(where, text[:20], "Choose a day, written like 2026-11-22.")
        raise Invalid("A day cannot be read.", places=[place]) from error


def _of(text: str, known: tuple[str, ...], where: str) -> str:
    if text and text not in known:
        raise Invalid("A filter is not known.", places=[Place(where, text[:40], f"One of {', '.join(known)}.")])
    return text


@get("/documents/missing", include_in_schema=False)
async def show_missing(
    actor: NamedDependency[Actor],
    kind: FromQuery[str] = "contract",
    side: FromQuery[Literal["own", "instructed"]] = "own",
    after: FromQuery[UUID | None] = None,
) -> Template:
    cases = await missing.cases_lacking(actor, kind[:60], instructed=side == "instructed", after=after)
    kinds = sorted({"contract", "statement", "termination", "delivery_proof", *await missing.kinds_held(actor)})
    context = {"cases": cases, "kind": kind, "kinds": kinds, "side": side, "after": after, "page_size": queries.PAGE}
    return Template("documents/search/missing.html", context=context)


ROUTES = (show_search, show_missing)
