"""What putting a version in force would change: the same cases by it and by what is in force today."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.desk.reach import Side
from cases.strategies.dry_run import lay_found
from cases.strategies.queries import StrategyShown, VersionShown, strategy
from cases.strategies.reasons import WHY, step_words
from cases.strategies.rules import Policy, read
from cases.strategies.running import run, version_in
from kernel import db
from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Change:
    """So many cases go from what is in force to what the version would do; None stands for no strategy at all."""

    before: str | None
    after: str
    cases: int


@dataclass(frozen=True, slots=True)
class Changes:
    strategy: StrategyShown
    version: VersionShown
    same: int
    changed: tuple[Change, ...]


async def changes(actor: Actor, strategy_id: UUID, version_id: UUID) -> Changes:
    """Which cases of the version's portfolios would get another proposal than today by what is in force, or none."""
    actor.must("cases.read")
    on = actor.today("UTC")
    shown = await strategy(actor, strategy_id)
    version = version_in(shown, version_id)
    async with db.transaction(actor), run(actor, shown.side, version, on):
        await db.execute(
            "CREATE TEMP TABLE strategy_before (case_id uuid, rule int, why text, says text) ON COMMIT DROP"
        )
        known = await _in_force(actor, shown.side)
        for row in await db.fetch("SELECT DISTINCT sale_id FROM strategy_ground"):
            if former := known.get(row["sale_id"], known.get(None)):
                await _before(former, on, row["sale_id"])
        rows = await db.fetch(
            "SELECT b.says AS before, f.rule, f.why, count(*) AS cases"
            " FROM strategy_found f LEFT JOIN strategy_before b USING (case_id) GROUP BY 1, 2, 3"
        )
        await db.execute("DROP TABLE strategy_before")
    counted: Counter[tuple[str | None, str]] = Counter()
    for row in rows:
        counted[row["before"], _told(version.policy, row["rule"], row["why"])] += row["cases"]
    same = sum(many for (before, after), many in counted.items() if before == after)
    changed = [Change(before, after, many) for (before, after), many in counted.items() if before != after]
    return Changes(shown, version, same, tuple(sorted(changed, key=lambda one: (-one.cases, one.after))))


def _told(policy: Policy, rule: int | None, why: str | None) -> str:
    return step_words(policy.rules[rule - 1]) if rule is not None and why is None else WHY.get(why or "", why or "")


async def _in_force(actor: Actor, side: Side) -> dict[UUID | None, VersionShown]:
    rows = await db.fetch(
        "SELECT f.sale_id, v.id, v.number, v.policy::text AS policy, v.written_at FROM strategies_in_force f"
        " JOIN strategy_versions v ON v.id = f.version_id WHERE f.organisation_id = $1 AND f.side = $2"
        " AND f.until_at IS NULL",
        actor.organisation,
        side,
    )
    return {
        row["sale_id"]: VersionShown(row["id"], row["number"], read(row["policy"]), None, row["written_at"])
        for row in rows
    }


async def _before(former: VersionShown, on: date, sale: UUID | None) -> None:
    """What is in force would do in the cases of one sale, by the same ground."""
    await db.execute("DROP TABLE IF EXISTS strategy_former")
    await lay_found(former.policy, version_id=former.id, on=on, into="strategy_former", only=(True, sale))
    says = [step_words(rule) for rule in former.policy.rules]
    await db.execute(
        "INSERT INTO strategy_before SELECT f.case_id, f.rule, f.why, CASE WHEN f.why IS NULL THEN ($1::text[])[f.rule]"
        " ELSE coalesce(w.says, f.why) END FROM strategy_former f LEFT JOIN unnest($2::text[], $3::text[])"
        " AS w(why, says) ON w.why = f.why",
        says,
        list(WHY),
        list(WHY.values()),
    )
    await db.execute("DROP TABLE strategy_former")
