"""Lists of the desk: the worklist, and the sales whose cases are in onboarding. Each names one side in its WHERE."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.desk.finding import found_cases
from cases.desk.reach import COLUMN, Side
from cases.desk.stops import REASONS, Reason, StopCounts, count_stops, stops_of
from kernel import db
from kernel.actor import Actor
from kernel.money import Money

PAGE = 50
LOOKED_AT = 5_000
"""Cases that one page of undated ones looks at: with a million that all have their deadlines, a page still comes."""
UNDATED = (
    "NOT EXISTS (SELECT 1 FROM deadlines d WHERE d.case_id = k.id AND d.status = 'open' AND d.safe_on IS NOT NULL"
    " AND d.outcome <> 'barred')"
)
OWNERS = {"seller", "purchaser"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a worklist is narrowed to. `q` finds a case by a reference, its court's number, or a debtor's name;
    `undated` are open cases in which no open deadline has a day."""

    side: Side = "own"
    status: str = ""
    jurisdiction: str = ""
    person_id: UUID | None = None
    sale_id: UUID | None = None
    q: str = ""
    after: UUID | None = None
    undated: bool = False


@dataclass(frozen=True, slots=True)
class CaseLine:
    id: UUID
    reference: str
    claim_reference: str
    jurisdiction: str | None
    country: str
    product: str
    procedure: str | None
    procedure_step: str | None
    status: str
    balance: Money
    person: str | None
    safe_on: date | None
    holds: int


@dataclass(frozen=True, slots=True)
class SaleLine:
    """A sale with how many of its cases are still in onboarding; its title says who sold to whom."""

    id: UUID | None
    title: str
    reference: str | None
    transferred_on: date | None
    cases: int
    onboarding: int


@dataclass(frozen=True, slots=True)
class OnboardingLine:
    id: UUID
    reference: str
    claim_reference: str
    country: str
    balance: Money
    notice_sent_on: date | None
    reasons: tuple[Reason, ...]


async def side_of(actor: Actor, wanted: str = "") -> Side:
    """The side a list begins with: the owner's, unless the organisation only ever works for others."""
    if wanted in COLUMN:
        return "instructed" if wanted == "instructed" else "own"
    async with db.transaction(actor):
        kinds = await db.fetch_value("SELECT kinds FROM organisations WHERE id = $1", actor.organisation)
    return "own" if OWNERS & set(kinds or ()) else "instructed"


async def worklist(actor: Actor, filters: Filters) -> list[CaseLine]:
    """One page of cases by age, one row more than PAGE where there is a next one. Finding by name is recorded.

    Of `undated` ones, those among the next LOOKED_AT cases: see `looked_up_to`.
    """
    actor.must("cases.read")
    async with db.transaction(actor):
        found = await found_cases(actor, filters.side, filters.q) if filters.q.strip() else None
        sql, arguments = worklist_query(actor.organisation, filters, found)
        rows = await db.fetch_page(sql, *arguments)
    return [_line(row) for row in rows]


def _narrowed(reader: UUID, filters: Filters, found: Sequence[UUID] | None) -> tuple[str, list[object]]:
    """The condition on a case, and its arguments."""
    arguments: list[object] = [reader]
    narrowed = f"k.{COLUMN[filters.side]} = $1"
    for column, value in (
        ("status", filters.status),
        ("jurisdiction", filters.jurisdiction),
        ("person_id", filters.person_id),
        ("sale_id", filters.sale_id),
    ):
        if value:
            arguments.append(value)
            narrowed += f" AND k.{column} = ${len(arguments)}"
    if found is not None:
        arguments.append(list(found))
        narrowed += f" AND k.id = ANY(${len(arguments)}::uuid[])"
    if filters.after is not None:
        arguments.append(filters.after)
        narrowed += f" AND k.id > ${len(arguments)}"
    if filters.undated:
        narrowed += " AND k.status <> 'closed'"
    return narrowed, arguments


def worklist_query(reader: UUID, filters: Filters, found: Sequence[UUID] | None) -> tuple[str, list[object]]:
    """The statement of the list and its arguments; a test explains it on skewed data."""
    narrowed, arguments = _narrowed(reader, filters, found)
    inner = f"SELECT k.* FROM cases k WHERE {narrowed} ORDER BY k.id LIMIT {PAGE + 1}"
    if filters.undated:
        looked_at = f"SELECT k.* FROM cases k WHERE {narrowed} ORDER BY k.id LIMIT {LOOKED_AT}"
        inner = f"SELECT k.* FROM ({looked_at}) k WHERE {UNDATED} ORDER BY k.id LIMIT {PAGE + 1}"
    return (
        "SELECT k.id, k.reference, c.reference AS claim_reference, k.jurisdiction, c.country, c.product, k.procedure,"
        " k.procedure_step, k.status, c.balance_minor, c.currency, p.name AS person,"
        " (SELECT min(d.safe_on) FROM deadlines d WHERE d.case_id = k.id AND d.status = 'open'"
        " AND d.opens_on IS NULL) AS safe_on,"
        " (SELECT count(*) FROM case_holds h WHERE h.case_id = k.id"
        " AND coalesce(h.until_on, 'infinity') >= current_date) AS holds"
        f" FROM ({inner}) k"
        " JOIN claims c ON c.id = k.claim_id LEFT JOIN people p ON p.id = k.person_id ORDER BY k.id",
        arguments,
    )


