"""What fills the days of a case, and the hearings and tasks ahead."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.deadlines.queries import EVERYBODYS, Whose
from kernel import db
from kernel.actor import Actor
from kernel.money import Money

MOST = 200


@dataclass(frozen=True, slots=True)
class HearingShown:
    """`at` is an instant; `zone` the court's clock. `person` is None for nobody yet and for the other side's people."""

    id: UUID
    case_id: UUID
    case_reference: str
    at: datetime
    zone: str
    court: str
    room: str | None
    what: str
    person_id: UUID | None
    person: str | None
    status: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class NoteShown:
    id: UUID
    text: str
    written_at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class TaskShown:
    id: UUID
    case_id: UUID
    case_reference: str
    what: str
    due_on: date | None
    person: str | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class EffortShown:
    id: UUID
    on_date: date
    what: str
    minutes: int | None
    amount: Money | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """Of one case: hearings of both sides; notes, tasks and efforts of the reader's own organisation."""

    hearings: tuple[HearingShown, ...]
    notes: tuple[NoteShown, ...]
    tasks: tuple[TaskShown, ...]
    efforts: tuple[EffortShown, ...]

    @property
    def minutes(self) -> int:
        return sum(one.minutes or 0 for one in self.efforts)

    @property
    def costs(self) -> tuple[Money, ...]:
        """What was laid out, one sum a currency."""
        sums: dict[str, Money] = {}
        for one in self.efforts:
            if one.amount is not None:
                known = sums.get(one.amount.currency, Money.zero(one.amount.currency))
                sums[one.amount.currency] = known + one.amount
        return tuple(sums[currency] for currency in sorted(sums))


HEARING = (
    "h.id, h.case_id, k.reference AS case_reference, h.at, h.zone, h.court, h.room, h.what, h.person_id,"
    " p.name AS person, h.status, h.outcome"
)
TASK = "t.id, t.case_id, k.reference AS case_reference, t.what, t.due_on, p.name AS person, t.done_at"


async def agenda_of(actor: Actor, case_id: UUID) -> Agenda:
    """The latest two hundred of each; hearings and open tasks by their day, notes and efforts latest first."""
    actor.must("cases.read")
    arguments = (case_id, actor.organisation)
    async with db.transaction(actor):
        hearings = await db.fetch(
            f"SELECT {HEARING} FROM hearings h JOIN cases k ON k.id = h.case_id"
            " LEFT JOIN people p ON p.id = h.person_id"
            " WHERE h.case_id = $1 AND (h.organisation_id = $2 OR h.firm_organisation_id = $2)"
            f" ORDER BY h.status <> 'fixed', h.at, h.id LIMIT {MOST}",
            *arguments,
        )
        notes = await db.fetch(
            "SELECT n.id, n.text, n.written_at, p.name AS by FROM case_notes n"
            " LEFT JOIN people p ON p.id = n.written_by"
            f" WHERE n.case_id = $1 AND n.organisation_id = $2 ORDER BY n.written_at DESC, n.id DESC LIMIT {MOST}",
            *arguments,
        )
        tasks = await db.fetch(
            f"SELECT {TASK} FROM case_tasks t JOIN cases k ON k.id = t.case_id LEFT JOIN people p ON p.id = t.person_id"
            " WHERE t.case_id = $1 AND t.organisation_id = $2"
            f" ORDER BY t.done_at IS NOT NULL, t.due_on NULLS LAST, t.id LIMIT {MOST}",
            *arguments,
        )
        efforts = await db.fetch(
            "SELECT e.id, e.on_date, e.what, e.minutes, e.amount_minor, e.currency, p.name AS by FROM case_efforts e"
            " LEFT JOIN people p ON p.id = e.person_id WHERE e.case_id = $1 AND e.organisation_id = $2"
            f" ORDER BY e.on_date DESC, e.id DESC LIMIT {MOST}",
            *arguments,
        )
    return Agenda(
        tuple(HearingShown(**dict(row)) for row in hearings),
        tuple(NoteShown(**dict(row)) for row in notes),
        tuple(TaskShown(**dict(row)) for row in tasks),
        tuple(_effort(row) for row in efforts),
    )


def _effort(row: db.Row) -> EffortShown:
    amount = None if row["amount_minor"] is None else Money(row["amount_minor"], row["currency"])
    return EffortShown(row["id"], row["on_date"], row["what"], row["minutes"], amount, row["by"])


async def hearings_ahead(
    actor: Actor, *, since: datetime, until: datetime, whose: Whose = EVERYBODYS
) -> list[HearingShown]:
    """The hearings fixed in that time, soonest first; of some people those that nobody attends yet as well."""
    actor.must("cases.read")
    sql, arguments = ahead_query(actor.organisation, since, until, whose)
    async with db.transaction(actor):
        rows = await db.fetch(sql, *arguments)
    return [HearingShown(**dict(row)) for row in rows]


def ahead_query(reader: UUID, since: datetime, until: datetime, whose: Whose) -> tuple[str, list[object]]:
    """The statement of the list and its arguments; a test explains it on skewed data."""
    arguments: list[object] = [reader, since, until]
    more = ""
    if whose.nobodys:
        more = " AND h.person_id IS NULL"
    elif whose.people is not None:
        arguments.append(list(whose.people))
        more = " AND (h.person_id = ANY($4) OR h.person_id IS NULL)"
    halves = " UNION ALL ".join(
        f"(SELECT h.* FROM hearings h WHERE {side} AND h.status = 'fixed' AND h.at >= $2 AND h.at < $3{more}"
        f" ORDER BY h.at, h.id LIMIT {MOST})"
        for side in ("h.organisation_id = $1", "h.firm_organisation_id = $1 AND h.organisation_id <> $1")
    )
    return (
        f"SELECT {HEARING} FROM ({halves}) h JOIN cases k ON k.id = h.case_id"
        f" LEFT JOIN people p ON p.id = h.person_id ORDER BY h.at, h.id LIMIT {MOST}",
        arguments,
    )


async def tasks_open(actor: Actor, *, until: date, whose: Whose = EVERYBODYS) -> list[TaskShown]:
    """Tasks due by that day, soonest first; of some people those that nobody has taken yet as well."""
    actor.must("cases.read")
    arguments: list[object] = [actor.organisation, until]
    more = ""
    if whose.nobodys:
        more = " AND t.person_id IS NULL"
    elif whose.people is not None:
        arguments.append(list(whose.people))
        more = " AND (t.person_id = ANY($3) OR t.person_id IS NULL)"
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {TASK} FROM case_tasks t JOIN cases k ON k.id = t.case_id LEFT JOIN people p ON p.id = t.person_id"
            f" WHERE t.organisation_id = $1 AND t.done_at IS NULL AND t.due_on <= $2{more}"
            f" ORDER BY t.due_on, t.id LIMIT {MOST}",
            *arguments,
        )
    return [TaskShown(**dict(row)) for row in rows]
