"""Requests to erase, and one of them with what there is, or what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.erasure.commands import BLANKED
from cases.erasure.planning import Plan, plan_of
from documents.retention.queries import ItemShown, destruction
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound

MOST = 500


@dataclass(frozen=True, slots=True)
class RequestShown:
    id: UUID
    party_id: UUID
    holder: str
    reference: str
    ground: str
    asked_on: date
    status: str
    four_eyes: bool
    opened_by: str
    opened_person: UUID
    opened_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    refused_by: str | None
    refused_reason: str | None
    done_at: datetime | None
    destruction_id: UUID | None


@dataclass(frozen=True, slots=True)
class Remain:
    what: str
    subject_id: UUID
    why: str
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a finished request did: claims whose row was blanked, papers, and what stayed."""

    blanked: tuple[str, ...]
    papers: tuple[ItemShown, ...]
    remains: tuple[Remain, ...]


_REQUEST = (
    "SELECT r.id, r.party_id, h.name AS holder, c.reference, r.ground, r.asked_on, r.status, r.four_eyes,"
    " o.name AS opened_by, r.opened_by AS opened_person, r.opened_at, a.name AS approved_by, r.approved_at,"
    " x.name AS refused_by, r.refused_reason, r.done_at, r.destruction_id FROM erasure_requests r"
    " JOIN parties p ON p.id = r.party_id JOIN claims c ON c.id = p.claim_id"
    " JOIN organisations h ON h.id = r.organisation_id LEFT JOIN people o ON o.id = r.opened_by"
    " LEFT JOIN people a ON a.id = r.approved_by LEFT JOIN people x ON x.id = r.refused_by"
    " WHERE r.organisation_id = $1"
)


async def requests(actor: Actor) -> list[RequestShown]:
    """Open ones first, then the newest."""
    actor.must("parties.disclose")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"{_REQUEST} ORDER BY r.status NOT IN ('opened', 'approved'), r.opened_at DESC LIMIT {MOST}",
            actor.organisation,
        )
    return [RequestShown(**dict(row)) for row in rows]


async def request_shown(actor: Actor, request_id: UUID) -> RequestShown:
    """NotFound for a stranger's."""
    actor.must("parties.disclose")
    async with db.transaction(actor):
        row = await db.fetch_one(f"{_REQUEST} AND r.id = $2", actor.organisation, request_id)
    if row is None:
        raise NotFound("There is no such request here.")
    return RequestShown(**dict(row))


async def plan_shown(actor: Actor, request: RequestShown) -> Plan:
    actor.must("parties.disclose")
    async with db.transaction(actor):
        return await plan_of(actor, request.party_id)


async def outcome_of(actor: Actor, request: RequestShown) -> Outcome:
    """From the rows and facts that the erasure itself wrote."""
    actor.must("parties.disclose")
    async with db.transaction(actor):
        remains = await db.fetch(
            "SELECT what, subject_id, why, until_on FROM erasure_remains WHERE request_id = $1"
            " AND organisation_id = $2 AND why <> $3 ORDER BY position",
            request.id,
            actor.organisation,
            BLANKED,
        )
        blanked = await db.fetch(
            "SELECT c.reference FROM erasure_remains r JOIN parties p ON p.id = r.subject_id"
            " JOIN claims c ON c.id = p.claim_id WHERE r.request_id = $1 AND r.organisation_id = $2 AND r.why = $3"
            " ORDER BY r.position",
            request.id,
            actor.organisation,
            BLANKED,
        )
    papers: list[ItemShown] = []
    if request.destruction_id is not None:
        papers = (await destruction(actor, request.destruction_id))[1]
    references = tuple(row["reference"] for row in blanked)
    return Outcome(references, tuple(papers), tuple(Remain(**dict(row)) for row in remains))
