"""How many debtors of cases on the way to court wait to be asked about, by kind of check."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.desk.reach import COLUMN, Side
from cases.preflight.ages import Age
from cases.preflight.kinds import WHATS, What
from kernel import db
from kernel.actor import Actor

BEFORE_COURT = ["onboarding", "amicable", "pre-action"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of so many debtors: never asked about, and asked about longer ago than the policy allows."""

    what: What
    debtors: int
    never: int
    old: int


async def waiting_checks(actor: Actor, side: Side, ages: Mapping[str, Age]) -> list[Waiting]:
    """One statement over the side's cases before court."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT w.what, count(*) AS debtors, count(*) FILTER (WHERE x.last_on IS NULL) AS never,"
            " count(*) FILTER (WHERE x.last_on < $3::date - a.most_days) AS old FROM cases k JOIN parties p"
            " ON p.claim_id = k.claim_id AND p.erased_at IS NULL CROSS JOIN unnest($4::text[]) AS w(what)"
            " LEFT JOIN unnest($5::text[], $6::integer[]) AS a(what, most_days) ON a.what = w.what"
            " LEFT JOIN LATERAL (SELECT max(c.checked_on) AS last_on FROM party_checks c WHERE c.claim_id = k.claim_id"
            " AND c.party_id = p.id AND c.what = w.what AND c.organisation_id = k.organisation_id) x ON true"
            f" WHERE k.{COLUMN[side]} = $1 AND k.status = ANY($2) GROUP BY 1",
            actor.organisation,
            BEFORE_COURT,
            actor.today("UTC"),
            list(WHATS),
            list(ages),
            [one.most_days for one in ages.values()],
        )
    counted = {row["what"]: row for row in rows}
    return [Waiting(one, *(counted[one][n] for n in ("debtors", "never", "old"))) for one in WHATS if one in counted]
