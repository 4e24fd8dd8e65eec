"""What there is of a person, what of it can go, and what cannot: why, and until when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.parties.commands import why_not_erased
from documents.retention.destroying import why_kept
from kernel import db
from kernel.actor import Actor

SENTENCES = {
    "hold": "A legal hold lies on it.",
    "open_case": "A case is open on its claim: a court may still ask for it (GDPR art. 17.3 e).",
    "offered": "Its claim is listed or being sold.",
    "two_sides": "The other side of the sale holds it too.",
    "duty": "A law obliges us to keep it, as our rule says (GDPR art. 17.3 b).",
    "others": "It names somebody else on the claim who is not erased.",
    "row": "Something stands in the way on this claim.",
    "schedule": "Both sides of the sale keep the schedule as proof of what was sold (GDPR art. 17.3 e).",
    "tape": "The file as it was uploaded, encrypted whole: one row cannot be taken out without breaking its proof.",
}
"""Why something stays, by the word that is kept with the request."""


@dataclass(frozen=True, slots=True)
class RowFound:
    """The person on one claim. `hindrance` is why the row cannot go now."""

    party_id: UUID
    claim_id: UUID
    reference: str
    role: str
    hindrance: str | None


@dataclass(frozen=True, slots=True)
class PaperFound:
    """`why` is a word of `SENTENCES`, None for one that can go; `until` is the day a rule names."""

    document_id: UUID
    title: str
    document_class: str
    rule_id: UUID | None
    why: str | None
    until: date | None
    ground: str


@dataclass(frozen=True, slots=True)
class OtherFound:
    """A schedule or a tape's file, which an erasure never reaches."""

    what: str
    subject_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    rows: tuple[RowFound, ...]
    papers: tuple[PaperFound, ...]
    others: tuple[OtherFound, ...]

    @property
    def goes(self) -> bool:
        return any(one.hindrance is None for one in self.rows)


async def plan_of(actor: Actor, party_id: UUID) -> Plan:
    """Of every row of the same person in the organisation, in the open transaction; empty once all were erased."""
    parties = await db.fetch(
        "SELECT q.id, q.claim_id, q.role, q.erased_at, c.reference FROM parties p JOIN parties q"
        " ON q.organisation_id = p.organisation_id AND q.person_hash = p.person_hash JOIN claims c ON c.id = q.claim_id"
        " WHERE p.id = $1 AND p.organisation_id = $2 AND q.erased_at IS NULL ORDER BY c.reference, q.id",
        party_id,
        actor.organisation,
    )
    rows = tuple(
        [
            RowFound(one["id"], one["claim_id"], one["reference"], one["role"], await why_not_erased(one))
            for one in parties
        ]
    )
    claims = [one.claim_id for one in rows]
    return Plan(rows, await _papers(actor, claims, rows), await _others(actor, claims))


async def _papers(actor: Actor, claims: list[UUID], rows: tuple[RowFound, ...]) -> tuple[PaperFound, ...]:
    """Papers of the claims and their cases, and post that was recorded on them. Not what many cases share."""
    today = actor.today("UTC")
    found = await db.fetch(
        "WITH mine AS (SELECT d.id, d.title, d.subject_id AS claim_id FROM documents d WHERE d.organisation_id = $1"
        " AND d.subject_kind = 'claim' AND d.subject_id = ANY($2) UNION ALL SELECT d.id, d.title, k.claim_id"
        " FROM cases k JOIN documents d ON d.organisation_id = $1 AND d.subject_kind = 'case' AND d.subject_id = k.id"
        " WHERE k.claim_id = ANY($2) UNION ALL SELECT d.id, d.title, k.claim_id FROM cases k"
        " JOIN incoming_papers i ON i.case_id = k.id JOIN documents d ON d.organisation_id = $1"
        " AND d.id = i.document_id WHERE k.claim_id = ANY($2))"
        " SELECT DISTINCT ON (m.id) m.id, m.title, m.claim_id, s.document_class, s.rule_id, s.keep_until, s.stop,"
        " false AS gone, r.basis, coalesce(r.ground, '') AS ground, EXISTS (SELECT 1 FROM parties p"
        " WHERE p.claim_id = m.claim_id AND p.kind = 'person' AND p.erased_at IS NULL AND p.id <> ALL($4)) AS others"
        " FROM mine m JOIN retention_states($1, $3) s ON s.document_id = m.id"
        " LEFT JOIN retention_rules r ON r.id = s.rule_id ORDER BY m.id",
        actor.organisation,
        claims,
        today,
        [one.party_id for one in rows],
    )
    hindered = {one.claim_id for one in rows if one.hindrance is not None}
    papers = []
    for row in found:
        why = why_kept("erasure", row, today)
        if why is None and row["claim_id"] in hindered:
            why = "row"
        if why is None and row["others"]:
            why = "others"
        until = row["keep_until"] if why == "duty" else None
        papers.append(
            PaperFound(row["id"], row["title"], row["document_class"], row["rule_id"], why, until, row["ground"])
        )
    return tuple(papers)


async def _others(actor: Actor, claims: list[UUID]) -> tuple[OtherFound, ...]:
    rows = await db.fetch(
        "SELECT DISTINCT 'schedule' AS what, s.id AS subject_id, s.creditor_reference AS name FROM sale_claims x"
        " JOIN sales s ON s.id = x.sale_id WHERE x.claim_id = ANY($2)"
        " UNION ALL SELECT DISTINCT 'tape', t.id, t.file_name FROM claims c JOIN tapes t ON t.id = c.tape_id"
        " WHERE c.id = ANY($2) AND t.organisation_id = $1",
        actor.organisation,
        claims,
    )
    return tuple(OtherFound(**dict(row)) for row in rows)
