"""The tray, one paper of it, and the cases it may belong to."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.correspondence.states import IncomingStatus
from cases.desk.finding import found_cases
from cases.desk.reach import MINE, Side
from documents.vault.queries import NEWEST
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.money import Money

PAGE = 50
SIDES: tuple[Side, ...] = ("own", "instructed")


@dataclass(frozen=True, slots=True)
class IncomingShown:
    """A paper of the tray. `case_reference` and `event` once it is recorded, `reason` once it is set aside;
    `mailed_by` for one that came by mail, as its sender calls himself."""

    id: UUID
    document_id: UUID
    file_name: str
    pages: int | None
    said: str | None
    received_on: date
    status: str
    brought_by: str | None
    handled_by: str | None
    handled_at: datetime | None
    case_id: UUID | None
    case_reference: str | None
    event: str | None
    reason: str | None
    mailed_by: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case a paper may belong to; without the debtor's name, which its own page shows and records."""

    id: UUID
    reference: str
    claim_reference: str
    jurisdiction: str | None
    procedure: str | None
    procedure_step: str | None
    status: str
    court_number: str | None
    balance: Money


SHOWN = (
    "i.id, i.document_id, v.file_name, v.pages, i.said, i.received_on, i.status, b.name AS brought_by,"
    " h.name AS handled_by, i.handled_at, i.case_id, k.reference AS case_reference, e.event, i.reason,"
    " CASE WHEN m.id IS NOT NULL THEN coalesce(m.sender, m.says_from, '') END AS mailed_by"
)
JOINED = (
    f" JOIN ({NEWEST}) ON d.id = i.document_id LEFT JOIN people b ON b.id = i.brought_by"
    " LEFT JOIN people h ON h.id = i.handled_by LEFT JOIN cases k ON k.id = i.case_id"
    " LEFT JOIN case_events e ON e.id = i.event_id LEFT JOIN incoming_mails m ON m.id = i.mail_id"
)


async def tray(actor: Actor, status: IncomingStatus, *, after: UUID | None = None) -> list[IncomingShown]:
    """One page of the papers in this status and one row more where there is a next: waiting ones as they came, the
    others latest first."""
    actor.must("cases.read")
    sql, arguments = tray_query(actor.organisation, status, after)
    async with db.transaction(actor):
        rows = await db.fetch(sql, *arguments)
    return [IncomingShown(**dict(row)) for row in rows]


def tray_query(reader: UUID, status: IncomingStatus, after: UUID | None) -> tuple[str, list[object]]:
    """The statement of the list and its arguments; a test explains it on skewed data."""
    way, sign = ("", ">") if status is IncomingStatus.WAITING else (" DESC", "<")
    arguments: list[object] = [reader, status.value]
    beyond = ""
    if after is not None:
        arguments.append(after)
        beyond = f" AND i.id {sign} $3"
    return (
        f"SELECT {SHOWN} FROM (SELECT i.* FROM incoming_papers i WHERE i.organisation_id = $1 AND i.status = $2{beyond}"
        f" ORDER BY i.id{way} LIMIT {PAGE + 1}) i{JOINED} ORDER BY i.id{way}",
        arguments,
    )


async def waiting_count(actor: Actor) -> int:
    """How many papers wait, at most a thousand."""
    actor.must("cases.read")
    async with db.transaction(actor):
        count: int = await db.fetch_value(
            "SELECT count(*) FROM (SELECT FROM incoming_papers WHERE organisation_id = $1 AND status = 'waiting'"
            " LIMIT 1000) x",
            actor.organisation,
        )
    return count


async def paper(actor: Actor, paper_id: UUID) -> IncomingShown:
    """One paper of the actor's tray. NotFound for strangers, the firm's client and the owner's firm among them."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT {SHOWN} FROM incoming_papers i{JOINED} WHERE i.id = $1 AND i.organisation_id = $2",
            paper_id,
            actor.organisation,
        )
    if row is None:
        raise NotFound("There is no such paper here.")
    return IncomingShown(**dict(row))


async def candidates(actor: Actor, text: str) -> list[Candidate]:
    """The cases found by a reference, the court's number or a debtor's name, of both sides; at most fifty."""
    actor.must("cases.read")
    if not text.strip():
        return []
    async with db.transaction(actor):
        found = [one for side in SIDES for one in await found_cases(actor, side, text)]
        rows = await db.fetch(f"{CANDIDATES} AND k.id = ANY($2) ORDER BY k.id LIMIT 50", actor.organisation, found)
    return [_candidate(row) for row in rows]


async def candidate(actor: Actor, case_id: UUID) -> Candidate:
    """One case by its id. NotFound if the actor's organisation neither owns nor works it."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(f"{CANDIDATES} AND k.id = $2", actor.organisation, case_id)
    if row is None:
        raise NotFound("There is no such case here.")
    return _candidate(row)


CANDIDATES = (
    "SELECT k.id, k.reference, c.reference AS claim_reference, k.jurisdiction, k.procedure, k.procedure_step,"
    " k.status, p.court_number, c.balance_minor, c.currency FROM cases k JOIN claims c ON c.id = k.claim_id"
    f" LEFT JOIN proceedings p ON p.claim_id = k.claim_id WHERE {MINE} AND k.status <> 'closed'"
)


def _candidate(row: db.Row) -> Candidate:
    plain = {name: row[name] for name in Candidate.__dataclass_fields__ if name != "balance"}
    return Candidate(**plain, balance=Money(row["balance_minor"], row["currency"]))
