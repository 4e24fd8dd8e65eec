"""Payments in: files brought in and mapped, their lines, and the tray of payments that wait for a person."""

from collections.abc import Mapping as Names
from typing import Any, get_args
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.sessions.requests import say
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, tell, texts, upload_of
from cases.receipts.booking import assign_receipt, case_named, dispose_of_receipt, take_receipt_back
from cases.receipts.commands import LARGEST, map_file, store_file
from cases.receipts.lines import SOURCES
from cases.receipts.mapping import FIELDS, REQUIRED, DayOrder, Decimal, Mapping
from cases.receipts.queries import PAGE, file_shown, files_of, receipts_of_file, tray, waiting_count
from cases.receipts.states import ReceiptStatus
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Problem, Refused

DAYS: dict[str, str] = {"iso": "2026-05-31", "day first": "31.05.2026", "month first": "05/31/2026"}
DECIMALS = {".": "1,234.56", ",": "1.234,56"}
VERBS = ("assign", "return", "set-aside", "take-back")


def may_enter(actor: Actor) -> bool:
    return actor.may("cases.onboard") or actor.may("cases.work")


@get("/receipts", include_in_schema=False)
async def overview(actor: NamedDependency[Actor], after: FromQuery[str] = "") -> Template:
    files = await files_of(actor, after=optional_identifier(after, "after"))
    context: dict[str, Any] = {
        "files": files,
        "waiting": await waiting_count(actor),
        "may_enter": may_enter(actor),
        "sources": list(SOURCES.items()),
        "page_size": PAGE,
        "after": after,
    }
    return Template("cases/receipts/overview.html", context=context)


@post("/receipts/files", include_in_schema=False, request_max_body_size=LARGEST + 64 * 1024)
async def bring(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    """An upload; the same file again is refused with the day it came."""
    data = await texts(request)
    try:
        upload = await upload_of(request)
        file_id = await store_file(actor, upload.content, upload.name, source=data.get("source", ""))
    except (Refused, Invalid) as problem:
        tell(request, problem)
        return Redirect("/receipts", status_code=303)
    return Redirect(f"/receipts/files/{file_id}", status_code=303)


@get("/receipts/files/{file_id:uuid}", include_in_schema=False)
async def show_file(actor: NamedDependency[Actor], file_id: FromPath[UUID], after: FromQuery[str] = "") -> Template:
    return await _file_page(actor, file_id, after=after)


async def _file_page(
    actor: Actor, file_id: UUID, *, after: str = "", problem: Problem | None = None, tried: Mapping | None = None
) -> Template:
    shown = await file_shown(actor, file_id)
    context: dict[str, Any] = {
        "file": shown,
        "line": shown.line,
        "receipts": await receipts_of_file(actor, file_id, after=optional_identifier(after, "after")),
        "mapping": tried or shown.mapping or shown.proposal,
        "fields": list(FIELDS.items()),
        "required": REQUIRED,
        "columns": list(enumerate(shown.headers)),
        "days": list(DAYS.items()),
        "decimals": list(DECIMALS.items()),
        "may_enter": may_enter(actor),
        "page_size": PAGE,
        "after": after,
        "problem": problem,
    }
    return Template("cases/receipts/file.html", context=context, status_code=problem.status if problem else 200)


@post("/receipts/files/{file_id:uuid}/mapping", include_in_schema=False)
async def name_columns(
    request: AnyRequest, actor: NamedDependency[Actor], file_id: FromPath[UUID]
) -> Template | Redirect:
    mapping = None
    try:
        mapping = _mapping(await texts(request))
        await map_file(actor, file_id, mapping)
    except Invalid as problem:
        return await _file_page(actor, file_id, problem=problem, tried=mapping)
    say(request, "good", "The file is being read. What is certain is booked; the rest waits in the tray.")
    return Redirect(f"/receipts/files/{file_id}", status_code=303)


def _mapping(data: Names[str, str]) -> Mapping:
    columns = {field: int(data[field]) for field in FIELDS if data.get(field, "").isdecimal() and len(data[field]) < 6}
    days: DayOrder | None = next((one for one in get_args(DayOrder.__value__) if one == data.get("days")), None)
    decimal = next((one for one in get_args(Decimal.__value__) if one == data.get("decimal")), None)
    if days is None or decimal is None:
        places = [Place("days", data.get("days"), "Say how days and amounts are written.")]
        raise Invalid("The file cannot be read like this.", places=places)
    return Mapping(columns=columns, days=days, decimal=decimal, currency=data.get("currency", "").upper())


@get("/receipts/waiting", include_in_schema=False)
async def waiting(actor: NamedDependency[Actor], after: FromQuery[str] = "") -> Template:
    context: dict[str, Any] = {
        "receipts": await tray(actor, after=optional_identifier(after, "after")),
        "waiting": await waiting_count(actor),
        "may_enter": may_enter(actor),
        "page_size": PAGE,
        "after": after,
    }
    return Template("cases/receipts/tray.html", context=context)


@post("/receipts/{receipt_id:uuid}/{what:str}", include_in_schema=False)
async def decide(
    request: AnyRequest, actor: NamedDependency[Actor], receipt_id: FromPath[UUID], what: FromPath[str]
) -> Redirect:
    """A payment assigned, returned, set aside, or taken back out of what was decided."""
    if what not in VERBS:
        raise NotFound("There is no such page.")
    data = await texts(request)
    back = data.get("back", "")

    async def act() -> str:
        return await decided(actor, receipt_id, what, case=data.get("case", ""), reason=data.get("reason", ""))

    to = back if back.startswith("/receipts/files/") else "/receipts/waiting"
    return await acted_once(request, actor, data, to, act)


async def decided(actor: Actor, receipt_id: UUID, what: str, *, case: str, reason: str) -> str:
    """Carries out one of VERBS; `case` is a case's id, or a reference that a person typed. Returns what to say."""
    if what == "assign":
        try:
            case_id = UUID(case)
        except ValueError:
            case_id = await case_named(actor, case)
        await assign_receipt(actor, receipt_id, case_id)
        return "The payment is booked on the case."
    if what == "take-back":
        await take_receipt_back(actor, receipt_id)
        return "The payment waits again."
    status = ReceiptStatus.RETURNED if what == "return" else ReceiptStatus.SET_ASIDE
    await dispose_of_receipt(actor, receipt_id, status, reason=reason)
    return "It is noted that the payment goes back." if what == "return" else "The payment is set aside."


ROUTES = (overview, bring, show_file, name_columns, waiting, decide)
