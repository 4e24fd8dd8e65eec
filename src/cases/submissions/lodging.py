"""Choosing sealed papers for a court: ordered together, made into files by jobs of a chunk each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.answers.channels import Way, way_named
from cases.desk.reach import CaseAtHand, cases_at_hand, digest_of
from cases.submissions.accounts import account_at_hand
from cases.submissions.facts import LodgingOrdered
from cases.submissions.request_ids import request_id_of
from kernel import db, facts, jobs, progress
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id
from kernel.money import Money

CHUNK = 2000
"""Papers that one job opens and keeps at once, and so the most in a file, where the court's own limit is not lower."""
NAME = "lodging"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed paper that is in no file."""

    id: UUID
    case_id: UUID
    kind: str
    prepared_on: date
    total: Money | None
    document_id: UUID


async def order_lodging(
    actor: Actor, filing_ids: Sequence[UUID], channel: str, *, instead_of: UUID | None = None
) -> list[UUID]:
    """Orders files of these sealed papers, one batch for each owner whose they are; returns the batches.

    `instead_of`: the approved file from which they were taken, as others of it may not leave. Refused where one is not
    sealed, lies in another file, is worked by another, or belongs to another country's court. What a file cannot take
    is left out when it is made, with its reasons.
    """
    actor.must("filings.submit")
    way = way_named(channel)
    if not filing_ids:
        raise Invalid("Choose at least one paper.", places=[Place("filing", None, "Tick what is to be lodged.")])
    async with db.transaction(actor):
        await account_at_hand(actor, channel)
        filings = await sealed_filings(actor, filing_ids)
        cases = {one.id: one for one in await cases_at_hand(actor, [one.case_id for one in filings])}
        _for_this_court(actor, way, cases)
        groups: dict[UUID, list[Sealed]] = defaultdict(list)
        for one in filings:
            groups[cases[one.case_id].organisation_id].append(one)
        return [await _order(actor, way, cases, group, instead_of) for _, group in sorted(groups.items())]


async def sealed_filings(actor: Actor, filing_ids: Sequence[UUID]) -> list[Sealed]:
    """The papers, locked, sealed and in no living file. In the open transaction."""
    wanted = sorted(set(filing_ids))
    rows = await db.fetch(
        "SELECT id, case_id, kind, status, prepared_on, total_minor, currency, document_id FROM filings"
        " WHERE id = ANY($1) AND (organisation_id = $2 OR firm_organisation_id = $2) ORDER BY id FOR UPDATE",
        wanted,
        actor.organisation,
    )
    if len(rows) != len(wanted):
        raise NotFound("There is no such filing here.")
    for row in rows:
        if row["status"] != "sealed":
            raise Refused(f"Only sealed papers are lodged; one of these is {row['status']}. Reload the page.")
    taken = await db.fetch_value(
        "SELECT k.reference FROM submission_parts p JOIN cases k ON k.id = p.case_id WHERE p.filing_id = ANY($1)"
        " AND p.outcome NOT IN ('left_out', 'released') LIMIT 1",
        wanted,
    )
    if taken is not None:
        raise Refused(f"The paper of {taken} lies in a file for the court already. Withdraw that file first.")
    return [
        Sealed(
            row["id"],
            row["case_id"],
            row["kind"],
            row["prepared_on"],
            Money(row["total_minor"], row["currency"]) if row["total_minor"] is not None else None,
            row["document_id"],
        )
        for row in rows
    ]


def _for_this_court(actor: Actor, way: Way, cases: dict[UUID, CaseAtHand]) -> None:
    for case in cases.values():
        if case.jurisdiction != way.jurisdiction.code:
            raise Refused(f"{way.channel.name} takes cases of {way.jurisdiction.name}; {case.reference} is none.")
        if case.working_id != actor.organisation:
            raise Refused(f"A law firm works {case.reference}: it lodges the paper, under its own account.")


async def _order(
    actor: Actor, way: Way, cases: dict[UUID, CaseAtHand], filings: Sequence[Sealed], instead_of: UUID | None
) -> UUID:
    batch_id, first = new_id(), cases[filings[0].case_id]
    progress_id = await progress.announce(actor, batch_id, NAME, len(filings))
    await db.execute(
        "INSERT INTO submission_batches (id, organisation_id, firm_organisation_id, channel, filings, status,"
        " progress_id, ordered_by, ordered_at, instead_of) VALUES ($1, $2, $3, $4, $5, 'ordered', $6, $7, $8, $9)",
        batch_id,
        first.organisation_id,
        first.firm_organisation_id,
        way.channel.code,
        len(filings),
        progress_id,
        actor.person_id,
        actor.now(),
        instead_of,
    )
    size = min(way.channel.most_per_file or CHUNK, CHUNK)
    await db.execute(
        "INSERT INTO submission_parts (id, batch_id, chunk, filing_id, case_id, organisation_id, firm_organisation_id,"
        " request_id, outcome) SELECT n.id, $1, n.chunk, f.id, f.case_id, f.organisation_id, f.firm_organisation_id,"
        " n.request, 'waiting' FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::integer[])"
        " AS n(id, filing, request, chunk) JOIN filings f ON f.id = n.filing ORDER BY n.id",
        batch_id,
        [new_id() for _ in filings],
        [one.id for one in filings],
        [request_id_of(one.id) for one in filings],
        [number // size for number in range(len(filings))],
    )
    for chunk in range((len(filings) + size - 1) // size):
        await jobs.defer(
            "submissions.make",
            queue="bulk",
            lock=f"submissions.make:{batch_id}",
            organisation_id=actor.organisation,
            batch_id=batch_id,
            chunk=chunk,
        )
    digest = digest_of([one.id for one in filings])
    ordered = LodgingOrdered(subject_id=batch_id, channel=way.channel.code, count=len(filings), digest=digest)
    await facts.record(actor, ordered, about=first.other_side(actor))
    return batch_id
