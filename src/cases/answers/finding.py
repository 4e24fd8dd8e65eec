"""Whose an answer is: by the request it answers, our reference inside our file, or the court's number. No guess."""

from base64 import urlsafe_b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from cases.answers.channels import Way
from cases.desk.reach import MINE
from kernel import db
from kernel.actor import Actor

By = Literal["request", "reference", "number", "file", "person"]
REQUEST_ID = 22
"""Letters of a UUID in base64url without padding."""


@dataclass(frozen=True, slots=True)
class Row:
    """An answer as it stands in its table, without its words."""

    id: UUID
    number: int
    digest: bytes
    outcome: str
    file_reference: str | None
    request_id: str | None
    case_reference: str | None
    court_number: str | None
    event: str | None
    on_date: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """What an answer names: cases by each of its names, the filing it answers, or our file as a whole.

    An answer is certain where `cases` is one.
    """

    cases: tuple[UUID, ...] = ()
    filing_id: UUID | None = None
    submission_id: UUID | None = None
    by: By | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    case_id: UUID
    filing_id: UUID


async def find(actor: Actor, way: Way, rows: Sequence[Row]) -> dict[UUID, Found]:
    """What each answer names, of the actor's own and instructed cases. In the open transaction."""
    requests = await _by_request(actor, way, {one.request_id for one in rows if one.request_id})
    references = await _by_reference(
        actor, way, {(one.file_reference, one.case_reference) for one in rows if one.case_reference}
    )
    numbers = await _by_number(actor, way, {one.court_number for one in rows if one.court_number})
    files = await _by_file(actor, way, {one.file_reference for one in rows if one.file_reference})
    return {one.id: _found(one, requests, references, numbers, files) for one in rows}


def _found(
    row: Row,
    requests: dict[str, _Part],
    references: dict[tuple[str | None, str], list[_Part]],
    numbers: dict[str, list[UUID]],
    files: dict[str, UUID],
) -> Found:
    if not (row.request_id or row.case_reference or row.court_number):
        submission = files.get(row.file_reference or "")
        return Found(submission_id=submission, by="file" if submission else None)
    part = requests.get(row.request_id or "")
    named = references.get((row.file_reference, row.case_reference or ""), [])
    numbered = numbers.get(row.court_number or "", [])
    if part is not None:
        cases = [part.case_id, *(one.case_id for one in named), *numbered]
        return Found(_unlike(cases), part.filing_id, by="request")
    if named:
        filings = _unlike(one.filing_id for one in named)
        cases = [*(one.case_id for one in named), *numbered]
        return Found(_unlike(cases), filings[0] if len(filings) == 1 else None, by="reference")
    return Found(_unlike(numbered), by="number" if numbered else None)


def _unlike(ids: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(ids))


def filing_of(request_id: str) -> UUID | None:
    """The filing a request id names; None where it is none of ours."""
    if len(request_id) != REQUEST_ID or not request_id.isascii():
        return None
    try:
        return UUID(bytes=urlsafe_b64decode(request_id + "=="))
    except ValueError:
        return None


async def _by_request(actor: Actor, way: Way, requests: set[str]) -> dict[str, _Part]:
    filings = {filing: one for one in requests if (filing := filing_of(one)) is not None}
    rows = await db.fetch(
        "SELECT f.id, f.case_id FROM filings f JOIN cases k ON k.id = f.case_id"
        f" WHERE {MINE} AND f.id = ANY($2) AND k.jurisdiction = $3",
        actor.organisation,
        list(filings),
        way.jurisdiction.code,
    )
    return {filings[row["id"]]: _Part(row["case_id"], row["id"]) for row in rows}


async def _by_reference(
    actor: Actor, way: Way, named: set[tuple[str | None, str | None]]
) -> dict[tuple[str | None, str], list[_Part]]:
    """Our case inside the file the answer names; without one, a case of which anything went out by this channel."""
    pairs = sorted({(file or "", case) for file, case in named if case})
    rows = await db.fetch(
        "SELECT DISTINCT ON (n.file, n.reference, p.filing_id) n.file, n.reference, p.case_id, p.filing_id"
        " FROM unnest($2::text[], $3::text[]) AS n(file, reference) JOIN cases k ON k.reference = n.reference"
        " JOIN submission_parts p ON p.case_id = k.id JOIN submissions s ON s.id = p.submission_id"
        f" WHERE {MINE} AND k.jurisdiction = $4 AND s.channel = $5 AND (n.file = '' OR s.reference = n.file)"
        " ORDER BY n.file, n.reference, p.filing_id",
        actor.organisation,
        [file for file, _ in pairs],
        [case for _, case in pairs],
        way.jurisdiction.code,
        way.channel.code,
    )
    found: dict[tuple[str | None, str], list[_Part]] = {}
    for row in rows:
        found.setdefault((row["file"] or None, row["reference"]), []).append(_Part(row["case_id"], row["filing_id"]))
    return found


async def _by_number(actor: Actor, way: Way, numbers: set[str]) -> dict[str, list[UUID]]:
    rows = await db.fetch(
        "SELECT n.court_number, k.id FROM (SELECT p.court_number, k.id FROM proceedings p JOIN cases k"
        " ON k.claim_id = p.claim_id WHERE p.court_number = ANY($2) UNION"
        " SELECT p.details ->> 'court_number', p.case_id FROM case_particulars p"
        " WHERE p.details ->> 'court_number' = ANY($2)) n JOIN cases k ON k.id = n.id"
        f" WHERE {MINE} AND k.jurisdiction = $3 AND k.status <> 'closed' ORDER BY k.id",
        actor.organisation,
        list(numbers),
        way.jurisdiction.code,
    )
    found: dict[str, list[UUID]] = {}
    for row in rows:
        found.setdefault(row["court_number"], []).append(row["id"])
    return found


async def _by_file(actor: Actor, way: Way, references: set[str]) -> dict[str, UUID]:
    """Our file by the reference we gave it or the one the court gave; not where that is more than one.

    A name comes again once its file is over: then it names the one that the court may still answer.
    """
    rows = await db.fetch(
        "SELECT n.reference, array_agg(s.id) AS named,"
        " array_agg(s.id) FILTER (WHERE s.status NOT IN ('withdrawn', 'refused', 'answered')) AS living"
        " FROM unnest($3::text[]) AS n(reference) JOIN submissions s"
        " ON s.reference = n.reference OR s.court_reference = n.reference"
        " WHERE (s.organisation_id = $1 OR s.firm_organisation_id = $1) AND s.channel = $2 GROUP BY n.reference",
        actor.organisation,
        way.channel.code,
        list(references),
    )
    named = {row["reference"]: row["living"] or row["named"] for row in rows}
    return {reference: ids[0] for reference, ids in named.items() if len(ids) == 1}
