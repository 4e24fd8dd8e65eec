"""The tray of answers, one of them beside what we filed, and the files they came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.answers.channels import ways
from cases.answers.states import AnswerStatus
from cases.answers.words import SEALED, Words
from kernel import db
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.errors import NotFound, Refused
from kernel.keys import ColumnSealer
from kernel.money import Money

PAGE = 50
ERASED = Words("Its file was destroyed, and what it said with it.")


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """An answer of the tray. `reason`: why it waits or says nothing new; `aside_reason`: why it was set aside.

    `later_at`: when it was matched after it had waited for its case; `later_by` is the answer that named the case, in
    the file of `named_in`, None where a person named it. `in_course`: it waits, or waited, for its case to go on.
    """

    id: UUID
    file_id: UUID
    number: int
    channel: str
    outcome: str
    words: Words
    file_reference: str | None
    request_id: str | None
    case_reference: str | None
    court_number: str | None
    event: str | None
    on_date: date | None
    status: str
    reason: str | None
    aside_reason: str | None
    matched_by: str | None
    case_id: UUID | None
    our_reference: str | None
    filing_id: UUID | None
    document_id: UUID
    came_at: datetime
    handled_by: str | None
    handled_at: datetime | None
    later_at: datetime | None
    later_by: UUID | None
    named_in: datetime | None
    in_course: bool

    @property
    def channel_name(self) -> str:
        return name_of(self.channel)

    @property
    def unverified(self) -> str | None:
        return unverified_of(self.channel)


@dataclass(frozen=True, slots=True)
class FiledShown:
    """What we filed, to be held against what the court says of it."""

    kind: str
    status: str
    prepared_on: date
    total: Money | None
    defendants: int
    document_id: UUID | None
    file_reference: str | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of answers; `reason` is why it was set aside. Counts are by what became of its answers.

    `again`: it may be read again, being set aside and not in quarantine.
    """

    id: UUID
    channel: str
    document_id: UUID
    status: str
    reason: str | None
    answers: int
    matched: int
    waiting: int
    known: int
    brought_by: str | None
    brought_at: datetime
    again: bool

    @property
    def channel_name(self) -> str:
        return name_of(self.channel)


def name_of(channel: str) -> str:
    return next((one.channel.name for one in ways() if one.channel.code == channel), channel)


def unverified_of(channel: str) -> str | None:
    """What of the court's format was not seen in an official source."""
    return next((one.channel.unverified for one in ways() if one.channel.code == channel), None)


SHOWN = (
    "a.id, a.file_id, a.number, f.channel, a.outcome, a.file_reference, a.request_id, a.case_reference,"
    " a.court_number, a.event, a.on_date, a.status, a.reason, a.aside_reason, a.matched_by,"
    " a.case_id, k.reference AS our_reference,"
    " a.filing_id, f.document_id, f.brought_at AS came_at, h.name AS handled_by, a.handled_at, a.sealed,"
    " a.later_at, a.later_by, (SELECT g.brought_at FROM court_answers n JOIN court_answer_files g ON g.id = n.file_id"
    " WHERE n.id = a.later_by) AS named_in, a.case_version IS NOT NULL AS in_course,"
    " (SELECT v.data_key_id FROM document_versions v WHERE v.document_id = f.document_id LIMIT 1) AS key_id"
)
JOINED = (
    " JOIN court_answer_files f ON f.id = a.file_id LEFT JOIN cases k ON k.id = a.case_id"
    " LEFT JOIN people h ON h.id = a.handled_by"
)


async def tray(
    actor: Actor, status: AnswerStatus, *, after: UUID | None = None, file_id: UUID | None = None
) -> list[AnswerShown]:
    """One page of the answers in this status and one row more where there is a next: waiting ones as they came, the
    others latest first."""
    actor.must("cases.read")
    sql, arguments = tray_query(actor.organisation, status, after, file_id)
    async with db.transaction(actor):
        return await _shown(await db.fetch(sql, *arguments))


def tray_query(
    reader: UUID, status: AnswerStatus, after: UUID | None, file_id: UUID | None = None
) -> tuple[str, list[object]]:
    """The statement of the list and its arguments; a test explains it on skewed data."""
    way, sign = ("", ">") if status is AnswerStatus.WAITING else (" DESC", "<")
    arguments: list[object] = [reader, status.value]
    narrowed = ""
    for column, compared, value in (("file_id", "=", file_id), ("id", sign, after)):
        if value is not None:
            arguments.append(value)
            narrowed += f" AND a.{column} {compared} ${len(arguments)}"
    return (
        f"SELECT {SHOWN} FROM (SELECT a.* FROM court_answers a WHERE a.organisation_id = $1 AND a.status = $2{narrowed}"
        f" ORDER BY a.id{way} LIMIT {PAGE + 1}) a{JOINED} ORDER BY a.id{way}",
        arguments,
    )


