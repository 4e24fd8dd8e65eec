"""A batch of papers: how far it is, its samples, what stands aside and why, approving, and what became of it."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response, Template

from accounts.forms import chosen, day
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from cases.jurisdictions.contract import Missing
from cases.proceedings import batch_sheet
from cases.proceedings.again import prepare_anew, try_again
from cases.proceedings.batch_queries import (
    PAGE,
    WITHOUT_PAPER,
    Aside,
    batch_papers,
    cases_aside,
    reasons_aside,
    signing_of,
)
from cases.proceedings.decision_queries import decision_shown
from cases.proceedings.decisions import approve_batch as approve_whole
from cases.proceedings.decisions import file_batch as file_whole
from cases.proceedings.decisions import stop_decision
from cases.proceedings.entering import where_entered
from cases.proceedings.filing_commands import approve_filings, seal_filings
from cases.proceedings.filing_queries import batch_shown, filing_ids, remarks_in
from cases.proceedings.letterheads_used import older_letterheads
from cases.proceedings.papers_offered import BY_MACHINE, LETTERS, PAPERS
from cases.proceedings.samples import samples_of
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.money import Money

MOST_REASONS = 60
"""In the choice of the page; the commonest come first."""
LONGEST_CHOICE = 80


@get("/filings/batches/{batch_id:uuid}", include_in_schema=False)
async def batch(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    batch_id: FromPath[UUID],
    fact: FromQuery[str] = "",
    after: FromQuery[str] = "",
    status: FromQuery[str] = "",
    paper: FromQuery[str] = "",
    bar: FromQuery[str] = "",
) -> Template:
    """A batch with how far it has come; asked for by htmx, the bar alone: of the papers, or with `bar` of what is
    decided of them. `after` pages what stands aside, `paper` the papers.
    """
    shown = await batch_shown(actor, batch_id)
    context: dict[str, Any] = {"batch": shown, "titles": PAPERS, "letters": LETTERS, "counts": dict(shown.by_status)}
    context["decision"] = decision = await decision_shown(actor, batch_id)
    if request.headers.get("hx-request"):
        return Template(f"cases/filings/{'_decision' if bar and decision else '_progress'}.html", context=context)
    rows = await batch_papers(actor, batch_id, status=status, after=optional_identifier(paper, "paper"))
    aside = await cases_aside(actor, batch_id, fact=fact, after=optional_identifier(after, "after"))
    reasons = await reasons_aside(actor, batch_id)
    drafted = await filing_ids(actor, batch_id, status="drafted") if shown.finished else []
    signing = await signing_of(actor, batch_id)
    context |= {
        "rows": rows[:PAGE],
        "next_paper": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "status": status,
        "status_options": [
            (one, f"{one.capitalize()} ({many:,})") for one, many in shown.by_status if one != "stopped"
        ],
        "samples": await samples_of(actor, drafted),
        "older": await older_letterheads(actor, batch_id),
        "remarks": await remarks_in(actor, batch_id),
        "reasons": reasons,
        "without_paper": any(one.what in WITHOUT_PAPER for one in reasons),
        "reason_options": [(one.fact, f"{_short(one.fact)} ({one.many:,})") for one in reasons[:MOST_REASONS]],
        "aside": aside[:PAGE],
        "next": aside[PAGE - 1].case_id if len(aside) > PAGE else None,
        "fact": fact,
        "entered_at": partial(_where, actor),
        "by_machine": BY_MACHINE,
        "may_approve": actor.may("filings.approve"),
        "may_prepare": actor.may("filings.prepare"),
        "may_work": actor.may("cases.work"),
        "signing": signing,
        "mine": signing.is_alone(actor),
        "alone": rows[0] if shown.total == 1 and rows and rows[0].status == "drafted" else None,
        "today": actor.today("UTC"),
    }
    return Template("cases/filings/batch.html", context=context)


def _where(actor: Actor, one: Aside, missing: Missing) -> str | None:
    ours = one.organisation_id == actor.organisation
    return where_entered(missing, case_id=one.case_id, tape_id=one.tape_id, claim_id=one.claim_id, ours=ours)


def _short(text: str) -> str:
    """In a choice a reason takes a line; the list below says it whole."""
    told = text[:1].upper() + text[1:]
    return told if len(told) <= LONGEST_CHOICE else f"{told[: LONGEST_CHOICE - 1].rstrip()}…"


@get("/filings/batches/{batch_id:uuid}/aside.csv", include_in_schema=False)
async def aside_as_csv(actor: NamedDependency[Actor], batch_id: FromPath[UUID]) -> Response[bytes]:
    """Every case of the batch without a paper, with its reasons."""
    return await _download(actor, batch_id, batch_sheet.as_csv, batch_sheet.CSV, "csv")


@get("/filings/batches/{batch_id:uuid}/aside.xlsx", include_in_schema=False)
async def aside_as_workbook(actor: NamedDependency[Actor], batch_id: FromPath[UUID]) -> Response[bytes]:
    return await _download(actor, batch_id, batch_sheet.as_workbook, batch_sheet.XLSX, "xlsx")


async def _download(
    actor: Actor, batch_id: UUID, make: Callable[[Sequence[Aside]], bytes], media_type: str, form: str
) -> Response[bytes]:
    await batch_shown(actor, batch_id)
    content = await asyncio.to_thread(make, await cases_aside(actor, batch_id, most=None))
    name = f"not-prepared-{batch_id.hex[-8:]}.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)


@post("/filings/batches/{batch_id:uuid}/again", include_in_schema=False)
async def again(request: AnyRequest, actor: NamedDependency[Actor], batch_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        requested = await try_again(actor, batch_id, fact=data.get("fact", ""))
        return requested.outcome.said("Papers tried again:")

    return await acted_once(request, actor, data, f"/filings/batches/{batch_id}", act)


@post("/filings/batches/{batch_id:uuid}/anew", include_in_schema=False)
async def anew(request: AnyRequest, actor: NamedDependency[Actor], batch_id: FromPath[UUID]) -> Redirect:
    """Papers that are not sealed yet, prepared once more: all, or those with an older letterhead."""
    data = await texts(request)

    async def act() -> str:
        requested = await prepare_anew(actor, batch_id, older_only=data.get("only") == "older")
        return requested.outcome.said("Papers prepared anew:")

    return await acted_once(request, actor, data, f"/filings/batches/{batch_id}", act)


@post("/filings/batches/{batch_id:uuid}/approve", include_in_schema=False)
async def approve_batch(request: AnyRequest, actor: NamedDependency[Actor], batch_id: FromPath[UUID]) -> Redirect:
    """Approves and seals every draft of the batch, for the totals and the number the page showed."""
    data = await texts(request)
    amounts, currencies = await chosen(request, "shown_amount"), await chosen(request, "shown_currency")

    async def act() -> str:
        if len(amounts) != len(currencies):
            place = Place("shown_amount", None, "Each sum needs its currency. Reload the page.")
            raise Invalid("The sums that were shown cannot be read.", places=[place])
        shown = [Money.parse(amount, code) for amount, code in zip(amounts, currencies, strict=True)]
        papers = int(counted) if (counted := data.get("shown_papers", "")).isdecimal() else None
        decided = await approve_whole(
            actor, batch_id, shown=shown, papers=papers, acknowledged=data.get("acknowledged", ""), seal=True
        )
        return decided.said()

    asked = data | {"shown_amount": ",".join(amounts), "shown_currency": ",".join(currencies)}
    return await acted_once(request, actor, asked, f"/filings/batches/{batch_id}", act)


@post("/filings/batches/{batch_id:uuid}/filed", include_in_schema=False)
async def file_batch(request: AnyRequest, actor: NamedDependency[Actor], batch_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        on = day(data.get("on", ""), "on")
        return (await file_whole(actor, batch_id, on=on, provenance=data.get("provenance", ""))).said()

    return await acted_once(request, actor, data, f"/filings/batches/{batch_id}", act)


@post("/filings/batches/{batch_id:uuid}/stop", include_in_schema=False)
async def stop(request: AnyRequest, actor: NamedDependency[Actor], batch_id: FromPath[UUID]) -> Redirect:
    """What is decided and not carried out yet."""

    async def act() -> str:
        stopped = await stop_decision(actor, batch_id)
        return f"Stopped. Done before: {stopped.done}; not reached, and as they were: {stopped.spared}."

    return await acted_once(request, actor, await texts(request), f"/filings/batches/{batch_id}", act)


async def approve_and_seal(actor: Actor, ids: list[UUID], shown: list[Money], acknowledged: str) -> str:
    await approve_filings(actor, ids, shown=shown, acknowledged=acknowledged)
    await seal_filings(actor, ids)
    return f"Approved and sealed: {len(ids)}. The record keeps the hash of every paper."


ROUTES = (batch, aside_as_csv, aside_as_workbook, again, anew, approve_batch, file_batch, stop)
