"""Which filing, and which file, an answer of a court is about: found by our own names as the court repeats them."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from uuid import UUID

from kernel import db
from kernel.actor import Actor

MINE = "(p.organisation_id = $1 OR p.firm_organisation_id = $1)"


def request_id_of(filing_id: UUID) -> str:
    """22 characters, the filing's own for ever."""
    return urlsafe_b64encode(filing_id.bytes).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class PartFound:
    """A filing in a file for a court; `submission_id` is None while no file is made of it."""

    id: UUID
    filing_id: UUID
    case_id: UUID
    submission_id: UUID | None
    outcome: str


@dataclass(frozen=True, slots=True)
class SubmissionFound:
    id: UUID
    channel: str
    reference: str
    status: str


async def find_part(
    actor: Actor,
    *,
    request_id: str | None = None,
    case_reference: str | None = None,
    file_reference: str | None = None,
) -> PartFound | None:
    """The filing that the court names, by its request, else by its case; None where it is not exactly one.

    A file's reference, ours or the court's, narrows what a case alone leaves open. Left out or released ones are not
    looked at: no court has them.
    """
    if not request_id and not case_reference:
        return None
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT p.id, p.filing_id, p.case_id, p.submission_id, p.outcome FROM submission_parts p"
            " JOIN cases k ON k.id = p.case_id LEFT JOIN submissions s ON s.id = p.submission_id"
            f" WHERE {MINE} AND p.outcome NOT IN ('left_out', 'released') AND ($2::text IS NULL OR p.request_id = $2)"
            " AND ($3::text IS NULL OR k.reference = $3) AND ($4::text IS NULL OR s.reference = $4"
            " OR s.court_reference = $4) LIMIT 2",
            actor.organisation,
            request_id or None,
            case_reference or None,
            file_reference or None,
        )
    return PartFound(**dict(rows[0])) if len(rows) == 1 else None


async def find_submission(actor: Actor, file_reference: str) -> SubmissionFound | None:
    """The file of this reference, ours or the court's; None where it is not exactly one."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT s.id, s.channel, s.reference, s.status FROM submissions s"
            " WHERE (s.organisation_id = $1 OR s.firm_organisation_id = $1)"
            " AND (s.reference = $2 OR s.court_reference = $2) LIMIT 2",
            actor.organisation,
            file_reference,
        )
    return SubmissionFound(**dict(rows[0])) if len(rows) == 1 else None
