"""What the columns mean: the proposal, how the first rows would be read, and the seller's word on it."""

import asyncio
from collections.abc import Mapping as Given
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from accounts.sessions.requests import AnyRequest, say
from kernel.actor import Actor
from kernel.errors import Invalid, Problem
from marketplace.tapes import queries
from marketplace.tapes.catalogue import CATALOGUE, PRODUCTS, Field, Kind
from marketplace.tapes.commands import map_tape
from marketplace.tapes.looking import Preview, preview
from marketplace.tapes.mapping import Mapping, load_mapping, showable
from marketplace.tapes.pages import plain_name
from marketplace.tapes.proposal import LIKELY, SURE, Proposal, propose
from marketplace.tapes.reading import Column, Layout, Style
from marketplace.tapes.stored import StoredTape, stored_tape

LARGEST_MAPPING = 1024 * 1024
DAY_STYLES = (
    ("%Y-%m-%d", "2024-12-31"),
    ("%d/%m/%Y", "31/12/2024"),
    ("%m/%d/%Y", "12/31/2024"),
    ("%d.%m.%Y", "31.12.2024"),
    ("%d-%m-%Y", "31-12-2024"),
    ("%Y%m%d", "20241231"),
    ("%b-%Y", "Dec-2024"),
)
MARKS = ((".", "1,234.56"), (",", "1.234,56"))


class Row(msgspec.Struct, frozen=True):
    """One column of the file on the page: what it holds now, how sure that is, and how its cells are written."""

    column: Column
    field: str
    sure: str
    why: str
    kind: str
    style: str
    ways: tuple[tuple[str, str], ...]
    asked: bool


@get("/tapes/{tape_id:uuid}/mapping", include_in_schema=False)
async def show_mapping(actor: NamedDependency[Actor], tape_id: FromPath[UUID]) -> Template:
    actor.must("tapes.upload")
    stored = await stored_tape(actor, tape_id)
    proposal = await asyncio.to_thread(propose, stored.layout)
    current, source = await _current(actor, stored, proposal)
    return await _page(actor, stored, proposal, current, source=source)


@post("/tapes/{tape_id:uuid}/mapping", include_in_schema=False)
async def save_mapping(
    request: AnyRequest, actor: NamedDependency[Actor], tape_id: FromPath[UUID]
) -> Template | Redirect:
    stored = await stored_tape(actor, tape_id)
    proposal = await asyncio.to_thread(propose, stored.layout)
    base, _ = await _current(actor, stored, proposal)
    form = await request.form()
    mapping = base
    try:
        mapping = await _given(form, stored.layout, base)
        if form.get("then") == "preview":
            showable(mapping, stored.layout)
            return await _page(actor, stored, proposal, mapping, source="preview")
        await map_tape(actor, tape_id, mapping, shown_version=_version(form))
    except Invalid as problem:
        return await _page(actor, stored, proposal, mapping, source="preview", problem=problem)
    say(request, "good", "The mapping is kept for your next file of this kind. The rows are being checked.")
    return Redirect(f"/tapes/{tape_id}", status_code=303)


async def _current(actor: Actor, stored: StoredTape, proposal: Proposal) -> tuple[Mapping, str]:
    """What to show: the tape's own mapping, else the one remembered for its header, else the proposal."""
    if stored.mapping is not None:
        return stored.mapping, "own"
    remembered = await queries.remembered_mapping(actor, stored)
    if remembered is not None:
        return remembered, "remembered"
    return proposal.mapping, "proposed"


