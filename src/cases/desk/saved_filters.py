"""Lists that somebody keeps under a name: a person's own, or shown to the whole organisation."""

from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from asyncpg import UniqueViolationError

from cases.desk.facts import FilterKept, FilterRemoved
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Place, Refused
from kernel.ids import new_id

List = Literal["cases", "deadlines"]
KEYS: dict[List, tuple[str, ...]] = {
    "cases": ("side", "status", "jurisdiction", "person", "sale", "undated"),
    "deadlines": ("view", "whose"),
}
"""What of an address is kept. Never what was searched for: it may be a debtor's name."""
LONGEST_NAME, LONGEST_QUERY = 60, 500
MOST = 200


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """`mine` may be removed by whoever looks; others' are shared."""

    id: UUID
    name: str
    address: str
    shared: bool
    mine: bool
    by: str | None


def kept_query(kind: List, query: str) -> str:
    """The part of an address's query that is kept, in one order, so that the same list is the same text."""
    given = dict(parse_qsl(query))
    return urlencode([(key, given[key]) for key in KEYS[kind] if given.get(key)])


def list_named(text: str) -> List:
    for one in get_args(List):
        if one == text:
            found: List = one
            return found
    raise Invalid("There is no such list.", places=[Place("list", text[:20], "Keep a list of cases or deadlines.")])


async def keep_filter(actor: Actor, kind: List, *, name: str, query: str, shared: bool) -> UUID:
    """Keeps the list under the name. Refused where the person has one of that name already."""
    actor.must("cases.read")
    if actor.person_id is None:
        raise Forbidden("A list is kept by a person.")
    text, kept = name.strip(), kept_query(kind, query)
    if not 0 < len(text) <= LONGEST_NAME:
        wanted = f"Give the list a name of at most {LONGEST_NAME} characters."
        raise Invalid("The list needs a name.", places=[Place("name", text[:40] or None, wanted)])
    if len(kept) > LONGEST_QUERY:
        raise Invalid("The list cannot be kept.", places=[Place("query", None, "Choose fewer filters.")])
    filter_id = new_id()
    try:
        async with db.transaction(actor):
            await db.execute(
                "INSERT INTO saved_filters (id, organisation_id, person_id, list, name, query, shared, created_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                filter_id,
                actor.organisation,
                actor.person_id,
                kind,
                text,
                kept,
                shared,
                actor.now(),
            )
            await facts.record(actor, FilterKept(subject_id=filter_id, shared=shared))
    except UniqueViolationError:
        raise Refused(f"You keep a list called {text} already. Remove it first, or choose another name.") from None
    return filter_id


async def remove_filter(actor: Actor, filter_id: UUID) -> str:
    """Takes one's own list away, and says of which page it was. NotFound for others' and for one that is gone."""
    actor.must("cases.read")
    async with db.transaction(actor):
        kind: str | None = await db.fetch_value(
            "UPDATE saved_filters SET removed_at = $4 WHERE id = $1 AND organisation_id = $2 AND person_id = $3"
            " AND removed_at IS NULL RETURNING list",
            filter_id,
            actor.organisation,
            actor.person_id,
            actor.now(),
        )
        if kind is None:
            raise NotFound("There is no such list of yours.")
        await facts.record(actor, FilterRemoved(subject_id=filter_id))
    return kind


async def saved_filters(actor: Actor, kind: List) -> list[SavedFilter]:
    """One's own lists and those that colleagues share, by name."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT f.id, f.name, f.query, f.shared, f.person_id, p.name AS by FROM saved_filters f"
            " LEFT JOIN people p ON p.id = f.person_id WHERE f.organisation_id = $1 AND f.list = $2"
            " AND f.removed_at IS NULL AND (f.shared OR f.person_id = $3)"
            f" ORDER BY lower(f.name), f.id LIMIT {MOST}",
            actor.organisation,
            kind,
            actor.person_id,
        )
    return [
        SavedFilter(
            row["id"],
            row["name"],
            f"/{kind}?{row['query']}" if row["query"] else f"/{kind}",
            row["shared"],
            row["person_id"] == actor.person_id,
            row["by"],
        )
        for row in rows
    ]
