"""What is due, for whom, and how each date was reckoned. Lists follow the safe date.

Every list names its reader twice, as owner and as instructed firm, each half by an index that begins with it: an
organisation may be both, and no deadline stands in both halves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

import msgspec

from cases.jurisdictions.contract import Step
from cases.jurisdictions.registry import JURISDICTIONS
from kernel import db
from kernel.actor import Actor
from kernel.clock import day_in
from kernel.errors import NotFound

When = Literal["overdue", "today", "week", "ready", "later", "waiting", "dateless", "closed"]
Lens = Literal["limitation", "provisional", "unverified"]
View = When | Lens
VIEWS: tuple[When, ...] = get_args(When)
"""Every deadline stands in exactly one of these."""
LENSES: tuple[Lens, ...] = get_args(Lens)
"""What to look at among those that are due: limitation in the next 90 days, dates that may move, law not verified."""
LIMITATION_NEAR = 90
"""Days ahead that the list of limitation looks. A habit, no rule of law."""
PAGE = 50
MOST_COUNTED = 1_000
"""A tab counts no further: a page must not read through a million rows to show a figure."""


@dataclass(frozen=True, slots=True)
class DeadlineShown:
    """One row of the tracker. `person` is None for nobody, and for somebody of the other side: see `person_id`.

    With `opens_on` it is nothing we keep: the other side's time (`who` is debtor) or a wait, over on the day before;
    `opens` says what may be done from then on.
    """

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
    entered_at: datetime
    closed_at: datetime | None
    person_id: UUID | None
    person: str | None
    owner_id: UUID
    owner: str | None
    who: str
    opens_on: date | None
    opens: str | None


@dataclass(frozen=True, slots=True)
class DeadlineDetail:
    """One deadline with its reckoning, where it came from and how it was closed. `zone` is the court's."""

    shown: DeadlineShown
    claim_id: UUID
    statutory_at: datetime | None
    zone: str | None
    steps: tuple[Step, ...]
    event: str | None
    event_on: date | None
    provenance: str | None
    entered_by: str | None
    closed_reason: str | None
    closed_by: str | None
    evidence_document_id: UUID | None
    evidence: str | None
    superseded_by: UUID | None
    closing_event: str | None
    closing_on: date | None
    closing_provenance: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many deadlines stand in each view, at most MOST_COUNTED each; `dateless` have a reason instead of a date.

    `ready`: the other side's time or a wait is over, and we may go on; `waiting`: it still runs.
    """

    overdue: int
    today: int
    week: int
    ready: int
    later: int
    waiting: int
    dateless: int
    closed: int


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before: the day or moment that orders the view, and its id."""

    on: date | datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Keeper:
    """A member who can be given a deadline."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class LensCounts:
    """How many deadlines each lens shows, at most MOST_COUNTED each."""

    limitation: int
    provisional: int
    unverified: int


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose deadlines a list shows: everybody's, those of some people, or nobody's."""

    people: tuple[UUID, ...] | None = None
    nobodys: bool = False


EVERYBODYS = Whose()
NOBODYS = Whose(nobodys=True)
COLUMNS = (
    "d.id, d.case_id, k.reference AS case_reference, d.kind, d.rule, d.title, d.outcome, d.missing, d.statutory_on,"
    " d.safe_on, d.authority, d.verified, d.provisional, d.status, d.created_at AS entered_at, d.closed_at,"
    " d.person_id, p.name AS person, d.organisation_id AS owner_id, o.name AS owner, d.who, d.opens_on,"
    " d.opens"
)
JOINED = (
    " JOIN cases k ON k.id = d.case_id LEFT JOIN people p ON p.id = d.person_id"
    " LEFT JOIN organisations o ON o.id = d.organisation_id"
)
SIDES = ("d.organisation_id = $1", "d.firm_organisation_id = $1 AND d.organisation_id <> $1")
DUE = "d.status = 'open' AND d.outcome <> 'barred' AND d.safe_on IS NOT NULL AND d.opens_on IS NULL"
OPENING = "d.status = 'open' AND d.opens_on IS NOT NULL"
WHERE: dict[View, str] = {
    "overdue": f"{DUE} AND d.safe_on < $2::date",
    "today": f"{DUE} AND d.safe_on = $2::date",
    "week": f"{DUE} AND d.safe_on > $2::date AND d.safe_on <= $2::date + 7",
    "ready": "d.status = 'open' AND d.opens_on <= $2::date",
    "later": f"{DUE} AND d.safe_on > $2::date + 7",
    "waiting": "d.status = 'open' AND d.opens_on > $2::date",
    "dateless": "$2::date IS NOT NULL AND d.status = 'open' AND (d.outcome = 'barred' OR d.safe_on IS NULL)",
    "closed": "$2::date IS NOT NULL AND d.status <> 'open'",
    "limitation": f"{DUE} AND d.kind = 'limitation' AND d.safe_on <= $2::date + {LIMITATION_NEAR}",
    "provisional": f"$2::date IS NOT NULL AND {DUE} AND d.provisional IS NOT NULL",
    "unverified": f"$2::date IS NOT NULL AND {DUE} AND NOT d.verified",
}
"""What stands in each view; $1 is the reader, $2 the day. What is barred, dateless or another's is never overdue.

A comparison with `opens_on` says by itself that it is not null; said twice, the planner takes the rows for a fifth of
what they are and sorts them all instead of walking the index.
"""

