"""What was done under an instruction in a period, and what it costs: reckoned alike for both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from cases.desk.binding import Sum
from cases.instructions.fees import FeeLine, statement
from cases.instructions.queries import InstructionShown, instruction
from cases.jurisdictions.registry import JURISDICTIONS
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Refused
from kernel.money import Money

LONGEST_REMARK = 2000
NEXT = 20
PAPERS = [
    (procedure.code, kind, event, procedure.is_letter(kind))
    for law in JURISDICTIONS
    for procedure in law.procedures.values()
    for kind, event in procedure.leaves_as.items()
]
"""Every paper whose leaving is an event: by that event the report knows its day."""


class Counted(msgspec.Struct, frozen=True):
    name: str
    many: int


class NextDeadline(msgspec.Struct, frozen=True):
    safe_on: date
    title: str
    reference: str


class Report(msgspec.Struct, frozen=True):
    """`received` is the money booked on the cases in the period, `laid_out` and `court_fees` what the firm incurred, in
    the currency of the instruction; `fees` its statement by the agreement. Cases and deadlines ahead stand as of the
    day on which the report is made.
    """

    number: str
    owner: str
    firm: str
    from_on: date
    until_on: date
    cases: int
    stages: list[Counted]
    papers: list[Counted]
    letters: int
    court_papers: int
    received: list[Sum]
    laid_out: Sum
    court_fees: Sum
    minutes: int
    deadlines_met: int
    deadlines_missed: int
    ahead: list[NextDeadline]
    fees: list[FeeLine]
    fees_total: Sum
    notes: list[str]


async def report_of(actor: Actor, instruction_id: UUID, from_on: date, until_on: date) -> Report:
    """For the days from and until, both counted. Refused for a firm whose instruction is over, and before it began."""
    if until_on < from_on:
        raise Invalid(
            "The period ends before it begins.", places=[Place("until", until_on.isoformat(), "A later day.")]
        )
    one = await instruction(actor, instruction_id)
    if one.accepted_at is None:
        raise Refused(f"There is nothing to report: the instruction is {one.status}.")
    if one.status != "accepted" and not one.ours:
        raise Refused("The instruction is over, and its cases with it. The reports you delivered stay.")
    period = (instruction_id, from_on, until_on)
    papers = tuple(list(column) for column in zip(*((p, k, e) for p, k, e, _ in PAPERS), strict=True))
    async with db.transaction(actor):
        found = Found(
            stages=await db.fetch(STAGES, instruction_id),
            taken=await db.fetch_value(TAKEN, *period),
            papers=await db.fetch(LEFT, *period, *papers),
            received=await db.fetch(RECEIVED, *period),
            used=await db.fetch_sure("SELECT * FROM instruction_spent($1, NULL, $2, $3)", *period),
            deadlines=await db.fetch_sure(DEADLINES, *period),
            ahead=await db.fetch(AHEAD, instruction_id),
        )
    return _report(one, from_on, until_on, found)


@dataclass(frozen=True, slots=True)
class Found:
    """What the statements below gave."""

    stages: Sequence[db.Row]
    taken: int
    papers: Sequence[db.Row]
    received: Sequence[db.Row]
    used: db.Row
    deadlines: db.Row
    ahead: Sequence[db.Row]


IN = "instruction_cases x WHERE x.instruction_id = $1 AND x.status IN ('taken', 'gone')"
STAGES = (
    "SELECT k.status, count(*) AS many FROM cases k WHERE k.id IN"
    f" (SELECT x.case_id FROM {IN}) GROUP BY 1 ORDER BY 2 DESC, 1"
)
TAKEN = (
    "SELECT count(*) FROM instruction_cases x JOIN instructions i ON i.id = x.instruction_id"
    " WHERE x.instruction_id = $1 AND x.status IN ('taken', 'gone')"
    " AND (i.accepted_at AT TIME ZONE 'UTC')::date BETWEEN $2 AND $3"
)
LEFT = (
    "SELECT f.procedure, f.kind, count(*) AS many FROM filings f"
    " JOIN unnest($4::text[], $5::text[], $6::text[]) AS p(procedure, kind, event) ON p.procedure = f.procedure"
    " AND p.kind = f.kind JOIN case_events e ON e.case_id = f.case_id AND e.event = p.event"
    " AND e.superseded_by IS NULL AND e.on_date BETWEEN $2 AND $3 JOIN instructions i ON i.id = $1"
    " AND e.recorded_at >= i.accepted_at AND (i.over_at IS NULL OR e.recorded_at <= i.over_at)"
    f" WHERE f.status IN ('filed', 'served') AND f.case_id IN (SELECT x.case_id FROM {IN}) GROUP BY 1, 2 ORDER BY 1, 2"
)
RECEIVED = (
    "SELECT p.currency, sum(p.amount_minor)::bigint AS minor FROM claim_payments p JOIN instructions i ON i.id = $1"
    f" WHERE p.claim_id IN (SELECT x.claim_id FROM {IN}) AND p.withdrawn_at IS NULL"
    " AND p.received_on BETWEEN greatest($2, (i.accepted_at AT TIME ZONE 'UTC')::date)"
    " AND least($3, coalesce((i.over_at AT TIME ZONE 'UTC')::date, 'infinity')) GROUP BY 1 ORDER BY 1"
)
DEADLINES = (
    "SELECT count(*) FILTER (WHERE d.status = 'met') AS met, count(*) FILTER (WHERE d.status = 'missed') AS missed"
    f" FROM deadlines d WHERE d.case_id IN (SELECT x.case_id FROM {IN})"
    " AND (d.closed_at AT TIME ZONE 'UTC')::date BETWEEN $2 AND $3"
)
AHEAD = (
    "SELECT d.safe_on, d.title, k.reference FROM deadlines d JOIN cases k ON k.id = d.case_id"
    f" WHERE d.case_id IN (SELECT x.case_id FROM {IN}) AND d.status = 'open' AND d.safe_on IS NOT NULL"
    f" AND d.opens_on IS NULL ORDER BY d.safe_on, d.id LIMIT {NEXT}"
)


def _report(one: InstructionShown, from_on: date, until_on: date, found: Found) -> Report:
    currency = one.terms.currency
    letter = {(procedure, kind): is_letter for procedure, kind, _, is_letter in PAPERS}
    letters = sum(row["many"] for row in found.papers if letter[row["procedure"], row["kind"]])
    court = sum(row["many"] for row in found.papers if not letter[row["procedure"], row["kind"]])
    money = [Money(row["minor"], row["currency"]) for row in found.received]
    fees, total, notes = statement(
        one.terms, cases=found.taken, letters=letters, court_papers=court, minutes=found.used["minutes"], received=money
    )
    return Report(
        number=one.number,
        owner=one.owner,
        firm=one.firm,
        from_on=from_on,
        until_on=until_on,
        cases=one.cases,
        stages=[Counted(row["status"], row["many"]) for row in found.stages],
        papers=[Counted(row["kind"], row["many"]) for row in found.papers],
        letters=letters,
        court_papers=court,
        received=[Sum.of(each) for each in money],
        laid_out=Sum.of(Money(found.used["laid_out_minor"], currency)),
        court_fees=Sum.of(Money(found.used["fees_minor"], currency)),
        minutes=found.used["minutes"],
        deadlines_met=found.deadlines["met"],
        deadlines_missed=found.deadlines["missed"],
        ahead=[NextDeadline(row["safe_on"], row["title"], row["reference"]) for row in found.ahead],
        fees=fees,
        fees_total=Sum.of(total),
        notes=notes,
    )
