"""What is due, for whom, and how each date was reckoned. Lists follow the safe date."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from cases.jurisdictions.contract import Step
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound

View = Literal["overdue", "today", "week", "later", "dateless", "closed"]
VIEWS: tuple[View, ...] = ("overdue", "today", "week", "later", "dateless", "closed")
PAGE = 50


@dataclass(frozen=True, slots=True)
class DeadlineShown:
    id: UUID
    case_id: UUID
    case_reference: str
    kind: str
    rule: str
    title: str
    outcome: str
    missing: str | None
    statutory_on: date | None
    safe_on: date | None
    authority: str | None
    verified: bool
    provisional: str | None
    status: str
    person: str | None


@dataclass(frozen=True, slots=True)
class DeadlineDetail:
    """One deadline with its reckoning, and how it was closed."""

    shown: DeadlineShown
    statutory_at: datetime | None
    steps: tuple[Step, ...]
    closed_at: datetime | None
    closed_reason: str | None
    evidence_document_id: UUID | None
    entered_at: datetime
    claim_id: UUID


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open deadlines stand in each view; `dateless` are cases without a date, each with its reason."""

    overdue: int
    today: int
    week: int
    later: int
    dateless: int


COLUMNS = (
    "d.id, d.case_id, k.reference AS case_reference, d.kind, d.rule, d.title, d.outcome, d.missing, d.statutory_on,"
    " d.safe_on, d.authority, d.verified, d.provisional, d.status, p.name AS person"
)
WHERE: dict[View, str] = {
    "overdue": "d.status = 'open' AND d.safe_on < $2",
    "today": "d.status = 'open' AND d.safe_on = $2",
    "week": "d.status = 'open' AND d.safe_on > $2 AND d.safe_on <= $3",
    "later": "d.status = 'open' AND d.safe_on > $3",
    "dateless": "d.status = 'open' AND d.safe_on IS NULL",
    "closed": "d.status <> 'open'",
}


async def deadlines_in(
    actor: Actor,
    view: View,
    *,
    today: date,
    after: tuple[date | None, UUID] | None = None,
    mine: bool = False,
) -> list[DeadlineShown]:
    """One page of a view, by safe date. `after` is the last row of the page before."""
    actor.must("cases.read")
    week = today + timedelta(days=7)
    side = await _side(actor)
    arguments: list[object] = [actor.organisation, today, week]
    more = ""
    if mine:
        arguments.append(actor.person_id)
        more += f" AND d.person_id = ${len(arguments)}"
    if after is not None:
        arguments += [after[0] or date.max, after[1]]
        more += f" AND (coalesce(d.safe_on, 'infinity'), d.id) > (${len(arguments) - 1}::date, ${len(arguments)})"
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {COLUMNS} FROM deadlines d JOIN cases k ON k.id = d.case_id LEFT JOIN people p ON p.id = d.person_id"
            f" WHERE d.{side} = $1 AND $2::date IS NOT NULL AND $3::date IS NOT NULL AND {WHERE[view]}{more}"
            f" ORDER BY d.safe_on NULLS LAST, d.id LIMIT {PAGE}",
            *arguments,
        )
    return [DeadlineShown(**dict(row)) for row in rows]


async def deadline_counts(actor: Actor, *, today: date) -> Counts:
    """The figures above the tracker's tabs, in one pass over the organisation's open deadlines."""
    actor.must("cases.read")
    side = await _side(actor)
    async with db.transaction(actor):
        row = await db.fetch_sure(
            "SELECT count(*) FILTER (WHERE d.safe_on < $2) AS overdue, count(*) FILTER (WHERE d.safe_on = $2) AS today,"
            " count(*) FILTER (WHERE d.safe_on > $2 AND d.safe_on <= $3) AS week,"
            " count(*) FILTER (WHERE d.safe_on > $3) AS later, count(*) FILTER (WHERE d.safe_on IS NULL) AS dateless"
            f" FROM deadlines d WHERE d.{side} = $1 AND d.status = 'open'",
            actor.organisation,
            today,
            today + timedelta(days=7),
        )
    return Counts(**dict(row))


async def deadline(actor: Actor, deadline_id: UUID) -> DeadlineDetail:
    """One deadline with every step of its reckoning. NotFound for strangers."""
    actor.must("cases.read")
    here = actor.organisation
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT {COLUMNS}, d.statutory_at, d.reckoning::text AS reckoning, d.closed_at, d.closed_reason,"
            " d.evidence_document_id, d.created_at, d.claim_id FROM deadlines d JOIN cases k ON k.id = d.case_id"
            " LEFT JOIN people p ON p.id = d.person_id"
            " WHERE d.id = $1 AND (d.organisation_id = $2 OR d.firm_organisation_id = $2)",
            deadline_id,
            here,
        )
    if row is None:
        raise NotFound("There is no such deadline here.")
    shown = DeadlineShown(**{name: row[name] for name in DeadlineShown.__dataclass_fields__})
    steps = tuple(msgspec.json.decode(row["reckoning"], type=list[Step]))
    return DeadlineDetail(
        shown,
        row["statutory_at"],
        steps,
        row["closed_at"],
        row["closed_reason"],
        row["evidence_document_id"],
        row["created_at"],
        row["claim_id"],
    )


async def deadlines_of_case(actor: Actor, case_id: UUID) -> list[DeadlineShown]:
    """Every deadline of a case, open ones first."""
    here = actor.organisation
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {COLUMNS} FROM deadlines d JOIN cases k ON k.id = d.case_id LEFT JOIN people p ON p.id = d.person_id"
            " WHERE d.case_id = $1 AND (d.organisation_id = $2 OR d.firm_organisation_id = $2)"
            " ORDER BY d.status <> 'open', d.safe_on NULLS LAST, d.id",
            case_id,
            here,
        )
    return [DeadlineShown(**dict(row)) for row in rows]


async def _side(actor: Actor) -> str:
    """A law firm's list is read by its own index; everybody else's by the owner's."""
    async with db.transaction(actor):
        kinds = await db.fetch_value("SELECT kinds FROM organisations WHERE id = $1", actor.organisation)
    return "firm_organisation_id" if kinds and "law_firm" in kinds else "organisation_id"