ORDERED_BY: dict[View, str] = {
    "ready": "opens_on",
    "waiting": "opens_on",
    "dateless": "created_at",
    "closed": "closed_at",
}
"""The other views are ordered by the safe date."""
BY_MOMENT: frozenset[View] = frozenset({"dateless", "closed"})


async def today_of(actor: Actor) -> date:
    """The day it is for the actor's person; for an actor without one, the furthest any court of ours has got."""
    async with db.transaction(actor):
        zone = await db.fetch_value("SELECT time_zone FROM people WHERE id = $1", actor.person_id)
    return actor.today(zone) if zone else latest_day(actor.now())


def latest_day(now: datetime) -> date:
    """The day in the easternmost of the jurisdictions: a reminder is rather early than late."""
    return max(day_in(now, one.time_zone) for one in JURISDICTIONS)


async def deadlines_in(
    actor: Actor,
    view: View,
    *,
    today: date,
    after: After | None = None,
    mine: bool = False,
    whose: Whose = EVERYBODYS,
    most: int = PAGE,
) -> list[DeadlineShown]:
    """One page of a view: by safe date; dateless ones as they came, closed ones latest first.

    `mine` are those given to the actor's person, whatever `whose` says.
    """
    actor.must("cases.read")
    shown = my_own(actor) if mine else whose
    sql, arguments = list_query(actor.organisation, view, today=today, after=after, whose=shown, most=most)
    async with db.transaction(actor):
        rows = await db.fetch_page(sql, *arguments)
    return [DeadlineShown(**dict(row)) for row in rows]


def my_own(actor: Actor) -> Whose:
    """Those given to the actor's person; none for an actor without one."""
    return Whose((actor.person_id,) if actor.person_id else ())


def list_query(
    reader: UUID, view: View, *, today: date, after: After | None, whose: Whose = EVERYBODYS, most: int
) -> tuple[str, list[object]]:
    """The statement of a list and its arguments; a test explains each on skewed data."""
    arguments: list[object] = [reader, today]
    more = _of(whose, arguments)
    if after is not None:
        arguments += [after.on, after.id]
        more += " AND " + _beyond(view, len(arguments))
    order = _order(view)
    halves = " UNION ALL ".join(
        _each(whose, f"SELECT d.* FROM deadlines d WHERE {side} AND {WHERE[view]}{more} ORDER BY {order} LIMIT {most}")
        for side in SIDES
    )
    return f"SELECT {COLUMNS} FROM ({halves}) d{JOINED} ORDER BY {order} LIMIT {most}", arguments


def _of(whose: Whose, arguments: list[object]) -> str:
    """The condition on the person, its argument added; of several people each is walked by itself, see `_each`."""
    if whose.nobodys:
        return " AND d.person_id IS NULL"
    if whose.people is None:
        return ""
    one = len(whose.people) == 1
    arguments.append(whose.people[0] if one else list(whose.people))
    return f" AND d.person_id = ${len(arguments)}" if one else " AND d.person_id = w.id"


def _each(whose: Whose, inner: str) -> str:
    """A person's deadlines are an index's own run; several people's are as many runs, merged."""
    if whose.people is None or len(whose.people) == 1:
        return f"({inner})"
    return f"(SELECT d.* FROM unnest($3::uuid[]) w(id) CROSS JOIN LATERAL ({inner}) d)"


def _order(view: View) -> str:
    way = " DESC" if view == "closed" else ""
    return f"d.{ORDERED_BY.get(view, 'safe_on')}{way}, d.id{way}"


def _beyond(view: View, last: int) -> str:
    sign = "<" if view == "closed" else ">"
    return f"(d.{ORDERED_BY.get(view, 'safe_on')}, d.id) {sign} (${last - 1}, ${last})"


