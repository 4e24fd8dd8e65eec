"""Sealed papers that wait for a file, by channel: what can be lodged now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.answers.channels import way_named, ways
from cases.desk.reach import COLUMN, Side
from kernel import db
from kernel.actor import Actor
from kernel.money import Money

PAGE = 100
MOST = 20_000
"""Papers ordered together by “all of them”."""


@dataclass(frozen=True, slots=True)
class Lodgeable:
    """`left_out`: a file was made before that could not take it."""

    id: UUID
    case_id: UUID
    case_reference: str
    kind: str
    prepared_on: date
    total: Money | None
    left_out: bool


def court_papers(channel: str) -> list[tuple[str, str]]:
    """Procedure and kind of every paper of the channel's country that goes to a court."""
    jurisdiction = way_named(channel).jurisdiction
    return [
        (code, paper.code)
        for code, procedure in jurisdiction.procedures.items()
        for paper in procedure.papers
        if not procedure.is_letter(paper.code)
    ]


async def lodgeable(actor: Actor, side: Side, channel: str, *, after: UUID | None = None) -> list[Lodgeable]:
    """A page of sealed court papers in no file, whose cases the actor's organisation works."""
    actor.must("cases.read")
    sql, arguments = lodgeable_query(actor.organisation, side, channel, after=after, limit=PAGE + 1)
    async with db.transaction(actor):
        rows = await db.fetch(sql, *arguments)
    return [_lodgeable(row) for row in rows]


async def every_lodgeable(actor: Actor, side: Side, channel: str) -> list[UUID]:
    """All that no file left out before, at most MOST, in the order of the list."""
    sql, arguments = lodgeable_query(actor.organisation, side, channel, after=None, limit=MOST)
    async with db.transaction(actor):
        rows = await db.fetch(sql, *arguments)
    return [row["id"] for row in rows if not row["left_out"]]


def lodgeable_query(
    reader: UUID, side: Side, channel: str, *, after: UUID | None, limit: int
) -> tuple[str, Sequence[object]]:
    """The statement of the list and its arguments; a test explains it."""
    papers = court_papers(channel)
    works = "f.firm_organisation_id IS NULL" if side == "own" else "true"
    sql = (
        "SELECT f.id, f.case_id, k.reference AS case_reference, f.kind, f.prepared_on, f.total_minor, f.currency,"
        " EXISTS (SELECT 1 FROM submission_parts o WHERE o.filing_id = f.id AND o.outcome = 'left_out') AS left_out"
        f" FROM filings f JOIN cases k ON k.id = f.case_id WHERE f.{COLUMN[side]} = $1 AND f.status = 'sealed'"
        f" AND {works} AND k.jurisdiction = $2 AND (f.procedure, f.kind) IN"
        " (SELECT * FROM unnest($3::text[], $4::text[])) AND ($5::uuid IS NULL OR f.id > $5)"
        " AND NOT EXISTS (SELECT 1 FROM submission_parts p WHERE p.filing_id = f.id"
        f" AND p.outcome NOT IN ('left_out', 'released')) ORDER BY f.id LIMIT {limit}"
    )
    return sql, (
        reader,
        way_named(channel).jurisdiction.code,
        [one for one, _ in papers],
        [one for _, one in papers],
        after,
    )


def channels() -> list[tuple[str, str]]:
    """Code and name of every channel of the house."""
    return [(one.channel.code, one.channel.name) for one in ways()]


def _lodgeable(row: db.Row) -> Lodgeable:
    total = Money(row["total_minor"], row["currency"]) if row["total_minor"] is not None else None
    plain = {name: row[name] for name in Lodgeable.__dataclass_fields__ if name != "total"}
    return Lodgeable(**plain, total=total)
