"""Tapes as their seller sees them. Cells of debtors leave only through `findings` and `rejects`."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import msgspec
import polars as pl

from kernel import db, facts, progress
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.errors import Refused
from kernel.keys import ColumnSealer
from kernel.money import Money
from kernel.progress import ProgressShown
from marketplace.tapes.export import rejects, write_rows
from marketplace.tapes.facts import RejectsRead
from marketplace.tapes.looking import digest_of_headers
from marketplace.tapes.mapping import Mapping
from marketplace.tapes.policies import Answer, can_accept, can_check, can_map, can_reject, can_undo
from marketplace.tapes.readiness import Readiness
from marketplace.tapes.reading.layout import ROW_COLUMNS, Layout
from marketplace.tapes.rules import FINDINGS
from marketplace.tapes.states import TapeStatus
from marketplace.tapes.stored import Seen, StoredTape, stored_tape

PAGE = 50
EXAMPLES = 5
"""Findings of one rule that are shown; the file of rejected rows holds all."""


@dataclass(frozen=True, slots=True)
class TapeLine:
    """A tape in the list."""

    id: UUID
    name: str
    file_name: str
    status: str
    cut_off_on: date
    uploaded_at: datetime
    rows_read: int | None
    claims_count: int | None
    balances: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class TapeShown:
    """A tape on its page. `may` answers for each verb: True, or why not."""

    id: UUID
    version: int
    name: str
    file_name: str
    status: str
    originator_kind: str
    cut_off_on: date
    size_bytes: int
    sha256: str
    uploaded_at: datetime
    accepted_at: datetime | None
    rows_read: int | None
    rows_accepted: int | None
    rows_rejected: int | None
    rows_left_out: int | None
    claims_count: int | None
    balances: tuple[Money, ...]
    failure: str | None
    supersedes_tape_id: UUID | None
    successor_id: UUID | None
    columns_count: int
    checking: ProgressShown | None
    accepting: ProgressShown | None
    readiness: Readiness | None
    notes: tuple[str, ...]
    may: dict[str, Answer]

    @property
    def working(self) -> ProgressShown | None:
        """The work that is under way or about to begin."""
        if self.status == "accepting":
            return self._under_way("accept", self.accepting)
        if self.status == "mapped" and self.failure is None:
            return self._under_way("check", self.checking)
        return None

    def _under_way(self, what: str, last: ProgressShown | None) -> ProgressShown:
        """An account that is done belongs to a former turn: the new one waits for a worker."""
        if last is not None and last.state in ("working", "failed"):
            return last
        return ProgressShown(what, 0, self.rows_read, "waiting", None, self.uploaded_at)


@dataclass(frozen=True, slots=True)
class Example:
    row_no: int
    place: str
    """The line of the file, or the sheet and the line in it."""
    column: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class RuleFound:
    """One rule that rows broke: its sentence, how many rows, and the first of them with what stood in the cell."""

    rule: str
    severity: str
    sentence: str
    rows: int
    examples: tuple[Example, ...]


_LINE = "id, name, file_name, status, cut_off_on, uploaded_at, rows_read, claims_count"
_OWN = (
    "id, version, name, file_name, status, originator_kind, cut_off_on, size_bytes, uploaded_at, accepted_at,"
    " rows_read, rows_accepted, rows_rejected, rows_left_out, claims_count, failure, supersedes_tape_id"
)


async def tapes(actor: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[TapeLine]:
    """The organisation's tapes, newest first; `after` is the last one of the page before."""
    actor.must("tapes.upload")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT {_LINE}, balances::text AS balances FROM tapes WHERE organisation_id = $1"
            " AND ($2::uuid IS NULL OR (uploaded_at, id) < (SELECT t.uploaded_at, t.id FROM tapes t WHERE t.id = $2))"
            " ORDER BY uploaded_at DESC, id DESC LIMIT $3",
            actor.organisation,
            after,
            limit,
        )
    return [TapeLine(**{**dict(row), "balances": _balances(row["balances"])}) for row in rows]


async def tape(actor: Actor, tape_id: UUID) -> TapeShown:
    """The organisation's own tape; NotFound for everybody else."""
    actor.must("tapes.upload")
    stored = await stored_tape(actor, tape_id)
    async with db.transaction(actor):
        row = await db.fetch_sure(
            f"SELECT {_OWN}, encode(sha256, 'hex') AS sha256, balances::text AS balances,"
            " readiness::text AS readiness,"
            " (SELECT s.id FROM tapes s WHERE s.supersedes_tape_id = t.id AND s.status <> 'rejected') AS successor_id,"
            " EXISTS (SELECT 1 FROM lot_claims l JOIN claims c ON c.id = l.claim_id WHERE c.tape_id = t.id"
            "  AND l.organisation_id = $2) AS listed FROM tapes t WHERE id = $1 AND organisation_id = $2",
            tape_id,
            actor.organisation,
        )
        checking = await progress.latest(actor, tape_id, "check")
        accepting = await progress.latest(actor, tape_id, "accept")
    known = dict(row)
    status = TapeStatus(known["status"])
    may: dict[str, Answer] = {
        "map": can_map(actor, status),
        "check": can_check(actor, status),
        "accept": can_accept(actor, status, known["rows_accepted"]),
        "undo": can_undo(actor, status, listed=known.pop("listed")),
        "reject": can_reject(actor, status),
    }
    known["balances"] = _balances(known["balances"])
    known["readiness"] = msgspec.json.decode(known["readiness"], type=Readiness) if known["readiness"] else None
    layout = stored.layout
    return TapeShown(
        **known,
        columns_count=len(layout.columns),
        notes=layout.notes,
        checking=checking,
        accepting=accepting,
        may=may,
    )


