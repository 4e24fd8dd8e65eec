"""The record of an organisation: its facts, those others wrote about it, and who read which debtor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from kernel import db
from kernel.actor import Actor
from kernel.facts import KINDS

PAGE = 50


@dataclass(frozen=True, slots=True)
class FactShown:
    """`sentence` holds `%(name)s` for the keys of `words`; `who` is a colleague, another organisation, or the house."""

    id: int
    at: datetime
    kind: str
    sentence: str
    words: dict[str, str]
    who: str


@dataclass(frozen=True, slots=True)
class ReadShown:
    id: int
    at: datetime
    who: str
    purpose: str
    claim_id: UUID


async def record_of(
    actor: Actor, *, before: int | None = None, area: str | None = None, limit: int = PAGE
) -> list[FactShown]:
    """Newest first; `before` is the number of the last one shown, `area` the first word of a kind."""
    actor.must("facts.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"({_BRANCH.format(column='organisation_id')}) UNION ({_BRANCH.format(column='about_organisation_id')})"
            " ORDER BY id DESC LIMIT $4",
            actor.organisation,
            before,
            f"{area}:%" if area else None,
            limit,
        )
        names = await _names({value for row in rows for value in _ids(row)})
    return [_shown(row, names, actor.organisation) for row in rows]


_BRANCH = (
    "SELECT id, at, kind, actor_kind, person_id, organisation_id, subject_id, data::text AS data FROM facts"
    " WHERE {column} = $1 AND id < coalesce($2::bigint, 9223372036854775807) AND ($3::text IS NULL OR kind LIKE $3)"
    " ORDER BY id DESC LIMIT $4"
)


async def facts_of(actor: Actor, subject_id: UUID, *, named: Sequence[int] = (), limit: int = 200) -> list[FactShown]:
    """What happened to one thing, newest first, as far as the actor's organisation may know: for whoever may see it.

    `named` are the numbers of facts about many things at once, this one among them.
    """
    async with db.transaction(actor):
        columns = "id, at, kind, actor_kind, person_id, organisation_id, subject_id, data::text AS data"
        rows = await db.fetch(
            f"(SELECT {columns} FROM facts WHERE organisation_id = $1 AND subject_id = $2 ORDER BY id DESC LIMIT $4)"
            f" UNION (SELECT {columns} FROM facts WHERE about_organisation_id = $1 AND subject_id = $2"
            f" ORDER BY id DESC LIMIT $4) UNION (SELECT {columns} FROM facts WHERE id = ANY($3))"
            " ORDER BY id DESC LIMIT $4",
            actor.organisation,
            subject_id,
            list(named),
            limit,
        )
        names = await _names({value for row in rows for value in _ids(row)})
    return [_shown(row, names, actor.organisation) for row in rows]


async def reads_of(
    actor: Actor, *, before: int | None = None, claim_id: UUID | None = None, limit: int = PAGE
) -> list[ReadShown]:
    """Who of the organisation read which debtor, newest first (GDPR art. 5.2 and 30)."""
    actor.must("facts.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT r.id, r.at, p.name, r.actor_kind, r.purpose, r.claim_id FROM debtor_reads r"
            " LEFT JOIN people p ON p.id = r.person_id WHERE r.organisation_id = $1"
            " AND r.id < coalesce($2::bigint, 9223372036854775807) AND ($3::uuid IS NULL OR r.claim_id = $3)"
            " ORDER BY r.id DESC LIMIT $4",
            actor.organisation,
            before,
            claim_id,
            limit,
        )
    return [
        ReadShown(row["id"], row["at"], row["name"] or row["actor_kind"], row["purpose"], row["claim_id"])
        for row in rows
    ]


def sentence_of(kind: str) -> str:
    """The sentence a fact's class gives, else the words of its kind: `bids:bid:placed` reads “Bid placed”."""
    known = KINDS.get(kind)
    if known is not None and known.SAYS:
        return known.SAYS
    _, subject, verb = kind.split(":")
    return f"{subject} {verb}".replace("_", " ").capitalize()


async def _names(ids: set[UUID]) -> dict[UUID, str]:
    """Organisations and colleagues the reader may see, by id."""
    wanted = list(ids)
    rows = await db.fetch(
        "SELECT id, name FROM organisations WHERE id = ANY($1)"
        " UNION ALL SELECT id, name FROM people WHERE id = ANY($1)",
        wanted,
    )
    return {row["id"]: row["name"] for row in rows}


def _ids(row: db.Row) -> Iterable[UUID]:
    yield row["subject_id"]
    for value in (row["person_id"], row["organisation_id"], *_data(row).values()):
        found = _uuid(value)
        if found is not None:
            yield found


def _data(row: db.Row) -> dict[str, Any]:
    return msgspec.json.decode(row["data"], type=dict[str, Any])


def _uuid(value: object) -> UUID | None:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


def _shown(row: db.Row, names: dict[UUID, str], here: UUID) -> FactShown:
    def word(value: object) -> str:
        found = _uuid(value)
        if found is not None:
            return names.get(found, found.hex[-8:].upper())
        if isinstance(value, list):
            return ", ".join(word(one) for one in value)
        return str(value).replace("_", " ")

    words = {"subject": word(row["subject_id"]), **{name: word(value) for name, value in _data(row).items()}}
    # Of another organisation's people nothing is shown but the organisation.
    insider = row["organisation_id"] == here
    person = names.get(row["person_id"]) if insider else None
    who = person or names.get(row["organisation_id"]) or "Recourse"
    return FactShown(row["id"], row["at"], row["kind"], sentence_of(row["kind"]), words, who)
