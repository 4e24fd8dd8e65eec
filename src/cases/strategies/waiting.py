"""What was proposed and waits for a person, and what was decided lately."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from cases.strategies.reasons import Judged, proposed, step_words
from cases.strategies.rules import read
from kernel import db
from kernel.actor import Actor
from kernel.money import Money

PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal with the sentences that say why; `cost` and `net` None where they are not known."""

    id: UUID
    case_id: UUID
    reference: str
    strategy_id: UUID
    strategy: str
    version: int
    rule: int
    stage: str
    step: str
    due_on: date
    proposed_on: date
    balance: Money
    cost: Money | None
    net: Money | None
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many proposals of a rule wait."""

    strategy_id: UUID
    strategy: str
    rule: int
    step: str
    many: int


@dataclass(frozen=True, slots=True)
class Narrowed:
    strategy_id: UUID | None = None
    rule: int | None = None
    case_id: UUID | None = None
    after: UUID | None = None


def waiting_query(reader: UUID, narrowed: Narrowed) -> tuple[str, list[object]]:
    """The statement of the list and its arguments: by an index that begins with the organisation."""
    arguments: list[object] = [reader]
    asked = "p.organisation_id = $1 AND p.status = 'proposed'"
    for column, value in (
        ("strategy_id", narrowed.strategy_id),
        ("rule", narrowed.rule),
        ("case_id", narrowed.case_id),
    ):
        if value is not None:
            arguments.append(value)
            asked += f" AND p.{column} = ${len(arguments)}"
    if narrowed.after is not None:
        arguments.append(narrowed.after)
        asked += f" AND p.id > ${len(arguments)}"
    return (
        "SELECT p.*, k.reference, s.name AS strategy, v.number, v.policy::text AS policy, p.ground::text AS known"
        f" FROM (SELECT p.* FROM strategy_proposals p WHERE {asked} ORDER BY p.id LIMIT {PAGE + 1}) p"
        " JOIN cases k ON k.id = p.case_id JOIN strategies s ON s.id = p.strategy_id"
        " JOIN strategy_versions v ON v.id = p.version_id ORDER BY p.id",
        arguments,
    )


async def waiting(actor: Actor, narrowed: Narrowed) -> list[Waiting]:
    """One page of proposals as they were made, one more than PAGE where there is a next one."""
    actor.must("cases.read")
    sql, arguments = waiting_query(actor.organisation, narrowed)
    async with db.transaction(actor):
        rows = await db.fetch(sql, *arguments)
    return [_waiting(row) for row in rows]


def _waiting(row: db.Row) -> Waiting:
    policy = read(row["policy"])
    ground: dict[str, Any] = msgspec.json.decode(row["known"])
    currency = row["currency"]
    rule = policy.rules[row["rule"] - 1]
    return Waiting(
        row["id"],
        row["case_id"],
        row["reference"],
        row["strategy_id"],
        row["strategy"],
        row["number"],
        row["rule"],
        rule.stage,
        step_words(rule),
        row["due_on"],
        row["proposed_on"],
        Money(row["balance_minor"], currency),
        Money(row["cost_minor"], currency) if row["cost_minor"] is not None else None,
        Money(row["net_minor"], currency) if row["net_minor"] is not None else None,
        tuple(proposed(policy, row["rule"], Judged(ground, row["proposed_on"]))),
    )


async def counts(actor: Actor) -> list[RuleCount]:
    """How many wait of each rule, strategies by name."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT x.*, s.name, v.policy::text AS policy FROM (SELECT strategy_id, version_id, rule, count(*) AS many"
            " FROM strategy_proposals WHERE organisation_id = $1 AND status = 'proposed' GROUP BY 1, 2, 3) x"
            " JOIN strategies s ON s.id = x.strategy_id JOIN strategy_versions v ON v.id = x.version_id"
            " ORDER BY lower(s.name), s.id, x.rule",
            actor.organisation,
        )
    return [
        RuleCount(
            row["strategy_id"],
            row["name"],
            row["rule"],
            step_words(read(row["policy"]).rules[row["rule"] - 1]),
            row["many"],
        )
        for row in rows
    ]
