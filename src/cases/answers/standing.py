"""The cases that answers name, as they stand, and what was filed in them: read for many at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from cases.answers.judging import Filed, Standing
from cases.desk.reach import CaseAtHand
from cases.jurisdictions.registry import procedure_named
from cases.parties.queries import ORDER
from kernel import db
from kernel.money import Money


async def versions_of(case_ids: Iterable[UUID]) -> dict[UUID, int]:
    """To be read before how the cases stand: what happens meanwhile is a later version. In the open transaction."""
    rows = await db.fetch("SELECT id, version FROM cases WHERE id = ANY($1)", sorted(set(case_ids)))
    return {row["id"]: row["version"] for row in rows}


async def standing_of(cases: Sequence[CaseAtHand]) -> dict[UUID, Standing]:
    """Each case with its court number and the events that stand in it. In the open transaction."""
    ids = [one.id for one in cases]
    numbers = await db.fetch(
        "SELECT k.id, coalesce(p.court_number, d.details ->> 'court_number') AS court_number FROM cases k"
        " LEFT JOIN proceedings p ON p.claim_id = k.claim_id LEFT JOIN case_particulars d ON d.case_id = k.id"
        " WHERE k.id = ANY($1)",
        ids,
    )
    number = {row["id"]: row["court_number"] for row in numbers}
    events: dict[UUID, dict[tuple[str, UUID | None], tuple[date, ...]]] = {}
    for row in await db.fetch(
        "SELECT case_id, event, party_id, array_agg(on_date ORDER BY on_date) AS days FROM case_events"
        " WHERE case_id = ANY($1) AND superseded_by IS NULL GROUP BY case_id, event, party_id",
        ids,
    ):
        events.setdefault(row["case_id"], {})[row["event"], row["party_id"]] = tuple(row["days"])
    debtors = await debtors_of(cases)
    found = {}
    for one in cases:
        procedure = procedure_named(one.jurisdiction, one.procedure)
        mine = events.get(one.id, {})
        days = {event: tuple(sorted(_days(mine, event))) for event, _ in mine}
        found[one.id] = Standing(
            one.reference, number.get(one.id), procedure, days, debtors.get(one.claim_id, ()), mine
        )
    return found


def _days(events: Mapping[tuple[str, UUID | None], tuple[date, ...]], event: str) -> set[date]:
    return {day for (name, _), days in events.items() if name == event for day in days}


async def debtors_of(cases: Sequence[CaseAtHand]) -> dict[UUID, tuple[UUID, ...]]:
    """The parties of each claim in the order of our papers, which number the defendants by it. In the open
    transaction."""
    rows = await db.fetch(
        f"SELECT p.claim_id, array_agg(p.id ORDER BY {ORDER}) AS ids FROM parties p WHERE p.claim_id = ANY($1)"
        " GROUP BY p.claim_id",
        [one.claim_id for one in cases],
    )
    return {row["claim_id"]: tuple(row["ids"]) for row in rows}


async def filed_of(filing_ids: Iterable[UUID], zone: str) -> dict[UUID, Filed]:
    """What was filed; the day it was sent by the court's clock. In the open transaction."""
    rows = await db.fetch(
        "SELECT f.id, f.status, f.kind, f.total_minor, f.currency, f.prepared_on, (SELECT count(*) FROM parties p"
        " WHERE p.claim_id = k.claim_id) AS defendants, (SELECT (max(s.sent_at) AT TIME ZONE $2)::date"
        " FROM submission_parts p JOIN submissions s ON s.id = p.submission_id WHERE p.filing_id = f.id"
        " AND p.outcome NOT IN ('left_out', 'released')) AS sent_on FROM filings f JOIN cases k ON k.id = f.case_id"
        " WHERE f.id = ANY($1)",
        list(filing_ids),
        zone,
    )
    return {
        row["id"]: Filed(
            row["status"],
            row["kind"],
            Money(row["total_minor"], row["currency"]) if row["total_minor"] is not None else None,
            row["defendants"],
            row["prepared_on"],
            row["sent_on"],
        )
        for row in rows
    }


async def open_filings(case_ids: Iterable[UUID], channel: str) -> dict[UUID, list[UUID]]:
    """The filings of each case that went out by this channel and that the court has not decided on."""
    rows = await db.fetch(
        "SELECT DISTINCT p.case_id, p.filing_id FROM submission_parts p JOIN submissions s ON s.id = p.submission_id"
        " JOIN filings f ON f.id = p.filing_id WHERE p.case_id = ANY($1) AND s.channel = $2"
        " AND f.status IN ('sealed', 'submitted') AND p.outcome IN ('sent', 'received')"
        " ORDER BY p.case_id, p.filing_id",
        list(case_ids),
        channel,
    )
    found: dict[UUID, list[UUID]] = {}
    for row in rows:
        found.setdefault(row["case_id"], []).append(row["filing_id"])
    return found
