"""The papers of a batch and who signs them, and what did not become one: every stopped or left-out case."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from cases.jurisdictions.contract import Missing
from cases.proceedings.filing_queries import SHOWN, FilingShown, shown_filing
from kernel import db
from kernel.actor import Actor

PAGE = 50
ASIDE = (
    "(SELECT f.case_id, 'stopped' AS what, f.missing FROM filings f WHERE f.batch_id = $2 AND f.status = 'stopped'"
    " AND (f.organisation_id = $1 OR f.firm_organisation_id = $1)"
    " UNION ALL SELECT l.case_id, 'left out', jsonb_build_array(jsonb_build_object("
    "'fact', l.reason, 'sentence', l.reason, 'enter_at', '')) FROM filings_left_out l WHERE l.batch_id = $2"
    " AND l.taken_in_at IS NULL AND (l.organisation_id = $1 OR l.firm_organisation_id = $1)"
    " UNION ALL SELECT f.case_id, CASE n.verb WHEN 'approve' THEN 'not approved' ELSE 'not gone out' END,"
    " jsonb_build_array(jsonb_build_object('fact', d.reason, 'sentence', d.reason, 'enter_at', ''))"
    " FROM filing_decisions n JOIN decided_papers d ON d.decision_id = n.id AND d.outcome = 'left_out'"
    " JOIN filings f ON f.id = d.filing_id AND f.status = CASE n.verb WHEN 'approve' THEN 'drafted' ELSE 'sealed' END"
    " AND (f.organisation_id = $1 OR f.firm_organisation_id = $1)"
    " WHERE n.organisation_id = $1 AND n.batch_id = $2 AND NOT EXISTS (SELECT 1 FROM decided_papers l"
    " WHERE l.filing_id = d.filing_id AND l.organisation_id = $1 AND l.decision_id > d.decision_id)) a"
)
"""Of a stopped paper the facts it misses; of a case left out, or a paper that a decision about the batch left out and
that is as it was before, the one sentence why.
"""
WITHOUT_PAPER = frozenset({"stopped", "left out"})


@dataclass(frozen=True, slots=True)
class Aside:
    """`what`: stopped or left out before anything was queued, which are tried again; or a paper that is there, and was
    not approved or did not go out with the others.
    """

    case_id: UUID
    case_reference: str
    tape_id: UUID
    claim_id: UUID
    organisation_id: UUID
    what: str
    reasons: tuple[Missing, ...]

    @property
    def without_paper(self) -> bool:
        return self.what in WITHOUT_PAPER


@dataclass(frozen=True, slots=True)
class AsideReason:
    """`fact` is what a list is filtered by: the missing fact's name, or the sentence of those left out."""

    fact: str
    what: str
    many: int


@dataclass(frozen=True, slots=True)
class Signing:
    """Who is named on the drafts of a batch: more than one, and nobody can approve them together."""

    names: tuple[str, ...]
    person_ids: frozenset[UUID]

    def is_alone(self, actor: Actor) -> bool:
        return self.person_ids == {actor.person_id}


async def batch_papers(
    actor: Actor, batch_id: UUID, *, status: str = "", after: UUID | None = None
) -> list[FilingShown]:
    """By age, of either side, one more than PAGE where there is a next page; without a status all but the stopped."""
    actor.must("cases.read")
    page = (
        "(SELECT f.* FROM filings f WHERE f.batch_id = $2 AND (f.organisation_id = $1 OR f.firm_organisation_id = $1)"
        " AND (f.status = $3 OR $3 = '' AND f.status <> 'stopped') AND ($4::uuid IS NULL OR f.id > $4)"
        f" ORDER BY f.id LIMIT {PAGE + 1})"
    )
    async with db.transaction(actor):
        rows = await db.fetch(
            SHOWN.format(filings=page) + " ORDER BY f.id", actor.organisation, batch_id, status, after
        )
    return [shown_filing(row) for row in rows]


async def signing_of(actor: Actor, batch_id: UUID) -> Signing:
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT DISTINCT s.name, s.person_id FROM filings f JOIN signatories s ON s.id = f.signatory_id"
            " WHERE f.batch_id = $2 AND f.status = 'drafted'"
            " AND (f.organisation_id = $1 OR f.firm_organisation_id = $1) ORDER BY s.name",
            actor.organisation,
            batch_id,
        )
    return Signing(tuple(dict.fromkeys(row["name"] for row in rows)), frozenset(row["person_id"] for row in rows))


async def reasons_aside(actor: Actor, batch_id: UUID) -> list[AsideReason]:
    """The commonest first."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            f"SELECT m ->> 'fact' AS fact, a.what, count(DISTINCT a.case_id) AS many FROM {ASIDE},"
            " jsonb_array_elements(a.missing) m GROUP BY 1, 2 ORDER BY 3 DESC, 2 DESC, 1",
            actor.organisation,
            batch_id,
        )
    return [AsideReason(**dict(row)) for row in rows]


async def cases_aside(
    actor: Actor, batch_id: UUID, *, fact: str = "", after: UUID | None = None, most: int | None = PAGE + 1
) -> list[Aside]:
    """By case; one row more than PAGE where there is a next page, all of them with `most=None`."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT a.case_id, k.reference AS case_reference, k.tape_id, k.claim_id, k.organisation_id, a.what,"
            " a.missing::text AS missing"
            f" FROM {ASIDE} JOIN cases k ON k.id = a.case_id WHERE ($3 = '' OR EXISTS (SELECT 1 FROM"
            " jsonb_array_elements(a.missing) m WHERE m ->> 'fact' = $3)) AND ($4::uuid IS NULL OR a.case_id > $4)"
            " ORDER BY a.case_id LIMIT $5",
            actor.organisation,
            batch_id,
            fact,
            after,
            most,
        )
    return [_aside(row) for row in rows]


def _aside(row: db.Row) -> Aside:
    plain = {name: row[name] for name in Aside.__dataclass_fields__ if name != "reasons"}
    return Aside(**plain, reasons=tuple(msgspec.json.decode(row["missing"], type=list[Missing])))