def ids_query(reader: UUID, filters: Filters, found: Sequence[UUID] | None, most: int) -> tuple[str, list[object]]:
    """The ids alone of the cases a list shows, in its order, for a step on all of them."""
    narrowed, arguments = _narrowed(reader, filters, found)
    undated = f" AND {UNDATED}" if filters.undated else ""
    return f"SELECT k.id FROM cases k WHERE {narrowed}{undated} ORDER BY k.id LIMIT {most}", arguments


async def looked_up_to(actor: Actor, filters: Filters) -> UUID | None:
    """Where the search for undated cases goes on once a page holds no more of them; None at the end of the cases."""
    actor.must("cases.read")
    async with db.transaction(actor):
        found = await found_cases(actor, filters.side, filters.q) if filters.q.strip() else None
        narrowed, arguments = _narrowed(actor.organisation, filters, found)
        last = await db.fetch_page(
            f"SELECT k.id FROM cases k WHERE {narrowed} ORDER BY k.id OFFSET {LOOKED_AT - 1} LIMIT 1", *arguments
        )
    return last[0]["id"] if last else None


def _line(row: db.Row) -> CaseLine:
    plain = {name: row[name] for name in CaseLine.__dataclass_fields__ if name != "balance"}
    return CaseLine(**plain, balance=Money(row["balance_minor"], row["currency"]))


async def sales_onboarding(actor: Actor, side: Side) -> list[SaleLine]:
    """The sales with cases of this side, the newest first; cases without a sale stand together at the end."""
    actor.must("cases.onboard")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT x.*, s.creditor_reference, s.transferred_at::date AS transferred_on, o.name AS owner, t.seller"
            " FROM (SELECT k.sale_id AS id, count(*) AS cases, count(*) FILTER (WHERE k.status = 'onboarding')"
            f" AS onboarding FROM cases k WHERE k.{COLUMN[side]} = $1 GROUP BY k.sale_id) x"
            " LEFT JOIN sales s ON s.id = x.id"
            " LEFT JOIN LATERAL (SELECT k.claim_id, k.organisation_id FROM cases k"
            f" WHERE k.{COLUMN[side]} = $1 AND k.sale_id = x.id LIMIT 1) k ON true"
            " LEFT JOIN organisations o ON o.id = k.organisation_id"
            " LEFT JOIN LATERAL (SELECT b.holder_name AS seller FROM claim_titles a JOIN claim_titles b"
            " ON b.claim_id = a.claim_id AND b.position = a.position - 1"
            " WHERE a.claim_id = k.claim_id AND a.sale_id = x.id LIMIT 1) t ON true"
            " ORDER BY x.id DESC NULLS LAST LIMIT 200",
            actor.organisation,
        )
    return [
        SaleLine(
            row["id"],
            _sold(row),
            row["creditor_reference"],
            row["transferred_on"],
            row["cases"],
            row["onboarding"],
        )
        for row in rows
    ]


def _sold(row: db.Row) -> str:
    if row["id"] is None:
        return "Without a sale"
    return f"{row['seller'] or 'A seller'} to {row['owner'] or 'a buyer'}"


@dataclass(frozen=True, slots=True)
class Onboarding:
    """One sale's screen: the counts, and a page of its cases with what stops each."""

    counts: StopCounts
    lines: tuple[OnboardingLine, ...]
    more: bool


async def onboarding_of(actor: Actor, side: Side, sale_id: UUID, *, reason: str = "", after: UUID | None) -> Onboarding:
    """The cases of a sale still in onboarding, those with one reason only where it is named."""
    actor.must("cases.onboard")
    on = actor.today("UTC")
    async with db.transaction(actor):
        counts = await count_stops(actor, side, sale_id, on=on)
        rows = await db.fetch(
            "SELECT k.id, k.reference, c.reference AS claim_reference, c.country, c.balance_minor, c.currency,"
            " k.notice_sent_on FROM cases k JOIN claims c ON c.id = k.claim_id"
            f" WHERE k.{COLUMN[side]} = $1 AND k.sale_id = $2 AND k.status = 'onboarding'"
            f" AND ($3::uuid IS NULL OR k.id > $3) ORDER BY k.id LIMIT {PAGE * 20 if reason else PAGE + 1}",
            actor.organisation,
            sale_id,
            after,
        )
        stops = await stops_of(actor, [row["id"] for row in rows], on=on)
    lines = [_onboarding_line(row, stops.get(row["id"], [])) for row in rows]
    if reason in REASONS:
        lines = [one for one in lines if REASONS[reason] in one.reasons]
    elif reason == "free":
        lines = [one for one in lines if not one.reasons]
    return Onboarding(counts, tuple(lines[:PAGE]), len(lines) > PAGE)


def _onboarding_line(row: db.Row, reasons: Sequence[Reason]) -> OnboardingLine:
    return OnboardingLine(
        row["id"],
        row["reference"],
        row["claim_reference"],
        row["country"],
        Money(row["balance_minor"], row["currency"]),
        row["notice_sent_on"],
        tuple(reasons),
    )
