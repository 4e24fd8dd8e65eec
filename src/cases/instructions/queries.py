"""Reading instructions: both sides' lists, one whole, its cases, and what is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from cases.desk.reach import COLUMN, Side
from cases.instructions.terms import Terms, terms_of
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.money import Money

PAGE = 50


@dataclass(frozen=True, slots=True)
class InstructionShown:
    """`balance` is the sum of the cases' balances at their cut-off, one a currency; `report_due_on` is what the
    interval says, None without one.
    """

    id: UUID
    number: str
    status: str
    ours: bool
    owner: str
    firm: str
    terms: Terms
    cases: int
    left_out: int
    balance: tuple[Money, ...]
    countries: Mapping[str, int]
    drafted_at: datetime
    sent_at: datetime | None
    accepted_at: datetime | None
    over_at: datetime | None
    reason: str | None
    handover: str | None
    report_due_on: date | None
    asked: bool
    version: int


@dataclass(frozen=True, slots=True)
class CaseGiven:
    id: UUID
    case_id: UUID
    reference: str
    country: str
    balance: Money
    status: str
    reason: str | None


SHOWN = (
    "SELECT i.*, o.name AS owner, f.name AS firm,"
    " (SELECT count(*) FROM instruction_cases x WHERE x.instruction_id = i.id AND x.status <> 'left_out') AS cases,"
    " (SELECT count(*) FROM instruction_cases x WHERE x.instruction_id = i.id AND x.status = 'left_out') AS left_out,"
    " (SELECT max(r.until_on) FROM instruction_reports r WHERE r.instruction_id = i.id) AS reported_until,"
    " EXISTS (SELECT 1 FROM authority_requests r WHERE r.instruction_id = i.id AND r.status = 'asked') AS asked"
    " FROM instructions i JOIN organisations o ON o.id = i.organisation_id"
    " JOIN organisations f ON f.id = i.firm_organisation_id"
)


async def instructions(
    actor: Actor, side: Side, *, status: str = "", after: UUID | None = None
) -> list[InstructionShown]:
    """Those the organisation gave (`own`), or those it was given, latest first: a page and one."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"{SHOWN} WHERE i.{COLUMN[side]} = $1 AND ($2 = '' OR i.status = $2) AND ($3::uuid IS NULL OR i.id < $3)"
            f" ORDER BY i.id DESC LIMIT {PAGE + 1}",
            actor.organisation,
            status,
            after,
        )
        return [_shown(actor, row) for row in rows]


async def instruction(actor: Actor, instruction_id: UUID) -> InstructionShown:
    """One with the sums of its cases. NotFound for whoever is neither side; a draft is its owner's alone."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"{SHOWN} WHERE i.id = $1 AND (i.organisation_id = $2 OR i.firm_organisation_id = $2)",
            instruction_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such instruction here.")
        sums = await db.fetch(
            "SELECT currency, sum(balance_minor)::bigint AS balance FROM instruction_cases WHERE instruction_id = $1"
            " AND status <> 'left_out' GROUP BY currency ORDER BY currency",
            instruction_id,
        )
        countries = await db.fetch(
            "SELECT country, count(*) AS many FROM instruction_cases WHERE instruction_id = $1"
            " AND status <> 'left_out' GROUP BY country ORDER BY 2 DESC, 1",
            instruction_id,
        )
        balance = tuple(Money(one["balance"], one["currency"]) for one in sums)
        return _shown(actor, row, balance, {one["country"]: one["many"] for one in countries})


async def cases_given(
    actor: Actor, instruction_id: UUID, *, status: str = "", after: UUID | None = None
) -> list[CaseGiven]:
    """The list that both sides keep, a page and one: without any debtor's data."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT id, case_id, reference, country, balance_minor, currency, status, reason FROM instruction_cases"
            " WHERE instruction_id = $1 AND (organisation_id = $2 OR firm_organisation_id = $2)"
            " AND ($3 = '' OR status = $3) AND ($4::uuid IS NULL OR id > $4)"
            f" ORDER BY id LIMIT {PAGE + 1}",
            instruction_id,
            actor.organisation,
            status,
            after,
        )
    return [
        CaseGiven(
            row["id"],
            row["case_id"],
            row["reference"],
            row["country"],
            Money(row["balance_minor"], row["currency"]),
            row["status"],
            row["reason"],
        )
        for row in rows
    ]


async def reports_due(actor: Actor, *, on: date) -> list[InstructionShown]:
    """The firm's accepted instructions whose report is due by that day, the longest due first."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"{SHOWN} WHERE i.firm_organisation_id = $1 AND i.status = 'accepted' AND i.report_every_days IS NOT NULL"
            " ORDER BY i.id LIMIT 500",
            actor.organisation,
        )
    found = [_shown(actor, row) for row in rows]
    due = [one for one in found if one.report_due_on is not None and one.report_due_on <= on]
    return sorted(due, key=lambda one: (one.report_due_on or on, one.number))


def _shown(
    actor: Actor, row: db.Row, balance: tuple[Money, ...] = (), countries: Mapping[str, int] | None = None
) -> InstructionShown:
    plain = {
        name: row[name]
        for name in (
            "id", "number", "status", "owner", "firm", "cases", "left_out", "drafted_at", "sent_at", "accepted_at",
            "over_at", "reason", "handover", "asked", "version",
        )
    }  # fmt: skip
    due = None
    if row["report_every_days"] is not None and row["status"] == "accepted":
        last = row["reported_until"] or row["accepted_at"].date()
        due = last + timedelta(days=row["report_every_days"])
    return InstructionShown(
        **plain,
        ours=row["organisation_id"] == actor.organisation,
        terms=terms_of(row),
        balance=balance,
        countries=countries or {},
        report_due_on=due,
    )
