"""What the rules turn on, for every open case of a portfolio, in one temporary table; and what stands before all rules.

`given` is the chance somebody stated for the case itself. `stopped` names why no rule is asked at all: a stop of the
desk, a hold, limitation that is over, a firm that works the case, nothing owed. Days are counted to today.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from cases.desk.reach import COLUMN, Side
from cases.desk.stops import HOLDS, PROOFS, REASONS, stops_sql
from kernel import db

STOPPED: dict[str, str] = {code: one.sentence for code, one in REASONS.items()} | {
    "onboarding": "The case is still in onboarding.",
    "firm": "A law firm works the case: its own strategy proposes.",
    "vulnerability": "The debtor is vulnerable: each step is agreed by a person first.",
    "over": "Limitation is over: whether anything leaves is decided case by case.",
    "paid": "Nothing is owed any more.",
    "no_rule": "No jurisdiction of this platform answers for the country.",
}
"""Why a case is left out before any rule is asked; each the reason code of the desk, or one of ours."""
_OURS = ("no_rule", "firm", "paid", "vulnerability")
ORDER = [*_OURS, *HOLDS, "unassigned", *(one for one in REASONS if one not in {*HOLDS, "unassigned"})]
ORDER += ["over", "onboarding"]
"""What is told of a case that several things stop: holds before what onboarding still wants."""

EVIDENCE = (
    "SELECT e.case_id, array_agg(DISTINCT e.kind::text ORDER BY e.kind::text) AS kinds FROM ("
    "SELECT x.case_id, x.kind FROM case_exhibits x JOIN portfolio k ON k.id = x.case_id WHERE x.removed_at IS NULL"
    " UNION ALL SELECT k.id, d.kind FROM documents d JOIN portfolio k ON k.claim_id = d.subject_id"
    " AND k.organisation_id = d.organisation_id WHERE d.subject_kind = 'claim') e GROUP BY e.case_id"
)
EVENTS = (
    "SELECT e.case_id, max(e.on_date) AS last_on, jsonb_object_agg(e.event, e.on_date) FILTER"
    " (WHERE e.event = ANY($3::text[])) AS events FROM (SELECT x.case_id, x.event, max(x.on_date) AS on_date"
    " FROM case_events x JOIN portfolio k ON k.id = x.case_id WHERE x.superseded_by IS NULL GROUP BY 1, 2) e GROUP BY 1"
)
PAPERS = (
    "SELECT f.case_id, array_agg(DISTINCT f.kind::text) AS kinds FROM filings f JOIN portfolio k ON k.id = f.case_id"
    " WHERE f.status NOT IN ('withdrawn', 'rejected') GROUP BY 1"
)
PAID = (
    "SELECT p.claim_id, sum(p.amount_minor)::bigint AS minor FROM claim_payments p JOIN portfolio k"
    " ON k.claim_id = p.claim_id AND p.currency = k.currency AND p.received_on > k.cut_off_on"
    " WHERE p.withdrawn_at IS NULL GROUP BY 1"
)
LIMITATION = (
    "SELECT d.case_id, min(d.safe_on) AS safe_on, bool_or(d.outcome = 'barred' OR d.statutory_on < $2::date) AS over"
    " FROM deadlines d JOIN portfolio k ON k.id = d.case_id WHERE d.kind = 'limitation' AND d.status = 'open'"
    " GROUP BY 1"
)
TASKS = (
    "SELECT p.case_id, array_agg(p.target::text) AS done FROM strategy_proposals p JOIN portfolio k ON k.id = p.case_id"
    " WHERE p.organisation_id = $1 AND p.what = 'task' AND p.status = 'accepted' GROUP BY 1"
)
DECLINED = (
    "SELECT p.case_id, array_agg(p.version_id::text || '/' || p.rule) AS rules FROM strategy_proposals p"
    " JOIN portfolio k ON k.id = p.case_id WHERE p.organisation_id = $1 AND p.status = 'declined' GROUP BY 1"
)
SOFT_HOLDS = (
    "SELECT h.case_id, bool_or(h.ground = 'vulnerability') AS vulnerable, bool_or(h.ground = 'represented')"
    " AS represented FROM case_holds h JOIN portfolio k ON k.id = h.case_id"
    " WHERE h.ground IN ('vulnerability', 'represented')"
    " AND h.from_on <= $2::date AND coalesce(h.until_on, 'infinity') >= $2::date GROUP BY 1"
)


def _scope(side: Side) -> str:
    """The open cases of the portfolio with what their claims say."""
    return (
        "CREATE TEMP TABLE portfolio ON COMMIT DROP AS SELECT k.id, k.claim_id, k.sale_id, k.organisation_id,"
        " k.firm_organisation_id, k.jurisdiction, k.status, k.procedure, k.opened_at, k.notice_sent_on, c.debtor_kind,"
        " c.product, c.currency, c.cut_off_on, c.balance_minor, c.principal_minor, c.territory,"
        " coalesce(c.default_on, c.due_on) AS overdue_on FROM cases k JOIN claims c ON c.id = k.claim_id"
        f" WHERE k.{COLUMN[side]} = $1 AND k.status <> 'closed'"
    )


def _ground(side: Side) -> str:
    firm = "k.firm_organisation_id IS NOT NULL" if side == "own" else "false"
    return f"""
