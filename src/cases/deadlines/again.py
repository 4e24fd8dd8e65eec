"""Limitation reckoned again for open cases when something that interrupts it was recorded, or the law data changed.

Set-based like its registration: the law per distinct set of facts, the rows by joins. What changes supersedes; what
stays the same is left alone.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from cases.deadlines.facts import LimitationsReckonedAgain
from cases.deadlines.limitation import (
    COLUMNS,
    HAPPENED,
    KEY,
    KNOWN,
    PERIODIC,
    Question,
    facts_of,
    judge_limitation,
    lay_out,
)
from kernel import db, facts
from kernel.actor import Actor

MINE = "(k.organisation_id = $1 OR k.firm_organisation_id = $1) AND k.status <> 'closed'"
FROM_CASES = (
    "FROM cases k JOIN claims c ON c.id = k.claim_id JOIN claim_items i ON i.claim_id = c.id"
    " LEFT JOIN proceedings p ON p.claim_id = c.id"
    f" LEFT JOIN ({HAPPENED.format(only='true')}) h ON h.claim_id = c.id"
    f" WHERE {MINE} AND ($2::uuid[] IS NULL OR k.id = ANY($2))"
    f" AND (i.kind IN {PERIODIC} OR c.principal_minor = 0)"
)
SAME = (
    "d.outcome = n.outcome AND d.statutory_on IS NOT DISTINCT FROM n.statutory_on"
    " AND d.safe_on IS NOT DISTINCT FROM n.safe_on AND d.missing IS NOT DISTINCT FROM n.missing"
)
INTO = (
    "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, firm_organisation_id, person_id, outcome,"
    " missing, statutory_on, safe_on, authority, verified, reckoning, kind, rule, title, status, created_at)"
)
STATUTORY = "CASE WHEN a.outcome IN ('date', 'barred') THEN a.ends_on END"
JUDGED = f"a.outcome, a.missing, {STATUTORY}, a.safe_on, a.authority, a.verified, a.reckoning"
FIXED = "'limitation', 'limitation', 'Limitation', 'open', $1::timestamptz"
NAMES = ", ".join(("country", *KNOWN, "happened"))


async def reckon_limitation_again(actor: Actor, subject_id: UUID, case_ids: Sequence[UUID] | None = None) -> int:
    """Judges these cases (or all the actor reaches) anew; `subject_id` is what made it necessary.

    Returns how many deadlines changed. In the caller's transaction or its own. Whoever calls has the right.
    """
    chosen = None if case_ids is None else list(case_ids)
    async with db.transaction(actor):
        await db.execute(
            f"CREATE TEMP TABLE limitation_keyed ON COMMIT DROP AS SELECT t.*, {KEY} AS key FROM"
            f" (SELECT k.id AS case_id, {COLUMNS} {FROM_CASES}) t",
            actor.organisation,
            chosen,
        )
        await db.execute("ANALYZE limitation_keyed")
        rows = await db.fetch(f"SELECT DISTINCT key, {NAMES} FROM limitation_keyed")
        questions = [Question(row["key"], row["country"], facts_of(row)) for row in rows]
        await lay_out(await asyncio.to_thread(judge_limitation, questions, actor.today("UTC")))
        changed = await _written(actor)
        told = LimitationsReckonedAgain(subject_id=subject_id, count=len(questions), changed=changed)
        await facts.record(actor, told)
        for table in ("limitation_keyed", "limitation_answers", "limitation_now"):
            await db.execute(f"DROP TABLE {table}")
    return changed


async def _written(actor: Actor) -> int:
    """Of a claim's items the earliest safe date counts, one unknown before any date, as at registration."""
    await db.execute(
        "CREATE TEMP TABLE limitation_now ON COMMIT DROP AS WITH n AS MATERIALIZED (SELECT DISTINCT ON (t.case_id)"
        f" t.case_id, t.key, a.outcome, a.missing, {STATUTORY} AS statutory_on, a.safe_on"
        " FROM limitation_keyed t JOIN limitation_answers a USING (key)"
        " ORDER BY t.case_id, a.outcome = 'barred', a.safe_on NULLS FIRST)"
        " SELECT uuidv7() AS id, n.case_id, n.key, d.id AS former FROM n LEFT JOIN deadlines d"
        " ON d.case_id = n.case_id AND d.kind = 'limitation' AND d.status = 'open'"
        f" WHERE d.id IS NULL OR NOT ({SAME})"
    )
    await db.execute("ANALYZE limitation_now")
    # A row is let go before its successor is written, since the one is made of the other: one stands at a time. The
    # reckoning is joined last; carried along, it would be written three times for each of a million rows.
    replaced = await db.execute(
        "WITH gone AS (UPDATE deadlines d SET status = 'superseded', superseded_by = n.id, closed_at = $1,"
        " closed_by = $2, version = d.version + 1 FROM limitation_now n WHERE d.id = n.former AND d.status = 'open'"
        " RETURNING n.id, n.key, d.tape_id, d.claim_id, d.case_id, d.organisation_id, d.firm_organisation_id,"
        f" d.person_id) {INTO} SELECT g.id, g.tape_id, g.claim_id, g.case_id, g.organisation_id,"
        f" g.firm_organisation_id, g.person_id, {JUDGED}, {FIXED} FROM gone g JOIN limitation_answers a USING (key)",
        actor.now(),
        actor.person_id,
    )
    opened = await db.execute(
        f"{INTO} SELECT n.id, k.tape_id, k.claim_id, k.id, k.organisation_id, k.firm_organisation_id, k.person_id,"
        f" {JUDGED}, {FIXED} FROM limitation_now n JOIN cases k ON k.id = n.case_id"
        " JOIN limitation_answers a USING (key) WHERE n.former IS NULL",
        actor.now(),
    )
    return replaced + opened