async def deadline_counts(actor: Actor, *, today: date, mine: bool = False, whose: Whose = EVERYBODYS) -> Counts:
    """The figures on the tracker's tabs."""
    actor.must("cases.read")
    sql, arguments = count_query(actor.organisation, VIEWS, today=today, whose=my_own(actor) if mine else whose)
    async with db.transaction(actor):
        (row,) = await db.fetch_page(sql, *arguments)
    return Counts(**{view: min(row[view], MOST_COUNTED) for view in VIEWS})


async def lens_counts(actor: Actor, *, today: date, whose: Whose = EVERYBODYS) -> LensCounts:
    """The figures on the tracker's further lists."""
    actor.must("cases.read")
    sql, arguments = count_query(actor.organisation, LENSES, today=today, whose=whose)
    async with db.transaction(actor):
        (row,) = await db.fetch_page(sql, *arguments)
    return LensCounts(**{view: min(row[view], MOST_COUNTED) for view in LENSES})


def count_query(
    reader: UUID, views: Sequence[View], *, today: date, whose: Whose = EVERYBODYS
) -> tuple[str, list[object]]:
    """One figure a view. Two sides, and several people, are counted by themselves and added up."""
    arguments: list[object] = [reader, today]
    more = _of(whose, arguments)
    counted = ", ".join(
        " + ".join(
            "(SELECT count(*) FROM "
            + _each(whose, f"SELECT FROM deadlines d WHERE {side} AND {WHERE[view]}{more} LIMIT {MOST_COUNTED}")
            + " x)"
            for side in SIDES
        )
        + f" AS {view}"
        for view in views
    )
    return f"SELECT {counted}", arguments


async def deadline(actor: Actor, deadline_id: UUID) -> DeadlineDetail:
    """One deadline with every step of its reckoning. NotFound for strangers."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT {COLUMNS}, d.claim_id, d.statutory_at, k.jurisdiction, d.reckoning::text AS reckoning,"
            " e.event, e.on_date AS event_on, e.provenance, r.name AS entered_by,"
            " d.closed_reason, c.name AS closed_by, d.evidence_document_id, v.title AS evidence, d.superseded_by,"
            " x.event AS closing_event, x.on_date AS closing_on, x.provenance AS closing_provenance"
            f" FROM deadlines d{JOINED} LEFT JOIN case_events e ON e.id = d.event_id"
            " LEFT JOIN people r ON r.id = e.recorded_by LEFT JOIN people c ON c.id = d.closed_by"
            " LEFT JOIN documents v ON v.id = d.evidence_document_id"
            " LEFT JOIN case_events x ON x.id = d.closing_event_id"
            " WHERE d.id = $2 AND (d.organisation_id = $1 OR d.firm_organisation_id = $1)",
            actor.organisation,
            deadline_id,
        )
    if row is None:
        raise NotFound("There is no such deadline here.")
    given = {one.name: row[one.name] for one in fields(DeadlineDetail) if one.name in row}
    zone = next((one.time_zone for one in JURISDICTIONS if one.code == row["jurisdiction"]), None)
    steps = tuple(msgspec.json.decode(row["reckoning"], type=list[Step]))
    return DeadlineDetail(shown=_shown(row), zone=zone, steps=steps, **given)


async def deadlines_of_case(actor: Actor, case_id: UUID) -> list[DeadlineShown]:
    """Every deadline of a case, open ones first."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {COLUMNS} FROM deadlines d{JOINED}"
            " WHERE d.case_id = $2 AND (d.organisation_id = $1 OR d.firm_organisation_id = $1)"
            " ORDER BY d.status <> 'open', d.opens_on IS NOT NULL, d.safe_on NULLS LAST, d.id",
            actor.organisation,
            case_id,
        )
    return [DeadlineShown(**dict(row)) for row in rows]


async def keepers(actor: Actor) -> Sequence[Keeper]:
    """Members of the actor's organisation who may read cases, by name."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT p.id, p.name FROM memberships m"
            " JOIN people p ON p.id = m.person_id AND p.status = 'active'"
            " JOIN role_permissions r ON r.role = m.role AND r.permission = 'cases.read'"
            " WHERE m.organisation_id = $1 AND m.until IS NULL ORDER BY p.name, p.id",
            actor.organisation,
        )
    return [Keeper(**dict(row)) for row in rows]


def _shown(row: db.Row) -> DeadlineShown:
    return DeadlineShown(**{one.name: row[one.name] for one in fields(DeadlineShown)})
