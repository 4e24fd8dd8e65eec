"""Reading what is lodged: batches, files and the filings in them. Each list names one side in its WHERE."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from cases.desk.reach import COLUMN, Side
from cases.submissions.left_out import Reason
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.money import Money

PAGE = 50
MINE = "(organisation_id = $1 OR firm_organisation_id = $1)"
COLUMNS = (
    "id, batch_id, organisation_id, firm_organisation_id, account_id, channel, connector, reference, name, document_id,"
    " parts, controls::text AS controls, fee_minor, currency, without_fee, approved_at, status, reason,"
    " court_reference, receipt_document_id, attempts, sent_at, made_at,"
    " EXISTS (SELECT 1 FROM documents d WHERE d.id = document_id) AS readable"
)


@dataclass(frozen=True, slots=True)
class SubmissionShown:
    """A file for a court. `fee` is the sum of its filings' court fees; for `without_fee` of them the law's table says
    none. Not `readable` for a firm that took the case over: the file names the account of whoever made it.
    """

    id: UUID
    batch_id: UUID
    organisation_id: UUID
    firm_organisation_id: UUID | None
    account_id: UUID
    channel: str
    connector: str
    reference: str
    name: str
    document_id: UUID
    parts: int
    controls: tuple[tuple[str, str], ...]
    fee: Money
    without_fee: int
    approved_at: datetime | None
    status: str
    reason: str | None
    court_reference: str | None
    receipt_document_id: UUID | None
    attempts: int
    sent_at: datetime | None
    made_at: datetime
    readable: bool

    @property
    def working_id(self) -> UUID:
        return self.firm_organisation_id or self.organisation_id


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """What the court's service answered to a file. `reason`: why nobody read it; `quarantined`: nobody opens it."""

    file_id: UUID
    document_id: UUID
    brought_at: datetime
    reason: str | None
    quarantined: bool


@dataclass(frozen=True, slots=True)
class PartShown:
    id: UUID
    filing_id: UUID
    case_id: UUID
    case_reference: str
    kind: str
    document_id: UUID
    request_id: str
    machine: str | None
    fee: Money | None
    outcome: str
    reasons: tuple[Reason, ...]
    reason: str | None
    court_number: str | None
    answered_on: date | None


async def receipts_of(actor: Actor, submission_id: UUID) -> list[ReceiptShown]:
    """In the reader's own tray: another house's receipt names the account it came by."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT f.id AS file_id, f.document_id, f.brought_at, f.reason, coalesce((SELECT s.state"
            " FROM document_scans s JOIN document_versions v ON v.id = s.version_id"
            " WHERE v.document_id = f.document_id ORDER BY v.number DESC, s.at DESC, s.id DESC LIMIT 1), '')"
            " = 'infected' AS quarantined FROM court_answer_files f"
            " WHERE f.organisation_id = $1 AND f.submission_id = $2 ORDER BY f.id",
            actor.organisation,
            submission_id,
        )
    return [ReceiptShown(**dict(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class BatchShown:
    """How far it has come: the files made of it, and how many papers wait, lie in files or were left out."""

    id: UUID
    working_id: UUID
    channel: str
    filings: int
    status: str
    reason: str | None
    ordered_at: datetime
    waiting: int
    left_out: int
    discardable: int
    told: int
    files: tuple[SubmissionShown, ...]

    @property
    def done(self) -> int:
        """Papers that lie in files or were left out, and those of the chunk at work which were looked at (`told`)."""
        return min(max(self.filings - self.waiting, self.told), self.filings)


async def submissions(
    actor: Actor, side: Side, *, status: str = "", channel: str = "", after: UUID | None = None
) -> list[SubmissionShown]:
    """A page of files, the newest first; one row more than PAGE where there is a next one."""
    actor.must("cases.read")
    sql, arguments = submission_query(actor.organisation, side, status=status, channel=channel, after=after)
    async with db.transaction(actor):
        rows = await db.fetch_page(sql, *arguments)
    return [_submission(row) for row in rows]


def submission_query(
    reader: UUID, side: Side, *, status: str, channel: str, after: UUID | None
) -> tuple[str, list[object]]:
    """The statement of the list and its arguments; a test explains it."""
    arguments: list[object] = [reader]
    narrowed = f"s.{COLUMN[side]} = $1"
    for column, value in (("status", status), ("channel", channel)):
        if value:
            arguments.append(value)
            narrowed += f" AND s.{column} = ${len(arguments)}"
    if after is not None:
        arguments.append(after)
        narrowed += (
            f" AND (s.made_at, s.id) < (SELECT a.made_at, a.id FROM submissions a WHERE a.id = ${len(arguments)})"
        )
    return (
        f"SELECT {COLUMNS} FROM submissions s WHERE {narrowed} ORDER BY s.made_at DESC, s.id DESC LIMIT {PAGE + 1}",
        (arguments),
    )


async def submission_shown(actor: Actor, submission_id: UUID) -> SubmissionShown:
    """NotFound for strangers."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT {COLUMNS} FROM submissions WHERE {MINE} AND id = $2", actor.organisation, submission_id
        )
    if row is None:
        raise NotFound("There is no such file here.")
    return _submission(row)


