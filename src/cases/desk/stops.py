"""What still stops a case: one query for one case, for a list, and for the counts of a sale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.desk.reach import COLUMN, MINE, Side
from kernel import db
from kernel.actor import Actor

PROOFS = ("contract", "invoice", "delivery_note", "statement")
"""Exhibits that can prove a debt (LEC art. 812.1; CPR PD 16 7.3)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground on which nothing may leave, the sentence for it, and where it is put right (a page anchor)."""

    code: str
    title: str
    sentence: str
    enter_at: str


REASONS: dict[str, Reason] = {
    one.code: one
    for one in (
        Reason("reconciliation", "File not reconciled", "The file is not reconciled with the seller's.", "onboarding"),
        Reason("notice", "Notice not sent", "The notice of assignment has not been sent.", "onboarding"),
        Reason("notice_returned", "Notice returned", "The notice of assignment came back.", "onboarding"),
        Reason("mandate", "No mandate", "The law firm holds no litigation mandate in force.", "mandate"),
        Reason("signatory", "No signatory", "Nobody is appointed to sign, with a recorded authority.", "signatory"),
        Reason("documents", "Documents missing", "No contract or other proof of the debt is there.", "documents"),
        Reason("unconfirmed", "Documents not checked", "Nobody has confirmed the documents.", "onboarding"),
        Reason("licence", "No licence", "No verified licence to hold such claims is in force.", "licence"),
        Reason("firm_licence", "Firm has no licence", "The firm holds no verified licence for such claims.", "licence"),
        Reason("dispute", "Disputed", "The debt is disputed and the dispute is not answered.", "holds"),
        Reason("insolvency", "Insolvency", "The debtor is insolvent.", "holds"),
        Reason("death", "Death", "The debtor died; heirs or estate are not known.", "holds"),
        Reason("moratorium", "Moratorium", "A moratorium protects the debtor.", "holds"),
        Reason("live_plan", "Live plan", "A payment plan is being kept.", "holds"),
        Reason("unassigned", "Payment waits", "A payment that names the debtor waits to be assigned.", "payments"),
    )
}
HOLDS = ("dispute", "insolvency", "death", "moratorium", "live_plan")
"""Grounds of holds that stop everything. `represented` stops letters to the debtor alone, see policies."""


@dataclass(frozen=True, slots=True)
class Stopped:
    case_id: UUID
    reason: Reason


_UNASSIGNED = """
UNION ALL
SELECT DISTINCT x.case_id, 'unassigned' FROM receipt_candidates x JOIN k ON k.id = x.case_id WHERE x.waiting"""


def stops_sql(scope: str, today: str, proofs: str, holds: str) -> str:
    """Rows of (case_id, reason) for the cases `k` that `scope` names; the others are the places of parameters.

    Mandate, signatory and licence are judged once for each distinct owner, firm and kind of claim.
    """
    valid = f"from_on <= {today} AND coalesce(until_on, 'infinity') >= {today}"
    licensed = (
        "SELECT 1 FROM licences l WHERE l.status = 'verified' AND l.country = d.country"
        " AND l.originator_kind IN ('any', d.originator_kind) AND l.debtor_kind IN ('any', d.debtor_kind)"
        f" AND l.from_on <= {today} AND l.expires_on >= {today}"
    )
    return f"""