CREATE TEMP TABLE strategy_ground ON COMMIT DROP AS WITH
evidence AS ({EVIDENCE}), events AS ({EVENTS}), papers AS ({PAPERS}), paid AS ({PAID}), holds AS ({SOFT_HOLDS}),
limits AS ({LIMITATION}), tasks AS ({TASKS}), declined AS ({DECLINED})
SELECT k.id AS case_id, k.claim_id, k.sale_id, k.organisation_id, k.jurisdiction, k.status, k.procedure, k.debtor_kind,
    k.product, k.currency, k.territory, k.balance_minor - coalesce(paid.minor, 0) AS balance,
    CASE WHEN k.principal_minor > 0 THEN least(k.principal_minor, k.balance_minor - coalesce(paid.minor, 0))
        ELSE k.balance_minor - coalesce(paid.minor, 0) END AS principal,
    coalesce(evidence.kinds, '{{}}') AS evidence, $2::date - k.overdue_on AS age, limits.safe_on,
    limits.safe_on - $2::date AS days_left, ch.percent AS given, k.opened_at::date AS opened_on,
    greatest(events.last_on, k.opened_at::date) AS last_on, k.notice_sent_on AS notice_on, events.events,
    coalesce(papers.kinds, '{{}}') AS papers, coalesce(tasks.done, '{{}}') AS tasks,
    coalesce(holds.represented, false) AS represented, coalesce(declined.rules, '{{}}') AS declined,
    CASE WHEN k.jurisdiction IS NULL THEN 'no_rule' WHEN {firm} THEN 'firm'
        WHEN k.balance_minor <= coalesce(paid.minor, 0) THEN 'paid' WHEN holds.vulnerable THEN 'vulnerability'
        WHEN limits.over THEN 'over' WHEN k.status = 'onboarding' THEN 'onboarding' END AS stopped
FROM portfolio k LEFT JOIN evidence ON evidence.case_id = k.id LEFT JOIN events ON events.case_id = k.id
    LEFT JOIN papers ON papers.case_id = k.id LEFT JOIN paid ON paid.claim_id = k.claim_id
    LEFT JOIN holds ON holds.case_id = k.id LEFT JOIN limits ON limits.case_id = k.id
    LEFT JOIN tasks ON tasks.case_id = k.id LEFT JOIN declined ON declined.case_id = k.id
    LEFT JOIN case_chances ch ON ch.case_id = k.id AND ch.organisation_id = $1"""


BUT = "(k.sale_id IS NULL OR NOT (k.sale_id = ANY($2)))"


async def lay_ground(
    organisation_id: UUID,
    side: Side,
    *,
    sales: Sequence[UUID],
    but: Sequence[UUID],
    events: Sequence[str],
    on: date,
) -> None:
    """The table `strategy_ground`, in the caller's transaction: the cases of these sales; without any, all but those
    of the sales `but`. `events` are those that rules count days from."""
    narrowed, chosen = ("k.sale_id = ANY($2)", list(sales)) if sales else (BUT if but else "true", list(but))
    scope = f"{_scope(side)} AND {narrowed}"
    await db.execute(scope, organisation_id, *([chosen] if chosen else []))
    await db.execute("ANALYZE portfolio")
    await db.execute(_ground(side), organisation_id, on, list(events))
    await db.execute("DROP TABLE portfolio")
    await db.execute("ANALYZE strategy_ground")
    stops = stops_sql("k.id IN (SELECT g.case_id FROM strategy_ground g)", "$1::date", "$2::text[]", "$3::text[]")
    # The first in our order is told: a hold goes before what onboarding still wants.
    await db.execute(
        f"UPDATE strategy_ground g SET stopped = s.reason FROM (SELECT DISTINCT ON (r.case_id) r.case_id, r.reason"
        f" FROM ({stops}) r ORDER BY r.case_id, array_position($4::text[], r.reason)) s WHERE s.case_id = g.case_id"
        " AND coalesce(array_position($4::text[], g.stopped), cardinality($4::text[]) + 1)"
        " > array_position($4::text[], s.reason)",
        on,
        list(PROOFS),
        list(HOLDS),
        ORDER,
    )