async def remembered_mapping(actor: Actor, stored: StoredTape) -> Mapping | None:
    """The mapping the seller confirmed for the last file of the same header."""
    async with db.transaction(actor):
        text = await db.fetch_value(
            "SELECT mapping::text FROM tape_mappings WHERE organisation_id = $1 AND header_digest = $2",
            actor.organisation,
            digest_of_headers(stored.layout),
        )
    return msgspec.json.decode(text, type=Mapping) if text else None


async def findings(actor: Actor, tape_id: UUID) -> list[RuleFound]:
    """What the check found, by rule: rejections first, then flags, the commonest first; no examples once swept."""
    actor.must("tapes.upload")
    stored = await stored_tape(actor, tape_id)
    async with db.transaction(actor):
        key = await open_key(stored.data_key_id)
        rows = await db.fetch(
            "SELECT f.* FROM (SELECT id, rule, severity, sentence, row_no, column_name, sealed,"
            " row_number() OVER (PARTITION BY rule ORDER BY row_no) AS place,"
            " count(*) OVER (PARTITION BY rule) AS found"
            " FROM tape_findings WHERE organisation_id = $1 AND tape_id = $2) f WHERE f.place <= $3"
            " ORDER BY f.severity = 'reject' DESC, f.found DESC, f.rule, f.place",
            actor.organisation,
            tape_id,
            EXAMPLES,
        )
        counted = await db.fetch_value("SELECT findings_by_rule::text FROM tapes WHERE id = $1", tape_id)
    counts = msgspec.json.decode(counted, type=dict[str, int]) if counted else {}
    sealer = ColumnSealer(key.secret, "tape_findings", "sealed")
    told: dict[str, RuleFound] = {}
    for row in rows:
        known = told.get(row["rule"])
        examples = known.examples if known else ()
        if row["sealed"] is not None:
            seen = sealer.open(row["id"], row["sealed"], Seen)
            examples = (*examples, _example(row, seen, stored.layout))
        count = counts.get(row["rule"], row["found"])
        told[row["rule"]] = RuleFound(row["rule"], row["severity"], row["sentence"], count, examples)
    return list(told.values())


def _example(row: db.Row, seen: Seen, layout: Layout) -> Example:
    return Example(row["row_no"], layout.place_text(seen.line_no), row["column_name"], seen.value)


async def write_rejects(actor: Actor, tape_id: UUID, path: Path) -> int:
    """Writes the rejected rows with their reasons to a `.csv` or `.xlsx` file, to be mended; says how many.

    Refused once none are kept.
    """
    actor.must("tapes.upload")
    stored = await stored_tape(actor, tape_id)
    async with db.transaction(actor):
        key = await open_key(stored.data_key_id)
        kept = await db.fetch(
            "SELECT id, sealed FROM tape_rejects WHERE organisation_id = $1 AND tape_id = $2 ORDER BY row_no",
            actor.organisation,
            tape_id,
        )
        told = await db.fetch(
            "SELECT id, row_no, column_name, field, rule, sentence, sealed FROM tape_findings"
            " WHERE organisation_id = $1 AND tape_id = $2 AND severity = 'reject' ORDER BY row_no, id",
            actor.organisation,
            tape_id,
        )
        if not kept:
            raise Refused("No rejected rows of this tape are kept.")
        await facts.record(actor, RejectsRead(subject_id=tape_id, rows=len(kept)))
    raw = ColumnSealer(key.secret, "tape_rejects", "sealed")
    values = ColumnSealer(key.secret, "tape_findings", "sealed")
    rows = [raw.open(row["id"], row["sealed"], list[int | str | None]) for row in kept]
    schema = {"row_no": pl.Int64, "line_no": pl.Int64, "broken": pl.String}
    schema |= {name: pl.String for name in stored.layout.headers if name not in ROW_COLUMNS}
    reasons = [_reason(row, values.open(row["id"], row["sealed"], Seen)) for row in told]
    frame = rejects(
        pl.DataFrame(rows, schema=schema, orient="row"),
        pl.DataFrame(reasons, schema=FINDINGS, orient="row"),
        stored.layout,
    )
    write_rows(frame, path)
    return len(rows)


def _reason(row: db.Row, seen: Seen) -> tuple[int | str | None, ...]:
    return (
        row["row_no"],
        seen.line_no,
        row["column_name"],
        row["field"],
        seen.value,
        row["rule"],
        "reject",
        row["sentence"],
    )


def _balances(text: str | None) -> tuple[Money, ...]:
    known = msgspec.json.decode(text, type=dict[str, str]) if text else {}
    return tuple(Money.parse(amount, currency) for currency, amount in sorted(known.items()))