WITH k AS MATERIALIZED (
    SELECT k.id, k.claim_id, k.organisation_id, k.firm_organisation_id, k.reconciled_at, k.notice_sent_on,
        k.notice_returned_on, k.documents_checked_at, upper(c.country) AS country, c.originator_kind, c.debtor_kind
    FROM cases k JOIN claims c ON c.id = k.claim_id WHERE {scope}
), d AS (
    SELECT d.*,
        d.firm_organisation_id IS NULL OR EXISTS (SELECT 1 FROM mandates m WHERE m.organisation_id = d.organisation_id
            AND m.agent_organisation_id = d.firm_organisation_id AND m.kind = 'litigation' AND {valid}) AS mandated,
        EXISTS (SELECT 1 FROM signatories s WHERE {valid}
            AND s.organisation_id = coalesce(d.firm_organisation_id, d.organisation_id)) AS signed,
        EXISTS ({licensed} AND l.organisation_id = d.organisation_id AND l.role = 'purchaser') AS licensed,
        d.firm_organisation_id IS NULL OR EXISTS ({licensed} AND l.organisation_id = d.firm_organisation_id
            AND l.role IN ('law_firm', 'servicer')) AS firm_licensed
    FROM (SELECT DISTINCT organisation_id, firm_organisation_id, country, originator_kind, debtor_kind FROM k) d
), judged AS (
    SELECT k.*, d.mandated, d.signed, d.licensed, d.firm_licensed,
        EXISTS (SELECT 1 FROM case_exhibits e WHERE e.case_id = k.id AND e.removed_at IS NULL
                AND e.kind = ANY({proofs}))
        OR EXISTS (SELECT 1 FROM documents x WHERE x.organisation_id = k.organisation_id AND x.subject_id = k.claim_id
                AND x.subject_kind = 'claim' AND x.kind = ANY({proofs})) AS proven
    FROM k JOIN d ON d.organisation_id = k.organisation_id AND d.country = k.country
        AND coalesce(d.firm_organisation_id, d.organisation_id) = coalesce(k.firm_organisation_id, k.organisation_id)
        AND d.originator_kind = k.originator_kind AND d.debtor_kind = k.debtor_kind
)
SELECT j.id AS case_id, s.reason FROM judged j CROSS JOIN LATERAL (VALUES
    ('reconciliation', j.reconciled_at IS NULL),
    ('notice', j.notice_sent_on IS NULL),
    ('notice_returned', j.notice_returned_on IS NOT NULL),
    ('mandate', NOT j.mandated),
    ('signatory', NOT j.signed),
    ('documents', NOT j.proven),
    ('unconfirmed', j.documents_checked_at IS NULL),
    ('licence', NOT j.licensed),
    ('firm_licence', NOT j.firm_licensed)) AS s(reason, stands)
WHERE s.stands
UNION ALL
SELECT DISTINCT h.case_id, h.ground FROM case_holds h JOIN k ON k.id = h.case_id
WHERE h.ground = ANY({holds}) AND h.from_on <= {today} AND coalesce(h.until_on, 'infinity') >= {today}{_UNASSIGNED}"""


async def stops_of(actor: Actor, case_ids: Sequence[UUID], *, on: date) -> dict[UUID, list[Reason]]:
    """The stops of each of these cases, in the open transaction; a case without any is not in the answer."""
    rows = await db.fetch(
        stops_sql(f"{MINE} AND k.id = ANY($2)", "$3::date", "$4::text[]", "$5::text[]"),
        actor.organisation,
        list(case_ids),
        on,
        list(PROOFS),
        list(HOLDS),
    )
    found: dict[UUID, list[Reason]] = {}
    for row in rows:
        found.setdefault(row["case_id"], []).append(REASONS[row["reason"]])
    return {case_id: sorted(reasons, key=_order) for case_id, reasons in found.items()}


@dataclass(frozen=True, slots=True)
class StopCounts:
    """Of the cases of a sale in onboarding: how many, how many are free to go, and how many each reason stops."""

    cases: int
    free: int
    by_reason: tuple[tuple[Reason, int], ...]


async def count_stops(actor: Actor, side: Side, sale_id: UUID | None, *, on: date) -> StopCounts:
    """The counts over the cases in onboarding, of one sale or of all (None), in the open transaction."""
    scope = (
        f"k.{COLUMN[side]} = $1 AND ($2::uuid IS NULL OR k.sale_id = $2) AND k.status = 'onboarding'"  # one side named
    )
    stops = stops_sql(scope, "$3::date", "$4::text[]", "$5::text[]")
    rows = await db.fetch(
        f"WITH s AS ({stops}) SELECT reason, count(*) AS many FROM s GROUP BY reason"
        " UNION ALL SELECT '', count(DISTINCT case_id) FROM s",
        actor.organisation,
        sale_id,
        on,
        list(PROOFS),
        list(HOLDS),
    )
    counted = {row["reason"]: row["many"] for row in rows}
    cases: int = await db.fetch_value(f"SELECT count(*) FROM cases k WHERE {scope}", actor.organisation, sale_id)
    stopped = counted.pop("")
    by_reason = sorted(((REASONS[code], many) for code, many in counted.items()), key=lambda one: _order(one[0]))
    return StopCounts(cases, cases - stopped, tuple(by_reason))


def _order(reason: Reason) -> int:
    return list(REASONS).index(reason.code)
