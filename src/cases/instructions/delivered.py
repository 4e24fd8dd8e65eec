"""The reports a firm handed to its client, as they were."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from cases.instructions.reports import Report
from kernel import db
from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class DeliveredReport:
    id: UUID
    from_on: date
    until_on: date
    remark: str | None
    reported_at: datetime
    by: str | None


async def delivered_reports(actor: Actor, instruction_id: UUID) -> list[DeliveredReport]:
    """What the firm handed over, latest first."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT r.id, r.from_on, r.until_on, r.remark, r.reported_at, p.name AS by FROM instruction_reports r"
            " LEFT JOIN people p ON p.id = r.reported_by WHERE r.instruction_id = $1"
            " AND (r.organisation_id = $2 OR r.firm_organisation_id = $2)"
            " ORDER BY r.until_on DESC, r.id DESC LIMIT 100",
            instruction_id,
            actor.organisation,
        )
    return [DeliveredReport(**dict(row)) for row in rows]


async def delivered_report(actor: Actor, instruction_id: UUID, report_id: UUID) -> tuple[Report, str | None] | None:
    """The figures as they were handed over, and the remark; None for strangers."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT figures::text AS figures, remark FROM instruction_reports WHERE id = $1 AND instruction_id = $2"
            " AND (organisation_id = $3 OR firm_organisation_id = $3)",
            report_id,
            instruction_id,
            actor.organisation,
        )
    return (msgspec.json.decode(row["figures"], type=Report), row["remark"]) if row else None
