"""The client grants more cost authority, in part or whole, or declines; what was asked and answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.instructions.facts import AuthorityDecided
from cases.instructions.states import REQUESTS
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.money import Money

LONGEST = 500


@dataclass(frozen=True, slots=True)
class RequestShown:
    """`reference` of the one case it is for, or None for all; `granted` is what was granted of `asked`."""

    id: UUID
    case_id: UUID | None
    reference: str | None
    asked: Money
    granted: Money | None
    why: str
    status: str
    answer: str | None
    asked_at: datetime


async def decide_request(
    actor: Actor, request_id: UUID, granted: Money | None, *, shown: Money, answer: str = ""
) -> None:
    """The owner grants an amount, or declines with a reason (`granted` None). `shown`: what the page said was asked."""
    actor.must("cases.instruct")
    said = answer.strip()[:LONGEST]
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT * FROM authority_requests WHERE id = $1 AND organisation_id = $2 FOR UPDATE",
            request_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such request here.")
        asked = Money(row["asked_minor"], row["currency"])
        if shown != asked:
            raise Refused(f"The firm asked for {asked}, not {shown} as was shown. Reload the page.")
        if granted is None and not said:
            raise Invalid("Say why not.", places=[Place("answer", None, "The firm is told the reason.")])
        if granted is not None and (granted.currency != asked.currency or not 0 < granted.minor <= asked.minor):
            raise Invalid("That cannot be granted.", places=[Place("amount", str(granted), f"At most {asked}.")])
        verb = "decline" if granted is None else "grant"
        moved = await db.move(
            "authority_requests",
            request_id,
            REQUESTS[verb],
            granted_minor=granted.minor if granted else None,
            answer=said or None,
            decided_by=actor.person_id,
            decided_at=actor.now(),
        )
        fact = AuthorityDecided(
            subject_id=row["instruction_id"],
            request_id=request_id,
            status=moved["status"],
            amount=str(granted or asked),
        )
        await facts.record(actor, fact, about=row["firm_organisation_id"])
        await jobs.defer(
            "cases.tell_instruction",
            organisation_id=row["firm_organisation_id"],
            instruction_id=row["instruction_id"],
            what=moved["status"],
        )


async def requests_of(actor: Actor, instruction_id: UUID) -> list[RequestShown]:
    """Of an instruction the actor's organisation is a side of, the open one first, then the latest."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT r.*, x.reference FROM authority_requests r LEFT JOIN instruction_cases x"
            " ON x.instruction_id = r.instruction_id AND x.case_id = r.case_id WHERE r.instruction_id = $1"
            " AND (r.organisation_id = $2 OR r.firm_organisation_id = $2)"
            " ORDER BY r.status <> 'asked', r.id DESC LIMIT 50",
            instruction_id,
            actor.organisation,
        )
    return [_shown(row) for row in rows]


def _shown(row: db.Row) -> RequestShown:
    granted = None if row["granted_minor"] is None else Money(row["granted_minor"], row["currency"])
    asked = Money(row["asked_minor"], row["currency"])
    plain = {n: row[n] for n in ("id", "case_id", "reference", "why", "status", "answer", "asked_at")}
    return RequestShown(**plain, asked=asked, granted=granted)
