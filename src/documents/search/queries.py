"""The search over the vault. Who may read a document finds it, and nobody else.

The words are looked up by a function of the database that filters by organisation itself; every document it names is
then read under the policies once more, so that an index behind its time can hide a document and never show one.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from documents.search.facts import ExcerptShown
from documents.search.highlight import Excerpt, excerpt
from documents.search.query import Query, parsed
from documents.text.queries import TextShown, texts_of
from documents.vault.queries import NEWEST, SCANNED, SHOWN, DocumentShown
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, Place

RIGHT = "documents.search"
PAGE = 20
SCANS = ("clean", "not_scanned", "infected", "made_here")
TEXTS = ("waiting", "read", "partly", "unreadable", "erased")
STATUSES = ("drafted", "approved", "sealed", "filed", "served")

ONE_LOOK = timedelta(minutes=10)

type Order = Literal["newest", "best"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; an empty field narrows nothing. Days are meant in UTC, both inclusive."""

    q: str = ""
    kind: str = ""
    reference: str = ""
    party: str = ""
    since: date | None = None
    until: date | None = None
    status: str = ""
    scan: str = ""
    text: str = ""
    order: Order = "newest"
    after: str = ""

    @property
    def is_ranked(self) -> bool:
        return self.order == "best" and bool(self.q.strip())


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found, the state of its text, and where in it the words stand (None: in its name)."""

    shown: DocumentShown
    subject_kind: str
    subject_id: UUID
    scan: str | None
    text: str
    reason: str | None
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits; `next` asks for the following one, empty at the end."""

    hits: tuple[Hit, ...]
    next: str
    query: Query


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page ended."""

    rank: float
    at: datetime
    document_id: UUID

    def written(self) -> str:
        return f"{self.rank.hex()}_{self.at.isoformat()}_{self.document_id}"


async def search(actor: Actor, asked: Asked, *, most: int = PAGE) -> Found:
    """A page of the documents the actor's organisation may read. Invalid for a query nobody can mean."""
    actor.must(RIGHT)
    query = await asyncio.to_thread(parsed, asked.q)
    async with db.transaction(actor):
        rows = await _looked_up(actor, asked, query, most + 1)
        shown = await _under_the_policies([row["document_id"] for row in rows[:most]])
    texts = await texts_of(actor, list(shown))
    hits = await asyncio.to_thread(_hits, shown, texts, query)
    await _record(actor, hits)
    following = ""
    if len(rows) > most:
        last = rows[most - 1]
        following = _Place(last.get("rank") or 0.0, last["made_at"], last["document_id"]).written()
    return Found(hits, following, query)


async def _record(actor: Actor, hits: Sequence[Hit]) -> None:
    """Of whose text a piece was shown: a fact for each document, once in `ONE_LOOK` for the same person."""
    pages = {hit.shown.id: hit.excerpt.page for hit in hits if hit.excerpt}
    if not pages:
        return
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT subject_id FROM facts WHERE organisation_id = $1 AND subject_id = ANY($2) AND kind = $3"
            " AND person_id IS NOT DISTINCT FROM $4 AND at > $5",
            actor.organisation,
            list(pages),
            ExcerptShown.KIND,
            actor.person_id,
            actor.now() - ONE_LOOK,
        )
        recent = {row["subject_id"] for row in rows}
        for document_id, page in pages.items():
            if document_id not in recent:
                await facts.record(actor, ExcerptShown(subject_id=document_id, page=page))


async def found_ids(actor: Actor, asked: Asked, *, most: int) -> list[UUID]:
    """The ids alone, for work on all of a result: the newest `most` of it."""
    actor.must(RIGHT)
    query = await asyncio.to_thread(parsed, asked.q)
    async with db.transaction(actor):
        rows = await _looked_up(actor, asked, query, most)
    return [row["document_id"] for row in rows]


async def _looked_up(actor: Actor, asked: Asked, query: Query, most: int) -> list[db.Row]:
    words = query.asked(actor.organisation)
    after = _place(asked.after)
    subjects = await _subjects(asked)
    filters = (asked.kind or None, subjects, asked.status or None, asked.scan or None, asked.text or None)
    span = (_day(asked.since), _day(asked.until, over=True))
    place = (after.at, after.document_id) if after else (None, None)
    if words is None:
        return await db.fetch(
            "SELECT * FROM list_documents($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", *filters, *span, *place, most
        )
    return await db.fetch(
        "SELECT * FROM search_words($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        words,
        *filters,
        *span,
        asked.is_ranked,
        after.rank if after and asked.is_ranked else None,
        *place,
        most,
    )


async def _subjects(asked: Asked) -> list[UUID] | None:
    """The claims and cases that are meant; None where neither a reference nor a party was named."""
    reference, party = asked.reference.strip() or None, asked.party.strip() or None
    if reference is None and party is None:
        return None
    found: list[UUID] = await db.fetch_value("SELECT subjects_named($1, $2)", reference, party)
    return found


async def _under_the_policies(ids: list[UUID]) -> dict[UUID, db.Row]:
    rows = await db.fetch(
        f"SELECT {SHOWN}, d.subject_kind, d.subject_id, {SCANNED} AS scan FROM {NEWEST} WHERE d.id = ANY($1)", ids
    )
    known = {row["id"]: row for row in rows}
    return {one: known[one] for one in ids if one in known}


def _hits(rows: dict[UUID, db.Row], texts: dict[UUID, TextShown], query: Query) -> tuple[Hit, ...]:
    hits = []
    for document_id, row in rows.items():
        text = texts.get(document_id)
        shown = DocumentShown(**{name: row[name] for name in DocumentShown.__dataclass_fields__})
        piece = excerpt(text.pages, query) if text and text.pages and query.words + query.phrases else None
        state, reason = (text.state, text.reason) if text else ("waiting", None)
        hits.append(Hit(shown, row["subject_kind"], row["subject_id"], row["scan"], state, reason, piece))
    return tuple(hits)


def _place(written: str) -> _Place | None:
    if not written:
        return None
    try:
        rank, at, document_id = written.split("_")
        return _Place(float.fromhex(rank), datetime.fromisoformat(at), UUID(document_id))
    except ValueError as error:
        place = Place("after", written[:80], "Begin again from the first page.")
        raise Invalid("This page of the list cannot be found.", places=[place]) from error


def _day(day: date | None, *, over: bool = False) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1) if over else day, time(), UTC)