async def _shown(rows: Iterable[db.Row]) -> list[AnswerShown]:
    sealers: dict[UUID, ColumnSealer | None] = {}
    shown = []
    for row in rows:
        if row["key_id"] not in sealers:
            sealers[row["key_id"]] = await _sealer(row["key_id"])
        sealer = sealers[row["key_id"]]
        words = sealer.open(row["id"], row["sealed"], Words) if sealer else ERASED
        plain = {name: row[name] for name in AnswerShown.__dataclass_fields__ if name != "words"}
        shown.append(AnswerShown(**plain, words=words))
    return shown


async def _sealer(key_id: UUID) -> ColumnSealer | None:
    try:
        return ColumnSealer((await open_key(key_id)).secret, *SEALED)
    except Refused:
        return None


async def answer(actor: Actor, answer_id: UUID) -> AnswerShown:
    """One answer. NotFound for strangers, the firm's client and the owner's firm among them."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            f"SELECT {SHOWN} FROM court_answers a{JOINED} WHERE a.id = $1 AND a.organisation_id = $2",
            answer_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such answer here.")
        return (await _shown([row]))[0]


async def filed_beside(actor: Actor, filing_id: UUID) -> FiledShown | None:
    """What was filed, and in which file it went."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT f.kind, f.status, f.prepared_on, f.total_minor, f.currency, f.document_id, s.sent_at,"
            " s.reference AS file_reference, (SELECT count(*) FROM parties p WHERE p.claim_id = k.claim_id)"
            " AS defendants FROM filings f JOIN cases k ON k.id = f.case_id"
            " LEFT JOIN submission_parts p ON p.filing_id = f.id LEFT JOIN submissions s ON s.id = p.submission_id"
            " WHERE f.id = $1 AND (f.organisation_id = $2 OR f.firm_organisation_id = $2)"
            " ORDER BY s.sent_at DESC NULLS LAST LIMIT 1",
            filing_id,
            actor.organisation,
        )
    if row is None:
        return None
    plain = {name: row[name] for name in FiledShown.__dataclass_fields__ if name != "total"}
    total = Money(row["total_minor"], row["currency"]) if row["total_minor"] is not None else None
    return FiledShown(**plain, total=total)


async def waiting_count(actor: Actor) -> int:
    """How many answers wait, at most a thousand."""
    actor.must("cases.read")
    async with db.transaction(actor):
        count: int = await db.fetch_value(
            "SELECT count(*) FROM (SELECT FROM court_answers WHERE organisation_id = $1 AND status = 'waiting'"
            " LIMIT 1000) x",
            actor.organisation,
        )
    return count


SCAN = (
    "(SELECT s.state FROM document_scans s JOIN document_versions v ON v.id = s.version_id"
    " WHERE v.document_id = f.document_id ORDER BY v.number DESC, s.at DESC, s.id DESC LIMIT 1)"
)


async def files_of(actor: Actor, *, after: UUID | None = None) -> list[FileShown]:
    """One page of the files, latest first, and one row more where there is a next."""
    actor.must("cases.read")
    arguments: list[object] = [actor.organisation]
    beyond = ""
    if after is not None:
        arguments.append(after)
        beyond = " AND f.id < $2"
    counted = ", ".join(
        f"(SELECT count(*) FROM court_answers a WHERE a.file_id = f.id AND a.status = '{one}') AS {one}"
        for one in ("matched", "waiting", "known")
    )
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT f.id, f.channel, f.document_id, f.status, f.reason, f.answers, b.name AS brought_by, f.brought_at,"
            f" {counted}, f.status = 'set_aside' AND {SCAN} IS DISTINCT FROM 'infected' AS again"
            f" FROM (SELECT f.* FROM court_answer_files f WHERE f.organisation_id = $1{beyond}"
            f" ORDER BY f.id DESC LIMIT {PAGE + 1}) f LEFT JOIN people b ON b.id = f.brought_by ORDER BY f.id DESC",
            *arguments,
        )
    return [FileShown(**dict(row)) for row in rows]
