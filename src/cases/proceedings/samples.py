"""Samples: which papers of many the signatory opens before approving them all, and which of these were opened.

The house draws them from the selection itself, so that whoever approves cannot choose what to look at; anybody who has
the selection can draw them again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from kernel import db
from kernel.actor import Actor
from kernel.errors import Place, Refused

LEAST = 20
ONE_IN = 50
"""20 papers or 2 per cent of them, whichever is more; of fewer all."""
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """A drawn paper; `opened_at` is the first time the person opened the file that would be approved."""

    filing_id: UUID
    case_id: UUID
    case_reference: str
    document_id: UUID
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Samples:
    """Of a selection of `out_of` papers. `digest`: SHA-256 of the selection, from which they were drawn."""

    out_of: int
    digest: str
    rows: tuple[Sample, ...]

    @property
    def unopened(self) -> tuple[Sample, ...]:
        return tuple(one for one in self.rows if one.opened_at is None)


def how_many(papers: int) -> int:
    """A single paper is no sample: the page shows it to whoever approves it."""
    if papers < 2:
        return 0
    return min(papers, max(LEAST, -(-papers // ONE_IN)))


def selection_digest(papers: Mapping[UUID, bytes | None]) -> str:
    """Over every paper and the digest of what it was made from, in the order of their ids."""
    return sha256(b"".join(one.bytes + (papers[one] or b"") for one in sorted(papers))).hexdigest()


def drawn(papers: Mapping[UUID, bytes | None]) -> tuple[UUID, ...]:
    """The papers to open, by id; the same selection always gives the same ones."""
    seed = bytes.fromhex(selection_digest(papers))
    ranked = sorted(papers, key=lambda one: sha256(seed + one.bytes).digest())
    return tuple(sorted(ranked[: how_many(len(papers))]))


async def samples_of(actor: Actor, filing_ids: Sequence[UUID]) -> Samples:
    """What the actor's person has to open before approving these filings together, and what is open already."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT id, source_digest FROM filings WHERE id = ANY($2)"
            " AND (organisation_id = $1 OR firm_organisation_id = $1)",
            actor.organisation,
            list(filing_ids),
        )
        papers = {row["id"]: row["source_digest"] for row in rows}
        found = await db.fetch(
            "SELECT f.id AS filing_id, f.case_id, k.reference AS case_reference, f.document_id, o.opened_at"
            " FROM filings f JOIN cases k ON k.id = f.case_id"
            " JOIN LATERAL (SELECT w.id FROM document_versions w WHERE w.document_id = f.document_id"
            " ORDER BY w.number DESC LIMIT 1) v ON true LEFT JOIN document_openings o"
            " ON o.organisation_id = $1 AND o.person_id = $3 AND o.version_id = v.id"
            " WHERE f.id = ANY($2) AND (f.organisation_id = $1 OR f.firm_organisation_id = $1)"
            " ORDER BY k.reference, f.id",
            actor.organisation,
            list(drawn(papers)),
            actor.person_id,
        )
    return Samples(len(papers), selection_digest(papers), tuple(Sample(**dict(row)) for row in found))


async def samples_opened(actor: Actor, filing_ids: Sequence[UUID]) -> Samples:
    """The samples, all of them opened. Refused with what still is not."""
    samples = await samples_of(actor, filing_ids)
    closed = samples.unopened
    if closed:
        named = ", ".join(one.case_reference for one in closed[:MOST_NAMED])
        more = f" and {len(closed) - MOST_NAMED} more" if len(closed) > MOST_NAMED else ""
        raise Refused(
            f"Of these {samples.out_of} papers {len(samples.rows)} are samples to be opened by whoever approves;"
            f" still unopened: {named}{more}. Open them, then approve.",
            places=[Place("sample", one.case_reference, "Open this paper first.") for one in closed],
        )
    return samples