async def parts_of(
    actor: Actor, *, submission_id: UUID | None = None, batch_id: UUID | None = None, after: UUID | None = None
) -> list[PartShown]:
    """A page of the filings of a file, or of those that a batch left out; one more than PAGE where there is a next."""
    where = "p.submission_id = $2" if submission_id else "p.batch_id = $2 AND p.outcome = 'left_out'"
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT p.*, p.faults::text AS said, k.reference AS case_reference, f.kind, f.document_id"
            " FROM submission_parts p JOIN cases k ON k.id = p.case_id JOIN filings f ON f.id = p.filing_id"
            f" WHERE {where} AND (p.organisation_id = $1 OR p.firm_organisation_id = $1)"
            f" AND ($3::uuid IS NULL OR p.id > $3) ORDER BY p.id LIMIT {PAGE + 1}",
            actor.organisation,
            submission_id or batch_id,
            after,
        )
    return [_part(row) for row in rows]


async def part_shown(actor: Actor, part_id: UUID) -> PartShown:
    """NotFound for strangers."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT p.*, p.faults::text AS said, k.reference AS case_reference, f.kind, f.document_id"
            " FROM submission_parts p JOIN cases k ON k.id = p.case_id JOIN filings f ON f.id = p.filing_id"
            " WHERE p.id = $2 AND (p.organisation_id = $1 OR p.firm_organisation_id = $1)",
            actor.organisation,
            part_id,
        )
    if row is None:
        raise NotFound("There is no such filing here.")
    return _part(row)


async def outcomes_of(actor: Actor, submission_id: UUID) -> dict[str, int]:
    """How many filings of the file stand how."""
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT outcome, count(*) AS many FROM submission_parts WHERE {MINE} AND submission_id = $2 GROUP BY 1",
            actor.organisation,
            submission_id,
        )
    return {row["outcome"]: row["many"] for row in rows}


async def batch_shown(actor: Actor, batch_id: UUID) -> BatchShown:
    """NotFound for strangers."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT * FROM submission_batches WHERE {MINE} AND id = $2", actor.organisation, batch_id
        )
        if row is None:
            raise NotFound("There is no such batch here.")
        counts = await db.fetch_sure(
            "SELECT count(*) FILTER (WHERE p.outcome = 'waiting') AS waiting,"
            " count(*) FILTER (WHERE p.outcome = 'left_out') AS left_out,"
            " count(*) FILTER (WHERE p.outcome = 'left_out' AND f.status = 'sealed') AS discardable"
            " FROM submission_parts p JOIN filings f ON f.id = p.filing_id WHERE p.batch_id = $1",
            batch_id,
        )
        told = await db.fetch_value("SELECT done FROM progress WHERE id = $1", row["progress_id"])
        files = await db.fetch(
            f"SELECT {COLUMNS} FROM submissions WHERE {MINE} AND batch_id = $2 ORDER BY reference",
            actor.organisation,
            batch_id,
        )
    return BatchShown(
        row["id"],
        row["firm_organisation_id"] or row["organisation_id"],
        row["channel"],
        row["filings"],
        row["status"],
        row["reason"],
        row["ordered_at"],
        counts["waiting"],
        counts["left_out"],
        counts["discardable"],
        told or 0,
        tuple(_submission(one) for one in files),
    )


def _submission(row: db.Row) -> SubmissionShown:
    plain = {name: row[name] for name in SubmissionShown.__dataclass_fields__ if name not in {"controls", "fee"}}
    controls = msgspec.json.decode(row["controls"], type=tuple[tuple[str, str], ...])
    return SubmissionShown(**plain, controls=controls, fee=Money(row["fee_minor"], row["currency"]))


def _part(row: db.Row) -> PartShown:
    plain = {name: row[name] for name in PartShown.__dataclass_fields__ if name not in {"fee", "reasons"}}
    reasons = msgspec.json.decode(row["said"], type=tuple[Reason, ...]) if row["said"] else ()
    fee = Money(row["fee_minor"], row["currency"]) if row["fee_minor"] is not None else None
    return PartShown(**plain, reasons=reasons, fee=fee)
