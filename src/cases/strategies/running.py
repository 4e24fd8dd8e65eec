"""One version run over its portfolios, shown as a preview, never doing anything."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from cases.desk.reach import Side
from cases.strategies.dry_run import lay_found
from cases.strategies.ground import lay_ground
from cases.strategies.queries import StrategyShown, VersionShown, strategy
from cases.strategies.reasons import WHY, Judged, left_out, proposed, step_words
from cases.strategies.rules import Policy
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.money import Money

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of one currency that one rule takes, or that are left out for one reason (`rule` None).

    `net` is over those whose net is known; of `unknown` it is not.
    """

    rule: int | None
    why: str | None
    says: str
    cases: int
    balance: Money
    cost: Money
    net: Money
    unknown: int


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case with the sentences why it has its proposal, or none."""

    case_id: UUID
    reference: str
    balance: Money
    due_on: date | None
    cost: Money | None
    net: Money | None
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    strategy: StrategyShown
    version: VersionShown
    on: date
    groups: tuple[Group, ...]
    cases: int
    shown: tuple[CaseShown, ...]

    @property
    def taken(self) -> int:
        return sum(one.cases for one in self.groups if one.why is None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the run is shown case by case: one rule's, or those left out for one reason; by age, after a case."""

    rule: int | None = None
    why: str = ""
    after: UUID | None = None


@asynccontextmanager
async def run(actor: Actor, side: Side, version: VersionShown, on: date) -> AsyncGenerator[None]:
    """Inside it, the tables `strategy_ground` and `strategy_found` are there; in the caller's transaction."""
    policy = version.policy
    but = await _others(actor, side) if not policy.sales else []
    await lay_ground(actor.organisation, side, sales=policy.sales, but=but, events=_events(policy), on=on)
    await lay_found(policy, version_id=version.id, on=on)
    yield
    # After an error they end with the transaction.
    await db.execute("DROP TABLE strategy_ground, strategy_found")


def _events(*policies: Policy) -> list[str]:
    return sorted({rule.since for policy in policies for rule in policy.rules} - {"last", "opened", "notice"})


async def _others(actor: Actor, side: Side) -> list[UUID]:
    """The sales that have a strategy of their own: one for the rest is not for them."""
    rows = await db.fetch(
        "SELECT sale_id FROM strategies_in_force WHERE organisation_id = $1 AND side = $2 AND until_at IS NULL"
        " AND sale_id IS NOT NULL",
        actor.organisation,
        side,
    )
    return [row["sale_id"] for row in rows]


async def preview(actor: Actor, strategy_id: UUID, version_id: UUID | None, wanted: Wanted) -> Preview:
    """What the version (the newest without one) would propose today, and why the others are left out."""
    actor.must("cases.read")
    on = actor.today("UTC")
    shown = await strategy(actor, strategy_id)
    version = version_in(shown, version_id)
    async with db.transaction(actor), run(actor, shown.side, version, on):
        rows = await db.fetch(
            "SELECT f.rule, f.why, g.currency, count(*) AS cases, sum(g.balance)::bigint AS balance,"
            " coalesce(sum(f.cost), 0)::bigint AS cost, coalesce(sum(f.net), 0)::bigint AS net,"
            " count(*) FILTER (WHERE f.net IS NULL) AS unknown FROM strategy_found f JOIN strategy_ground g"
            " USING (case_id) GROUP BY 1, 2, 3"
        )
        listed = await _listed(version.policy, wanted, on)
    groups = sorted(
        (_group(version.policy, row) for row in rows), key=lambda one: (bool(one.why), one.rule or 99, str(one.why))
    )
    return Preview(shown, version, on, tuple(groups), sum(one.cases for one in groups), tuple(listed))


def version_in(shown: StrategyShown, version_id: UUID | None) -> VersionShown:
    found = next((one for one in shown.versions if version_id in {None, one.id}), None)
    if found is None:
        raise NotFound("There is no such version here.")
    return found


def _group(policy: Policy, row: db.Row) -> Group:
    why, rule, currency = row["why"], row["rule"], row["currency"]
    if why is None:
        says = step_words(policy.rules[rule - 1])
    else:
        says = WHY.get(why, why) + (f" (rule {rule})" if rule else "")
    return Group(
        rule,
        why,
        says,
        row["cases"],
        Money(row["balance"], currency),
        Money(row["cost"], currency),
        Money(row["net"], currency),
        row["unknown"],
    )


async def _listed(policy: Policy, wanted: Wanted, on: date) -> list[CaseShown]:
    if wanted.rule is None and not wanted.why:
        return []
    rows = await db.fetch(
        "SELECT f.case_id, k.reference, f.rule, f.why, f.sentence, f.due_on, f.cost, f.net, to_jsonb(g)::text AS ground"
        " FROM strategy_found f JOIN strategy_ground g USING (case_id) JOIN cases k ON k.id = f.case_id"
        " WHERE ($1::int IS NULL OR f.rule = $1) AND f.why IS NOT DISTINCT FROM $2::text"
        f" AND ($3::uuid IS NULL OR f.case_id > $3) ORDER BY f.case_id LIMIT {SHOWN}",
        wanted.rule,
        wanted.why or None,
        wanted.after,
    )
    return [_case(policy, row, on) for row in rows]


def _case(policy: Policy, row: db.Row, on: date) -> CaseShown:
    ground: Mapping[str, Any] = msgspec.json.decode(row["ground"])
    judged, currency = Judged(ground, on), ground["currency"]
    if row["why"] is None:
        says = proposed(policy, row["rule"], judged)
    else:
        says = left_out(policy, row["why"], judged, rule=row["rule"], sentence=row["sentence"])
    return CaseShown(
        row["case_id"],
        row["reference"],
        Money(ground["balance"], currency),
        row["due_on"] if row["rule"] else None,
        Money(row["cost"], currency) if row["cost"] is not None else None,
        Money(row["net"], currency) if row["net"] is not None else None,
        tuple(says),
    )