async def _given(form: Given[str, Any], layout: Layout, base: Mapping) -> Mapping:
    """The mapping a file brings, or what the form says; filters, sums and words of the former one stay."""
    sent = form.get("mapping_file")
    if isinstance(sent, UploadFile) and sent.filename:
        with TemporaryDirectory(prefix="recourse-mapping-") as folder:
            path = Path(folder) / plain_name(sent.filename)
            path.write_bytes(await sent.read(LARGEST_MAPPING))
            return load_mapping(path)
    columns: dict[str, str] = {}
    styles: dict[str, Style] = {}
    for column in layout.columns:
        field = CATALOGUE.get(str(form.get(f"field_{column.position}") or ""))
        if field is not None:
            columns[column.header] = field.name
            styles |= _style(column, field, str(form.get(f"style_{column.position}") or ""), base)
    whole = {name: str(form.get(name) or "") or None for name in ("currency", "country", "product", "debtor_kind")}
    return msgspec.structs.replace(
        base,
        columns=columns,
        styles=styles,
        currency=(whole["currency"] or "").strip().upper() or None,
        country=(whole["country"] or "").strip().lower() or None,
        product=whole["product"],
        debtor_kind=whole["debtor_kind"],
    )


def _style(column: Column, field: Field, chosen: str, base: Mapping) -> dict[str, Style]:
    known = base.styles.get(column.header, Style())
    if field.kind is Kind.DATE and (chosen in dict(DAY_STYLES) or chosen in column.ways):
        return {column.header: Style(date_style=chosen)}
    if field.kind is Kind.MONEY and chosen in (".", ","):
        return {column.header: Style(decimal="." if chosen == "." else ",", thousands=known.thousands)}
    return {} if known == Style() else {column.header: known}


def _version(form: Given[str, Any]) -> int | None:
    text = str(form.get("version") or "")
    return int(text) if text.isdecimal() and len(text) < 8 else None


async def _page(
    actor: Actor,
    stored: StoredTape,
    proposal: Proposal,
    mapping: Mapping,
    *,
    source: str,
    problem: Problem | None = None,
) -> Template:
    context = {
        "tape": await queries.tape(actor, stored.id),
        "version": stored.version,
        "rows": _rows(stored.layout, proposal, mapping),
        "questions": proposal.questions if source == "proposed" else (),
        "assumed": proposal.assumed if source == "proposed" else (),
        "unread": stored.layout.unread,
        "mapping": mapping,
        "source": source,
        "groups": _groups(),
        "product_choices": [(one, one.replace("_", " ").capitalize()) for one in PRODUCTS],
        "marks": MARKS,
        "shown": await asyncio.to_thread(_preview, stored, mapping),
        "problem": problem,
    }
    return Template("marketplace/tapes/mapping.html", context=context, status_code=problem.status if problem else 200)


def _preview(stored: StoredTape, mapping: Mapping) -> Preview | None:
    try:
        return preview(stored.look, mapping)
    except Invalid:
        return None


def _rows(layout: Layout, proposal: Proposal, mapping: Mapping) -> list[Row]:
    suggested = {one.header: one for one in proposal.suggestions}
    asked = {one.header for one in proposal.questions}
    rows = []
    for column in layout.columns:
        field = mapping.columns.get(column.header, "")
        one = suggested[column.header]
        agreed = one.field == field and field != ""
        sure = "" if not agreed else "sure" if one.confidence >= SURE else "likely" if one.confidence >= LIKELY else "?"
        kind = CATALOGUE[field].kind.value if field in CATALOGUE else ""
        style = mapping.style_of(column.header)
        written = style.date_style if kind == "date" else style.decimal if kind == "money" else None
        row = Row(
            column, field, sure, one.why if agreed else "", kind, written or "", _ways(column), column.header in asked
        )
        rows.append(row)
    return rows


def _ways(column: Column) -> tuple[tuple[str, str], ...]:
    """The date styles to choose from, each with an example: those the cells leave open come first."""
    known = dict(DAY_STYLES)
    open_ways = tuple((way, _example(way)) for way in column.ways if way not in known)
    return (*open_ways, *DAY_STYLES)


def _example(way: str) -> str:
    return {"excel": "46022 (1900)", "excel-1904": "44560 (1904)"}.get(way) or f"{date(2025, 12, 31):{way}}"


def _groups() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for field in CATALOGUE.values():
        groups.setdefault(field.group, []).append(field.name)
    return groups


ROUTES = (show_mapping, save_mapping)
