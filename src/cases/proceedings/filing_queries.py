"""Reading filings: of a case, of a batch, and the list. Each list names one side in its WHERE."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from cases.desk.reach import COLUMN, Side
from cases.jurisdictions.contract import Missing
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.money import Money

PAGE = 50
SPECIAL = frozenset({"total", "missing", "remarks"})
"""Fields of a filing that are more than its column."""


@dataclass(frozen=True, slots=True)
class FilingShown:
    id: UUID
    case_id: UUID
    case_reference: str
    kind: str
    status: str
    prepared_on: date
    total: Money | None
    missing: tuple[Missing, ...]
    document_id: UUID | None
    signatory_id: UUID | None
    signatory: str | None
    signatory_person_id: UUID | None
    batch_id: UUID | None
    letterhead_version: int | None
    remarks: tuple[str, ...]


SHOWN = (
    "SELECT f.id, f.case_id, k.reference AS case_reference, f.kind, f.status, f.prepared_on, f.total_minor, f.currency,"
    " f.missing::text AS missing, f.document_id, f.signatory_id, s.name AS signatory,"
    " s.person_id AS signatory_person_id, f.batch_id, f.letterhead_version, f.remarks::text AS remarks FROM {filings} f"
    " JOIN cases k ON k.id = f.case_id"
    " LEFT JOIN signatories s ON s.id = f.signatory_id"
)


async def filings_of_case(actor: Actor, case_id: UUID) -> list[FilingShown]:
    """Every paper of a case, withdrawn ones last, in the open transaction."""
    rows = await db.fetch(
        SHOWN.format(filings="filings") + " WHERE f.case_id = $2 AND (f.organisation_id = $1 OR f.firm_organisation_id"
        " = $1) ORDER BY f.status IN ('withdrawn', 'rejected'), f.created_at, f.id",
        actor.organisation,
        case_id,
    )
    return [shown_filing(row) for row in rows]


async def filing_list(
    actor: Actor,
    side: Side,
    *,
    status: str = "",
    kind: str = "",
    batch_id: UUID | None = None,
    after: UUID | None = None,
) -> list[FilingShown]:
    """A page of filings by age, one row more than PAGE where there is a next one."""
    actor.must("cases.read")
    sql, arguments = filing_query(actor.organisation, side, status=status, kind=kind, batch_id=batch_id, after=after)
    async with db.transaction(actor):
        rows = await db.fetch_page(sql, *arguments)
    return [shown_filing(row) for row in rows]


def filing_query(
    reader: UUID, side: Side, *, status: str, kind: str, batch_id: UUID | None, after: UUID | None
) -> tuple[str, list[object]]:
    """The statement of the list and its arguments; a test explains it."""
    arguments: list[object] = [reader]
    narrowed = f"f.{COLUMN[side]} = $1"
    for column, sign, value in (
        ("status", "=", status),
        ("kind", "=", kind),
        ("batch_id", "=", batch_id),
        ("id", ">", after),
    ):
        if value:
            arguments.append(value)
            narrowed += f" AND f.{column} {sign} ${len(arguments)}"
    page = f"(SELECT f.* FROM filings f WHERE {narrowed} ORDER BY f.id LIMIT {PAGE + 1})"
    return SHOWN.format(filings=page) + " ORDER BY f.id", arguments


@dataclass(frozen=True, slots=True)
class BatchShown:
    """How far a batch has come. `totals`: what its papers demand, by currency, `to_sign` the drafts alone;
    `left_out`: cases for which none could be queued.
    """

    id: UUID
    kind: str
    by_status: tuple[tuple[str, int], ...]
    total: int
    done: int
    totals: tuple[Money, ...]
    to_sign: tuple[Money, ...]
    left_out: int

    @property
    def finished(self) -> bool:
        return self.done == self.total


async def batch_shown(actor: Actor, batch_id: UUID) -> BatchShown:
    """NotFound for strangers."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT kind, status, currency, count(*) AS many, coalesce(sum(total_minor), 0)::bigint AS minor"
            " FROM filings WHERE batch_id = $2 AND (organisation_id = $1 OR firm_organisation_id = $1)"
            " GROUP BY 1, 2, 3",
            actor.organisation,
            batch_id,
        )
        left = await db.fetch_sure(
            "SELECT count(*) FILTER (WHERE taken_in_at IS NULL) AS many, max(kind) AS kind FROM filings_left_out"
            " WHERE batch_id = $2 AND (organisation_id = $1 OR firm_organisation_id = $1)",
            actor.organisation,
            batch_id,
        )
    if not rows and left["kind"] is None:
        raise NotFound("There is no such batch here.")
    counted: dict[str, int] = {}
    sums: dict[str, int] = {}
    to_sign: dict[str, int] = {}
    for row in rows:
        counted[row["status"]] = counted.get(row["status"], 0) + row["many"]
        if row["currency"] and row["status"] not in {"stopped", "withdrawn"}:
            sums[row["currency"]] = sums.get(row["currency"], 0) + row["minor"]
        if row["status"] == "drafted":
            to_sign[row["currency"]] = row["minor"]
    total = sum(counted.values())
    return BatchShown(
        batch_id,
        rows[0]["kind"] if rows else left["kind"],
        tuple(sorted(counted.items())),
        total,
        total - counted.get("queued", 0),
        tuple(Money(minor, currency) for currency, minor in sorted(sums.items())),
        tuple(Money(minor, currency) for currency, minor in sorted(to_sign.items())),
        left["many"],
    )


async def remarks_in(actor: Actor, batch_id: UUID) -> list[tuple[str, int]]:
    """What whoever approves the drafts of a batch should know, with of how many of them; the commonest first."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT r.said, count(*) AS many FROM filings f, jsonb_array_elements_text(f.remarks) AS r(said)"
            " WHERE f.batch_id = $2 AND f.status = 'drafted'"
            " AND (f.organisation_id = $1 OR f.firm_organisation_id = $1)"
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $3",
            actor.organisation,
            batch_id,
            PAGE,
        )
    return [(row["said"], row["many"]) for row in rows]


async def filing_ids(actor: Actor, batch_id: UUID, *, status: str) -> list[UUID]:
    """The filings of a batch in a status."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT id FROM filings WHERE batch_id = $2 AND status = $3"
            " AND (organisation_id = $1 OR firm_organisation_id = $1) ORDER BY id",
            actor.organisation,
            batch_id,
            status,
        )
    return [row["id"] for row in rows]


def shown_filing(row: db.Row) -> FilingShown:
    plain = {name: row[name] for name in FilingShown.__dataclass_fields__ if name not in SPECIAL}
    total = Money(row["total_minor"], row["currency"]) if row["total_minor"] is not None else None
    missing: Sequence[Missing] = msgspec.json.decode(row["missing"], type=list[Missing]) if row["missing"] else ()
    remarks: Sequence[str] = msgspec.json.decode(row["remarks"], type=list[str]) if row["remarks"] else ()
    return FilingShown(**plain, total=total, missing=tuple(missing), remarks=tuple(remarks))
